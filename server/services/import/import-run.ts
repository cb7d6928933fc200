/**
 * Applies and takes back imports, a portion at a time. Each portion is one batch of statements, so that whatever stops a process
 * leaves whole portions; another process goes on where the changes noted so far end. Two at once do no harm: the second to write a
 * portion fails at a key that the first has taken, and looks again.
 */
import { LibsqlError } from '@libsql/client';
import { queryRow, queryRows } from '#db/query';
import { HOUR_MS } from '#domain/duration';
import type { ImportState, Op } from '#domain/import/import';
import type { Services } from '#server/context/context';
import { yieldToEventLoop } from '#server/context/yield';
import { placed, ROW_STRIDE, undoStatements, writeStatements } from './import-writes';

/** Rows written in one batch: a few hundredths of a second in which nothing else is written. */
const PORTION = 150;

type Runner = Pick<Services, 'db' | 'commit' | 'now' | 'log' | 'mail'>;
type Pending = { batchId: number; state: ImportState; uploadedAt: number };
type Portion = { position: number; data: string }[];

const PENDING = `select id batchId, state, uploaded_at uploadedAt from import_batches
  where state in ('reading', 'applying', 'undoing') order by id limit 20`;

/** A file that is still being read after this lost its process. */
const READING_LOST_MS = HOUR_MS;

/** Whether any import waits to be worked on. */
export async function hasPendingImports({ db, now }: Pick<Services, 'db' | 'now'>): Promise<boolean> {
  const pending = await queryRows<Pending>(db, PENDING);
  return pending.some((batch) => batch.state !== 'reading' || isLost(batch, now()));
}

const isLost = ({ state, uploadedAt }: Pending, now: number) => state === 'reading' && uploadedAt < now - READING_LOST_MS;

/** The rows that come next: those that change something, after the last one noted. */
const NEXT = `select position, data from import_rows where batch_id = :batchId and verdict in ('create', 'update', 'deactivate')
    and position > (select coalesce(max(position) / ${ROW_STRIDE}, -1) from import_changes where batch_id = :batchId)
  order by position limit :limit`;

async function nextPortion({ db }: Runner, batchId: number, limit: number): Promise<Portion> {
  return queryRows(db, NEXT, { batchId, limit });
}

const ADVANCE = `update import_batches set done = done + :count where id = :batchId and state = 'applying'`;

/** Fails at a column that cannot be null, and so takes the whole portion back, when the import is no longer being applied. */
const STILL_APPLYING = `insert into import_changes (batch_id, position, table_name, row_key)
  select id, null, '', '{}' from import_batches where id = :batchId and state <> 'applying'`;

async function write(runner: Runner, batchId: number, portion: Portion): Promise<void> {
  const ops = portion.flatMap(({ position, data }) => placed(position, (JSON.parse(data) as { ops?: Op[] }).ops ?? []));
  await runner.commit([
    { sql: STILL_APPLYING, args: { batchId } },
    ...writeStatements(runner, batchId, ops),
    { sql: ADVANCE, args: { batchId, count: portion.length } },
  ]);
}

const REFUSE = [
  `update import_batches set counts = json_set(counts, '$.refused', (counts ->> '$.refused') + 1,
      '$.' || (select verdict from import_rows where batch_id = :batchId and position = :position),
      (counts ->> ('$.' || (select verdict from import_rows where batch_id = :batchId and position = :position))) - 1)
    where id = :batchId and exists (select 1 from import_rows where batch_id = :batchId and position = :position and verdict <> 'refused')`,
  `update import_rows set verdict = 'refused', message = :message where batch_id = :batchId and position = :position`,
];

