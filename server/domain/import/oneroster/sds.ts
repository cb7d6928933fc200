/** Microsoft School Data Sync 2 and 2.1: OneRoster's files with some columns called otherwise, and no ids of enrolments. */
import { plainLine } from '#domain/text';
import type { RosterFileName, RosterRow, Table } from './table';

/** Its column for one of OneRoster's, by file. */
const COLUMNS: Partial<Record<RosterFileName, Record<string, string>>> = {
  courses: { courseCode: 'code', subjects: 'subject' },
  classes: { termSourcedIds: 'sessionSourcedIds', schoolSourcedId: 'orgSourcedId' },
};

/** An enrolment's id where the file gives none: a person is in a class once. */
const enrolmentId = (row: RosterRow) => `${row.get('classSourcedId')}:${row.get('userSourcedId')}`;

/** What a column of OneRoster is made of where the file has no such column. */
const MADE: Partial<Record<RosterFileName, Record<string, (row: RosterRow) => string>>> = {
  enrollments: { sourcedId: enrolmentId },
  users: { email: (row) => (row.get('username').includes('@') ? row.get('username') : '') },
  roles: { roleType: (row) => (row.get('isPrimary').toLowerCase() === 'true' ? 'primary' : '') },
};

function withColumns(row: RosterRow, made: Map<string, (row: RosterRow) => string>): RosterRow {
  const get = (column: string) => row.get(column) || (made.get(column.toLowerCase())?.(row) ?? '');
  return { ...row, get, text: (column) => plainLine(get(column)) };
}

/** A file with what OneRoster calls its columns. One that has them already stays as it is. */
export function asOneRoster(name: RosterFileName, { header, rows }: Table): Table {
  const renamed = Object.entries(COLUMNS[name] ?? {}).map(([column, own]) => [column, (row: RosterRow) => row.get(own)] as const);
  const has = new Set(header.map((column) => column.toLowerCase()));
  const all = [...renamed, ...Object.entries(MADE[name] ?? {})];
  const made = new Map(all.map(([column, make]) => [column.toLowerCase(), make]));
  const isMade = all.some(([column]) => !has.has(column.toLowerCase())) || name === 'users';
  return isMade ? { header, rows: rows.map((row) => withColumns(row, made)) } : { header, rows };
}
