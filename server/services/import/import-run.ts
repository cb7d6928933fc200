/**
 * Applies and takes back imports, a portion at a time. Each portion is one batch of statements, so that whatever stops a process
 * leaves whole portions; another process goes on where the changes noted so far end. Two at once do no harm: the second to write a
 * portion fails at a key that the first has taken, and looks again.
 */
import { LibsqlError } from '@libsql/client';
import { and, asc, desc, eq, exists, gt, inArray, max, min, sql } from 'drizzle-orm';
import { importBatches, importChanges, importRows } from '#db/schema';
import { HOUR_MS } from '#domain/duration';
import { CHANGING, type ImportState, type Op } from '#domain/import/import';
import type { Services, Write } from '#server/context/context';
import { yieldToEventLoop } from '#server/context/yield';
import { materialiseTimetable } from '#server/services/timetable/materialise';
import { undoStatements } from './import-undo-writes';
import { placed, ROW_STRIDE, writeStatements } from './import-writes';

/** Rows written in one batch: a few hundredths of a second in which nothing else is written. */
const PORTION = 150;

type Runner = Pick<Services, 'db' | 'commit' | 'now' | 'log' | 'mail'>;
type Portion = Awaited<ReturnType<typeof nextPortion>>;

/** Written out as the index of what is under way has it, or it would not be used. */
const IS_UNDER_WAY = sql`${importBatches.state} in ('reading', 'applying', 'undoing')`;

function loadPending({ db }: Pick<Services, 'db'>) {
  const { id: batchId, kind, state, uploadedAt } = importBatches;
  return db.select({ batchId, kind, state, uploadedAt }).from(importBatches).where(IS_UNDER_WAY).orderBy(asc(batchId)).limit(20);
}

type Pending = Awaited<ReturnType<typeof loadPending>>[number];

/** A file that is still being read after this lost its process. */
const READING_LOST_MS = HOUR_MS;

/** Whether any import waits to be worked on. */
export async function hasPendingImports({ db, now }: Pick<Services, 'db' | 'now'>): Promise<boolean> {
  const pending = await loadPending({ db });
  return pending.some((batch) => batch.state !== 'reading' || isLost(batch, now()));
}

const isLost = ({ state, uploadedAt }: Pending, now: number) => state === 'reading' && uploadedAt < now - READING_LOST_MS;

/** The rows that come next: those that change something, after the last one noted. */
function nextPortion({ db }: Runner, batchId: number, limit: number) {
  const { position, data, verdict } = importRows;
  const noted = sql`coalesce(max(${importChanges.position}) / ${sql.raw(String(ROW_STRIDE))}, -1)`;
  const last = db.select({ noted }).from(importChanges).where(eq(importChanges.batchId, batchId));
  return db
    .select({ position, data })
    .from(importRows)
    .where(and(eq(importRows.batchId, batchId), inArray(verdict, [...CHANGING]), gt(position, last)))
    .orderBy(asc(position))
    .limit(limit);
}

/** Condition: the batch is in a state. */
const isIn = (batchId: number, state: ImportState) => and(eq(importBatches.id, batchId), eq(importBatches.state, state));

/** Fails at a column that cannot be null, and so takes the whole portion back, when the import is no longer being applied. By hand,
 *  because the builder knows that the column takes no null. */
const STILL_APPLYING = `insert into import_changes (batch_id, position, table_name, row_key)
  select id, null, '', '{}' from import_batches where id = :batchId and state <> 'applying'`;

async function write(runner: Runner, batchId: number, portion: Portion): Promise<void> {
  const ops = portion.flatMap(({ position, data }) => placed(position, (data.ops ?? []) as Op[]));
  await runner.commit([
    { sql: STILL_APPLYING, args: { batchId } },
    ...writeStatements(runner, batchId, ops),
    runner.db
      .update(importBatches)
      .set({ done: sql`${importBatches.done} + ${portion.length}` })
      .where(isIn(batchId, 'applying')),
  ]);
}

/** One row less of its verdict, and one more that is refused. By hand, for `json_set`. */
const COUNT_REFUSED = `update import_batches set counts = json_set(counts, '$.refused', (counts ->> '$.refused') + 1,
      '$.' || (select verdict from import_rows where batch_id = :batchId and position = :position),
      (counts ->> ('$.' || (select verdict from import_rows where batch_id = :batchId and position = :position))) - 1)
    where id = :batchId and exists (select 1 from import_rows where batch_id = :batchId and position = :position and verdict <> 'refused')`;

function refuseStatements({ db }: Runner, batchId: number, position: number): Write[] {
  return [
    { sql: COUNT_REFUSED, args: { batchId, position } },
    db
      .update(importRows)
      .set({ verdict: 'refused', message: { id: 'import.stale' } })
      .where(and(eq(importRows.batchId, batchId), eq(importRows.position, position))),
  ];
}

/** Whether the rows themselves are at fault, and not a database that is busy or away. */
function isRefusal(error: unknown): boolean {
  return error instanceof LibsqlError && error.code.startsWith('SQLITE_CONSTRAINT');
}

/** Writes a portion; what fails is tried in halves, so that only the rows at fault are left out.
 *  @returns false when another process has written part of it meanwhile
 *  @throws when the database cannot be written; a later call tries again */
