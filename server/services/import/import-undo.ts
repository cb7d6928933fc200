/** Whether an applied import can be taken back, and the asking for it. All or nothing: one row that went on living keeps the whole. */
import { and, asc, eq, getTableName, gt, inArray } from 'drizzle-orm';
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core';
import { toSnakeCase } from '#db/columns';
import { queryRow } from '#db/query';
import {
  announcementSections,
  classSessions,
  courses,
  enrolments,
  importChanges,
  reminders,
  sectionStaff,
  sections,
  slots,
} from '#db/schema';
import { AppError } from '#domain/errors';
import { IMPORT_TABLES, IMPORTS_KEPT_MS, type ImportRef, type ImportTable } from '#domain/import/import';
import type { Message, MessageId } from '#domain/words/message';
import { sayCounts } from '#domain/words/says';
import type { ActorContext } from '#server/context/context';
import { yieldToEventLoop } from '#server/context/yield';
import { UNDO_OBSTACLES } from '#server/services/person/person-references';
import { getImport, startUndo } from './import';
import { isKeyed, snapshot } from './import-writes';

const CHANGED: Record<ImportTable, MessageId> = {
  departments: 'import.departments-changed',
  courses: 'import.courses-changed',
  terms: 'import.terms-changed',
  users: 'import.people-changed',
  sections: 'import.classes-changed',
  section_staff: 'import.assignments-changed',
  enrolments: 'import.enrolments-changed',
  slots: 'import.slots-changed',
};

/** What refers to rows that an import made, beside what the import itself made. */
type Obstacle = { parent: ImportTable; column: SQLiteColumn; said: MessageId };

const OBSTACLES: Obstacle[] = [
  ...UNDO_OBSTACLES.map((obstacle) => ({ parent: 'users' as const, ...obstacle })),
  { parent: 'sections', column: classSessions.sectionId, said: 'import.class-sessions-of-classes' },
  { parent: 'sections', column: slots.sectionId, said: 'import.slots-of-classes' },
  { parent: 'sections', column: announcementSections.sectionId, said: 'import.announcements-to-classes' },
  { parent: 'sections', column: reminders.sectionId, said: 'import.reminders-to-classes' },
  { parent: 'sections', column: enrolments.sectionId, said: 'import.enrolments-in-classes' },
  { parent: 'sections', column: sectionStaff.sectionId, said: 'import.staff-of-classes' },
  { parent: 'terms', column: slots.termId, said: 'import.slots-in-terms' },
  { parent: 'courses', column: sections.courseId, said: 'import.classes-of-courses' },
  { parent: 'departments', column: courses.departmentId, said: 'import.courses-of-departments' },
];

/** Changes looked at in one query: more would keep others waiting. */
const WINDOW = 4_000;
const IDS_AT_ONCE = 2_000;

const OWN = 'c.batch_id = :batchId and c.position between :low and :high and c.table_name';

type Window = { batchId: number; low: number; high: number };
type Made = { id: number | null; refs: Record<string, unknown> };
/** What an import changed: its windows, the tables it touched, and the rows it made. */
type Extent = { windows: Window[]; made: Map<ImportTable, Made[]>; touched: Set<string> };

function loadChanges({ db }: Reader, batchId: number, after: number) {
  const { position, tableName, rowKey, before, after: made } = importChanges;
  return db
    .select({ position, tableName, rowKey, before, made })
    .from(importChanges)
    .where(and(eq(importChanges.batchId, batchId), gt(position, after)))
    .orderBy(asc(position))
    .limit(WINDOW);
}

type Change = Awaited<ReturnType<typeof loadChanges>>[number];

function noteRow(extent: Extent, { tableName, rowKey, before, made }: Change): void {
  extent.touched.add(tableName);
  if (before !== null || made === null || !isImported(tableName)) return;
  const row = { id: typeof rowKey.id === 'number' ? rowKey.id : null, refs: made };
  const rows = extent.made.get(tableName);
  if (rows) rows.push(row);
  else extent.made.set(tableName, [row]);
}

