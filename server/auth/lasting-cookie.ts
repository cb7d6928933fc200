/**
 * Cookies: reading one out of a request's header, and naming a browser for long. Other applications on the same host may set cookies
 * of any shape, so a malformed one is skipped and never decoded: values of ours need no decoding.
 */
import { Cookie, TimeSpan } from 'lucia';
import type { Context } from '#server/context/context';

const LASTS = new TimeSpan(365, 'd');

/** Sets a cookie that no script reads and that outlives sign-ins.  @param lasts from now; a year by default */
export function setLastingCookie(ctx: Context, name: string, value: string, lasts = LASTS): void {
  const secure = ctx.policy.baseUrl.startsWith('https:');
  const cookie = new Cookie(name, value, { httpOnly: true, sameSite: 'lax', path: '/', maxAge: lasts.seconds(), secure });
  ctx.setCookie(cookie.serialize());
}

/** The value of the first cookie called `name`, or null. Never throws. */
export function readCookie(header: string | null, name: string): string | null {
  for (const pair of header?.split(';') ?? []) {
    const separator = pair.indexOf('=');
    if (separator > 0 && pair.slice(0, separator).trim() === name) return pair.slice(separator + 1).trim();
  }
  return null;
}
