/** What this browser keeps for Muster in IndexedDB. Knows names and shapes only; who writes what is the business of the neighbours. */
import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { DevicePublicKey } from '#domain/check-in/device';
import type { AppCode } from '#domain/errors';

/** This browser's signing key, and whose it is. */
export type DeviceRecord = {
  deviceId: string;
  publicKey: DevicePublicKey;
  /** Not extractable: it signs, and nobody can carry it off. */
  privateKey: CryptoKey;
  /** It signs for nobody else. */
  userId: number;
  /** The server has had it for this person. */
  isRegistered: boolean;
  /** What it is called in its person's list of devices. */
  name: string;
};

/** `busy`: somebody answered, but not with a verdict. */
export type WaitReason = 'signed-out' | 'busy' | 'unreachable';

/** A call that is written down before anything is shown or sent. */
export type StoredEntry = {
  /** Rises with every call of this device: the order in which they are sent. */
  seq: number;
  /** The call's own id: the server answers it the same way however often it arrives. */
  id: string;
  /** Only this person's sign-in sends it, sees it or learns its verdict. */
  userId: number;
  /** Of this build or of another that shares this database. */
  procedure: string;
  input: Record<string, unknown>;
  /** What must stay in order among itself: the calls about one class session. */
  subject: string;
  /** Device clock, epoch ms. */
  queuedAt: number;
  attempts: number;
  /** Why it still waits; null before the first try. Other builds wrote sentences. */
  lastError: WaitReason | null;
  /** Not tried by the timer before this (device clock). */
  nextAttemptAt: number;
};

/** What became of a call: the server's answer, or why it refused. */
export type StoredVerdict = {
  id: string;
  userId: number;
  procedure: string;
  input: Record<string, unknown>;
  queuedAt: number;
  settledAt: number;
  answer: { kind: 'answered'; output: unknown } | { kind: 'refused'; code: AppCode; message: string };
  isSeen: boolean;
  /** Students whose conflict the person has decided; `all` where nothing is left to decide. */
  decided?: readonly number[] | 'all';
};

/** A day pack, readable only with the key beside it, which no script can export. */
export type WrappedPack = { userId: number; validUntil: number; key: CryptoKey; iv: Uint8Array<ArrayBuffer>; data: ArrayBuffer };

type Schema = DBSchema & {
  device: { key: string; value: DeviceRecord };
  outbox: { key: number; value: StoredEntry; indexes: { userId: number } };
  verdicts: { key: string; value: StoredVerdict; indexes: { userId: number } };
  packs: { key: string; value: WrappedPack };
  /** Single facts by name. */
  facts: { key: string; value: unknown };
};
type OfflineDatabase = IDBPDatabase<Schema>;

/** The browser does not keep anything: a private window, blocked site data, or a full disk. */
export class StorageDenied extends Error {
  constructor(options: ErrorOptions) {
    super('This browser does not keep anything for this site.', options);
    this.name = 'StorageDenied';
  }
}

/** The one record of the store `device`. */
export const THIS_DEVICE = 'this device';

const NAME = 'muster';
const VERSION = 3;

/** Each version adds to what older ones left; nothing that waits is lost by an update. Version 3 had a store more, which nothing uses. */
function upgrade(database: OfflineDatabase, from: number): void {
  if (from < 1) database.createObjectStore('device');
  if (from < 2) {
    database.createObjectStore('outbox', { keyPath: 'seq', autoIncrement: true }).createIndex('userId', 'userId');
    database.createObjectStore('verdicts', { keyPath: 'id' }).createIndex('userId', 'userId');
    database.createObjectStore('packs');
    database.createObjectStore('facts');
  }
}

/** Runs `work` on the database and closes it, so that no open page holds up another that brings a newer version.
 *  @throws StorageDenied when the browser refuses to open, read or write */
export async function withDatabase<Value>(work: (database: OfflineDatabase) => Promise<Value>): Promise<Value> {
  try {
    const database = await openDB<Schema>(NAME, VERSION, { upgrade });
    return await work(database).finally(() => database.close());
  } catch (cause) {
    throw new StorageDenied({ cause });
  }
}
