/** What staff did with no network and is delivered hours later: it counts as of when it was done, in the order in which it was done. */
import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import type { Database } from '#db/client';
import { classSessions, loginSessions, sightings } from '#db/schema';
import { HOUR_MS, MINUTE_MS } from '#domain/duration';
import type { Status } from '#domain/register/attendance';
import { systemReason } from '#domain/register/reason';
import { createLoginSession, noteSighting } from '#server/auth/login-session';
import { settleDueSessions } from '#server/services/register/register-settling';
import { browser, refusalOf, testServices } from '../helpers/api';
import { action, as, auditOf, claimsOf, classroom, eventsOf, markOf, marksOf } from '../helpers/classroom';
import { testDb } from '../helpers/db';
import { NOW, user } from '../helpers/factories';
import { knownPhoneOf, newPhone, scanBy } from '../helpers/phone';

const LATER = NOW + 5 * HOUR_MS;
const minute = (count: number) => NOW + count * MINUTE_MS;

type Room = Awaited<ReturnType<typeof classroom>>;

/** The teacher's phone, whose calls arrive at `now`. */
function phoneOfStaff(db: Database, { teacher, session, student }: Room, now = LATER) {
  const { classSession, attendance } = as(db, teacher, now);
  const call = (at: number) => ({ ...action(at), classSessionId: session.id });
  const input = (at: number, status: Status | null, more = {}) => ({
    ...{ ...call(at), studentId: student.id, status, version: 0 },
    ...more,
  });
  return { call, classSession, attendance, input };
}

const lines = async (db: Database, id: number) => (await marksOf(db, id)).map(({ status, source }) => `${status} ${source}`);

test('marks made on top of one another with no answer between them are all taken, in their order', async () => {
  await using db = await testDb();
  const room = await classroom(db);
  const { attendance, input } = phoneOfStaff(db, room, minute(20));
  const first = input(minute(1), 'absent');
  const second = input(minute(2), 'late', { after: first.id });
  const third = input(minute(3), 'present', { after: second.id });
  for (const [index, mark] of [first, second, third].entries())
    expect(await attendance.mark(mark)).toMatchObject({ outcome: 'recorded', version: index + 1 });
  expect((await eventsOf(db, room.session.id)).map(({ toStatus }) => toStatus)).toEqual(['absent', 'late', 'present']);
  expect(await attendance.mark(second)).toMatchObject({ outcome: 'recorded', status: 'late', version: 2 });
  expect(await lines(db, room.session.id)).toEqual(['present teacher']);
});

test('a colleague’s mark between two of one’s own stands, and both are told who set it and when', async () => {
  await using db = await testDb();
  const room = await classroom(db);
  const { attendance, input } = phoneOfStaff(db, room, minute(20));
  const ids = { classSessionId: room.session.id, studentId: room.student.id };
  await as(db, room.assistant, minute(10)).attendance.mark({ ...action(), ...ids, status: 'present', version: 0 });
  const first = input(minute(12), 'absent');
  const second = input(minute(13), 'late', { after: first.id });
  const theirs = { status: 'present', version: 1, changedBy: room.assistant.name, changedAt: minute(10) };
  for (const mark of [first, second]) expect(await attendance.mark(mark)).toEqual({ outcome: 'conflict', ...theirs });
});

test('nobody passes off a colleague’s mark as the one before their own', async () => {
  await using db = await testDb();
  const room = await classroom(db);
  const { attendance, input } = phoneOfStaff(db, room, minute(20));
  const first = input(minute(1), 'absent');
  await attendance.mark(first);
  const ids = { classSessionId: room.session.id, studentId: room.student.id };
  const stolen = { ...action(minute(2)), ...ids, status: 'present' as const, version: 0, after: first.id };
  expect(await as(db, room.assistant, minute(21)).attendance.mark(stolen)).toMatchObject({ outcome: 'conflict' });
});

