/** A made-up school as one that has run for weeks is. Beside what is measured the server would else work through a backlog of its whole
 *  past, which no school has. */
import type { Database } from '#db/client';
import { directCommit } from '#server/context/commit';
import { countRegisters } from '#server/services/report/register-counting';

/** Students are judged by what is counted; nobody is told of what was. */
const JUDGED = 'update judged_students set judged = changes, is_waiting = 0';
/** In place of seals that nobody will verify. */
const SEALED = [
  ['mark', 'attendance_events'],
  ['audit', 'audit_events'],
].map(
  ([record, table]) => `insert into seals (record, record_id, hash)
  select '${record}', cast(id as text), randomblob(32) from ${table} order by id`,
);

/** Counts its registers, and takes its students as judged and its history as sealed. */
export async function bringToRest(db: Database): Promise<void> {
  await countRegisters({ db, commit: directCommit(db.$client) });
  for (const statement of [JUDGED, ...SEALED, 'pragma wal_checkpoint(truncate)']) await db.$client.execute(statement);
}
