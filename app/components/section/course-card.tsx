/** One course with its sections, and a place to correct it. */

import { Card } from '#app/components/ui/card';
import { Disclosure } from '#app/components/ui/disclosure';
import { List, ListRow } from '#app/components/ui/list';
import * as paths from '#app/paths';
import { plural } from '#domain/plural';
import type { ListedCourse } from '#domain/structure/section';
import { type Choice, SmallForm, type SmallResult } from './small-form';
import { StructureActions } from './structure-actions';

type CourseCardProps = { course: ListedCourse; departments: readonly Choice[]; result: SmallResult };

function studentsText(count: number): string {
  return plural(count, 'student', 'students');
}

/** Sections lead to their pages. */
export function CourseCard({ course, departments, result }: CourseCardProps) {
  const { id, code, title, departmentId, departmentName, archivedAt, sections } = course;
  const form = `course-${id}`;
  return (
    <Card
      title={`${title} (${code})`}
      isFlush
      action={archivedAt !== null && <span className="text-sm text-ink-muted">Archived</span>}
    >
      <p className="px-4 pb-2 text-sm text-ink-muted sm:px-5">{departmentName}</p>
      <List label={`Sections of ${title}`} className="border-t border-line">
        {sections.map((section) => (
          <ListRow
            key={section.id}
            to={paths.section(section.id)}
            title={`${code} ${section.code}`}
            detail={`${section.staff ?? 'No staff yet'}${section.archivedAt === null ? '' : ' · Archived'}`}
            trailing={<span className="figures text-sm text-ink-muted">{studentsText(section.students)}</span>}
          />
        ))}
        {sections.length === 0 && <li className="px-4 py-3 text-sm text-ink-muted sm:px-5">No sections yet.</li>}
      </List>
      <div className="border-t border-line px-4 sm:px-5">
        <Disclosure summary={<span className="text-sm">Change this course</span>} isOpen={result?.form === form}>
          <SmallForm
            id={form}
            intent="course.edit"
            hidden={{ courseId: id }}
            fields={[
              { name: 'title', label: 'Title', value: title },
              { name: 'code', label: 'Code', value: code },
              {
                name: 'departmentId',
                label: 'Department',
                value: String(departmentId),
                choices: { none: 'Choose a department', all: departments },
              },
            ]}
            submit="Save course"
            result={result}
            className="mb-4 grid max-w-md gap-3"
          />
          <StructureActions noun="course" id={id} label={title} isArchived={archivedAt !== null} />
        </Disclosure>
      </div>
    </Card>
  );
}