test('many marks follow one’s own earlier ones, each by itself', async () => {
  await using db = await testDb();
  const room = await classroom(db, { students: 2 });
  const { attendance, input, call } = phoneOfStaff(db, room, minute(20));
  const first = input(minute(1), 'absent');
  await attendance.mark(first);
  const marks = [
    { studentId: room.student.id, status: 'present' as const, version: 0, after: first.id },
    { studentId: room.friend.id, status: 'present' as const, version: 0 },
  ];
  const answers = await attendance.markMany({ ...call(minute(2)), marks });
  expect(answers.map(({ outcome }) => outcome)).toEqual(['recorded', 'recorded']);
});

test('a mark of class time that arrives after the register was closed is taken, and its event says that it came later', async () => {
  await using db = await testDb();
  const room = await classroom(db);
  await settleDueSessions(testServices(db, { now: minute(60) }));
  const { attendance, input } = phoneOfStaff(db, room);
  expect((await refusalOf(attendance.mark(input(minute(61), 'present')))).code).toBe('invalid');
  expect(await attendance.mark(input(minute(30), 'present'))).toMatchObject({ outcome: 'recorded' });
  expect((await eventsOf(db, room.session.id)).map(({ toStatus, reason }) => [toStatus, reason])).toEqual([
    ['absent', null],
    ['present', systemReason('sent-later')],
  ]);
});

test('a register that only time closed was taken after all when a mark of its class arrives', async () => {
  await using db = await testDb();
  const room = await classroom(db, { students: 3, open: false });
  await settleDueSessions(testServices(db, { now: minute(60) }));
  const { attendance, input } = phoneOfStaff(db, room);
  expect((await refusalOf(attendance.mark(input(minute(60), 'present')))).code).toBe('conflict');
  expect(await attendance.mark(input(minute(5), 'present'))).toMatchObject({ outcome: 'recorded' });
  expect(await attendance.mark({ ...input(minute(6), 'late'), studentId: room.friend.id })).toMatchObject({
    outcome: 'recorded',
  });
  expect(await lines(db, room.session.id)).toEqual(['present teacher', 'late teacher', 'absent auto']);
  const [stored] = await db.select().from(classSessions).where(eq(classSessions.id, room.session.id));
  expect(stored).toMatchObject({ state: 'closed', isHeld: true, closedAt: minute(60) });
});

test('check-in that was ended with no network ended when it was ended', async () => {
  await using db = await testDb();
  const room = await classroom(db, { open: false });
  const { classSession, call } = phoneOfStaff(db, room);
  await classSession.open(call(NOW));
  expect(await classSession.endCheckIn(call(minute(8)))).toEqual({ checkInClosesAt: minute(8) });
});

test.for([
  ['staff first', true],
  ['the student first', false],
] as const)('a scan made in check-in time that was added with no network counts, %s', async ([, isStaffFirst]) => {
  await using db = await testDb();
  const room = await classroom(db, { open: false });
  const { classSession, call } = phoneOfStaff(db, room);
  const claim = await scanBy(db, await knownPhoneOf(db, room.student), room.session, { at: minute(17), windows: 3 });
  const deliver = () => as(db, room.student, LATER).checkIn.submit(claim);
  if (!isStaffFirst) await deliver();
  await classSession.open(call(NOW));
  await classSession.extend({ ...call(minute(14)), minutes: 5 });
  await classSession.close(call(minute(50)));
  if (isStaffFirst) await deliver();
  expect(await deliver()).toMatchObject({ outcome: 'recorded', status: 'late', source: 'offline' });
  expect(await lines(db, room.session.id)).toEqual(['late offline']);
});

test('an extension that arrives after the register was closed by time lets in the scans that were refused for their time', async () => {
  await using db = await testDb();
  const room = await classroom(db, { students: 2 });
  const known = await knownPhoneOf(db, room.student);
  const claim = await scanBy(db, known, room.session, { at: minute(17), windows: 3 });
  const foreign = await scanBy(db, await newPhone(), room.session, { at: minute(17), windows: 3 });
  const refused = { outcome: 'refused', reason: 'outside-window' };
  for (const [owner, one] of [
    [room.student, claim],
    [room.friend, foreign],
  ] as const)
    expect(await as(db, owner, minute(18)).checkIn.submit(one)).toEqual(refused);
  await settleDueSessions(testServices(db, { now: minute(60) }));
  const { classSession, call } = phoneOfStaff(db, room);
  const extended = await classSession.extend({ ...call(minute(14)), minutes: 5 });
  expect(extended).toEqual({ checkInClosesAt: minute(20) });
  expect((await claimsOf(db, room.session.id)).map(({ verdict }) => verdict)).toEqual(['accepted', 'refused']);
  expect(await lines(db, room.session.id)).toEqual(['late offline', 'absent auto']);
  expect((await refusalOf(classSession.extend({ ...call(minute(61)), minutes: 5 }))).code).toBe('conflict');
});