async function writePortion(runner: Runner, batchId: number, portion: Portion): Promise<boolean> {
  try {
    await write(runner, batchId, portion);
    return true;
  } catch (error) {
    if (!isRefusal(error)) throw error;
    const [first] = await nextPortion(runner, batchId, 1);
    const isUnderWay = (await runner.db.$count(importBatches, isIn(batchId, 'applying'))) > 0;
    if (!isUnderWay || !first || first.position !== portion[0]?.position) return false;
    if (portion.length > 1) {
      const half = Math.ceil(portion.length / 2);
      return (await writePortion(runner, batchId, portion.slice(0, half))) && writePortion(runner, batchId, portion.slice(half));
    }
    runner.log('warn', 'import.row-failed', { batchId, position: first.position, error });
    await runner.commit(refuseStatements(runner, batchId, first.position));
    return true;
  }
}

/** Once all slots of a timetable are written or taken back, class sessions follow them. A process that stops before it does so again. */
async function followSlots(runner: Runner, { kind }: Pending): Promise<void> {
  if (kind === 'timetable') await materialiseTimetable(runner);
}

async function applyPortion(runner: Runner, pending: Pending): Promise<void> {
  const { batchId } = pending;
  const portion = await nextPortion(runner, batchId, PORTION);
  if (portion.length > 0) return void (await writePortion(runner, batchId, portion));
  await followSlots(runner, pending);
  const applied = { state: 'applied' as const, appliedAt: runner.now() };
  const [finished] = await runner.commit([runner.db.update(importBatches).set(applied).where(isIn(batchId, 'applying'))]);
  if (finished?.rowsAffected === 1) runner.log('info', 'import.applied', { batchId });
}

/** Where the last changes of a batch lie, and of how many rows they are. */
async function lastChanges({ db }: Runner, batchId: number) {
  const last = db
    .select({ position: importChanges.position })
    .from(importChanges)
    .where(eq(importChanges.batchId, batchId))
    .orderBy(desc(importChanges.position))
    .limit(PORTION * 2)
    .as('last');
  const { position } = last;
  const rows = sql<number>`count(distinct ${position} / ${sql.raw(String(ROW_STRIDE))})`;
  const [range] = await db.select({ low: min(position), high: max(position), rows }).from(last);
  return range;
}

/** Counts rows as undone, unless another process has taken them back already. */
function uncount({ db }: Runner, batchId: number, { high, rows }: { high: number; rows: number }): Write {
  const isLast = and(eq(importChanges.batchId, batchId), eq(importChanges.position, high));
  return db
    .update(importBatches)
    .set({ done: sql`max(0, ${importBatches.done} - ${rows})` })
    .where(and(isIn(batchId, 'undoing'), exists(db.select({ one: sql`1` }).from(importChanges).where(isLast))));
}

async function undoPortion(runner: Runner, pending: Pending): Promise<void> {
  const { batchId } = pending;
  const { low, high, rows = 0 } = (await lastChanges(runner, batchId)) ?? {};
  if (typeof low === 'number' && typeof high === 'number') {
    const range = { batchId, low: Math.floor(low / ROW_STRIDE) * ROW_STRIDE, high };
    await runner.commit([uncount(runner, batchId, { high, rows }), ...undoStatements(runner, range)]);
    return;
  }
  await followSlots(runner, pending);
  const undone = { state: 'undone' as const, undoneAt: runner.now(), done: 0 };
  const [finished] = await runner.commit([runner.db.update(importBatches).set(undone).where(isIn(batchId, 'undoing'))]);
  if (finished?.rowsAffected === 1) runner.log('info', 'import.undone', { batchId });
}

/** Something else refers to what is to be taken back since it was looked at: what is left stays, and it says so. */
async function stopUndo(runner: Runner, batchId: number, error: unknown): Promise<void> {
  if (!isRefusal(error)) throw error;
  runner.log('error', 'import.undo-stopped', { batchId, error });
  const stopped = { state: 'applied' as const, error: { id: 'import.undo-stopped' } as const };
  await runner.commit([runner.db.update(importBatches).set(stopped).where(isIn(batchId, 'undoing'))]);
}

async function workOn(runner: Runner, pending: Pending): Promise<void> {
  const { batchId, state } = pending;
  if (state === 'applying') return applyPortion(runner, pending);
  if (state === 'undoing') return undoPortion(runner, pending).catch((error) => stopUndo(runner, batchId, error));
  const failed = { state: 'failed' as const, error: { id: 'import.reading-lost' } as const };
  await runner.commit([runner.db.update(importBatches).set(failed).where(isIn(batchId, 'reading'))]);
}

/** Works on what is pending until nothing is left, oldest file first, letting others have a turn after each portion. Idempotent.
 *  @throws when the database cannot be written; what is left is taken up by a later call
 *  @param shouldContinue asked before each portion: false leaves the rest to a later call */
export async function runImports(runner: Runner, shouldContinue: () => boolean | Promise<boolean> = () => true): Promise<void> {
  while (await shouldContinue()) {
    const pending = await loadPending(runner);
    const next = pending.find((batch) => batch.state !== 'reading' || isLost(batch, runner.now()));
    if (!next) return;
    await workOn(runner, next);
    await yieldToEventLoop();
  }
}
