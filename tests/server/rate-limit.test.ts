/** Counters of tries: their limits, their ends, and what happens when many tries come at once. */
import { expect, test } from 'vitest';
import { rateLimits } from '#db/schema';
import { hashingSemaphore } from '#server/auth/password-hashing';
import { blockedUntil, consume, networkOf, purgeRateLimits, refund } from '#server/auth/rate-limit';
import { testServices } from '../helpers/api';
import { testDb } from '../helpers/db';
import { NOW } from '../helpers/factories';

const limit = (key: string, max = 3) => ({ key, max, windowMs: 60_000 });

test('as many tries as allowed are taken, and the next says when there is one again', async () => {
  await using db = await testDb();
  const services = testServices(db);
  for (const _ of [1, 2, 3]) expect(await consume(services, [limit('a')])).toBeNull();
  expect(await consume(services, [limit('a')])).toBe(NOW + 60_000);
  expect(await consume(services, [limit('b')])).toBeNull();
});

test('the count starts anew at its end, and not a millisecond before', async () => {
  await using db = await testDb();
  await consume(testServices(db), [limit('a', 1)]);
  expect(await consume(testServices(db, { now: NOW + 59_999 }), [limit('a', 1)])).toBe(NOW + 60_000);
  expect(await consume(testServices(db, { now: NOW + 60_000 }), [limit('a', 1)])).toBeNull();
  expect(await consume(testServices(db, { now: NOW + 60_000 }), [limit('a', 1)])).toBe(NOW + 120_000);
});

test('a try that one limit refuses counts against none of them', async () => {
  await using db = await testDb();
  const services = testServices(db);
  await consume(services, [limit('narrow', 1), limit('wide', 2)]);
  for (const _ of [1, 2, 3]) expect(await consume(services, [limit('narrow', 1), limit('wide', 2)])).not.toBeNull();
  expect(await consume(services, [limit('wide', 2)])).toBeNull();
  expect(await consume(services, [limit('wide', 2)])).not.toBeNull();
});

test('looking counts nothing', async () => {
  await using db = await testDb();
  const services = testServices(db);
  expect(await blockedUntil(services, [limit('a', 1)])).toBeNull();
  expect(await blockedUntil(services, [limit('a', 1)])).toBeNull();
  await consume(services, [limit('a', 1)]);
  expect(await blockedUntil(services, [limit('a', 1), limit('b')])).toBe(NOW + 60_000);
});

test('a try given back is free again, and a count never falls below none', async () => {
  await using db = await testDb();
  const services = testServices(db);
  await consume(services, [limit('a', 1)]);
  for (const _ of [1, 2, 3]) await refund(services, [limit('a', 1)]);
  expect(await consume(services, [limit('a', 1)])).toBeNull();
  expect(await consume(services, [limit('a', 1)])).not.toBeNull();
});

test('of many tries at the same time exactly the allowed ones are taken', async () => {
  await using db = await testDb();
  const services = testServices(db);
  const taken = await Promise.all(Array.from({ length: 50 }, () => consume(services, [limit('a', 10)])));
  expect(taken.filter((until) => until === null)).toHaveLength(10);
});

test('three hundred right tries behind one address all get through a limit of a hundred', async () => {
  await using db = await testDb();
  const services = testServices(db);
  const rightTry = () =>
    hashingSemaphore(services)(async () => {
      const until = await consume(services, [limit('address', 100)]);
      await refund(services, [limit('address', 100)]);
      return until;
    });
  const all = await Promise.all(Array.from({ length: 300 }, rightTry));
  expect(all.filter((until) => until !== null)).toEqual([]);
});

test('the table holds neither accounts nor addresses', async () => {
  await using db = await testDb();
  await consume(testServices(db), [limit('sign-in|ada@school.test|192.0.2.1')]);
  const [row] = await db.select().from(rateLimits);
  expect(row).toEqual({ key: expect.stringMatching(/^[\w-]{43}$/), failures: 1, resetsAt: NOW + 60_000 });
});

test('counters whose time is over are removed and others stay', async () => {
  await using db = await testDb();
  await consume(testServices(db), [limit('old')]);
  await consume(testServices(db, { now: NOW + 1 }), [limit('young')]);
  await purgeRateLimits(testServices(db, { now: NOW + 60_000 }));
  expect(await db.select({ resetsAt: rateLimits.resetsAt }).from(rateLimits)).toEqual([{ resetsAt: NOW + 60_001 }]);
});

test.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:DB8:1:2::9', '2001:db8:1:2::/64'],
  ['2001:0db8:0001:0002::9', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['unknown', 'unknown'],
])('%s is counted as %s', (address, network) => {
  expect(networkOf(address)).toBe(network);
});
