/** Today, as a student sees it: own class sessions and marks, the next one, and the standing that held registers give. */
import { expect, test } from 'vitest';
import type { Database } from '#db/client';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#domain/duration';
import type { Status } from '#domain/register/attendance';
import { settleDueSessions } from '#server/services/register/register-settling';
import { testServices } from '../helpers/api';
import { action, as, classroom } from '../helpers/classroom';
import { testDb } from '../helpers/db';
import { classSession, NOW, settings, user } from '../helpers/factories';
import { claimBy, knownPhoneOf, phoneOf, scanBy, wrongCodeAt } from '../helpers/phone';

const ENDS = NOW + HOUR_MS;

test('today has own class sessions in order, and says where one can check in', async () => {
  await using db = await testDb();
  const { section, session, student } = await classroom(db, { classSession: { room: 'B12' } });
  const later = await classSession(db, { sectionId: section.id, startsAt: NOW + 2 * HOUR_MS });
  await classroom(db);
  const day = await as(db, student).timetable.today();
  expect(day).toMatchObject({ serverNow: NOW, day: '2026-09-07' });
  expect(day.classSessions).toMatchObject([
    { classSessionId: session.id, room: 'B12', state: 'open', isCheckInOpen: true, mark: null, claim: null },
    { classSessionId: later.id, state: 'scheduled', isCheckInOpen: false, mark: null, claim: null },
  ]);
});

test('an own mark and an own waiting claim are shown; another student’s are not', async () => {
  await using db = await testDb();
  const { session, student, friend } = await classroom(db, { students: 2 });
  const seen = async (who: typeof student) => (await as(db, who, NOW + 20 * MINUTE_MS).timetable.today()).classSessions[0];
  const waits = await scanBy(db, await knownPhoneOf(db, student), session, { at: NOW });
  await as(db, student, NOW + 20 * MINUTE_MS).checkIn.submit(waits);
  expect(await seen(student)).toMatchObject({ mark: null, claim: 'waiting' });
  expect(await seen(friend)).toMatchObject({ mark: null, claim: null });
  const fresh = await scanBy(db, await knownPhoneOf(db, student), session, { at: NOW + 12 * MINUTE_MS });
  await as(db, student, NOW + 12 * MINUTE_MS).checkIn.submit(fresh);
  expect(await seen(student)).toMatchObject({ mark: 'late', claim: null });
});

test('a refused claim is shown until another says something else', async () => {
  await using db = await testDb();
  const { session, student } = await classroom(db);
  const phone = await phoneOf(db, student);
  const wrong = await claimBy(phone, session.id, { code: await wrongCodeAt(db, session, NOW) });
  await as(db, student).checkIn.submit(wrong);
  expect((await as(db, student).timetable.today()).classSessions).toMatchObject([{ claim: 'refused' }]);
  await as(db, student, NOW + 1).checkIn.submit(await scanBy(db, phone, session, { at: NOW }));
  expect((await as(db, student, NOW + 1).timetable.today()).classSessions).toMatchObject([{ mark: 'present', claim: null }]);
});

test('a claim that waits is shown as waiting whatever comes after it', async () => {
  await using db = await testDb();
  const { session, student } = await classroom(db);
  const phone = await knownPhoneOf(db, student);
  const at = NOW + 20 * MINUTE_MS;
  await as(db, student, at).checkIn.submit(await scanBy(db, phone, session, { at: NOW }));
  const wrong = await claimBy(phone, session.id, { code: await wrongCodeAt(db, session, at) });
  await as(db, student, at + 1).checkIn.submit(wrong);
  expect((await as(db, student, at).timetable.today()).classSessions).toMatchObject([{ claim: 'waiting' }]);
});

test.for([
  ['tomorrow', DAY_MS, true],
  ['after the longest holidays', 21 * DAY_MS, true],
  ['next term', 22 * DAY_MS, false],
] as const)('the next class session is looked for %s', async ([, after, isFound]) => {
  await using db = await testDb();
  const { section, student } = await classroom(db);
  const next = await classSession(db, { sectionId: section.id, startsAt: NOW + after });
  const day = await as(db, student).timetable.today();
  expect(day.next?.classSessionId ?? null).toBe(isFound ? next.id : null);
});

