/**
 * Counters of tries, shared by every process through the database. A try is consumed before the work it allows and refunded when
 * it turns out right, so wrong tries sent in parallel cannot slip past a limit. Keys are hashed: no address or account is stored.
 * Written by hand: the limits come as one JSON argument, and are counted all together or not at all.
 */
import { lte } from 'drizzle-orm';
import { queryRow } from '#db/query';
import { rateLimits } from '#db/schema';
import { AppError } from '#domain/errors';
import type { Services } from '#server/context/context';
import { keyedHash } from './keyed-hash';

/** At most `max` tries in `windowMs` from the first; what is counted is named by `key`. */
export type Limit = { key: string; max: number; windowMs: number };

type Needs = Pick<Services, 'db' | 'commit' | 'schoolKey' | 'now'>;

const LIMITS =
  "(select value ->> 'key' as key, value ->> 'max' as max, value ->> 'windowMs' as window_ms from json_each(:limits))";

const FULL = `select max(r.resets_at) as until from ${LIMITS} l join rate_limits r on r.key = l.key where r.failures >= l.max and r.resets_at > :now`;

/** All limits are taken or none: one statement, so nothing comes between the look and the count. */
const CONSUME = `
  insert into rate_limits (key, failures, resets_at)
  select key, 1, :now + window_ms from ${LIMITS} where (${FULL}) is null
  on conflict (key) do update set
    failures = case when resets_at <= :now then 1 else failures + 1 end,
    resets_at = case when resets_at <= :now then excluded.resets_at else resets_at end
  returning key`;

const REFUND =
  'update rate_limits set failures = failures - 1 where failures > 0 and resets_at > :now and key in (select value from json_each(:keys))';

function hashed({ schoolKey }: Needs, limits: Limit[]): Limit[] {
  return limits.map((limit) => ({ ...limit, key: keyedHash(schoolKey, 'muster rate limit v1', limit.key) }));
}

/** When a try is possible again (epoch ms), or null when it is possible now. Reads only. */
export async function blockedUntil(services: Needs, limits: Limit[]): Promise<number | null> {
  const args = { limits: JSON.stringify(hashed(services, limits)), now: services.now() };
  return (await queryRow<{ until: number | null }>(services.db, FULL, args))?.until ?? null;
}

/** Counts one try against every limit, or, when any of them is full, against none.
 *  @returns null when it was counted, otherwise when a try is possible again (epoch ms) */
export async function consume(services: Needs, limits: Limit[]): Promise<number | null> {
  const args = { limits: JSON.stringify(hashed(services, limits)), now: services.now() };
  const [consumed] = await services.commit([{ sql: CONSUME, args }]);
  return consumed?.rows.length ? null : ((await blockedUntil(services, limits)) ?? services.now());
}

/** Uncounts a try: it was right, and only wrong ones count. */
export async function refund(services: Needs, limits: Limit[]): Promise<void> {
  const keys = JSON.stringify(hashed(services, limits).map(({ key }) => key));
  await services.commit([{ sql: REFUND, args: { keys, now: services.now() } }]);
}

/** The refusal of a try, saying how long to wait. */
export function tooManyTries(until: number, now: number): AppError {
  const minutes = Math.max(1, Math.ceil((until - now) / 60_000));
  return new AppError('rate-limited', { id: 'sign-in.too-many-tries', values: { minutes } });
}

/** Who shares an address's counter: an IPv4 address, or the /64 that one IPv6 subscriber has. Never throws. */
export function networkOf(address: string): string {
  const mapped = /^::ffff:([\d.]+)$/i.exec(address)?.[1];
  if (mapped || !address.includes(':')) return mapped ?? address;
  const [head = [], tail = []] = address.split('::').map((part) => part.split(':').filter(Boolean));
  const gap = Array<string>(Math.max(0, 8 - head.length - tail.length)).fill('0');
  const groups = [...head, ...gap, ...tail].slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16));
  return `${groups.join(':')}::/64`;
}

/** Removes counters whose time is over. A job of `now`; idempotent. */
export async function purgeRateLimits({ db, commit, now }: Needs): Promise<void> {
  await commit([db.delete(rateLimits).where(lte(rateLimits.resetsAt, now()))]);
}
