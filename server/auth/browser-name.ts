/**
 * What a browser is called, whoever signs in on it: a name in a signed cookie, which nobody makes up or copies from another's list.
 * By it a phone that two students check in with is seen to be one.
 */
import { timingSafeEqual } from 'node:crypto';
import type { ActorContext } from '#server/context/context';
import { keyedHash } from './keyed-hash';
import { setLastingCookie } from './lasting-cookie';

const BROWSER_COOKIE = 'muster_browser';
const NAME_LENGTH = 22;

function macOf(ctx: ActorContext, name: string): string {
  return keyedHash(ctx.schoolKey, 'muster browser v1', name);
}

function readName(ctx: ActorContext): string | null {
  const [, name = '', mac = ''] = /^([\w-]{22})\.([\w-]{43})$/.exec(ctx.cookie(BROWSER_COOKIE) ?? '') ?? [];
  return name && timingSafeEqual(Buffer.from(mac), Buffer.from(macOf(ctx, name))) ? name : null;
}

/** The first name follows from the sign-in, so that requests which arrive together give the browser one name. */
function firstName({ schoolKey, loginSession }: ActorContext): string {
  return keyedHash(schoolKey, 'muster browser of sign-in v1', loginSession.id).slice(0, NAME_LENGTH);
}

/** This browser's name, which it keeps for a year from now; a first one for a browser without. Never throws. */
export function nameBrowser(ctx: ActorContext): string {
  const name = readName(ctx) ?? firstName(ctx);
  setLastingCookie(ctx, BROWSER_COOKIE, `${name}.${macOf(ctx, name)}`);
  return name;
}
