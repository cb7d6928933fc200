/** The school's data as a whole: what the database is, what is under way with it, and how many rows a server's holds. */
import { queryRow, queryRows } from '#db/query';
import type { BackupState } from '#domain/data/backup';
import type { ExportState, SchemaVersion } from '#domain/data/data';
import type { ActorContext } from '#server/context/context';
import { changesInMemory } from '#server/services/register/live/watch';
import { listBackups } from './backups';
import { ongoingOf } from './ongoing';
import { forecastRetention } from './retention';

/** By hand: the table is the migrator's own. */
const VERSION = 'select count(*) - 1 as version, max(created_at) as madeAt from __drizzle_migrations';

/** By hand, of whatever tables there are. */
const TABLES =
  "select name from sqlite_master where type = 'table' and name not like 'sqlite\\_%' escape '\\' and name not like '\\_%' escape '\\'";

/** What is under way, as the sign-in that asks may know it. */
export type DataState = { backup: BackupState; ownExport: ExportState | null };

export function getState({ db, loginSession }: ActorContext): DataState {
  const { backup, exports } = ongoingOf(db);
  return { backup: { ...backup }, ownExport: exports.get(loginSession.id) ?? null };
}

/** The same, again whenever it changes. Ends when the reader leaves. */
export async function* watchData(ctx: ActorContext, signal: AbortSignal | undefined): AsyncGenerator<DataState> {
  for await (const _ of changesInMemory(() => getState(ctx), signal)) yield getState(ctx);
}

/** All that the page shows. `backups` is null where there is no file to copy. */
export async function getData(ctx: ActorContext) {
  const [backups, retention, schema] = await Promise.all([
    listBackups(ctx),
    forecastRetention(ctx),
    queryRow<SchemaVersion>(ctx.db, VERSION),
  ]);
  return { backups, retention, schema, state: getState(ctx) };
}

/** How many rows each table has: reads all of it, so it is asked for by name, and of a server only. */
export async function countRows({ db }: ActorContext): Promise<{ table: string; rows: number }[]> {
  const names = (await queryRows<{ name: string }>(db, TABLES)).map(({ name }) => name);
  const counts: { table: string; rows: number }[] = [];
  for (const table of names)
    counts.push({ table, rows: (await queryRow<{ rows: number }>(db, `select count(*) as rows from "${table}"`))?.rows ?? 0 });
  return counts.sort((a, b) => b.rows - a.rows);
}
