/** Check-ins that wait for staff: every doubt a claim can raise, with its boundary. */
import { expect, test } from 'vitest';
import { classSessions, deviceSightings } from '#db/schema';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#domain/duration';
import { action, as, claimsOf, classroom, eventsOf, markOf, marksOf } from '../helpers/classroom';
import { testDb } from '../helpers/db';
import { enrolment, NOW, openClassSession, user } from '../helpers/factories';
import { knownPhoneOf, phoneOf, registerPhone, scanBy } from '../helpers/phone';

const SCAN_AT = NOW + MINUTE_MS;
const LATER = NOW + 5 * HOUR_MS;
const waiting = (...reasons: string[]) => ({ outcome: 'waiting', reasons });

test.for([1, 2])('a photo or a short look, %i of three windows, waits when it is delivered late', async (windows) => {
  await using db = await testDb();
  const { session, student } = await classroom(db);
  const claim = await scanBy(db, await knownPhoneOf(db, student), session, { at: SCAN_AT, windows });
  expect(await as(db, student, LATER).checkIn.submit(claim)).toEqual(waiting('few-windows'));
  expect(await markOf(db, { classSessionId: session.id, studentId: student.id })).toBeNull();
  expect(await claimsOf(db, session.id)).toMatchObject([{ verdict: 'waiting', status: 'present', source: 'offline' }]);
});

test.for([
  [10_000, 'recorded'],
  [10_001, 'waiting'],
] as const)('one window that arrives %i ms after its end is %s', async ([after, outcome]) => {
  await using db = await testDb();
  const { session, student } = await classroom(db);
  const claim = await scanBy(db, await knownPhoneOf(db, student), session, { at: SCAN_AT });
  expect((await as(db, student, SCAN_AT + 3_000 + after).checkIn.submit(claim)).outcome).toBe(outcome);
});

test.for([
  [DAY_MS, 'recorded'],
  [DAY_MS + 1, 'waiting'],
] as const)('three windows that arrive %i ms after their end are %s', async ([after, outcome]) => {
  await using db = await testDb();
  const { session, student } = await classroom(db);
  const claim = await scanBy(db, await knownPhoneOf(db, student), session, { at: SCAN_AT, windows: 3 });
  expect((await as(db, student, SCAN_AT + 9_000 + after).checkIn.submit(claim)).outcome).toBe(outcome);
});

test('the first claim of a device waits when it is delivered late, the next does not', async () => {
  await using db = await testDb();
  const { session, student } = await classroom(db);
  const phone = await phoneOf(db, student);
  const first = await scanBy(db, phone, session, { at: SCAN_AT, windows: 3 });
  expect(await as(db, student, LATER).checkIn.submit(first)).toEqual(waiting('new-device'));
  const second = await scanBy(db, phone, session, { at: SCAN_AT + 9_000, windows: 3 });
  expect(await as(db, student, LATER + 1).checkIn.submit(second)).toMatchObject({ outcome: 'recorded' });
});

test('a refused claim makes no device known', async () => {
  await using db = await testDb();
  const { session, student } = await classroom(db);
  const phone = await phoneOf(db, student);
  await as(db, student, SCAN_AT).checkIn.submit(await scanBy(db, phone, session, { at: LATER }));
  const claim = await scanBy(db, phone, session, { at: SCAN_AT, windows: 3 });
  expect(await as(db, student, LATER).checkIn.submit(claim)).toEqual(waiting('new-device'));
});

test.for([
  ['long before the scan', -HOUR_MS, 'recorded'],
  ['while it was scanned', 0, 'recorded'],
  ['an hour after the scan', HOUR_MS, 'waiting'],
  ['as it delivered', LATER - SCAN_AT, 'recorded'],
  ['a minute before it delivered', LATER - SCAN_AT - MINUTE_MS, 'recorded'],
] as const)('a device that was online %s has held its claim back or not: %s', async ([, after, outcome]) => {
  await using db = await testDb();
  const { session, student } = await classroom(db);
  const phone = await knownPhoneOf(db, student);
  await db.insert(deviceSightings).values({ deviceId: phone.deviceId, seenAt: SCAN_AT + after });
  const answer = await as(db, student, LATER).checkIn.submit(await scanBy(db, phone, session, { at: SCAN_AT, windows: 3 }));
  expect(answer).toMatchObject(outcome === 'waiting' ? waiting('held-back') : { outcome });
});

test('another device that was online meanwhile says nothing', async () => {
  await using db = await testDb();
  const { session, student } = await classroom(db);
  const [phone, tablet] = [await knownPhoneOf(db, student), await knownPhoneOf(db, student)];
  await db.insert(deviceSightings).values({ deviceId: tablet.deviceId, seenAt: SCAN_AT + HOUR_MS });
  const claim = await scanBy(db, phone, session, { at: SCAN_AT, windows: 3 });
  expect(await as(db, student, LATER).checkIn.submit(claim)).toMatchObject({ outcome: 'recorded' });
});

test.for([
  ['never was', null],
  ['left the day before', { fromDay: '2026-01-01', untilDay: '2026-09-06' }],
  ['joins the day after', { fromDay: '2026-09-08' }],
] as const)('a student who %s on the roll waits', async ([, days]) => {
  await using db = await testDb();
  const { section, session, teacher } = await classroom(db);
  const guest = await user(db);
  if (days) await enrolment(db, { sectionId: section.id, studentId: guest.id, ...days });
  const claim = await scanBy(db, await phoneOf(db, guest), session, { at: SCAN_AT });
  expect(await as(db, guest, SCAN_AT).checkIn.submit(claim)).toEqual(waiting('not-on-roll'));
  const { rows } = await as(db, teacher, SCAN_AT).classSession.register({ classSessionId: session.id });
  expect(rows.find(({ studentId }) => studentId === guest.id)).toMatchObject({ status: null, waiting: ['not-on-roll'] });
});

