/** Verifying on Node: importing a key costs as much as verifying with it, so imported keys are kept, under their own bytes; and no
 *  signature makes a trip to another thread. */
import { createPublicKey, type KeyObject, verify as verifySignature } from 'node:crypto';
import { type DevicePublicKey, pointOf } from '#domain/check-in/device';
import { utf8 } from '#domain/encoding';
import type { DeviceKeys } from './device-keys';

/** More students than check in at the same time, at 5 kB each. */
const KEYS_KEPT = 5_000;

/** DER of a P-256 public key up to its point (RFC 5480): quicker to import than a JWK. */
const BEFORE_POINT = Buffer.from('3059301306072a8648ce3d020106082a8648ce3d030107034200', 'hex');

/** @throws Error when the coordinates are not a point on the curve */
function importKey(publicKey: DevicePublicKey): KeyObject {
  return createPublicKey({ key: Buffer.concat([BEFORE_POINT, pointOf(publicKey)]), format: 'der', type: 'spki' });
}

/** Keeps the `limit` keys that were used last. */
export function createDeviceKeys(limit = KEYS_KEPT): DeviceKeys {
  const kept = new Map<string, KeyObject>();

  function keyOf(publicKey: DevicePublicKey): KeyObject {
    const name = publicKey.x + publicKey.y;
    const key = kept.get(name) ?? importKey(publicKey);
    kept.delete(name);
    kept.set(name, key);
    if (kept.size > limit) kept.delete(kept.keys().next().value as string);
    return key;
  }

  return {
    verify(publicKey, message, signature) {
      try {
        return verifySignature('sha256', utf8(message), { key: keyOf(publicKey), dsaEncoding: 'ieee-p1363' }, signature);
      } catch {
        return false;
      }
    },
    prepare(keys) {
      for (const key of keys) keyOf(key);
    },
  };
}
