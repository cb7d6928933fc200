/**
 * This browser's signing key: made once, kept in IndexedDB, never leaves it. One key for the browser whoever signs in on it, so
 * that two students who check in with one phone are seen to (`shared-device`); it is registered anew when its person changes.
 */
import { badgeMessage, createPhoneBadge } from '#domain/badge';
import { type CheckInInput, claimMessage } from '#domain/check-in';
import { DevicePublicKey } from '#domain/device';
import { toBase64Url, utf8 } from '#domain/encoding';
import { api, appCodeOf } from '../trpc/client';
import { type DeviceRecord, THIS_DEVICE, withDatabase } from './database';

const ALGORITHM = { name: 'ECDSA', namedCurve: 'P-256' } as const;

/** Keys need a secure context (https, or this machine): elsewhere the browser has no WebCrypto. */
export class InsecureContext extends Error {
  constructor() {
    super('This page was not opened over a secure connection.');
    this.name = 'InsecureContext';
  }
}

/** Who signs on this device, and what it is called in their list of devices. */
export type DeviceOwner = { userId: number; name: string };

/** A device that may sign for the person who is signed in. */
export type Device = {
  deviceId: string;
  /** base64url of the raw r‖s over everything the claim says. */
  signClaim: (claim: Omit<CheckInInput, 'signature'>) => Promise<string>;
  /** A student's badge of one window, ready to be shown. */
  signBadge: (badge: { studentId: number; window: number }) => Promise<string>;
};

async function createRecord(name: string): Promise<DeviceRecord> {
  const { privateKey, publicKey } = await crypto.subtle.generateKey(ALGORITHM, false, ['sign', 'verify']);
  const jwk = DevicePublicKey.parse(await crypto.subtle.exportKey('jwk', publicKey));
  return { deviceId: crypto.randomUUID(), publicKey: jwk, privateKey, userId: null, name };
}

/** Writes `made` unless another page was quicker, and answers the one that is kept. */
function keepFirst(made: DeviceRecord): Promise<DeviceRecord> {
  return withDatabase(async (database) => {
    const change = database.transaction('device', 'readwrite', { durability: 'strict' });
    const other = await change.store.get(THIS_DEVICE);
    if (!other) await change.store.put(made, THIS_DEVICE);
    await change.done;
    return other ?? made;
  });
}

async function loadOrCreate(name: string): Promise<DeviceRecord> {
  const known = await withDatabase((database) => database.get('device', THIS_DEVICE));
  return known ?? keepFirst(await createRecord(name));
}

async function register(record: DeviceRecord, { userId, name }: DeviceOwner): Promise<void> {
  const { deviceId, publicKey } = record;
  await api().device.register.mutate({ deviceId, publicKey, name });
  await withDatabase((database) => database.put('device', { ...record, userId, name }, THIS_DEVICE));
}

/** Registers, and starts over with a fresh key where the id turns out to be another key's. */
async function registered(record: DeviceRecord, owner: DeviceOwner): Promise<DeviceRecord> {
  try {
    await register(record, owner);
    return record;
  } catch (error) {
    const code = appCodeOf(error);
    if (code === null && record.userId === owner.userId) return record;
    if (code !== 'conflict') throw error;
    const fresh = await createRecord(owner.name);
    await register(fresh, owner);
    return fresh;
  }
}

function toDevice({ deviceId, privateKey }: DeviceRecord): Device {
  const sign = async (message: string) =>
    new Uint8Array(await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, privateKey, utf8(message)));
  return {
    deviceId,
    signClaim: async (claim) => toBase64Url(await sign(claimMessage(claim))),
    async signBadge(badge) {
      const own = { ...badge, deviceId };
      return createPhoneBadge({ ...own, signature: await sign(badgeMessage(own)) });
    },
  };
}

/** This browser's device for its person: loaded or made, and registered unless the server is known to have it for this sign-in.
 *  With no answer from the server, one that this person registered before is used as it is.
 *  @param currentDeviceId the device the server has for this sign-in; null when it has none
 *  @throws InsecureContext, StorageDenied, or TRPCClientError when it cannot be registered */
export async function deviceFor(owner: DeviceOwner, currentDeviceId: string | null): Promise<Device> {
  if (!globalThis.crypto?.subtle) throw new InsecureContext();
  const record = await loadOrCreate(owner.name);
  return toDevice(record.deviceId === currentDeviceId ? record : await registered(record, owner));
}
