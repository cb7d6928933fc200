/** The day pack on this device: wrapped by a key that no script can export, gone at the end of the day. */
import type { DayPack, PackedClassSession } from '#domain/check-in/day-pack';
import { utf8 } from '#domain/encoding';
import { type Packed, packRegister, unpackRegister } from '#domain/register/packed-rows';
import type { Register } from '#domain/register/register';
import { type WrappedPack, withDatabase } from './device/database';

const ONLY = 'today';
const CIPHER = { name: 'AES-GCM', length: 256 } as const;

/** One page at a time changes the pack. */
const LOCK = 'muster-day-pack';

/** Keeps a pack in the place of the one before, under a new key. @throws StorageDenied */
export async function keepDayPack(pack: DayPack): Promise<void> {
  await navigator.locks.request(LOCK, () => write(pack));
}

async function write(pack: DayPack): Promise<void> {
  const wrapped = await wrap(pack);
  await withDatabase((database) => database.put('packs', wrapped, ONLY));
}

/** A pack that was erased meanwhile stays erased. */
async function overwrite(pack: DayPack): Promise<void> {
  const wrapped = await wrap(pack);
  await withDatabase(async (database) => {
    const change = database.transaction('packs', 'readwrite');
    if ((await change.store.get(ONLY))?.userId === pack.userId) await change.store.put(wrapped, ONLY);
    await change.done;
  });
}

/** As it is written: a page that keeps each of its marks writes it again and again. */
type Written = Packed<PackedClassSession> | PackedClassSession;
type WrittenPack = Omit<DayPack, 'classSessions'> & { classSessions: Written[] };

function written(pack: DayPack): WrittenPack {
  return { ...pack, classSessions: pack.classSessions.map((one) => packRegister(one)) };
}

const isPacked = (one: Written): one is Packed<PackedClassSession> => typeof one.rows === 'string';

/** One that was written before rows were packed is good for the rest of its day. */
function read({ classSessions, ...pack }: WrittenPack): DayPack {
  return { ...pack, classSessions: classSessions.map((one) => (isPacked(one) ? unpackRegister<PackedClassSession>(one) : one)) };
}

async function wrap(pack: DayPack): Promise<WrappedPack> {
  const key = await crypto.subtle.generateKey(CIPHER, false, ['encrypt', 'decrypt']);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const data = await crypto.subtle.encrypt({ name: CIPHER.name, iv }, key, utf8(JSON.stringify(written(pack))));
  const { userId, validUntil } = pack;
  return { userId, validUntil, key, iv, data };
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
  return read(JSON.parse(new TextDecoder().decode(plain)) as WrittenPack);
}

/** Brings one register in the pack up to what its screen shows, so that it is there when the page is opened anew with no network. Does
 *  nothing for a register that is not in the person's pack. @throws StorageDenied */
export async function keepRegister(userId: number, { classSession, rows }: Register, now: number): Promise<void> {
  await navigator.locks.request(LOCK, async () => {
    const pack = await loadDayPack(userId, now);
    if (!pack?.classSessions.some((packed) => packed.classSession.id === classSession.id)) return;
    const classSessions = pack.classSessions.map((packed) =>
      packed.classSession.id === classSession.id ? { ...packed, classSession, rows } : packed,
    );
    await overwrite({ ...pack, classSessions });
  });
}

/** @throws StorageDenied */
export function eraseDayPack(): Promise<void> {
  return withDatabase((database) => database.clear('packs'));
}
