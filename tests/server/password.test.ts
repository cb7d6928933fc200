/** Password hashes, and the waiting line in front of them. */
import { scryptSync } from 'node:crypto';
import { expect, test } from 'vitest';
import { hashPassword, needsRehash, verifyPassword } from '#server/auth/password';
import { createLine } from '#server/auth/waiting-line';
import { PASSWORD, PASSWORD_HASH } from '../helpers/factories';

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

test('checking without an account costs as much as checking with one', async () => {
  const timed = async (stored: string | null) => {
    const startedAt = process.cpuUsage();
    await verifyPassword('a guess', stored);
    const { user, system } = process.cpuUsage(startedAt);
    return user + system;
  };
  const known = await timed(PASSWORD_HASH);
  const unknown = await timed(null);
  expect(unknown / known).toBeGreaterThan(0.5);
  expect(unknown / known).toBeLessThan(2);
});

test('a hash made with other parameters still opens and asks to be renewed', async () => {
  const salt = Buffer.from('0123456789abcdef');
  const hash = scryptSync(PASSWORD, salt, 32, { N: 1024, r: 8, p: 1 });
  const old = `scrypt$10$8$1$${salt.toString('base64url')}$${hash.toString('base64url')}`;
  expect(await verifyPassword(PASSWORD, old)).toBe(true);
  expect(needsRehash(old)).toBe(true);
  expect(needsRehash(PASSWORD_HASH)).toBe(false);
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
  const line = createLine({ atOnce: 2, maxWaiting: 10 });
  const { started, ends, job } = trackedJobs();
  const all = Promise.all([1, 2, 3, 4].map((id) => line(job(id))));
  await Promise.resolve();
  expect(started).toEqual([1, 2]);
  for (let index = 0; index < 4; index++) {
    ends[index]?.();
    await new Promise(setImmediate);
  }
  expect(await all).toEqual([1, 2, 3, 4]);
  expect(started).toEqual([1, 2, 3, 4]);
});

test('who finds the line full is told so at once, and the line goes on', async () => {
  const line = createLine({ atOnce: 1, maxWaiting: 1 });
  const { ends, job } = trackedJobs();
  const first = line(job(1));
  const second = line(job(2));
  await expect(line(job(3))).rejects.toMatchObject({ code: 'unavailable' });
  ends[0]?.();
  await first;
  await new Promise(setImmediate);
  ends[1]?.();
  expect(await second).toBe(2);
});

test('a job that fails leaves its place to the next', async () => {
  const line = createLine({ atOnce: 1, maxWaiting: 1 });
  const failing = line(() => Promise.reject(new Error('broken')));
  const next = line(async () => 'done');
  await expect(failing).rejects.toThrow('broken');
  expect(await next).toBe('done');
});