async function loadExtent(reader: Reader, batchId: number): Promise<Extent> {
  const extent: Extent = { windows: [], made: new Map(), touched: new Set() };
  for (let after = -1; ; ) {
    const page = await loadChanges(reader, batchId, after);
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

/** Rows that are no longer as the import left them. By hand, for the JSON that they were noted as. */
const changedSince = (table: ImportTable) => `select count(*) n from import_changes c
  left join ${table} t on ${isKeyed(table, 't', 'c.row_key')}
  where ${OWN} = '${table}' and case when c.after is null then ${presence(table)} else ${snapshot(table, 't')} <> c.after or not ${presence(table)} end`;

/** Marks of students in the classes the import put them in. */
const MARKED = `select count(*) n from import_changes c
  join class_sessions cs on cs.section_id = c.after ->> '$.section_id' and cs.day >= c.after ->> '$.from_day'
  join attendance a on a.class_session_id = cs.id and a.student_id = c.after ->> '$.student_id'
  where ${OWN} = 'enrolments' and c.before is null`;

async function sumOf<Portion>(portions: Portion[], countIn: (portion: Portion) => PromiseLike<number>): Promise<number> {
  let sum = 0;
  for (const portion of portions) {
    sum += await countIn(portion);
    await yieldToEventLoop();
  }
  return sum;
}

async function countChanges({ db }: Reader, sql: string, windows: Window[]): Promise<number> {
  return sumOf(windows, async (args) => (await queryRow<{ n: number }>(db, sql, args))?.n ?? 0);
}

/** Rows that refer to made ones, less those that the import made itself. */
async function countReferring({ db }: Reader, { made }: Extent, { parent, column }: Obstacle): Promise<number> {
  const ids = (made.get(parent) ?? []).flatMap(({ id }) => id ?? []);
  const portions = Array.from({ length: Math.ceil(ids.length / IDS_AT_ONCE) }, (_, index) =>
    ids.slice(index * IDS_AT_ONCE, (index + 1) * IDS_AT_ONCE),
  );
  const all = await sumOf(portions, (some) => db.$count(column.table, inArray(column, some)));
  const known = new Set<unknown>(ids);
  const child = getTableName(column.table);
  const own = isImported(child)
    ? (made.get(child) ?? []).filter(({ refs }) => known.has(refs[toSnakeCase(column.name)])).length
    : 0;
  return all - own;
}

/** Why an applied import cannot be undone; nothing when it can. */
async function obstacles(reader: Reader, batchId: number): Promise<Message[]> {
  const extent = await loadExtent(reader, batchId);
  const found: { id: MessageId; count: number }[] = [];
  const note = (count: number, id: MessageId) => found.push({ id, count });
  for (const table of IMPORT_TABLES.filter((one) => extent.touched.has(one)))
    note(await countChanges(reader, changedSince(table), extent.windows), CHANGED[table]);
  for (const obstacle of OBSTACLES) note(await countReferring(reader, extent, obstacle), obstacle.said);
  note(await countChanges(reader, MARKED, extent.windows), 'import.marks-in-classes');
  return sayCounts(found);
}

/** Asks for an applied import to be taken back: every row becomes what it was. Asked twice, it is taken back once.
 *  @throws AppError `not-found`, or `conflict` with what stands against it, another file that is under way too */
export async function undoImport(ctx: ActorContext, { batchId }: ImportRef) {
  const batch = await getImport(ctx, { batchId });
  if (batch.state === 'undoing' || batch.state === 'undone') return { outcome: 'already-started' };
  if (batch.state !== 'applied') throw new AppError('conflict', 'import.not-applied');
  const since = ctx.now();
  if (batch.uploadedAt < since - IMPORTS_KEPT_MS) throw new AppError('conflict', 'import.too-old');
  const found = await obstacles(ctx, batchId);
  if (found.length > 0) throw new AppError('conflict', { id: 'import.cannot-be-undone', values: { found } });
  return startUndo(ctx, batch, since);
}
