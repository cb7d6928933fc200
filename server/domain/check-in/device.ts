/** A student's device: it holds a signing key that it cannot give away, and signs every claim with it. */

import { z } from 'zod';
import { type Bytes, fromBase64Url, utf8 } from '#domain/encoding';
import { plainLine } from '#domain/text';
import { says } from '#domain/words/says';

/** 32 bytes in base64url, in the one spelling there is of them: a key under two would pass for two. */
const Coordinate = z.string().regex(/^[\w-]{42}[AEIMQUYcgkosw048]$/, says('account.device-key-invalid'));

/** RFC 7517 public key on P-256. Other members of the JWK are dropped. */
export const DevicePublicKey = z.object({ kty: z.literal('EC'), crv: z.literal('P-256'), x: Coordinate, y: Coordinate });
export type DevicePublicKey = z.infer<typeof DevicePublicKey>;

/** In the one form that devices write, so that no two ids name one device. */
export const DeviceId = z.uuid().regex(/^[^A-Z]+$/, says('account.id-upper-case'));

export const DeviceRegisterInput = z.object({
  deviceId: DeviceId,
  publicKey: DevicePublicKey,
  name: z.string().overwrite(plainLine).min(1).max(100),
  /** Signature over `registrationMessage` by the device's key: it holds the key, which a public key alone does not tell. */
  proof: z.string().max(200).optional(),
});
export type DeviceRegisterInput = z.infer<typeof DeviceRegisterInput>;

/** What a device signs to be registered.
 *  @param challenge the server's, which holds for one sign-in */
export function registrationMessage({ challenge, deviceId }: { challenge: string; deviceId: string }): string {
  return `muster device v1|${challenge}|${deviceId}`;
}

/** Keys that a person may have at a time: each browser has one for each sign-in on it. */
export const MAX_DEVICES = 20;

/** Another name for one's own device. */
export const DeviceRenameInput = z.object({
  deviceId: z.uuid(),
  name: z
    .string({ error: says('form.name-missing') })
    .overwrite(plainLine)
    .min(1, says('form.name-missing'))
    .max(100, says('form.too-long', { max: 100 })),
});
export type DeviceRenameInput = z.infer<typeof DeviceRenameInput>;

/** How exact sightings are: one row a sign-in in this time. Less than the grace, so that little of what follows a scan goes unseen. */
export const SIGHTING_EVERY_MS = 60_000;
/** The app starts, then delivers: requests this shortly before a delivery belong to it. */
export const DELIVERY_GRACE_MS = 2 * 60_000;

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256' } as const;

/** Whether `signature` (raw r‖s, 64 bytes) is a key's over `message`. Never throws or rejects. */
export type VerifySignature = (publicKey: DevicePublicKey, message: string, signature: Bytes) => boolean | Promise<boolean>;

/** By the means of browsers, which every platform has. */
export const verifyByWebCrypto: VerifySignature = async (publicKey, message, signature) => {
  try {
    const key = await importPublicKey(publicKey);
    return await crypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, key, signature, utf8(message));
  } catch {
    return false;
  }
};

/** Whether `signature` (base64url of the raw r‖s, 64 bytes) is this key's over `message`. Never throws. */
export async function verifyDeviceSignature(
  publicKey: DevicePublicKey,
  message: string,
  signature: string,
  verify: VerifySignature = verifyByWebCrypto,
): Promise<boolean> {
  const bytes = fromBase64Url(signature);
  return bytes?.length === 64 && verify(publicKey, message, bytes);
}

/** @throws DOMException when the coordinates are not a point on the curve */
export function importPublicKey(publicKey: DevicePublicKey): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', pointOf(publicKey), ALGORITHM, false, ['verify']);
}

/** Uncompressed point (SEC 1 section 2.3.3): quicker to import than a JWK. */
function pointOf({ x, y }: DevicePublicKey): Bytes {
  const point = new Uint8Array(65);
  point[0] = 0x04;
  point.set(fromBase64Url(x) ?? [], 1);
  point.set(fromBase64Url(y) ?? [], 33);
  return point;
}
