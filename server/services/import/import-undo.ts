/** Whether an applied import can be taken back, and the asking for it. All or nothing: one row that went on living keeps the whole. */
import type { InArgs } from '@libsql/client';
import { queryRow, queryRows } from '#db/query';
import { AppError } from '#domain/errors';
import { IMPORT_TABLES, IMPORTS_KEPT_MS, type ImportRef, type ImportTable } from '#domain/import/import';
import type { ActorContext } from '#server/context/context';
import { yieldToEventLoop } from '#server/context/yield';
import { getImport, startUndo } from './import';
import { isKeyed, snapshot } from './import-writes';

const WORDS: Record<ImportTable, string> = {
  departments: 'departments',
  courses: 'courses',
  terms: 'terms',
  users: 'people',
  sections: 'classes',
  section_staff: 'assignments of staff',
  enrolments: 'enrolments',
};

/** What may refer to rows that an import made, beside what the import itself made: table, column, and what it means. */
const REFERENCES: [parent: ImportTable, child: string, column: string, words: string][] = [
  ['users', 'attendance', 'student_id', 'marks of people it made'],
  ['users', 'claims', 'student_id', 'check-ins of people it made'],
  ['users', 'corrections', 'student_id', 'corrections for people it made'],
  ['users', 'devices', 'user_id', 'devices of people it made'],
  ['users', 'badge_cards', 'student_id', 'badges of people it made'],
  ['users', 'notifications', 'user_id', 'messages to people it made'],
  ['users', 'enrolments', 'student_id', 'later enrolments of people it made'],
  ['users', 'section_staff', 'user_id', 'later assignments of staff it made'],
  ['sections', 'class_sessions', 'section_id', 'class sessions of classes it made'],
  ['sections', 'slots', 'section_id', 'timetable slots of classes it made'],
  ['sections', 'announcements', 'section_id', 'announcements to classes it made'],
  ['sections', 'enrolments', 'section_id', 'later enrolments in classes it made'],
  ['sections', 'section_staff', 'section_id', 'later staff of classes it made'],
  ['terms', 'slots', 'term_id', 'timetable slots in terms it made'],
  ['courses', 'sections', 'course_id', 'later classes of courses it made'],
  ['departments', 'courses', 'department_id', 'later courses of departments it made'],
];

/** Changes looked at in one query: more would keep others waiting. */
const WINDOW = 4_000;
const IDS_AT_ONCE = 2_000;

const OWN = 'c.batch_id = :batchId and c.position between :low and :high and c.table_name';

type Window = { batchId: number; low: number; high: number };
type Made = { id: number | null; refs: Record<string, unknown> };
/** What an import changed: its windows, the tables it touched, and the rows it made. */
type Extent = { windows: Window[]; made: Map<ImportTable, Made[]>; touched: Set<string> };

const PAGE = `select position, table_name tableName, row_key rowKey, case when before is null then after end made
  from import_changes where batch_id = :batchId and position > :after order by position limit ${WINDOW}`;

type ChangeRow = { position: number; tableName: string; rowKey: string; made: string | null };

function noteRow({ touched, made }: Extent, { tableName, rowKey, made: after }: ChangeRow): void {
  touched.add(tableName);
  if (after === null || !isImported(tableName)) return;
  const row = { id: (JSON.parse(rowKey) as { id?: number }).id ?? null, refs: JSON.parse(after) as Record<string, unknown> };
  const rows = made.get(tableName);
  if (rows) rows.push(row);
  else made.set(tableName, [row]);
}

async function loadExtent({ db }: Reader, batchId: number): Promise<Extent> {
  const extent: Extent = { windows: [], made: new Map(), touched: new Set() };
  for (let after = -1; ; ) {
    const page = await queryRows<ChangeRow>(db, PAGE, { batchId, after });
    for (const row of page) noteRow(extent, row);
    const [first, last] = [page[0], page.at(-1)];
    if (!first || !last) return extent;
    extent.windows.push({ batchId, low: first.position, high: last.position });
    after = last.position;
    await yieldToEventLoop();
  }
}

