/** To whom an announcement is written: the school, departments of it, or classes, as the writer may. */
import type { FieldMetadata } from '@conform-to/react';
import { useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { FieldErrors, SelectField } from '#app/components/ui/form/field';
import { fieldProps } from '#app/components/ui/form/field-props';
import { RadioCards } from '#app/components/ui/form/radio-cards';
import { TickList } from '#app/components/ui/form/tick-list';
import type { Role } from '#domain/person/user';
import { SectionChoice, type SectionOption } from './section-choice';

export type DepartmentOption = { id: number; name: string };

type AudienceProps = {
  /** What was chosen before. */
  initial: string;
  errors: string[] | undefined;
  onChange: (audience: string) => void;
};

/** For administrators; staff write to classes only. */
function AudienceCards({ initial, errors, onChange }: AudienceProps) {
  const { t } = useLingui();
  return (
    <RadioCards
      legend={t`To`}
      name="audience"
      defaultValue={initial}
      onChange={onChange}
      errors={errors}
      options={[
        { value: 'everybody', label: t`The whole school`, hint: t`Everybody with an active account.` },
        { value: 'students', label: t`All students` },
        { value: 'staff', label: t`All staff` },
        { value: 'departments', label: t`Departments`, hint: t`The students and staff of their classes, or either.` },
        { value: 'sections', label: t`Classes`, hint: t`The students of chosen classes.` },
      ]}
    />
  );
}

const tickedIn = ({ initialValue }: FieldMetadata<string[]>) =>
  [initialValue ?? []].flat().filter((id): id is string => typeof id === 'string');

type DepartmentChoiceProps = {
  departments: readonly DepartmentOption[];
  departmentIds: FieldMetadata<string[]>;
  who: FieldMetadata<string>;
};

function DepartmentChoice({ departments, departmentIds, who }: DepartmentChoiceProps) {
  const { t } = useLingui();
  const options = departments.map(({ id, name }) => ({ value: id, label: name }));
  return (
    <div className="grid gap-4">
      <TickList legend={t`Departments`} name={departmentIds.name} options={options} ticked={tickedIn(departmentIds)} />
      <SelectField {...fieldProps(who)} label={t`Who of them`} required className="max-w-60">
        <option value="everybody">{t`Students and staff`}</option>
        <option value="students">{t`Students only`}</option>
        <option value="staff">{t`Staff only`}</option>
      </SelectField>
    </div>
  );
}

export type AudienceFieldsProps = {
  reader: Role;
  departments: readonly DepartmentOption[];
  sections: readonly SectionOption[];
  fields: Record<'audience' | 'who', FieldMetadata<string>> & Record<'sectionIds' | 'departmentIds', FieldMetadata<string[]>>;
  initial: string;
};

/** Parts that are not asked for stay in the page: without its script, all are shown. */
export function AudienceFields({ reader, departments, sections, fields, initial }: AudienceFieldsProps) {
  const { audience, who, sectionIds, departmentIds } = fields;
  const [to, setTo] = useState(audience.initialValue ?? initial);
  const isAdmin = reader === 'admin';
  const shownFor = (part: string) => (to === part ? undefined : 'hidden noscript:block');
  return (
    <>
      {isAdmin ? (
        <AudienceCards initial={to} errors={audience.errors} onChange={setTo} />
      ) : (
        <input type="hidden" name="audience" value="sections" />
      )}
      {isAdmin && (
        <div className={shownFor('departments')}>
          <DepartmentChoice {...{ departments, departmentIds, who }} />
        </div>
      )}
      <div className={shownFor('sections')}>
        <SectionChoice name={sectionIds.name} sections={sections} chosen={tickedIn(sectionIds)} />
        {!isAdmin && <FieldErrors errors={audience.errors} />}
      </div>
    </>
  );
}
