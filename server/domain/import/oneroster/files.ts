/**
 * Reads a OneRoster 1.1 or 1.2 zip into rows by column name: which files count, and as what, its manifest says.
 * OneRoster CSV binding 1.1 (section 4) and 1.2.
 */
import { addDays } from '#domain/time';
import type { Said } from '#domain/words/message';
import { MAX_ROWS, refuseFile } from '../import';
import { readDay } from '../import-days';
import { unzip } from '../import-zip';
import { asOneRoster } from './sds';
import { ROSTER_FILES, type RosterFileName, type RosterRow, readTable, type Table } from './table';

/** `bulk` is everything there is, so that what is missing has gone; `delta` only what changed. */
export type RosterFile = { name: string; mode: 'bulk' | 'delta'; header: string[]; rows: RosterRow[] };
export type Roster = { version: '1.1' | '1.2'; files: Partial<Record<RosterFileName, RosterFile>> };

const REQUIRED: Record<RosterFileName, string[]> = {
  orgs: ['sourcedId', 'name', 'type'],
  academicSessions: ['sourcedId', 'title', 'type', 'startDate', 'endDate'],
  courses: ['sourcedId', 'title'],
  classes: ['sourcedId', 'title'],
  users: ['sourcedId', 'givenName', 'familyName'],
  roles: ['userSourcedId', 'role'],
  enrollments: ['classSourcedId', 'userSourcedId', 'role'],
};

const MANIFEST = 'manifest.csv';

/** The manifest's properties; null where there is none. */
function* readManifest(files: Map<string, Uint8Array>): Generator<void, Map<string, string> | null> {
  const bytes = files.get(MANIFEST);
  if (!bytes) return null;
  const { rows } = yield* readTable(bytes, MANIFEST);
  return new Map(rows.map((row) => [row.get('propertyName').toLowerCase(), row.get('value').toLowerCase()]));
}

function versionIn(manifest: Map<string, string>): Roster['version'] {
  const version = manifest.get('oneroster.version');
  if (version === '1.1' || version === '1.2') return version;
  return refuseFile({ id: 'import.version-unknown', values: { version: version || 'none' } });
}

/** What a file lacks of the columns it has to have. */
function missingColumns(name: RosterFileName, { header }: Table): string[] {
  const has = new Set(header.map((column) => column.toLowerCase()));
  return REQUIRED[name].filter((column) => !has.has(column.toLowerCase()));
}

function refuseMissingColumns(files: Roster['files']): void {
  const lacks = ROSTER_FILES.flatMap((name) => {
    const file = files[name];
    const columns = file ? missingColumns(name, file) : [];
    return columns.length > 0 ? [`${name}.csv (${columns.join(', ')})`] : [];
  });
  if (lacks.length > 0) refuseFile({ id: 'import.no-columns', values: { files: lacks.join('; ') } });
}

function modeOf(manifest: Map<string, string>, name: RosterFileName): RosterFile['mode'] | null {
  const mode = manifest.get(`file.${name.toLowerCase()}`);
  return mode === 'bulk' || mode === 'delta' ? mode : null;
}

/** Which files count, and as what. */
type Announced = { version: Roster['version']; modes: Map<RosterFileName, RosterFile['mode']> };

/** School Data Sync writes no manifest: what is there is all there is.
 *  @throws AppError `invalid` for a zip without a manifest that has no such files */
function announcedBy(manifest: Map<string, string> | null, files: Map<string, Uint8Array>): Announced {
  if (manifest) {
    const modes = ROSTER_FILES.map((name) => [name, modeOf(manifest, name)] as const);
    return { version: versionIn(manifest), modes: new Map(modes.flatMap(([name, mode]) => (mode ? [[name, mode]] : []))) };
  }
  const there = ROSTER_FILES.filter((name) => files.has(fileNameOf(name)));
  if (!there.includes('users')) refuseFile('import.no-manifest');
  return { version: '1.1', modes: new Map(there.map((name) => [name, 'bulk'])) };
}

/** As the zip has it, whatever its capitals. */
const fileNameOf = (name: RosterFileName) => `${name.toLowerCase()}.csv`;

/** The files that the manifest declares; without a manifest, those that are there. Yields now and then.
 *  @throws AppError `invalid` for what is no OneRoster zip, is too large, or lacks a file or a column that it should have */
export function* readRoster(bytes: Uint8Array): Generator<void, Roster> {
  const wanted = new Set([MANIFEST, ...ROSTER_FILES.map(fileNameOf)]);
  const files = yield* unzip(bytes, (name) => wanted.has(name));
  const { version, modes } = announcedBy(yield* readManifest(files), files);
  const roster: Roster = { version, files: {} };
  let count = 0;
  for (const [name, mode] of modes) {
    const content = files.get(fileNameOf(name));
    if (!content) return refuseFile({ id: 'import.file-announced', values: { name } });
    const table = yield* readTable(content, `${name}.csv`);
    count += table.rows.length;
    if (count > MAX_ROWS) refuseFile({ id: 'import.files-too-long', values: { most: MAX_ROWS } });
    roster.files[name] = { name: `${name}.csv`, mode, ...asOneRoster(name, table) };
  }
  if (count === 0) refuseFile('import.nothing-announced');
  refuseMissingColumns(roster.files);
  return roster;
}

/** `gone` is what the file wants deactivated; null cannot be read. Version 1.0 said `inactive`, and files still do. */
export function statusOf(row: RosterRow): 'active' | 'gone' | null {
  const status = row.get('status').toLowerCase();
  if (status === '' || status === 'active') return 'active';
  return status === 'tobedeleted' || status === 'inactive' ? 'gone' : null;
}

/** Which day of a period cannot be read. */
export function unreadableDay(row: RosterRow, begin: string, end: string): Said {
  const text = readDay(row.get(begin)) ? row.get(end) : row.get(begin) || row.get(end);
  return { id: 'import.dates-unreadable', values: { text } };
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
