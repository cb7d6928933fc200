/**
 * A browser that waits for an account to be approved, told by a signed cookie: it learns that somebody approved the address after it had
 * asked, and nothing else. Whoever asks for an address that is taken gets the same cookie, and waits.
 */
import { timingSafeEqual } from 'node:crypto';
import { and, eq, gt } from 'drizzle-orm';
import { users } from '#db/schema';
import type { Context } from '#server/context/context';
import { keyedHash } from './keyed-hash';
import { setLastingCookie } from './lasting-cookie';
import { SIGN_IN_STATE } from './lucia-adapter';

export const WAITING_COOKIE = 'muster_waiting';

/** Since when it waits, epoch ms. */
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

/** Has this browser wait from now on. @param email as accounts have it */
export function waitFor(ctx: Context, email: string): void {
  const waiting = { email, since: ctx.now() };
  setLastingCookie(ctx, WAITING_COOKIE, `${Buffer.from(email).toString('base64url')}.${waiting.since}.${macOf(ctx, waiting)}`);
}

/** Whether the account that this browser waits for has been approved since. */
export async function isApproved(ctx: Context): Promise<boolean> {
  const waiting = readWaiting(ctx);
  if (!waiting) return false;
  const { email, approvedAt } = users;
  const isSince = and(eq(email, waiting.email), eq(SIGN_IN_STATE, 'active'), gt(approvedAt, waiting.since));
  return (await ctx.db.select({ id: users.id }).from(users).where(isSince).get()) !== undefined;
}
