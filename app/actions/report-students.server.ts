/** Students who miss much, by each of the measures of `/admin/reports/students`, as lines of one shape. */
import type { StudentLine } from '#app/components/report/student-lines';
import type { Api } from '#app/trpc/caller.server';
import type { AbsenteesInput, DayRange, Missed } from '#domain/report/report-filter';
import type { StudentListName } from '#domain/report/saved-view';

/** `behind` narrows class sessions to those that a line is about, beside its student. */
type StudentList = { lines: StudentLine[]; next: string | null; behind: { missed?: Missed } & Partial<DayRange> };

const NOTHING = { sums: null, before: null, missed: null };

/** A page of a list. @throws what the procedure throws */
export async function loadList(api: Api, list: StudentListName, input: AbsenteesInput): Promise<StudentList> {
  if (list === 'chronic') {
    const { rows, next } = await api.report.chronic(input);
    const toLine = ({ studentId, name, missed, all }: (typeof rows)[number]) => ({
      ...NOTHING,
      studentId,
      name,
      missed: { missed, all },
    });
    return { lines: rows.map(toLine), next, behind: { missed: 'any' } };
  }
  if (list === 'falling') {
    const { rows, next, now: lately, before: formerly } = await api.report.falling(input);
    const lines = rows.map(({ studentId, name, now, before }) => ({ ...NOTHING, studentId, name, sums: now, before }));
    return { lines, next, behind: { from: formerly.from, until: lately.until } };
  }
  const { rows, next } = await api.report.frequentAbsentees(input);
  const toLine = ({ studentId, name, earned, possible, missed }: (typeof rows)[number]) => ({
    ...NOTHING,
    ...{ studentId, name, sums: { earned, possible }, missed: { missed, all: possible / 100 } },
  });
  return { lines: rows.map(toLine), next, behind: { missed: 'rate' } };
}
