/** Rows that have served their purpose. History, claims and audit are not among them. */
import { DAY_MS } from '#domain/duration';
import { IMPORTS_KEPT_MS } from '#domain/import/import';
import type { Services } from '#server/context/context';
import { IS_UNATTACHED } from '#server/services/person/user';
import { loadSettings } from '#server/services/school/school';

/** Longer than the longest time a claim may travel, which is when sightings are asked for. */
const SIGHTINGS_KEPT_MS = 8 * DAY_MS;

/** Long enough to look into a relay; after that, where a phone was is nobody's business. */
const NETWORKS_KEPT_MS = 90 * DAY_MS;

/** An invitation's own life, and some days to see that it ran out. */
const MAILS_KEPT_MS = 30 * DAY_MS;

/** Rows of old imports deleted in one go; the next round takes the rest. */
const IMPORT_ROWS_AT_ONCE = 5_000;

const forgetImports = (
  table: 'import_rows' | 'import_changes',
) => `delete from ${table} where rowid in (select r.rowid from import_batches b
  join ${table} r on r.batch_id = b.id where b.uploaded_at < ? and b.state in ('ready', 'applied', 'failed', 'undone') limit ${IMPORT_ROWS_AT_ONCE})`;

/** Deletes old sightings and mails, networks of old claims, expired one-time codes and leases, the rows of old imports, and after the
 *  school's retention sign-ups that were rejected. Idempotent. */
export async function purgeExpired({ db, commit, now }: Pick<Services, 'db' | 'commit' | 'now'>): Promise<void> {
  const at = now();
  const { retentionDays } = await loadSettings({ db });
  const keptSince = at - retentionDays * DAY_MS;
  await commit([
    { sql: 'delete from sightings where seen_at < ?', args: [at - SIGHTINGS_KEPT_MS] },
    {
      sql: 'update claims set network = null where network is not null and received_at < ?',
      args: [at - NETWORKS_KEPT_MS],
    },
    { sql: 'delete from outgoing_mails where created_at < ?', args: [at - MAILS_KEPT_MS] },
    { sql: 'delete from one_time_codes where expires_at < ?', args: [at] },
    { sql: 'delete from job_leases where expires_at < ?', args: [at - DAY_MS] },
    { sql: forgetImports('import_rows'), args: [at - IMPORTS_KEPT_MS] },
    { sql: forgetImports('import_changes'), args: [at - IMPORTS_KEPT_MS] },
  ]);
  await commit([
    { sql: `delete from users where state = 'pending' and archived_at < ? and ${IS_UNATTACHED}`, args: [keptSince] },
  ]);
}
