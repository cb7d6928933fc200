/** Password hashes at what they cost people, and the semaphore in front of them. */
import { scryptSync } from 'node:crypto';
import { expect, test } from 'vitest';
import { hashNewPassword } from '#server/auth/new-password';
import { hashPassword, needsRehash, verifyPassword } from '#server/auth/password-hashing';
import { createSemaphore, type Priority } from '#server/auth/semaphore';
import { api, refusalOf, testContext } from '../helpers/api';
import { testDb } from '../helpers/db';
import { PASSWORD, user } from '../helpers/factories';
import { hashAtFullCost } from '../helpers/scrypt-cost';

hashAtFullCost();
const HASH = await hashPassword(PASSWORD);

test('a password matches its own hash and no other does', async () => {
  const stored = await hashPassword(PASSWORD);
  expect(await verifyPassword(PASSWORD, stored)).toBe(true);
  expect(await verifyPassword(`${PASSWORD} `, stored)).toBe(false);
  expect(stored).not.toContain(PASSWORD);
});

test('the same password has another hash each time, and its parameters stand in it', async () => {
  const [one, two] = await Promise.all([hashPassword(PASSWORD), hashPassword(PASSWORD)]);
  expect(one).not.toBe(two);
  expect(one).toMatch(/^scrypt\$14\$8\$5\$[\w-]{22}\$[\w-]{43}$/);
});

test('a password typed with combining characters is the same password', async () => {
  expect(await verifyPassword('cafe\u0301 au lait', await hashPassword('caf\u00e9 au lait'))).toBe(true);
});

test('nothing matches where there is no hash, or one that cannot be read', async () => {
  expect(await verifyPassword(PASSWORD, null)).toBe(false);
  expect(await verifyPassword('', null)).toBe(false);
  expect(await verifyPassword(PASSWORD, 'plain text')).toBe(false);
});

/** CPU time of this process while `work` is done, in µs. */
async function cost(work: () => Promise<unknown>): Promise<number> {
  const startedAt = process.cpuUsage();
  await work();
  const { user: inUser, system } = process.cpuUsage(startedAt);
  return inUser + system;
}

test('signing in to an account that is not there costs as much as to one that is', async () => {
  await using db = await testDb();
  await user(db, { email: 'ada@school.test', passwordHash: HASH });
  const guessAt = (email: string) => cost(() => refusalOf(api(db).call.auth.signIn({ email, password: 'a guess' })));
  const known = await guessAt('ada@school.test');
  const unknown = await guessAt('nobody@school.test');
  expect(unknown / known).toBeGreaterThan(0.5);
  expect(unknown / known).toBeLessThan(2);
});

test('a hash made with other parameters still opens and asks to be renewed', async () => {
  const salt = Buffer.from('0123456789abcdef');
  const hash = scryptSync(PASSWORD, salt, 32, { N: 1024, r: 8, p: 1 });
  const old = `scrypt$10$8$1$${salt.toString('base64url')}$${hash.toString('base64url')}`;
  expect(await verifyPassword(PASSWORD, old)).toBe(true);
  expect(needsRehash(old)).toBe(true);
  expect(needsRehash(HASH)).toBe(false);
});

/** Jobs that say when they start and end when told. */
function trackedJobs() {
  const started: number[] = [];
  const ends: (() => void)[] = [];
  const job = (id: number) => () => {
    started.push(id);
    return new Promise<number>((resolve) => ends.push(() => resolve(id)));
  };
  return { started, ends, job };
}

test('no more jobs run at once than there are places, and the others follow in order', async () => {
  const semaphore = createSemaphore({ atOnce: 2, maxWaiting: 10 });
  const { started, ends, job } = trackedJobs();
  const all = Promise.all([1, 2, 3, 4].map((id) => semaphore(job(id))));
  await Promise.resolve();
  expect(started).toEqual([1, 2]);
  for (let index = 0; index < 4; index++) {
    ends[index]?.();
    await new Promise(setImmediate);
  }
  expect(await all).toEqual([1, 2, 3, 4]);
  expect(started).toEqual([1, 2, 3, 4]);
});

