/** Registers that close and lock by themselves: who is made absent, who is not, and that running again changes nothing. */
import { asc, eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import type { Database } from '#db/client';
import { classSessions, corrections } from '#db/schema';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#domain/duration';
import { HISTORY_JOBS, JOBS, runDueJobs } from '#server/jobs/jobs';
import { lockRegisters, settleDueSessions } from '#server/services/register/register-settling';
import { testServices } from '../helpers/api';
import { action, as, type Classroom, claimsOf, classroom, eventsOf, markOf, marksOf } from '../helpers/classroom';
import { testDb } from '../helpers/db';
import { classSession, enrolment, NOW, openClassSession, section, settings, user } from '../helpers/factories';
import { knownPhoneOf, scanBy } from '../helpers/phone';

const ENDS = NOW + HOUR_MS;
const LOCKS = ENDS + 7 * DAY_MS;
const settle = (db: Database, now = ENDS) => settleDueSessions(testServices(db, { now }));
const lock = (db: Database, now = LOCKS) => lockRegisters(testServices(db, { now }));

async function stored(db: Database, id: number) {
  const [row] = await db.select().from(classSessions).where(eq(classSessions.id, id));
  return row;
}

/** A scan of the class’s student that waits for staff. */
async function waitingScan(
  db: Database,
  { student, session }: Pick<Classroom, 'student' | 'session'>,
  now = NOW + 30 * MINUTE_MS,
) {
  const claim = await scanBy(db, await knownPhoneOf(db, student), session, { at: NOW + 12 * MINUTE_MS });
  await as(db, student, now).checkIn.submit(claim);
  return claim;
}

test('an opened register closes as class ends: the unmarked are absent', async () => {
  await using db = await testDb();
  const { session, student, friend } = await classroom(db, { students: 2 });
  const scan = await scanBy(db, await knownPhoneOf(db, student), session, { at: NOW + MINUTE_MS });
  await as(db, student, NOW + MINUTE_MS).checkIn.submit(scan);
  expect(await settle(db, ENDS - 1)).toBe(0);
  expect(await settle(db)).toBe(1);
  expect(await stored(db, session.id)).toMatchObject({ state: 'closed', closedAt: ENDS, closedById: null, isHeld: true });
  expect(await marksOf(db, session.id)).toMatchObject([
    { studentId: student.id, status: 'present', source: 'qr', version: 1 },
    { studentId: friend.id, status: 'absent', source: 'auto', version: 1, actorId: null },
  ]);
  expect((await eventsOf(db, session.id)).at(-1)).toMatchObject({
    actorId: null,
    actorName: 'Muster',
    actorRole: 'system',
    at: ENDS,
  });
});

test('a register settled later is closed as of its end', async () => {
  await using db = await testDb();
  const { session } = await classroom(db);
  await settle(db, ENDS + 3 * DAY_MS);
  expect(await stored(db, session.id)).toMatchObject({ state: 'closed', closedAt: ENDS });
});

test('settling again, or many at once, changes nothing more', async () => {
  await using db = await testDb();
  const { session } = await classroom(db, { students: 10 });
  const counts = await Promise.all(Array.from({ length: 6 }, () => settle(db)));
  expect(counts.sort()).toEqual([0, 0, 0, 0, 0, 1]);
  await settle(db, ENDS + HOUR_MS);
  expect(await eventsOf(db, session.id)).toHaveLength(10);
});

test('a register that nobody opened or marked is not taken: nobody is absent, and it counts nowhere', async () => {
  await using db = await testDb();
  const { session, student, teacher } = await classroom(db, { open: false });
  expect(await settle(db)).toBe(1);
  expect(await stored(db, session.id)).toMatchObject({ state: 'closed', isHeld: false, openedAt: null });
  expect(await marksOf(db, session.id)).toEqual([]);
  expect((await as(db, student, ENDS).timetable.today()).standing).toMatchObject({ possible: 0, percent: null });
  const { notTaken } = await as(db, teacher, ENDS).classSession.today();
  expect(notTaken).toMatchObject([{ classSessionId: session.id, isNotTaken: true }]);
});

test('a register that was marked but never opened was taken', async () => {
  await using db = await testDb();
  const { session, teacher, student, friend } = await classroom(db, { students: 2, open: false });
  const mark = { classSessionId: session.id, studentId: student.id, status: 'present' as const, version: 0 };
  await as(db, teacher).attendance.mark({ ...action(), ...mark });
  await settle(db);
  expect(await stored(db, session.id)).toMatchObject({ isHeld: true });
  expect(await markOf(db, { classSessionId: session.id, studentId: friend.id })).toMatchObject({
    status: 'absent',
    source: 'auto',
  });
});

test('marks that were all taken back are no marks: the register is not taken', async () => {
  await using db = await testDb();
  const { session, teacher, student } = await classroom(db, { open: false });
  const ids = { classSessionId: session.id, studentId: student.id };
  await as(db, teacher).attendance.mark({ ...action(), ...ids, status: 'present', version: 0 });
  await as(db, teacher).attendance.mark({ ...action(), ...ids, status: null, version: 1 });
  await settle(db);
  expect(await stored(db, session.id)).toMatchObject({ isHeld: false });
  expect(await markOf(db, ids)).toMatchObject({ status: null });
});

test('what is cancelled is left alone', async () => {
  await using db = await testDb();
  const { session } = await classroom(db, { open: false, classSession: { state: 'cancelled' } });
  expect(await settle(db, ENDS + DAY_MS)).toBe(0);
  expect(await stored(db, session.id)).toMatchObject({ state: 'cancelled' });
});

test('a student whose claim waits stays unmarked', async () => {
  await using db = await testDb();
  const room = await classroom(db, { students: 2 });
  await waitingScan(db, room);
  await settle(db);
  expect((await marksOf(db, room.session.id)).map(({ studentId }) => studentId)).toEqual([room.friend.id]);
});

test('a student enrolled twice is made absent once', async () => {
  await using db = await testDb();
  const { section, session, student } = await classroom(db);
  await enrolment(db, { sectionId: section.id, studentId: student.id, fromDay: '2026-09-01' });
  await settle(db);
  expect(await eventsOf(db, session.id)).toHaveLength(1);
});

test('hundreds of class sessions that end together are all settled, some at a time', async () => {
  await using db = await testDb();
  const student = await user(db);
  for (let index = 0; index < 230; index++) {
    const { sectionId } = await openClassSession(db, { sectionId: (await section(db)).id });
    await enrolment(db, { sectionId, studentId: student.id });
  }
  expect([await settle(db), await settle(db), await settle(db)]).toEqual([200, 30, 0]);
  const rows = await db.select({ state: classSessions.state, isHeld: classSessions.isHeld }).from(classSessions);
  expect(rows.every(({ state, isHeld }) => state === 'closed' && isHeld)).toBe(true);
});

test('at the lock, a claim that nobody settled becomes a correction, and its student absent', async () => {
  await using db = await testDb();
  const room = await classroom(db, { students: 2 });
  const claim = await waitingScan(db, room);
  await settle(db);
  expect(await lock(db, LOCKS - 1)).toBe(0);
  expect(await lock(db)).toBe(1);
  expect(await stored(db, room.session.id)).toMatchObject({ isLocked: true });
  const ids = { classSessionId: room.session.id, studentId: room.student.id };
  expect(await markOf(db, ids)).toMatchObject({ status: 'absent', source: 'auto' });
  expect(await db.select().from(corrections)).toMatchObject([
    { ...ids, claimId: claim.id, wantedStatus: 'late', requestedById: null, state: 'open', requestedAt: LOCKS },
  ]);
  expect(await claimsOf(db, room.session.id)).toMatchObject([{ id: claim.id, verdict: 'waiting' }]);
});

test('of several claims that nobody settled the first asks for a correction, at the lock and after it', async () => {
  await using db = await testDb();
  const room = await classroom(db);
  const first = await waitingScan(db, room);
  await waitingScan(db, room);
  await settle(db);
  await lock(db);
  await Promise.all([waitingScan(db, room, LOCKS), waitingScan(db, room, LOCKS)]);
  expect((await claimsOf(db, room.session.id)).map(({ verdict }) => verdict)).toEqual(Array(4).fill('waiting'));
  expect(await db.select().from(corrections)).toMatchObject([{ claimId: first.id, state: 'open' }]);
});

test('locking again, or many at once, changes nothing more', async () => {
  await using db = await testDb();
  const room = await classroom(db);
  await waitingScan(db, room);
  await settle(db);
  const counts = await Promise.all(Array.from({ length: 5 }, () => lock(db)));
  expect(counts.sort()).toEqual([0, 0, 0, 0, 1]);
  await lock(db, LOCKS + DAY_MS);
  expect(await db.select().from(corrections)).toHaveLength(1);
  expect(await eventsOf(db, room.session.id)).toHaveLength(1);
});

test('a register that was not taken makes nobody absent at its lock either', async () => {
  await using db = await testDb();
  const room = await classroom(db, { open: false });
  await waitingScan(db, room);
  await settle(db);
  await lock(db);
  expect(await marksOf(db, room.session.id)).toEqual([]);
  expect(await db.select().from(corrections)).toHaveLength(1);
});

test('a mark that staff set stays at the lock, whatever claim still waits', async () => {
  await using db = await testDb();
  const room = await classroom(db);
  await waitingScan(db, room);
  const ids = { classSessionId: room.session.id, studentId: room.student.id };
  await as(db, room.teacher).attendance.mark({ ...action(), ...ids, status: 'excused', version: 0 });
  await settle(db);
  await lock(db);
  expect(await markOf(db, ids)).toMatchObject({ status: 'excused', source: 'teacher' });
});

test('the lock follows the school’s setting', async () => {
  await using db = await testDb();
  await settings(db, { lockDays: 2 });
  await classroom(db);
  await settle(db);
  expect(await lock(db, ENDS + 2 * DAY_MS - 1)).toBe(0);
  expect(await lock(db, ENDS + 2 * DAY_MS)).toBe(1);
});

test('a reopened register is neither settled before its hour nor locked while open', async () => {
  await using db = await testDb();
  const { teacher, session } = await classroom(db);
  await settle(db);
  const at = LOCKS - 30 * MINUTE_MS;
  await as(db, teacher, at).classSession.reopen({ classSessionId: session.id, reason: 'A slip' });
  expect([await settle(db, LOCKS), await lock(db, LOCKS)]).toEqual([0, 0]);
  expect([await settle(db, at + HOUR_MS), await lock(db, at + HOUR_MS)]).toEqual([1, 1]);
});

test('the jobs of a process close, lock and seal by themselves', async () => {
  await using db = await testDb();
  const room = await classroom(db);
  await classSession(db, { startsAt: NOW + DAY_MS });
  for (const now of [ENDS, LOCKS])
    await runDueJobs(testServices(db, { now, policy: { isDemo: false } }), [...JOBS, ...HISTORY_JOBS]);
  expect(await stored(db, room.session.id)).toMatchObject({ state: 'closed', isHeld: true, isLocked: true });
  const sealed = await db.$client.execute("select count(*) n from seals where record = 'mark'");
  expect(sealed.rows[0]?.n).toBe(1);
  const states = await db.select({ state: classSessions.state }).from(classSessions).orderBy(asc(classSessions.startsAt));
  expect(states.map(({ state }) => state)).toEqual(['closed', 'closed']);
});
