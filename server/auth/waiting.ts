/**
 * A browser that waits for an account to be approved, told by a signed cookie: it learns that the account was approved which it has asked
 * for, and nothing else. Whoever asks for an address that is taken gets the same cookie, and waits.
 */
import { timingSafeEqual } from 'node:crypto';
import { and, between, eq, gt } from 'drizzle-orm';
import { TimeSpan } from 'lucia';
import { users } from '#db/schema';
import { MINUTE_MS } from '#domain/duration';
import type { Context } from '#server/context/context';
import { keyedHash } from './keyed-hash';
import { setLastingCookie } from './lasting-cookie';
import { SIGN_IN_STATE } from './lucia-adapter';

export const WAITING_COOKIE = 'muster_waiting';

/** Longer than a school takes to approve anybody. */
const LASTS = new TimeSpan(30, 'd');

/** Somebody who asks twice is answered as if the second time had made the account. */
const ASKED_AGAIN_MS = 10 * MINUTE_MS;

/** When the account was asked for, epoch ms. */
type Waiting = { email: string; since: number };

function macOf(ctx: Context, { email, since }: Waiting): string {
  return keyedHash(ctx.schoolKey, 'muster waiting v1', `${since}.${email}`);
}

/** Never throws. */
function readWaiting(ctx: Context): Waiting | null {
  const match = /^([\w-]{1,600})\.(\d{1,15})\.([\w-]{43})$/.exec(ctx.cookie(WAITING_COOKIE) ?? '');
  if (!match) return null;
  const [, address, since, mac] = match as unknown as [string, string, string, string];
  const waiting = { email: Buffer.from(address, 'base64url').toString(), since: Number(since) };
  return timingSafeEqual(Buffer.from(mac), Buffer.from(macOf(ctx, waiting))) ? waiting : null;
}

/** Has this browser wait.  @param waiting the address as accounts have it, and when the account was made, or would have been */
export function waitFor(ctx: Context, waiting: Waiting): void {
  const address = Buffer.from(waiting.email).toString('base64url');
  setLastingCookie(ctx, WAITING_COOKIE, `${address}.${waiting.since}.${macOf(ctx, waiting)}`, LASTS);
}

/** Whether the account that this browser has asked for has been approved since. */
export async function isApproved(ctx: Context): Promise<boolean> {
  const waiting = readWaiting(ctx);
  if (!waiting) return false;
  const { email, createdAt, approvedAt } = users;
  const isAskedFor = and(eq(email, waiting.email), between(createdAt, waiting.since - ASKED_AGAIN_MS, waiting.since));
  const isSince = and(isAskedFor, eq(SIGN_IN_STATE, 'active'), gt(approvedAt, waiting.since));
  return (await ctx.db.select({ id: users.id }).from(users).where(isSince).get()) !== undefined;
}
