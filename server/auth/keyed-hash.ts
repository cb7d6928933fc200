/** Keyed hashes for what must be recognised later but not read in the database or forged in a cookie. */
import { createHmac, createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';
import type { Bytes } from '#domain/encoding';

/** What a hash is for; each has a key of its own under the school's key. */
type Purpose =
  | 'muster browser of sign-in v1'
  | 'muster browser v1'
  | 'muster claim network v1'
  | 'muster device challenge v1'
  | 'muster guardian unsubscribe v1'
  | 'muster known device v1'
  | 'muster passkey challenge v1'
  | 'muster passkey user v1'
  | 'muster rate limit v1'
  | 'muster unsubscribe v1'
  | 'muster waiting v1'
  | 'muster webhook v1';

/** Derived keys by school key: deriving one costs five times a hash. */
const derived = new WeakMap<Bytes, Map<Purpose, KeyObject>>();

function keyFor(schoolKey: Bytes, purpose: Purpose): KeyObject {
  const keys = derived.get(schoolKey) ?? new Map<Purpose, KeyObject>();
  const key = keys.get(purpose) ?? createSecretKey(Buffer.from(hkdfSync('sha256', schoolKey, new Uint8Array(0), purpose, 32)));
  derived.set(schoolKey, keys.set(purpose, key));
  return key;
}

/** HMAC-SHA-256 of `text` in base64url (43 characters). Never throws. */
export function keyedHash(schoolKey: Bytes, purpose: Purpose, text: string): string {
  return createHmac('sha256', keyFor(schoolKey, purpose)).update(text).digest('base64url');
}