test('a check-in that was recorded before staff were heard gives way to what they decided before it', async () => {
  await using db = await testDb();
  const room = await classroom(db);
  const claim = await scanBy(db, await knownPhoneOf(db, room.student), room.session, { at: minute(5), windows: 3 });
  await as(db, room.student, minute(5)).checkIn.submit(claim);
  const { attendance, input } = phoneOfStaff(db, room);
  expect(await attendance.mark(input(minute(4), 'excused'))).toMatchObject({ outcome: 'recorded', version: 2 });
  const ids = { classSessionId: room.session.id, studentId: room.student.id };
  expect(await markOf(db, ids)).toMatchObject({ status: 'excused', source: 'teacher' });
});

test('a badge scanned in class that arrives after the register was closed counts as of the scan', async () => {
  await using db = await testDb();
  const room = await classroom(db);
  const [card] = await as(db, await user(db, { role: 'admin' })).badge.issueCards({ studentIds: [room.student.id] });
  await settleDueSessions(testServices(db, { now: minute(60) }));
  const { attendance, call } = phoneOfStaff(db, room);
  const scan = (at: number) => attendance.scanBadge({ ...call(at), badge: String(card?.badge) });
  expect((await refusalOf(scan(minute(60)))).code).toBe('conflict');
  expect(await scan(minute(5))).toMatchObject({ outcome: 'recorded', status: 'present' });
  expect(await lines(db, room.session.id)).toEqual(['present badge']);
});

test('a head count on its way for hours does not replace one that was made after it', async () => {
  await using db = await testDb();
  const room = await classroom(db);
  const { classSession, call } = phoneOfStaff(db, room);
  const theirs = { ...action(minute(9)), classSessionId: room.session.id, headCount: 21 };
  await as(db, room.assistant, minute(9)).classSession.setHeadCount(theirs);
  expect(await classSession.setHeadCount({ ...call(minute(8)), headCount: 20 })).toEqual({ outcome: 'kept', headCount: 21 });
  expect(await classSession.setHeadCount({ ...call(minute(10)), headCount: 22 })).toEqual({ outcome: 'recorded', headCount: 22 });
  const counts = (await auditOf(db, room.session.id)).filter((entry) => entry.action === 'head-count.set');
  expect(counts.map(({ detail }) => detail)).toEqual([
    { from: null, to: 21, countedAt: minute(9) },
    { from: 21, to: 22, countedAt: minute(10) },
  ]);
});

/** A register that time has closed, of a school day whose teacher may be online meanwhile: `seen` after so many minutes. */
async function closedRoom(db: Database) {
  const room = await classroom(db);
  const phone = phoneOfStaff(db, room);
  await settleDueSessions(testServices(db, { now: minute(60) }));
  const { id: userId } = room.teacher;
  const seen = (after: number, loginSessionId = `login-session-of-${userId}`) =>
    db.insert(sightings).values({ userId, loginSessionId, seenAt: minute(after) });
  return { ...room, ...phone, seen };
}

/** This test's sign-in began before the class. */
async function signedInBefore(db: Database, userId: number) {
  const signIn = { id: `login-session-of-${userId}`, userId, expiresAt: NOW, createdAt: NOW - HOUR_MS, lastSeenAt: NOW };
  await db.insert(loginSessions).values({ ...signIn, userAgent: '', address: '' });
}

