/** Adding a section, a course or a department, and correcting departments: what stands beside the list. */

import { plural } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import { Card } from '#app/components/ui/card';
import { Disclosure } from '#app/components/ui/disclosure';
import type { ListedDepartment } from '#domain/structure/section';
import { type Choice, SmallForm, type SmallFormProps, type SmallResult } from './small-form';
import { StructureActions } from './structure-actions';

type AddProps = { departments: readonly Choice[]; courses: readonly Choice[]; result: SmallResult };

/** Open when it is the one that was sent and refused. */
function AddForm({ summary, ...form }: SmallFormProps & { summary: string }) {
  return (
    <Disclosure summary={summary} isOpen={form.result?.form === form.id}>
      <SmallForm {...form} />
    </Disclosure>
  );
}

/** Three forms, each folded away. */
export function AddForms({ departments, courses, result }: AddProps) {
  const { t } = useLingui();
  return (
    <Card title={t`Add`}>
      <AddForm
        summary={t`A section`}
        id="section-new"
        intent="section.add"
        fields={[
          { name: 'courseId', label: t`Course`, choices: { none: t`Choose a course`, all: courses } },
          { name: 'code', label: t`Section code`, hint: t`Short, such as A or 2.` },
        ]}
        submit={t`Add section`}
        result={result}
      />
      <AddForm
        summary={t`A course`}
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
      <AddForm
        summary={t`A department`}
        id="department-new"
        intent="department.add"
        fields={[{ name: 'name', label: t`Name` }]}
        submit={t`Add department`}
        result={result}
      />
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
