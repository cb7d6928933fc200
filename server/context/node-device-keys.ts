/** Verifying on Node: importing a key costs as much as verifying with it, so imported keys are kept, under their own bytes; and no
 *  signature makes a trip to another thread. */
import { createPublicKey, type KeyObject, verify as verifySignature } from 'node:crypto';
import type { DevicePublicKey } from '#domain/check-in/device';
import { utf8 } from '#domain/encoding';
import type { DeviceKeys } from './device-keys';

/** More students than check in at the same time, at 5 kB each. */
const KEYS_KEPT = 5_000;

/** As a JWK: reading DER, OpenSSL looks for a decoder first, which takes twice the time.
 *  @throws Error when the coordinates are not a point on the curve */
function importKey({ kty, crv, x, y }: DevicePublicKey): KeyObject {
  return createPublicKey({ key: { kty, crv, x, y }, format: 'jwk' });
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