type Reader = Pick<ActorContext, 'db'>;
const isImported = (table: string): table is ImportTable => (IMPORT_TABLES as readonly string[]).includes(table);
const presence = (table: ImportTable) => (table === 'section_staff' ? '(t.section_id is not null)' : '(t.id is not null)');

/** Rows that are no longer as the import left them. */
const changedSince = (table: ImportTable) => `select count(*) n from import_changes c
  left join ${table} t on ${isKeyed(table, 't', 'c.row_key')}
  where ${OWN} = '${table}' and case when c.after is null then ${presence(table)} else ${snapshot(table, 't')} <> c.after or not ${presence(table)} end`;

/** Marks of students in the classes the import put them in. */
const MARKED = `select count(*) n from import_changes c
  join class_sessions cs on cs.section_id = c.after ->> '$.section_id' and cs.day >= c.after ->> '$.from_day'
  join attendance a on a.class_session_id = cs.id and a.student_id = c.after ->> '$.student_id'
  where ${OWN} = 'enrolments' and c.before is null`;

async function sumOf({ db }: Reader, sql: string, portions: InArgs[]): Promise<number> {
  let sum = 0;
  for (const args of portions) {
    sum += (await queryRow<{ n: number }>(db, sql, args))?.n ?? 0;
    await yieldToEventLoop();
  }
  return sum;
}

/** Rows that refer to made ones, less those that the import made itself. */
async function countReferring(
  reader: Reader,
  { made }: Extent,
  [parent, child, column]: (typeof REFERENCES)[number],
): Promise<number> {
  const ids = (made.get(parent) ?? []).map(({ id }) => id);
  const portions: InArgs[] = [];
  for (let start = 0; start < ids.length; start += IDS_AT_ONCE)
    portions.push({ ids: JSON.stringify(ids.slice(start, start + IDS_AT_ONCE)) });
  const all = await sumOf(reader, `select count(*) n from json_each(:ids) i join ${child} x on x.${column} = i.value`, portions);
  const known = new Set<unknown>(ids);
  const own = isImported(child) ? (made.get(child) ?? []).filter(({ refs }) => known.has(refs[column])).length : 0;
  return all - own;
}

/** Why an applied import cannot be undone, one line each; none when it can. */
async function obstacles(reader: Reader, batchId: number): Promise<string[]> {
  const extent = await loadExtent(reader, batchId);
  const found: string[] = [];
  const note = (count: number, words: string) => count > 0 && found.push(`${count} ${words}`);
  for (const table of IMPORT_TABLES.filter((one) => extent.touched.has(one)))
    note(await sumOf(reader, changedSince(table), extent.windows), `${WORDS[table]} changed since`);
  for (const reference of REFERENCES) note(await countReferring(reader, extent, reference), reference[3]);
  note(await sumOf(reader, MARKED, extent.windows), 'marks in classes it enrolled students in');
  return found;
}

/** Asks for an applied import to be taken back: every row becomes what it was. Asked twice, it is taken back once.
 *  @throws AppError `not-found`, or `conflict` with what stands against it */
export async function undoImport(ctx: ActorContext, { batchId }: ImportRef): Promise<{ outcome: 'started' | 'already-started' }> {
  const batch = await getImport(ctx, { batchId });
  if (batch.state === 'undoing' || batch.state === 'undone') return { outcome: 'already-started' };
  if (batch.state !== 'applied') throw new AppError('conflict', 'Only what was applied can be undone.');
  if (batch.uploadedAt < ctx.now() - IMPORTS_KEPT_MS)
    throw new AppError('conflict', 'This import is too old: what was before it is no longer kept.');
  const found = await obstacles(ctx, batchId);
  if (found.length > 0)
    throw new AppError(
      'conflict',
      `This import cannot be undone: ${found.join(', ')}. Nothing was changed. Correct single people and classes by hand.`,
    );
  await startUndo(ctx, batch);
  return { outcome: 'started' };
}