test('who finds the queue full is told so at once, and the queue goes on', async () => {
  const semaphore = createSemaphore({ atOnce: 1, maxWaiting: 1 });
  const { ends, job } = trackedJobs();
  const first = semaphore(job(1));
  const second = semaphore(job(2));
  await expect(semaphore(job(3))).rejects.toMatchObject({ code: 'unavailable' });
  ends[0]?.();
  await first;
  await new Promise(setImmediate);
  ends[1]?.();
  expect(await second).toBe(2);
});

test('a job that fails leaves its place to the next', async () => {
  const semaphore = createSemaphore({ atOnce: 1, maxWaiting: 1 });
  const failing = semaphore(() => Promise.reject(new Error('broken')));
  const next = semaphore(async () => 'done');
  await expect(failing).rejects.toThrow('broken');
  expect(await next).toBe('done');
});

/** A semaphore with one place, taken; what is put into it goes on once `open` is called, and `order` says in which order. */
function heldSemaphore(maxWaiting = 512) {
  const semaphore = createSemaphore({ atOnce: 1, maxWaiting });
  const order: string[] = [];
  let open: () => void = () => {};
  void semaphore(() => new Promise<void>((resolve) => (open = resolve)));
  const put = (name: string, priority: Priority) =>
    semaphore(async () => {
      order.push(name);
      await new Promise(setImmediate);
    }, priority);
  return { order, put, open: () => open() };
}

test('a better rank goes first, and within a rank everybody has a turn before anybody has another', async () => {
  const { order, put, open } = heldSemaphore();
  const priority = (rank: number, from: string) => ({ rank, from, most: 9 });
  const all = [
    ...['a1', 'a2', 'a3'].map((name) => put(name, priority(2, 'a'))),
    put('b1', priority(2, 'b')),
    put('in', priority(1, 'a')),
    put('b2', priority(2, 'b')),
    put('known', priority(0, 'x')),
  ];
  open();
  await Promise.all(all);
  expect(order).toEqual(['known', 'in', 'a1', 'b1', 'a2', 'b2', 'a3']);
});

test('who comes later stands behind one of another’s jobs, not behind all of them', async () => {
  const { order, put, open } = heldSemaphore();
  const priority = (from: string) => ({ rank: 1, from, most: 9 });
  const first = Array.from({ length: 9 }).map((_, n) => put(`a${n}`, priority('a')));
  open();
  await first[1];
  const late = put('b', priority('b'));
  await Promise.all([...first, late]);
  expect(order.indexOf('b')).toBeLessThan(6);
});

test('only so many of one may wait, and others still find room', async () => {
  const { put, open } = heldSemaphore();
  const priority = (from: string) => ({ rank: 2, from, most: 2 });
  const kept = [put('a1', priority('a')), put('a2', priority('a'))];
  await expect(put('a3', priority('a'))).rejects.toMatchObject({ code: 'unavailable' });
  kept.push(put('b1', priority('b')), put('in', { ...priority('a'), rank: 1 }));
  open();
  await Promise.all(kept);
});

test('in a full queue the last of a later rank makes room for a better one', async () => {
  const { order, put, open } = heldSemaphore(2);
  const priority = (rank: number, from: string) => ({ rank, from, most: 9 });
  const stays = put('sign-up 1', priority(2, 'a'));
  const goes = put('sign-up 2', priority(2, 'b'));
  const signIn = put('sign-in', priority(1, 'c'));
  await expect(goes).rejects.toMatchObject({ code: 'unavailable' });
  await expect(put('sign-up 3', priority(2, 'd'))).rejects.toMatchObject({ code: 'unavailable' });
  open();
  await Promise.all([stays, signIn]);
  expect(order).toEqual(['sign-in', 'sign-up 1']);
});

test('a long password is judged by its first 64 characters, and is taken', async () => {
  await using db = await testDb();
  const ctx = testContext(db).ctx;
  const judged = 'aaaaaaaa'.repeat(8);
  await expect(
    hashNewPassword(ctx, `${judged}${'no two words of this belong together: kestrel, oboe'}`, []),
  ).rejects.toMatchObject({
    code: 'invalid',
  });
  const long = `kestrel oboe ${'grommet '.repeat(20)}`.slice(0, 200);
  expect(await verifyPassword(long, await hashNewPassword(ctx, long, []))).toBe(true);
});