test.for([{ untilDay: '2026-09-07' }, { fromDay: '2026-09-07' }])(
  'the roll includes its first and last day: %o',
  async (days) => {
    await using db = await testDb();
    const { section, session } = await classroom(db);
    const student = await user(db);
    await enrolment(db, { sectionId: section.id, studentId: student.id, ...days });
    const claim = await scanBy(db, await phoneOf(db, student), session, { at: SCAN_AT });
    expect(await as(db, student, SCAN_AT).checkIn.submit(claim)).toMatchObject({ outcome: 'recorded' });
  },
);

test('a student accepted in another class at the same time waits', async () => {
  await using db = await testDb();
  const { session, student } = await classroom(db);
  const elsewhere = await openClassSession(db, { startsAt: NOW - 30 * MINUTE_MS });
  await enrolment(db, { sectionId: elsewhere.sectionId, studentId: student.id });
  const phone = await phoneOf(db, student);
  const first = await scanBy(db, phone, elsewhere, { at: NOW - 20 * MINUTE_MS });
  expect(await as(db, student, NOW - 20 * MINUTE_MS).checkIn.submit(first)).toMatchObject({ outcome: 'recorded' });
  const second = await scanBy(db, phone, session, { at: SCAN_AT });
  expect(await as(db, student, SCAN_AT).checkIn.submit(second)).toEqual(waiting('overlap'));
});

test('a class that ends as the next begins is not at the same time', async () => {
  await using db = await testDb();
  const { session, student } = await classroom(db);
  const before = await openClassSession(db, { startsAt: NOW - HOUR_MS });
  await enrolment(db, { sectionId: before.sectionId, studentId: student.id });
  const phone = await phoneOf(db, student);
  await as(db, student, NOW - HOUR_MS).checkIn.submit(await scanBy(db, phone, before, { at: NOW - HOUR_MS }));
  const claim = await scanBy(db, phone, session, { at: SCAN_AT });
  expect(await as(db, student, SCAN_AT).checkIn.submit(claim)).toMatchObject({ outcome: 'recorded' });
});

test('two students who use one device both wait, whoever came first', async () => {
  await using db = await testDb();
  const { teacher, session, student, friend } = await classroom(db, { students: 2 });
  const phone = await phoneOf(db, student);
  const own = await scanBy(db, phone, session, { at: SCAN_AT });
  expect(await as(db, student, SCAN_AT).checkIn.submit(own)).toMatchObject({ outcome: 'recorded' });
  await registerPhone(as(db, friend, SCAN_AT), phone);
  const lent = await scanBy(db, phone, session, { at: SCAN_AT + 6_000 });
  expect(await as(db, friend, SCAN_AT + 6_000).checkIn.submit(lent)).toEqual(waiting('shared-device'));
  expect((await claimsOf(db, session.id)).map(({ verdict, reasons }) => [verdict, ...reasons])).toEqual([
    ['waiting', 'shared-device'],
    ['waiting', 'shared-device'],
  ]);
  expect((await marksOf(db, session.id)).map(({ status }) => status)).toEqual([null]);
  expect((await eventsOf(db, session.id)).at(-1)).toMatchObject({ fromStatus: 'present', toStatus: null, actorRole: 'system' });
  expect(await as(db, student, SCAN_AT + 9_000).checkIn.submit(own)).toEqual(waiting('shared-device'));
  const { rows } = await as(db, teacher, SCAN_AT + 9_000).classSession.register({ classSessionId: session.id });
  expect(rows.map((row) => row.waiting)).toEqual([['shared-device'], ['shared-device']]);
});

test('a claim that staff have settled is not doubted again over a shared device', async () => {
  await using db = await testDb();
  const { teacher, session, student, friend } = await classroom(db, { students: 2 });
  const phone = await knownPhoneOf(db, student);
  const own = await scanBy(db, phone, session, { at: SCAN_AT });
  await as(db, student, SCAN_AT + MINUTE_MS).checkIn.submit(own);
  await as(db, teacher, SCAN_AT + MINUTE_MS).checkIn.settle({ ...action(), claimId: own.id, decision: 'accept' });
  await registerPhone(as(db, friend, SCAN_AT), phone);
  const at = SCAN_AT + 2 * MINUTE_MS;
  expect(await as(db, friend, at).checkIn.submit(await scanBy(db, phone, session, { at }))).toEqual(waiting('shared-device'));
  expect(await markOf(db, { classSessionId: session.id, studentId: student.id })).toMatchObject({ status: 'present' });
});

test('a device shared in one class session is no doubt in another', async () => {
  await using db = await testDb();
  const { section, session, student, friend } = await classroom(db, { students: 2 });
  const phone = await phoneOf(db, student);
  await as(db, student, SCAN_AT).checkIn.submit(await scanBy(db, phone, session, { at: SCAN_AT }));
  await registerPhone(as(db, friend, SCAN_AT), phone);
  await db.update(classSessions).set({ state: 'closed' });
  const next = await openClassSession(db, { sectionId: section.id, startsAt: NOW + DAY_MS });
  const claim = await scanBy(db, phone, next, { at: NOW + DAY_MS });
  expect(await as(db, friend, NOW + DAY_MS).checkIn.submit(claim)).toMatchObject({ outcome: 'recorded' });
});
