/** Adding a section, a course or a department, and correcting departments: what stands beside the list. */

import { plural } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import { Card } from '#app/components/ui/card';
import { Disclosure } from '#app/components/ui/disclosure';
import { type Choice, SmallForm, type SmallResult } from './small-form';
import { StructureActions } from './structure-actions';

export type ListedDepartment = { id: number; name: string; archivedAt: number | null; courses: number };

type AddProps = { departments: readonly Choice[]; courses: readonly Choice[]; result: SmallResult };

/** Three disclosures; the one whose form was sent and refused is open. */
export function AddForms({ departments, courses, result }: AddProps) {
  const { t } = useLingui();
  const isOpen = (id: string) => result?.form === id;
  return (
    <Card title={t`Add`}>
      <Disclosure summary={t`A section`} isOpen={isOpen('section-new')}>
        <SmallForm
          id="section-new"
          intent="section.add"
          fields={[
            { name: 'courseId', label: t`Course`, choices: { none: t`Choose a course`, all: courses } },
            { name: 'code', label: t`Section code`, hint: t`Short, such as A or 2.` },
          ]}
          submit={t`Add section`}
          result={result}
        />
      </Disclosure>
      <Disclosure summary={t`A course`} isOpen={isOpen('course-new')}>
        <SmallForm
          id="course-new"
          intent="course.add"
          fields={[
            { name: 'departmentId', label: t`Department`, choices: { none: t`Choose a department`, all: departments } },
            { name: 'code', label: t`Course code`, hint: t`Unique in the school, such as MA101.` },
            { name: 'title', label: t`Title` },
          ]}
          submit={t`Add course`}
          result={result}
        />
      </Disclosure>
      <Disclosure summary={t`A department`} isOpen={isOpen('department-new')}>
        <SmallForm
          id="department-new"
          intent="department.add"
          fields={[{ name: 'name', label: t`Name` }]}
          submit={t`Add department`}
          result={result}
        />
      </Disclosure>
    </Card>
  );
}

/** Every department, to rename it, put it away or delete it. */
export function Departments({ departments, result }: { departments: readonly ListedDepartment[]; result: SmallResult }) {
  const { t } = useLingui();
  if (departments.length === 0) return null;
  return (
    <Card title={t`Departments`}>
      {departments.map(({ id, name, archivedAt, courses }) => (
        <Disclosure
          key={id}
          isOpen={result?.form === `department-${id}`}
          summary={
            <>
              {name}{' '}
              <span className="text-sm font-normal text-ink-muted">
                {t`${plural(courses, { one: '# course', other: '# courses' })}`}
                {archivedAt !== null && `, ${t`archived`}`}
              </span>
            </>
          }
        >
          <SmallForm
            id={`department-${id}`}
            intent="department.edit"
            hidden={{ departmentId: id }}
            fields={[{ name: 'name', label: t`Name`, value: name }]}
            submit={t`Save name`}
            result={result}
            className="mb-3 grid gap-3"
          />
          <StructureActions noun="department" id={id} label={name} isArchived={archivedAt !== null} />
        </Disclosure>
      ))}
    </Card>
  );
}
