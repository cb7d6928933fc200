/** The network that a check-in came from: kept as a keyed hash for a while, shown as a place beside the class's, never a ground to refuse. */
import { expect, test } from 'vitest';
import type { Database } from '#db/client';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#domain/duration';
import { purgeExpired } from '#server/jobs/housekeeping';
import { testServices } from '../helpers/api';
import { as, claimsOf, classroom } from '../helpers/classroom';
import { testDb } from '../helpers/db';
import { NOW } from '../helpers/factories';
import { knownPhoneOf, scanBy } from '../helpers/phone';

const SCHOOL = '203.0.113.7';
const HOME = '198.51.100.4';

/** A class whose students check in from these addresses, one each. */
async function checkedIn(db: Database, addresses: string[]) {
  const room = await classroom(db, { students: addresses.length });
  const submit = async (index: number, { address = addresses[index] ?? '', after = MINUTE_MS, windows = 1 } = {}) => {
    const student = room.students[index] as (typeof room.students)[0];
    const claim = await scanBy(db, await knownPhoneOf(db, student), room.session, { at: NOW + MINUTE_MS, windows });
    return as(db, student, NOW + after, { address }).checkIn.submit(claim);
  };
  for (const index of addresses.keys()) expect(await submit(index)).toMatchObject({ outcome: 'recorded' });
  const register = async () => (await as(db, room.teacher).classSession.register({ classSessionId: room.session.id })).rows;
  const places = async () => {
    const rows = await register();
    return room.students.map(({ id }) => rows.find(({ studentId }) => studentId === id)?.place);
  };
  const networks = async () => {
    const kept = await claimsOf(db, room.session.id);
    return room.students.map(({ id }) => kept.find(({ studentId }) => studentId === id)?.network);
  };
  return { ...room, submit, register, places, networks };
}

test('claims of one network have one hash, by which nobody tells the network, nor the same one in another class session', async () => {
  await using db = await testDb();
  const first = await checkedIn(db, [SCHOOL, SCHOOL, HOME, `::ffff:${SCHOOL}`]);
  const second = await checkedIn(db, [SCHOOL]);
  const [a, b, c, d] = await first.networks();
  expect(a).toMatch(/^[\w-]{43}$/);
  expect([b, d]).toEqual([a, a]);
  expect(new Set([a, c, ...(await second.networks())]).size).toBe(3);
});

test('a subscriber of IPv6 is one network whatever the rest of the address', async () => {
  await using db = await testDb();
  const [a, b, c] = await (await checkedIn(db, ['2001:db8:1:2::1', '2001:db8:1:2:ffff::9', '2001:db8:1:3::1'])).networks();
  expect(b).toBe(a);
  expect(c).not.toBe(a);
});

test('the register tells who checked in from elsewhere than the class, and refuses nobody', async () => {
  await using db = await testDb();
  const { places, register } = await checkedIn(db, [SCHOOL, HOME, SCHOOL, SCHOOL]);
  expect(await places()).toEqual(['together', 'apart', 'together', 'together']);
  expect((await register()).map(({ status }) => status)).toEqual(Array(4).fill('present'));
  expect(JSON.stringify(await register())).not.toMatch(/network/);
});

test('what is delivered later comes from home and tells nothing of a place', async () => {
  await using db = await testDb();
  const room = await classroom(db, { students: 3 });
  for (const [index, student] of room.students.entries()) {
    const isLate = index === 2;
    const claim = await scanBy(db, await knownPhoneOf(db, student), room.session, { at: NOW, windows: isLate ? 3 : 1 });
    const call = as(db, student, isLate ? NOW + HOUR_MS : NOW, { address: isLate ? HOME : SCHOOL });
    expect(await call.checkIn.submit(claim)).toMatchObject({ outcome: 'recorded' });
  }
  const { rows } = await as(db, room.teacher).classSession.register({ classSessionId: room.session.id });
  expect(rows.map(({ place }) => place).sort()).toEqual([null, 'together', 'together'].sort());
});

test('networks are forgotten after ninety days, and claims stay', async () => {
  await using db = await testDb();
  const { networks, session, places } = await checkedIn(db, [SCHOOL, SCHOOL]);
  const received = NOW + MINUTE_MS;
  await purgeExpired(testServices(db, { now: received + 90 * DAY_MS }));
  expect(await networks()).not.toContain(null);
  await purgeExpired(testServices(db, { now: received + 90 * DAY_MS + 1 }));
  expect(await networks()).toEqual([null, null]);
  expect(await claimsOf(db, session.id)).toHaveLength(2);
  expect(await places()).toEqual([null, null]);
});
