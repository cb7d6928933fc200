/** Rows that have served their purpose. History, claims and audit are not among them. */
import { DAY_MS } from '#domain/duration';
import type { Services } from '#server/context';

/** Longer than the longest time a claim may travel, which is when sightings are asked for. */
const SIGHTINGS_KEPT_MS = 8 * DAY_MS;

/** An invitation's own life, and some days to see that it ran out. */
const MAILS_KEPT_MS = 30 * DAY_MS;

/** Deletes old device sightings and mails, expired one-time codes and leases. Idempotent. */
export async function purgeExpired({ commit, now }: Pick<Services, 'commit' | 'now'>): Promise<void> {
  const at = now();
  await commit([
    { sql: 'delete from device_sightings where seen_at < ?', args: [at - SIGHTINGS_KEPT_MS] },
    { sql: 'delete from outgoing_mails where created_at < ?', args: [at - MAILS_KEPT_MS] },
    { sql: 'delete from one_time_codes where expires_at < ?', args: [at] },
    { sql: 'delete from job_leases where expires_at < ?', args: [at - DAY_MS] },
  ]);
}
