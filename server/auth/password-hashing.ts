/**
 * Password hashes: scrypt from node:crypto, off the event loop on Node and native on Workers (`nodejs_compat`).
 * Parameters travel in the stored text, so they can be raised: `scrypt$<log2 N>$<r>$<p>$<salt>$<hash>`.
 *
 * Cost, measured on one core of a 2026 virtual machine: 145 ms of CPU and 16 MB for one hash, 276 ms when both cores are busy.
 */
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto';
import { createSemaphore, type Semaphore } from './semaphore';

/** OWASP's password storage cheat sheet: N=2^14, r=8, p=5 is its choice for little memory, and a Worker has 128 MB. */
const PARAMETERS = { logN: 14, r: 8, p: 5 };
const SALT_BYTES = 16;
const HASH_BYTES = 32;

/** Both cores of a small machine; more at once would only make each of them slower. */
const HASHES_AT_ONCE = 2;
/** A lecture hall that signs in together waits its turn, about a minute for the last one. */
const MAX_WAITING = 512;

type Parsed = { logN: number; r: number; p: number; salt: Buffer; hash: Buffer };

/** Stands in where there is no account or no password: as dear to check as a real hash, and nothing matches it. */
const DUMMY: Parsed = { ...PARAMETERS, salt: Buffer.alloc(SALT_BYTES), hash: Buffer.alloc(HASH_BYTES) };

/** One semaphore for each process on Node; on Workers one for each request, which may not wait for another's. */
const semaphores = new WeakMap<object, Semaphore>();

/** The semaphore in front of password hashing of whoever shares the database handle `db`. */
export function hashingSemaphore({ db }: { db: object }): Semaphore {
  const semaphore = semaphores.get(db) ?? createSemaphore({ atOnce: HASHES_AT_ONCE, maxWaiting: MAX_WAITING });
  semaphores.set(db, semaphore);
  return semaphore;
}

/** Unicode's compatibility form, so that a password typed on another keyboard is the same (RFC 8265). */
function derive(password: string, { logN, r, p, salt, hash }: Parsed): Promise<Buffer> {
  const options = { N: 2 ** logN, r, p };
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFKC'), salt, hash.length, options, (error, key) => (error ? reject(error) : resolve(key)));
  });
}

function parse(stored: string): Parsed | null {
  const match = /^scrypt\$(\d+)\$(\d+)\$(\d+)\$([\w-]+)\$([\w-]+)$/.exec(stored);
  if (!match) return null;
  const [logN, r, p] = match.slice(1, 4).map(Number) as [number, number, number];
  const [salt, hash] = match.slice(4).map((text) => Buffer.from(text, 'base64url')) as [Buffer, Buffer];
  return { logN, r, p, salt, hash };
}

/** Hashes a new password under a salt of its own. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const hash = await derive(password, { ...DUMMY, salt });
  const { logN, r, p } = PARAMETERS;
  return ['scrypt', logN, r, p, salt.toString('base64url'), hash.toString('base64url')].join('$');
}

/** Whether `password` is the one behind `stored`. With no stored hash it costs the same and answers no. */
export async function verifyPassword(password: string, stored: string | null): Promise<boolean> {
  const expected = stored === null ? null : parse(stored);
  const derived = await derive(password, expected ?? DUMMY);
  return timingSafeEqual(derived, (expected ?? DUMMY).hash) && expected !== null;
}

/** Whether `stored` was made with parameters other than today's. */
export function needsRehash(stored: string): boolean {
  const { logN, r, p } = PARAMETERS;
  return !stored.startsWith(`scrypt$${logN}$${r}$${p}$`);
}
