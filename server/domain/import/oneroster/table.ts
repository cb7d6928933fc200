/** One file of a OneRoster zip as rows by column name. Passwords are dropped here and go no further. */
import { unprotected } from '#domain/csv-text';
import { plainLine } from '#domain/text';
import { refuseFile } from '../import';
import { isBlank, readRows } from '../import-csv';
import { decodeText } from '../import-text';

/** The files that Muster takes, in the order in which they refer to each other. */
export const ROSTER_FILES = ['orgs', 'academicSessions', 'courses', 'classes', 'users', 'roles', 'enrollments'] as const;
export type RosterFileName = (typeof ROSTER_FILES)[number];

export type RosterRow = {
  line: number;
  /** A cell, trimmed; empty where the file has no such column. */
  get: (column: string) => string;
  /** A cell that people read: without controls and direction marks. */
  text: (column: string) => string;
  /** The row as it was written. */
  cells: () => Record<string, string>;
  /** The same in the places of the header, where several columns can have one name. */
  inPlace: () => string[];
};

const SECRET = 'password';
/** A file's columns and rows. */
export type Table = { header: string[]; rows: RosterRow[] };

/** What databases write for nothing. A surname can be spelt like it. */
const withoutNull = (column: string, cell: string) => (cell === 'NULL' && !/name$/i.test(column) ? '' : cell);

function toRow(line: number, cells: string[], kept: [name: string, place: number][], places: Map<string, number>): RosterRow {
  const get = (column: string) => withoutNull(column, unprotected(cells[places.get(column.toLowerCase()) ?? -1]?.trim() ?? ''));
  return {
    line,
    get,
    text: (column) => plainLine(get(column)),
    cells: () => Object.fromEntries(kept.map(([name]) => [name, cells[places.get(name.toLowerCase()) ?? -1] ?? ''])),
    inPlace: () => kept.map(([, place]) => cells[place] ?? ''),
  };
}

/** A file's columns and rows, blank ones left out.
 *  @throws AppError `invalid` for what is no table */
export function* readTable(bytes: Uint8Array, name: string): Generator<void, Table> {
  const all = yield* readRows(decodeText(bytes, name), name);
  // Whom a file does not name any more leaves, so that no line of it may be read wrongly.
  const broken = all.find(({ isQuotedWrongly }) => isQuotedWrongly);
  if (broken) refuseFile({ id: 'import.quote-misplaced', values: { name, line: broken.line } });
  const [head, ...rest] = all.filter((row) => !isBlank(row));
  const names = head?.cells.map((cell) => cell.trim()) ?? [];
  const places = new Map(names.map((one, index) => [one.toLowerCase(), index]));
  const kept = names.map((one, place): [string, number] => [one, place]).filter(([one]) => one.toLowerCase() !== SECRET);
  return { header: kept.map(([one]) => one), rows: rest.map(({ line, cells }) => toRow(line, cells, kept, places)) };
}
