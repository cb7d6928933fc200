/** One course with its sections, and a place to correct it. */

import type { I18n } from '@lingui/core';
import { msg, plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Card } from '#app/components/ui/card';
import { Disclosure } from '#app/components/ui/disclosure';
import { List, ListRow } from '#app/components/ui/list';
import * as paths from '#app/paths';
import type { ListedCourse } from '#domain/structure/section';
import { type Choice, SmallForm, type SmallResult } from './small-form';
import { StructureActions } from './structure-actions';

type CourseCardProps = { course: ListedCourse; departments: readonly Choice[]; result: SmallResult };

function studentsText(i18n: I18n, count: number): string {
  return i18n._(msg`${plural(count, { one: '# student', other: '# students' })}`);
}

/** Sections lead to their pages. */
export function CourseCard({ course, departments, result }: CourseCardProps) {
  const { i18n, t } = useLingui();
  const { id, code, title, departmentId, departmentName, archivedAt, sections } = course;
  const form = `course-${id}`;
  return (
    <Card
      title={`${title} (${code})`}
      isFlush
      action={
        archivedAt !== null && (
          <span className="text-sm text-ink-muted">
            <Trans>Archived</Trans>
          </span>
        )
      }
    >
      <p className="px-4 pb-2 text-sm text-ink-muted sm:px-5">{departmentName}</p>
      <List label={t`Sections of ${title}`} className="border-t border-line">
        {sections.map((section) => (
          <ListRow
            key={section.id}
            to={paths.section(section.id)}
            title={`${code} ${section.code}`}
            detail={`${section.staff ?? t`No staff yet`}${section.archivedAt === null ? '' : ` · ${t`Archived`}`}`}
            trailing={<span className="figures text-sm text-ink-muted">{studentsText(i18n, section.students)}</span>}
          />
        ))}
        {sections.length === 0 && (
          <li className="px-4 py-3 text-sm text-ink-muted sm:px-5">
            <Trans>No sections yet.</Trans>
          </li>
        )}
      </List>
      <div className="border-t border-line px-4 sm:px-5">
        <Disclosure
          summary={
            <span className="text-sm">
              <Trans>Change this course</Trans>
            </span>
          }
          isOpen={result?.form === form}
        >
          <SmallForm
            id={form}
            intent="course.edit"
            hidden={{ courseId: id }}
            fields={[
              { name: 'title', label: t`Title`, value: title },
              { name: 'code', label: t`Code`, value: code },
              {
                name: 'departmentId',
                label: t`Department`,
                value: String(departmentId),
                choices: { none: t`Choose a department`, all: departments },
              },
            ]}
            submit={t`Save course`}
            result={result}
            className="mb-4 grid max-w-md gap-3"
          />
          <StructureActions noun="course" id={id} label={title} isArchived={archivedAt !== null} />
        </Disclosure>
      </div>
    </Card>
  );
}
