/** Choosing classes by ticking them. With many, a filter narrows what is shown; what is ticked stays ticked. */
import { useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { CheckboxField, TextField } from '#app/components/ui/form/field';

export type SectionOption = { sectionId: number; courseTitle: string; courseCode: string; sectionCode: string };

/** As many fit a screen. */
const FILTERED_FROM = 12;

export type SectionChoiceProps = { name: string; sections: readonly SectionOption[]; chosen: readonly string[] };

export function SectionChoice({ name, sections, chosen }: SectionChoiceProps) {
  const { t } = useLingui();
  const [filter, setFilter] = useState('');
  const isShown = ({ courseTitle, courseCode, sectionCode }: SectionOption) =>
    `${courseTitle} ${courseCode} ${sectionCode}`.toLowerCase().includes(filter.trim().toLowerCase());
  return (
    <fieldset>
      <legend className="mb-1.5 text-sm font-medium">{t`Classes`}</legend>
      {sections.length >= FILTERED_FROM && (
        <TextField
          label={t`Find a class`}
          type="search"
          value={filter}
          onChange={(event) => setFilter(event.target.value)}
          autoComplete="off"
          required={false}
          className="mb-2"
        />
      )}
      <div className="max-h-72 overflow-y-auto rounded-md border border-line px-3 py-1">
        {sections.map((section) => (
          <CheckboxField
            key={section.sectionId}
            name={name}
            value={section.sectionId}
            defaultChecked={chosen.includes(String(section.sectionId))}
            label={`${section.courseTitle} (${section.courseCode} ${section.sectionCode})`}
            className={isShown(section) ? undefined : 'hidden'}
          />
        ))}
      </div>
    </fieldset>
  );
}
