/** This browser's signing key: one for each sign-in, kept in IndexedDB and never leaving it, gone when its person is (`clear-user-data.ts`). */

import { appCodeOf, forPerson } from '#app/trpc/call';
import { loadApi } from '#app/trpc/load';
import { badgeMessage, createPhoneBadge } from '#domain/check-in/badge';
import { type CheckInInput, claimMessage } from '#domain/check-in/check-in';
import { registrationMessage } from '#domain/check-in/device';
import { toBase64Url, utf8 } from '#domain/encoding';
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

async function createRecord({ userId, name }: DeviceOwner): Promise<DeviceRecord> {
  const { privateKey, publicKey } = await crypto.subtle.generateKey(ALGORITHM, false, ['sign', 'verify']);
  const { x = '', y = '' } = await crypto.subtle.exportKey('jwk', publicKey);
  const jwk = { kty: 'EC', crv: 'P-256', x, y } as const;
  return { deviceId: crypto.randomUUID(), publicKey: jwk, privateKey, userId, name, isRegistered: false };
}

/** Writes `made` unless another page of the same person was quicker, and answers the one that is kept. */
function keepFirst(made: DeviceRecord): Promise<DeviceRecord> {
  return withDatabase(async (database) => {
    const change = database.transaction('device', 'readwrite', { durability: 'strict' });
    const other = await change.store.get(THIS_DEVICE);
    const isOwn = other?.userId === made.userId;
    if (!isOwn) await change.store.put(made, THIS_DEVICE);
    await change.done;
    return isOwn ? other : made;
  });
}

/** Another person's key is never taken over: what it signed may still wait to be sent. */
async function loadOrCreate(owner: DeviceOwner): Promise<DeviceRecord> {
  const known = await withDatabase((database) => database.get('device', THIS_DEVICE));
  return known?.userId === owner.userId ? known : keepFirst(await createRecord(owner));
}

async function signWith(privateKey: CryptoKey, message: string): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await crypto.subtle.sign({ name: 'ECDSA', hash: 'SHA-256' }, privateKey, utf8(message)));
}

/** Tells the server, with the proof that the key is here. @throws StorageDenied, or TRPCClientError */
async function register(record: DeviceRecord, { userId, name }: DeviceOwner): Promise<void> {
  const { deviceId, publicKey, privateKey } = record;
  const { device } = await loadApi();
  const { challenge } = await device.challenge.query(undefined, forPerson(userId));
  const proof = toBase64Url(await signWith(privateKey, registrationMessage({ challenge, deviceId })));
  await device.register.mutate({ deviceId, publicKey, name, proof }, forPerson(userId));
  await withDatabase((database) => database.put('device', { ...record, userId, name, isRegistered: true }, THIS_DEVICE));
}

/** Registers, and starts over with a fresh key where the id turns out to be another's. */
async function registered(record: DeviceRecord, owner: DeviceOwner): Promise<DeviceRecord> {
  try {
    await register(record, owner);
    return record;
  } catch (error) {
    const code = appCodeOf(error);
    if (code === null && record.isRegistered) return record;
    if (code !== 'conflict') throw error;
    const fresh = await createRecord(owner);
    await register(fresh, owner);
    return fresh;
  }
}

function toDevice({ deviceId, privateKey }: DeviceRecord): Device {
  return {
    deviceId,
    signClaim: async (claim) => toBase64Url(await signWith(privateKey, claimMessage(claim))),
    async signBadge(badge) {
      const own = { ...badge, deviceId };
      return createPhoneBadge({ ...own, signature: await signWith(privateKey, badgeMessage(own)) });
    },
  };
}

/** This browser's device for its person: loaded or made, and registered unless the server is known to have it for this sign-in.
 *  With no answer from the server, one that this person registered before is used as it is.
 *  @param currentDeviceId the device the server has for this sign-in; null when it has none
 *  @throws InsecureContext, StorageDenied, or TRPCClientError when it cannot be registered */
export async function deviceFor(owner: DeviceOwner, currentDeviceId: string | null): Promise<Device> {
  if (!globalThis.crypto?.subtle) throw new InsecureContext();
  const record = await loadOrCreate(owner);
  return toDevice(record.deviceId === currentDeviceId ? record : await registered(record, owner));
}

/** Has the device registered ahead of need: a first scan with no network can sign then. Does nothing where it is.
 *  @throws as `deviceFor` */
export async function prepareDevice(owner: DeviceOwner): Promise<void> {
  const known = await withDatabase((database) => database.get('device', THIS_DEVICE));
  if (known?.userId !== owner.userId || !known.isRegistered) await deviceFor(owner, null);
}
