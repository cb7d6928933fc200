/** Check-ins that wait for staff: every doubt a claim can raise, with its boundary. */
import { expect, test } from 'vitest';
import type { Database } from '#db/client';
import { classSessions, loginSessions, sightings } from '#db/schema';
import type { CheckInInput } from '#domain/check-in/check-in';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#domain/duration';
import { createLoginSession, endLoginSession, noteSighting } from '#server/auth/login-session';
import { browser } from '../helpers/api';
import { action, as, claimsOf, classroom, eventsOf, markOf, marksOf } from '../helpers/classroom';
import { testDb } from '../helpers/db';
import { enrolment, NOW, openClassSession, user } from '../helpers/factories';
import { claimBy, knownPhoneOf, phoneOf, registerPhone, scanBy, tokensAt, wrongCodeAt } from '../helpers/phone';

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

/** A phone whose first claim ever came late, and waits; the same windows can be sent again. */
async function newcomer(db: Database) {
  const room = await classroom(db);
  const phone = await phoneOf(db, room.student);
  const tokens = await tokensAt(db, room.session, SCAN_AT, 3);
  const first = await claimBy(phone, room.session.id, { tokens });
  const submit = (claim: CheckInInput, at = LATER) => as(db, room.student, at).checkIn.submit(claim);
  expect(await submit(first)).toEqual(waiting('new-device'));
  const settle = (decision: 'accept' | 'decline') =>
    as(db, room.teacher, LATER + 1).checkIn.settle({ ...action(), claimId: first.id, decision });
  /** A late claim at another class of the student's, the day after. */
  const tomorrow = async () => {
    await db.update(classSessions).set({ state: 'closed' });
    const at = NOW + DAY_MS;
    const next = await openClassSession(db, { sectionId: room.section.id, startsAt: at });
    return submit(await scanBy(db, phone, next, { at, windows: 3 }), at + HOUR_MS);
  };
  return { ...room, phone, tokens, first, submit, settle, tomorrow };
}

test('the same windows sent again under a new claim id wait as the first time', async () => {
  await using db = await testDb();
  const { session, phone, tokens, first, submit } = await newcomer(db);
  for (const after of [1, 2, HOUR_MS])
    expect(await submit(await claimBy(phone, session.id, { tokens }), LATER + after)).toEqual(waiting('new-device'));
  expect(await submit(await scanBy(db, phone, session, { at: SCAN_AT + 9_000, windows: 3 }), LATER + 1)).toEqual(
    waiting('new-device'),
  );
  expect(await marksOf(db, session.id)).toEqual([]);
  expect((await claimsOf(db, session.id))[0]).toMatchObject({ id: first.id, verdict: 'waiting' });
});

test('a claim accepted in the same class session makes no device known, one at another does', async () => {
  await using db = await testDb();
  const { session, phone, student, tomorrow } = await newcomer(db);
  await as(db, student, SCAN_AT).checkIn.submit(await scanBy(db, phone, session, { at: SCAN_AT }));
  const late = await scanBy(db, phone, session, { at: SCAN_AT + 9_000, windows: 3 });
  expect(await as(db, student, LATER).checkIn.submit(late)).toEqual(waiting('new-device'));
  expect(await tomorrow()).toMatchObject({ outcome: 'recorded', source: 'offline' });
});

test.for([
  ['accepted', 'accept', { outcome: 'recorded' }],
  ['declined', 'decline', waiting('new-device')],
  ['accepted and then took back', 'take back', waiting('new-device')],
] as const)('a device whose claim staff %s is known from then on, or is not', async ([, decision, outcome]) => {
  await using db = await testDb();
  const { teacher, first, settle, tomorrow } = await newcomer(db);
  await settle(decision === 'decline' ? 'decline' : 'accept');
  if (decision === 'take back') await as(db, teacher, LATER + 2).checkIn.unsettle({ ...action(LATER + 2), claimId: first.id });
  expect(await tomorrow()).toMatchObject(outcome);
});

test('a refused claim makes no device known', async () => {
  await using db = await testDb();
  const { session, student } = await classroom(db);
  const phone = await phoneOf(db, student);
  await as(db, student, SCAN_AT).checkIn.submit(await scanBy(db, phone, session, { at: LATER }));
  const claim = await scanBy(db, phone, session, { at: SCAN_AT, windows: 3 });
  expect(await as(db, student, LATER).checkIn.submit(claim)).toEqual(waiting('new-device'));
});