test('a change of a closed register by somebody who was online since takes a reason, whatever time their device tells', async () => {
  await using db = await testDb();
  const { session, attendance, input, call, seen, student } = await closedRoom(db);
  await seen(90);
  const asksWhy = { code: 'invalid', fieldErrors: { reason: ['Say why the mark changes.'] } };
  expect(await refusalOf(attendance.mark(input(minute(30), 'present')))).toMatchObject(asksWhy);
  const marks = [{ studentId: student.id, status: 'present' as const, version: 0 }];
  expect(await refusalOf(attendance.markMany({ ...call(minute(30)), marks }))).toMatchObject(asksWhy);
  expect(await lines(db, session.id)).toEqual(['absent auto']);
  const explained = input(minute(30), 'present', { version: 1, reason: 'I saw her come in' });
  expect(await attendance.mark(explained)).toMatchObject({ outcome: 'recorded' });
  expect((await eventsOf(db, session.id)).at(-1)?.reason).toBe('I saw her come in');
});

test('a badge, its undoing and more check-in time of a closed register are refused to somebody who was online since', async () => {
  await using db = await testDb();
  const { classSession, attendance, call, student, seen } = await closedRoom(db);
  const [card] = await as(db, await user(db, { role: 'admin' })).badge.issueCards({ studentIds: [student.id] });
  const scan = { ...call(minute(5)), badge: String(card?.badge) };
  expect(await attendance.scanBadge(scan)).toMatchObject({ outcome: 'recorded' });
  await seen(90);
  const attempts = [
    attendance.scanBadge({ ...scan, ...action(minute(5)) }),
    attendance.undoScan({ ...call(minute(6)), scanId: scan.id }),
    classSession.extend({ ...call(minute(14)), minutes: 5 }),
    classSession.endCheckIn(call(minute(5))),
  ];
  for (const attempt of attempts) expect((await refusalOf(attempt)).code).toBe('conflict');
});

test('a register that nobody took is not taken after all by somebody who was online since', async () => {
  await using db = await testDb();
  const room = await classroom(db, { open: false });
  await settleDueSessions(testServices(db, { now: minute(60) }));
  await db.insert(sightings).values({ userId: room.teacher.id, loginSessionId: 'any', seenAt: minute(90) });
  const { attendance, input } = phoneOfStaff(db, room);
  for (const reason of [undefined, 'I forgot'])
    expect((await refusalOf(attendance.mark(input(minute(5), 'present', { reason })))).code).toBe('conflict');
});

test.for([
  ['before it happened', 29],
  ['as it happened', 31],
  ['two minutes after', 32],
  ['to deliver it', 299],
] as const)('whoever was online only %s could not tell of it sooner', async ([, after]) => {
  await using db = await testDb();
  const { attendance, input, seen } = await closedRoom(db);
  await seen(after);
  expect(await attendance.mark(input(minute(30), 'present'))).toMatchObject({ outcome: 'recorded' });
});

test('another sign-in that was online says nothing of a phone that was not, unless the phone signed in since', async () => {
  await using db = await testDb();
  const { teacher, friend, attendance, input, seen } = await closedRoom(db);
  await seen(90, 'the staff room');
  expect((await refusalOf(attendance.mark(input(minute(30), 'present')))).code).toBe('invalid');
  await signedInBefore(db, teacher.id);
  expect(await attendance.mark(input(minute(30), 'present'))).toMatchObject({ outcome: 'recorded' });
  await db.insert(sightings).values({ userId: friend.id, loginSessionId: 'theirs', seenAt: minute(90) });
  expect(await attendance.mark(input(minute(31), 'late', { version: 1 }))).toMatchObject({ outcome: 'conflict' });
});

test('closing, going on in the browser and marking as of before is seen by the server itself', async () => {
  await using db = await testDb();
  const room = await classroom(db);
  let now = NOW;
  const laptop = browser(db, { now: () => now });
  await createLoginSession((await laptop.request()).ctx, room.teacher.id);
  const request = async () => {
    const made = await laptop.request();
    await noteSighting(made.ctx);
    return made.call;
  };
  now = minute(20);
  await (await request()).classSession.close({ ...action(now), classSessionId: room.session.id });
  now = minute(25);
  const mark = { ...action(minute(10)), classSessionId: room.session.id, studentId: room.student.id, version: 0 };
  expect((await refusalOf((await request()).attendance.mark({ ...mark, status: 'present' }))).code).toBe('invalid');
  expect(await lines(db, room.session.id)).toEqual(['absent auto']);
});
