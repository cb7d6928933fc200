/**
 * Browsers told apart by a signed cookie ("device cookies", OWASP). One that has signed in to an account before is known to it: its
 * tries are counted by themselves, so tries of others, from whatever address, never lock the owner out.
 */
import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { Context } from '#server/context/context';
import { keyedHash } from './keyed-hash';
import { setLastingCookie } from './lasting-cookie';

export const KNOWN_DEVICE_COOKIE = 'muster_known';

/** What the cookie proves: this browser (a random name) signed in to this account, or, with `userId` 0, opened the sign-in page. */
export type KnownDevice = { userId: number; nonce: string };

function macOf(ctx: Context, { userId, nonce }: KnownDevice): string {
  return keyedHash(ctx.schoolKey, 'muster known device v1', `${userId}.${nonce}`);
}

const NOBODY = 0;

/** What this browser is known by, or null without a genuine cookie. Never throws. */
export function readKnownDevice(ctx: Context): KnownDevice | null {
  const match = /^(\d{1,15})\.([\w-]{22})\.([\w-]{43})$/.exec(ctx.cookie(KNOWN_DEVICE_COOKIE) ?? '');
  if (!match) return null;
  const [, userId, nonce, mac] = match as unknown as [string, string, string, string];
  const device = { userId: Number(userId), nonce };
  return timingSafeEqual(Buffer.from(mac), Buffer.from(macOf(ctx, device))) ? device : null;
}

/** Names a browser that has no name yet, so that its wrong tries are its own and not those of everybody behind its address. */
export function greetBrowser(ctx: Context): void {
  if (!readKnownDevice(ctx)) rememberDevice(ctx, NOBODY);
}

/** Makes this browser known to `userId` for a year from now. A browser that is already known keeps its name. */
export function rememberDevice(ctx: Context, userId: number): void {
  const known = readKnownDevice(ctx);
  const nonce = known?.userId === userId ? known.nonce : randomBytes(16).toString('base64url');
  setLastingCookie(ctx, KNOWN_DEVICE_COOKIE, `${userId}.${nonce}.${macOf(ctx, { userId, nonce })}`);
}