/** A student of a class whose scan is delivered hours later, by a phone that is known. */
async function latecomer(db: Database) {
  const room = await classroom(db);
  const phone = await knownPhoneOf(db, room.student);
  const deliver = async () =>
    as(db, room.student, LATER).checkIn.submit(await scanBy(db, phone, room.session, { at: SCAN_AT, windows: 3 }));
  const seen = (after: number) =>
    db.insert(sightings).values({ userId: room.student.id, loginSessionId: 'one that ended', seenAt: SCAN_AT + after });
  return { ...room, phone, deliver, seen };
}

test.for([
  ['long before the scan', -HOUR_MS, 'recorded'],
  ['while it was scanned', 0, 'recorded'],
  ['two minutes after its last window', 9_000 + 2 * MINUTE_MS, 'recorded'],
  ['a moment later', 9_000 + 2 * MINUTE_MS + 1, 'waiting'],
  ['an hour after the scan', HOUR_MS, 'waiting'],
  ['as it delivered', LATER - SCAN_AT, 'recorded'],
  ['two minutes before it delivered', LATER - SCAN_AT - 2 * MINUTE_MS, 'recorded'],
  ['a moment sooner', LATER - SCAN_AT - 2 * MINUTE_MS - 1, 'waiting'],
] as const)('a student who was online %s has held a claim back or not: %s', async ([, after, outcome]) => {
  await using db = await testDb();
  const { deliver, seen } = await latecomer(db);
  await seen(after);
  expect(await deliver()).toMatchObject(outcome === 'waiting' ? waiting('held-back') : { outcome });
});

test.for([
  [4 * MINUTE_MS, 'recorded'],
  [4 * MINUTE_MS + 2, 'waiting'],
] as const)(
  'a delivery %i ms after the scan leaves time to have been online in between, or none: %s',
  async ([after, outcome]) => {
    await using db = await testDb();
    const { student, phone, session, seen } = await latecomer(db);
    await seen(9_000 + 2 * MINUTE_MS + 1);
    const claim = await scanBy(db, phone, session, { at: SCAN_AT, windows: 3 });
    expect((await as(db, student, SCAN_AT + 9_000 + after).checkIn.submit(claim)).outcome).toBe(outcome);
  },
);

test('another student who was online meanwhile says nothing', async () => {
  await using db = await testDb();
  const { deliver } = await latecomer(db);
  await db.insert(sightings).values({ userId: (await user(db)).id, loginSessionId: 'theirs', seenAt: SCAN_AT + HOUR_MS });
  expect(await deliver()).toMatchObject({ outcome: 'recorded' });
});

test('whoever delivers something else meanwhile was online', async () => {
  await using db = await testDb();
  const { student, deliver } = await latecomer(db);
  const other = await openClassSession(db);
  const code = await wrongCodeAt(db, other, SCAN_AT + HOUR_MS);
  await as(db, student, SCAN_AT + HOUR_MS).checkIn.submit(await claimBy(await phoneOf(db, student), other.id, { code }));
  expect(await deliver()).toEqual(waiting('held-back'));
});

test.for([
  'on another device',
  'signing in anew and out again',
  'two minutes after signing in',
  'in a browser just used',
] as const)('a student who goes online %s meanwhile has held the claim back', async (how) => {
  await using db = await testDb();
  const { student, deliver } = await latecomer(db);
  let now = how === 'in a browser just used' ? SCAN_AT - MINUTE_MS : SCAN_AT + HOUR_MS;
  const laptop = browser(db, { now: () => now });
  await createLoginSession((await laptop.request()).ctx, student.id);
  if (how === 'on another device')
    await db.update(loginSessions).set({ deviceId: (await phoneOf(db, student)).deviceId, lastSeenAt: SCAN_AT });
  now = how === 'in a browser just used' ? SCAN_AT + 3 * MINUTE_MS : now + 2 * MINUTE_MS;
  await noteSighting((await laptop.request()).ctx);
  if (how === 'signing in anew and out again') await endLoginSession((await laptop.request()).ctx);
  expect(await deliver()).toEqual(waiting('held-back'));
});

test('a page opened to deliver, and the delivery itself, are no evidence against it', async () => {
  await using db = await testDb();
  const { student, deliver } = await latecomer(db);
  let now = LATER - MINUTE_MS;
  const phone = browser(db, { now: () => now });
  await createLoginSession((await phone.request()).ctx, student.id);
  now = LATER;
  await noteSighting((await phone.request()).ctx);
  expect(await deliver()).toMatchObject({ outcome: 'recorded' });
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
