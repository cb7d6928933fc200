/** Verifying what devices have signed: as each platform does it best. Which key is a device's, and whether it still counts, is never
 *  asked here: the database says so each time. */
import { type DevicePublicKey, type VerifySignature, verifyByWebCrypto } from '#domain/check-in/device';

export type DeviceKeys = {
  verify: VerifySignature;
  /** Imports keys that are about to be used. Null where none are kept. */
  prepare: ((keys: readonly DevicePublicKey[]) => void) | null;
};

/** For Workers, where what one request has imported is of no use to the next. */
export const unkeptDeviceKeys: DeviceKeys = { verify: verifyByWebCrypto, prepare: null };