const STALE = 'Could not be applied: something it depends on changed after the preview. Upload the file again.';

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
    const isUnderWay = await queryRow(runner.db, `select 1 from import_batches where id = ? and state = 'applying'`, [batchId]);
    if (!isUnderWay || first?.position !== portion[0]?.position) return false;
    if (portion.length > 1) {
      const half = Math.ceil(portion.length / 2);
      return (await writePortion(runner, batchId, portion.slice(0, half))) && writePortion(runner, batchId, portion.slice(half));
    }
    runner.log('warn', 'import.row-failed', { batchId, position: first?.position, error });
    await runner.commit(REFUSE.map((sql) => ({ sql, args: { batchId, position: Number(first?.position), message: STALE } })));
    return true;
  }
}

async function applyPortion(runner: Runner, batchId: number): Promise<void> {
  const portion = await nextPortion(runner, batchId, PORTION);
  if (portion.length > 0) return void (await writePortion(runner, batchId, portion));
  const sql = `update import_batches set state = 'applied', applied_at = ? where id = ? and state = 'applying'`;
  const [finished] = await runner.commit([{ sql, args: [runner.now(), batchId] }]);
  if (finished?.rowsAffected === 1) runner.log('info', 'import.applied', { batchId });
}

const RANGE = `select min(position) low, max(position) high, count(distinct position / ${ROW_STRIDE}) rows from
  (select position from import_changes where batch_id = :batchId order by position desc limit ${PORTION * 2})`;

const LESS = `update import_batches set done = max(0, done - :count) where id = :batchId and state = 'undoing'
  and exists (select 1 from import_changes where batch_id = :batchId and position = :high)`;

async function undoPortion(runner: Runner, batchId: number): Promise<void> {
  const range = await queryRow<{ low: number | null; high: number; rows: number }>(runner.db, RANGE, { batchId });
  if (range && range.low !== null) {
    const low = Math.floor(range.low / ROW_STRIDE) * ROW_STRIDE;
    const args = { batchId, low, high: range.high };
    await runner.commit([{ sql: LESS, args: { batchId, high: range.high, count: range.rows } }, ...undoStatements(runner, args)]);
    return;
  }
  const sql = `update import_batches set state = 'undone', undone_at = ?, done = 0 where id = ? and state = 'undoing'`;
  const [finished] = await runner.commit([{ sql, args: [runner.now(), batchId] }]);
  if (finished?.rowsAffected === 1) runner.log('info', 'import.undone', { batchId });
}

/** Something else refers to what is to be taken back since it was looked at: what is left stays, and it says so. */
async function stopUndo(runner: Runner, batchId: number, error: unknown): Promise<void> {
  if (!isRefusal(error)) throw error;
  runner.log('error', 'import.undo-stopped', { batchId, error });
  const message = 'Undoing stopped: something new refers to what was to be taken away. What was not taken back yet is as it was.';
  await runner.commit([
    {
      sql: `update import_batches set state = 'applied', error = ? where id = ? and state = 'undoing'`,
      args: [message, batchId],
    },
  ]);
}

async function workOn(runner: Runner, { batchId, state }: Pending): Promise<void> {
  if (state === 'applying') return applyPortion(runner, batchId);
  if (state === 'undoing') return undoPortion(runner, batchId).catch((error) => stopUndo(runner, batchId, error));
  const sql = `update import_batches set state = 'failed', error = ? where id = ? and state = 'reading'`;
  await runner.commit([{ sql, args: ['The server stopped while it read this file. Upload it again.', batchId] }]);
}

/** Works on what is pending until nothing is left, oldest file first, letting others have a turn after each portion. Idempotent.
 *  @throws when the database cannot be written; what is left is taken up by a later call
 *  @param goOn asked before each portion: false leaves the rest to a later call */
export async function runImports(runner: Runner, goOn: () => boolean | Promise<boolean> = () => true): Promise<void> {
  while (await goOn()) {
    const pending = await queryRows<Pending>(runner.db, PENDING);
    const next = pending.find((batch) => batch.state !== 'reading' || isLost(batch, runner.now()));
    if (!next) return;
    await workOn(runner, next);
    await yieldToEventLoop();
  }
}
