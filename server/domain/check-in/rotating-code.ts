/**
 * Tokens shown as the rotating QR, and the typed code beside it. Isomorphic: the teacher's page signs, the server verifies,
 * the scanner only carries.
 *
 * A token names a class session and a time window and is authenticated by that class session's key, so it proves
 * *when it was on screen* however late it arrives. It does not prove who scanned it.
 */
import { type Bytes, equalBytes, fromBase32, toBase32, utf8 } from '#domain/encoding';
import { checkIn } from '#domain/paths';

/** How long one typed code stays on screen. It is accepted for its own step and the one before. */
export const TYPED_STEP_MS = 30_000;
/** Wrong typed codes a student may enter for one class session before only the teacher can help. */
export const MAX_WRONG_CODES = 5;

const TOKEN_VERSION = 0x01;
const TYPED_PREFIX = 0x02;
const MAC_BYTES = 16;
const TOKEN_BYTES = 13 + MAC_BYTES;
const EMPTY = new Uint8Array(0);

/** A token's fields, unverified. */
export type Token = { classSessionId: number; window: number; mac: Bytes };

/** Index of the window that contains `at`; an exact edge belongs to the later window. Never throws.
 *  @param at epoch ms  @param periodMs window length in ms, > 0 */
export function windowAt(at: number, periodMs: number): number {
  return Math.floor(at / periodMs);
}

/** Epoch ms at which a window begins. */
export function windowStart(window: number, periodMs: number): number {
  return window * periodMs;
}

async function hkdf(key: Bytes, info: string): Promise<Bytes> {
  const material = await crypto.subtle.importKey('raw', key, 'HKDF', false, ['deriveBits']);
  const algorithm = { name: 'HKDF', hash: 'SHA-256', salt: EMPTY, info: utf8(info) };
  return new Uint8Array(await crypto.subtle.deriveBits(algorithm, material, 256));
}

/** The school's key (32 bytes) from the deployment's secret. */
export function deriveSchoolKey(secret: string): Promise<Bytes> {
  return hkdf(utf8(secret), 'muster school key v1');
}

/** A class session's key (32 bytes). A new revision makes every earlier token of the class session worthless. */
export function deriveClassSessionKey(schoolKey: Bytes, classSessionId: number, revision: number): Promise<Bytes> {
  return hkdf(schoolKey, `muster check-in v1|${classSessionId}|${revision}`);
}

/** Revisions before the present one that are tried for one proof: more only end within one window when somebody plays with them. */
const MAX_EARLIER_REVISIONS = 3;

/** A class session's revision, and when those before it ended, oldest first (epoch ms). */
export type Revisions = { revision: number; revisionsEndedAt: readonly number[] };

/** Revisions whose key may have signed what was on screen between two instants, in the order to try them: the present one, then those
 *  that stood at that time, newest first. Never throws.
 *  @param from epoch ms  @param until epoch ms, not included */
export function revisionsBetween({ revision, revisionsEndedAt }: Revisions, from: number, until: number): number[] {
  const first = revision - revisionsEndedAt.length;
  const stood = revisionsEndedAt.flatMap((endedAt, index) => {
    const beganAt = revisionsEndedAt[index - 1] ?? 0;
    return beganAt < until && endedAt > from ? [first + index] : [];
  });
  return [revision, ...stood.reverse().slice(0, MAX_EARLIER_REVISIONS)];
}

/** Prepares a class session's key for signing. Import once, sign many. */
export function importCodeKey(key: Bytes): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', key, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
}

/** One prefix byte, then each number as six bytes, big-endian. */
function pack(prefix: number, ...numbers: number[]): Bytes {
  const bytes = new Uint8Array(1 + numbers.length * 6);
  const view = new DataView(bytes.buffer);
  bytes[0] = prefix;
  numbers.forEach((number, index) => {
    view.setUint16(1 + index * 6, Math.floor(number / 2 ** 32));
    view.setUint32(3 + index * 6, number % 2 ** 32);
  });
  return bytes;
}

/** Authenticates "this class session's screen showed this window" (16 bytes). */
export async function signWindow(key: CryptoKey, classSessionId: number, window: number): Promise<Bytes> {
  const mac = await crypto.subtle.sign('HMAC', key, pack(TOKEN_VERSION, classSessionId, window));
  return new Uint8Array(mac, 0, MAC_BYTES);
}

/** The token of one window: 29 bytes in 47 Crockford base32 characters. */
export async function createToken(key: CryptoKey, classSessionId: number, window: number): Promise<string> {
  const token = new Uint8Array(TOKEN_BYTES);
  token.set(pack(TOKEN_VERSION, classSessionId, window));
  token.set(await signWindow(key, classSessionId, window), TOKEN_BYTES - MAC_BYTES);
  return toBase32(token);
}

/** Reads a token without verifying it; null when it is not shaped like one. Never throws. */
export function parseToken(text: string): Token | null {
  const bytes = text.length === 47 ? fromBase32(text) : null;
  if (!bytes || bytes[0] !== TOKEN_VERSION) return null;
  const view = new DataView(bytes.buffer);
  const number = (offset: number) => view.getUint16(offset) * 2 ** 32 + view.getUint32(offset + 2);
  return { classSessionId: number(1), window: number(7), mac: bytes.slice(13) };
}

/** The six-digit code on screen at `at` (RFC 4226 truncation over a 30 s step). */
export async function typedCodeAt(key: CryptoKey, classSessionId: number, at: number): Promise<string> {
  const step = Math.floor(at / TYPED_STEP_MS);
  const mac = new DataView(await crypto.subtle.sign('HMAC', key, pack(TYPED_PREFIX, classSessionId, step)));
  const offset = mac.getUint8(mac.byteLength - 1) & 0x0f;
  return String((mac.getUint32(offset) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}

/** Start (epoch ms) of the step a typed code belongs to, or null when it is neither the current step's nor the one before. */
export async function typedCodeStep(key: CryptoKey, classSessionId: number, code: string, now: number): Promise<number | null> {
  for (const at of [now, now - TYPED_STEP_MS]) {
    const expected = await typedCodeAt(key, classSessionId, at);
    if (equalBytes(utf8(expected), utf8(code))) return Math.floor(at / TYPED_STEP_MS) * TYPED_STEP_MS;
  }
  return null;
}

/** What the QR says. Upper case keeps it in QR alphanumeric mode, which scheme and host allow; a path would not.
 *  The fragment never reaches a server, a log or a referrer. */
export function qrText(baseUrl: string, token: string): string {
  const { origin, pathname } = new URL(baseUrl);
  const page = `${origin}${pathname.replace(/\/$/, '')}${checkIn()}`;
  return `${pathname === '/' ? page.toUpperCase() : page}#${token}`;
}

/** The token inside a scanned text: the address of the check-in page, or the bare token. Null when it is neither. Never throws. */
export function tokenFromScan(text: string): string | null {
  const candidate = text.trim().split('#').at(-1)?.toUpperCase() ?? '';
  return parseToken(candidate) ? candidate : null;
}
