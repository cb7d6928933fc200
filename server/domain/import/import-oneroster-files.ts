/**
 * Reads a OneRoster 1.1 or 1.2 zip into rows by column name: which files count, and as what, its manifest says.
 * OneRoster CSV binding 1.1 (section 4) and 1.2. Passwords are dropped here and go no further.
 */
import { unprotected } from '#domain/csv-text';
import { plainLine } from '#domain/text';
import { addDays, Day } from '#domain/time';
import { MAX_ROWS, refuseFile } from './import';
import { isBlank, readRows } from './import-csv';
import { decodeText } from './import-text';
import { unzip } from './import-zip';

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
};

/** `bulk` is everything there is, so that what is missing has gone; `delta` only what changed. */
export type RosterFile = { name: string; mode: 'bulk' | 'delta'; header: string[]; rows: RosterRow[] };
export type Roster = { version: '1.1' | '1.2'; files: Partial<Record<RosterFileName, RosterFile>> };

const REQUIRED: Record<RosterFileName, string[]> = {
  orgs: ['sourcedId', 'name', 'type'],
  academicSessions: ['sourcedId', 'title', 'type', 'startDate', 'endDate'],
  courses: ['sourcedId', 'title'],
  classes: ['sourcedId', 'title', 'courseSourcedId'],
  users: ['sourcedId', 'givenName', 'familyName'],
  roles: ['userSourcedId', 'role'],
  enrollments: ['sourcedId', 'classSourcedId', 'userSourcedId', 'role'],
};

const SECRET = 'password';
const MANIFEST = 'manifest.csv';

type Table = { header: string[]; rows: RosterRow[] };

function toRow(line: number, cells: string[], header: string[], places: Map<string, number>): RosterRow {
  const get = (column: string) => unprotected(cells[places.get(column.toLowerCase()) ?? -1]?.trim() ?? '');
  return {
    line,
    get,
    text: (column) => plainLine(get(column)),
    cells: () => Object.fromEntries(header.map((name) => [name, cells[places.get(name.toLowerCase()) ?? -1] ?? ''])),
  };
}

function* readTable(bytes: Uint8Array, name: string): Generator<void, Table> {
  const all = yield* readRows(decodeText(bytes, name), name);
  // Whom a file does not name any more leaves, so that no line of it may be read wrongly.
  const broken = all.find(({ isQuotedWrongly }) => isQuotedWrongly);
  if (broken) refuseFile({ id: 'import.quote-misplaced', values: { name, line: broken.line } });
  const [head, ...rest] = all.filter((row) => !isBlank(row));
  const names = head?.cells.map((cell) => cell.trim()) ?? [];
  const places = new Map(names.map((one, index) => [one.toLowerCase(), index]));
  const header = names.filter((one) => one.toLowerCase() !== SECRET);
  return { header, rows: rest.map(({ line, cells }) => toRow(line, cells, header, places)) };
}

function* readManifest(files: Map<string, Uint8Array>): Generator<void, Map<string, string>> {
  const bytes = files.get(MANIFEST);
  if (!bytes) return refuseFile('import.no-manifest');
  const { rows } = yield* readTable(bytes, MANIFEST);
  return new Map(rows.map((row) => [row.get('propertyName').toLowerCase(), row.get('value').toLowerCase()]));
}

function versionIn(manifest: Map<string, string>): Roster['version'] {
  const version = manifest.get('oneroster.version');
  if (version === '1.1' || version === '1.2') return version;
  return refuseFile({ id: 'import.version-unknown', values: { version: version || 'none' } });
}

function refuseMissingColumns(name: RosterFileName, { header }: Table): void {
  const has = new Set(header.map((column) => column.toLowerCase()));
  const missing = REQUIRED[name].filter((column) => !has.has(column.toLowerCase()));
  if (missing.length > 0) refuseFile({ id: 'import.no-column', values: { name, columns: missing.join(', ') } });
}

function modeOf(manifest: Map<string, string>, name: RosterFileName): RosterFile['mode'] | null {
  const mode = manifest.get(`file.${name.toLowerCase()}`);
  return mode === 'bulk' || mode === 'delta' ? mode : null;
}

/** The files that the manifest declares. Yields now and then.
 *  @throws AppError `invalid` for what is no OneRoster zip, is too large, or lacks a file or a column that it should have */
export function* readRoster(bytes: Uint8Array): Generator<void, Roster> {
  const wanted = new Set([MANIFEST, ...ROSTER_FILES.map((name) => `${name}.csv`)]);
  const files = yield* unzip(bytes, (name) => wanted.has(name));
  const manifest = yield* readManifest(files);
  const roster: Roster = { version: versionIn(manifest), files: {} };
  let count = 0;
  for (const name of ROSTER_FILES) {
    const mode = modeOf(manifest, name);
    if (!mode) continue;
    const content = files.get(`${name}.csv`);
    if (!content) return refuseFile({ id: 'import.file-announced', values: { name } });
    const table = yield* readTable(content, `${name}.csv`);
    refuseMissingColumns(name, table);
    count += table.rows.length;
    if (count > MAX_ROWS) refuseFile({ id: 'import.files-too-long', values: { most: MAX_ROWS } });
    roster.files[name] = { name: `${name}.csv`, mode, ...table };
  }
  if (count === 0) refuseFile('import.nothing-announced');
  return roster;
}

/** `gone` is what the file wants deactivated; null cannot be read. Version 1.0 said `inactive`, and files still do. */
export function statusOf(row: RosterRow): 'active' | 'gone' | null {
  const status = row.get('status').toLowerCase();
  if (status === '' || status === 'active') return 'active';
  return status === 'tobedeleted' || status === 'inactive' ? 'gone' : null;
}

const DATE_FORM = /^(\d{4})[-/.]?(\d{2})[-/.]?(\d{2})(T.*)?$/i;

/** A day as files write it: `2026-09-01`, `2026/09/01`, `20260901`, or the beginning of an ISO 8601 instant. Null for an empty
 *  cell, undefined for what is no date or could be several (`1/9/2026`). */
export function readDay(text: string): string | null | undefined {
  if (text === '') return null;
  const [, year, month, day] = DATE_FORM.exec(text) ?? [];
  const result = Day.safeParse(`${year}-${month}-${day}`);
  return result.success ? result.data : undefined;
}

/** The last day of a period whose end a file gives: OneRoster's end dates are exclusive. */
export function lastDay(end: string | null | undefined): string | null | undefined {
  return end ? addDays(end, -1) : end;
}

/** The parts of a cell that holds a list. */
export function listIn(cell: string): string[] {
  return cell
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);
}
