/** A page of sections: a table on a desktop, a list on a phone. Rows lead to the section; a pencil to its course. */
import type { I18n, MessageDescriptor } from '@lingui/core';
import { msg, plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Link, useSearchParams } from '@remix-run/react';
import { Pencil } from 'lucide-react';
import { searchLink } from '#app/components/calendar/search-link';
import { cx } from '#app/components/ui/cx';
import { WHOLE_ROW } from '#app/components/ui/list';
import { type Order, SortHead } from '#app/components/ui/sort-head';
import * as paths from '#app/paths';
import { useFormat } from '#app/words/use-format';
import type { ListedSection, SectionSort } from '#domain/structure/section';

const COLUMNS: readonly { word: MessageDescriptor; sort: SectionSort | null }[] = [
  { word: msg`Section`, sort: 'code' },
  { word: msg`Course`, sort: 'course' },
  { word: msg`Department`, sort: 'department' },
  { word: msg`Staff`, sort: null },
  { word: msg`Students`, sort: 'students' },
];

const CELL = 'block min-w-0 max-w-72 truncate lg:table-cell lg:px-3';

function studentsText(i18n: I18n, count: number): string {
  return i18n._(msg`${plural(count, { one: '# student', other: '# students' })}`);
}

/** Where a row leads: to the section, or to adding the first one of the course. */
function RowLink({ row }: { row: ListedSection }) {
  const [search] = useSearchParams();
  const { section, courseId, courseCode } = row;
  if (section)
    return (
      <Link to={paths.section(section.id, { pick: search.get('pick') ?? undefined })} className={WHOLE_ROW}>
        {courseCode} {section.code}
      </Link>
    );
  return (
    <Link to={searchLink(search, { open: 'section', course: String(courseId) })} preventScrollReset className={WHOLE_ROW}>
      {courseCode} <span className="font-normal text-ink-muted">{' · '}</span>
      <span className="font-normal text-ink-muted">
        <Trans>No sections yet</Trans>
      </span>
    </Link>
  );
}

function SectionRow({ row }: { row: ListedSection }) {
  const { i18n, t } = useLingui();
  const { number } = useFormat();
  const [search] = useSearchParams();
  const { section, courseId, courseTitle, departmentName, isArchived, students, staff } = row;
  return (
    <tr className="relative block py-2 ps-4 pe-14 hover:bg-surface-sunken lg:table-row lg:h-10 lg:p-0">
      <td className={cx(CELL, 'font-medium lg:ps-5')}>
        <RowLink row={row} />
        {isArchived && (
          <span className="font-normal text-ink-muted">
            {' · '}
            <Trans>Archived</Trans>
          </span>
        )}
      </td>
      <td className={CELL}>{courseTitle}</td>
      <td className={cx(CELL, 'text-ink-muted max-lg:hidden')}>{departmentName}</td>
      <td className={cx(CELL, 'text-ink-muted')}>{staff ?? (section && t`No staff yet`)}</td>
      <td className={cx(CELL, 'figures text-ink-muted')}>
        <span className="max-lg:hidden">{section && number(students)}</span>
        <span className="lg:hidden">{section && studentsText(i18n, students)}</span>
      </td>
      <td className="block max-lg:absolute max-lg:end-1 max-lg:top-1 lg:table-cell lg:w-12">
        <Link
          to={searchLink(search, { open: `course-${courseId}` })}
          preventScrollReset
          className="relative z-1 grid size-11 place-items-center rounded-md text-ink-muted hover:text-ink lg:size-9"
        >
          <Pencil className="size-4" aria-hidden="true" />
          <span className="sr-only">
            <Trans>Change the course {courseTitle}</Trans>
          </span>
        </Link>
      </td>
    </tr>
  );
}

/** @param order what the page is sorted by */
export function SectionTable({ rows, order }: { rows: readonly ListedSection[]; order: Order<SectionSort> }) {
  const { t } = useLingui();
  const [search] = useSearchParams();
  const linkTo = (sort: string) => searchLink(search, { sort, page: null });
  return (
    <table aria-label={t`Sections`} className="block w-full text-sm lg:table [&_th:first-child]:ps-5">
      <thead className="block border-b border-line bg-surface-raised text-ink-muted max-lg:hidden lg:sticky lg:top-0 lg:z-2 lg:table-header-group">
        <tr>
          {COLUMNS.map((column) => (
            <SortHead key={column.word.id} {...column} order={order} linkTo={linkTo} />
          ))}
          <th scope="col">
            <span className="sr-only">
              <Trans>Change</Trans>
            </span>
          </th>
        </tr>
      </thead>
      <tbody className="block divide-y divide-line lg:table-row-group">
        {rows.map((row) => (
          <SectionRow key={`${row.courseId}-${row.section?.id}`} row={row} />
        ))}
      </tbody>
    </table>
  );
}
