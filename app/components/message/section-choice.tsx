/** Choosing classes by ticking them. With many, a filter narrows what is shown; what is ticked stays ticked. */
import { useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { TextField } from '#app/components/ui/form/field';
import { TickList } from '#app/components/ui/form/tick-list';

export type SectionOption = { sectionId: number; courseTitle: string; courseCode: string; sectionCode: string };

/** As many fit a screen. */
const FILTERED_FROM = 12;

export type SectionChoiceProps = { name: string; sections: readonly SectionOption[]; chosen: readonly string[] };

export function SectionChoice({ name, sections, chosen }: SectionChoiceProps) {
  const { t } = useLingui();
  const [filter, setFilter] = useState('');
  const options = sections.map(({ sectionId, courseTitle, courseCode, sectionCode }) => ({
    value: sectionId,
    label: `${courseTitle} (${courseCode} ${sectionCode})`,
    isHidden: !`${courseTitle} ${courseCode} ${sectionCode}`.toLowerCase().includes(filter.trim().toLowerCase()),
  }));
  return (
    <TickList legend={t`Classes`} name={name} options={options} ticked={chosen}>
      {sections.length >= FILTERED_FROM && (
        <TextField
          label={t`Find a class`}
          type="search"
          value={filter}
          onChange={(event) => setFilter(event.target.value)}
          autoComplete="off"
          saysOptional={false}
          className="mb-2"
        />
      )}
    </TickList>
  );
}
