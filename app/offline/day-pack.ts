/** The day pack on this device: wrapped by a key that no script can export, gone at the end of the day. */
import type { DayPack } from '#domain/day-pack';
import { utf8 } from '#domain/encoding';
import { withDatabase } from './database';

const ONLY = 'today';
const CIPHER = { name: 'AES-GCM', length: 256 } as const;

/** Keeps a pack in the place of the one before, under a new key. @throws StorageDenied */
export async function keepDayPack(pack: DayPack): Promise<void> {
  const key = await crypto.subtle.generateKey(CIPHER, false, ['encrypt', 'decrypt']);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const data = await crypto.subtle.encrypt({ name: CIPHER.name, iv }, key, utf8(JSON.stringify(pack)));
  const { userId, validUntil } = pack;
  await withDatabase((database) => database.put('packs', { userId, validUntil, key, iv, data }, ONLY));
}

/** The person's pack of today, or null. One that is over or somebody else's is erased on the way. @throws StorageDenied */
export async function loadDayPack(userId: number, now: number): Promise<DayPack | null> {
  const wrapped = await withDatabase((database) => database.get('packs', ONLY));
  if (!wrapped) return null;
  if (wrapped.userId !== userId || now >= wrapped.validUntil) {
    await eraseDayPack();
    return null;
  }
  const plain = await crypto.subtle.decrypt({ name: CIPHER.name, iv: wrapped.iv }, wrapped.key, wrapped.data);
  return JSON.parse(new TextDecoder().decode(plain)) as DayPack;
}

/** @throws StorageDenied */
export function eraseDayPack(): Promise<void> {
  return withDatabase((database) => database.clear('packs'));
}