/** A held class session on each day before today, with a mark each. */
async function held(db: Database, room: Awaited<ReturnType<typeof classroom>>, statuses: Status[]) {
  for (const [index, status] of statuses.entries()) {
    const startsAt = NOW - (index + 1) * DAY_MS;
    const { id } = await classSession(db, { sectionId: room.section.id, startsAt });
    const mark = { ...action(startsAt), classSessionId: id, studentId: room.student.id, status, version: 0 };
    await as(db, room.teacher, startsAt).attendance.mark(mark);
    await settleDueSessions(testServices(db, { now: startsAt + HOUR_MS }));
  }
}

test('a standing counts held class sessions only: not those to come, running, cancelled or not taken', async () => {
  await using db = await testDb();
  const room = await classroom(db);
  await held(db, room, ['present', 'present', 'late', 'absent', 'excused']);
  const sectionId = room.section.id;
  await classSession(db, { sectionId, startsAt: NOW + DAY_MS });
  await classSession(db, { sectionId, startsAt: NOW - 20 * DAY_MS, state: 'cancelled' });
  await classSession(db, { sectionId, startsAt: NOW - 21 * DAY_MS });
  await settleDueSessions(testServices(db));
  const { standing } = await as(db, room.student).timetable.today();
  expect(standing).toMatchObject({
    ...{ earned: 300, possible: 400, percent: 75, isBelow: true, threshold: 800 },
    tally: { present: 2, late: 1, absent: 1, excused: 1 },
    sections: [{ sectionId, percent: 75 }],
  });
  const ahead = { remaining: 1, mayMiss: 0, best: 80, isOutOfReach: false };
  const outlook = await as(db, room.student).attendance.outlook();
  expect(outlook).toMatchObject({ ...ahead, threshold: 800, sections: [{ sectionId, ...ahead }] });
});

test('the standing follows the school’s settings, without a mark being touched', async () => {
  await using db = await testDb();
  const room = await classroom(db);
  await held(db, room, ['present', 'late', 'absent', 'excused']);
  const percentWith = async (given: Parameters<typeof settings>[1]) => {
    await settings(db, given);
    return (await as(db, room.student).timetable.today()).standing.percent;
  };
  expect(await percentWith({})).toBe(66.7);
  expect(await percentWith({ lateCredit: 50 })).toBe(50);
  expect(await percentWith({ excusedCounts: 'present' })).toBe(75);
  expect(await percentWith({ excusedCounts: 'absent' })).toBe(50);
});

test('a correction of a mark and a reopened register change the standing at once', async () => {
  await using db = await testDb();
  const room = await classroom(db);
  await held(db, room, ['absent']);
  const startsAt = NOW - DAY_MS;
  const percent = async () => (await as(db, room.student).timetable.today()).standing.percent;
  expect(await percent()).toBe(0);
  const { rows } = await db.$client.execute({ sql: 'select id from class_sessions where starts_at = ?', args: [startsAt] });
  const ids = { classSessionId: Number(rows[0]?.id), studentId: room.student.id };
  const mark = { ...action(), ...ids, status: 'present' as const, version: 1, reason: 'Sat at the back' };
  await as(db, room.teacher).attendance.mark(mark);
  expect(await percent()).toBe(100);
  await as(db, room.teacher).classSession.close({ ...action(), classSessionId: room.session.id });
  await as(db, room.teacher, ENDS).classSession.reopen({ ...ids, reason: 'To look' });
  expect(await percent()).toBe(0);
});

test('a student without a class has an empty day and no data', async () => {
  await using db = await testDb();
  await classroom(db);
  const day = await as(db, await user(db)).timetable.today();
  expect(day).toMatchObject({ classSessions: [], next: null, standing: { percent: null, isBelow: false, sections: [] } });
});
