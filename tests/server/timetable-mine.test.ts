/** Own timetables: whose class sessions they hold, which days, and what is said of each. */
import { expect, test } from 'vitest';
import type { Database } from '#db/client';
import { sectionStaff } from '#db/schema';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#domain/duration';
import { dayAt } from '#domain/time';
import { api, refusalOf } from '../helpers/api';
import { testDb } from '../helpers/db';
import { classSession, course, enrolment, NOW, openClassSession, section, settings, staffing, user } from '../helpers/factories';
import { at, claim, enrolledStudent, mark, type TestPerson } from '../helpers/own-attendance';
import { planSteps } from '../helpers/query-plan';

const TODAY = '2026-09-07';
const WEEK = { from: '2026-09-07', until: '2026-09-13' };

async function daysSeenBy(db: Database, actor: TestPerson, range = WEEK) {
  const { entries } = await api(db, { actor }).call.timetable.mine(range);
  return entries.map(({ day }) => day);
}

test('a student sees the class sessions of own sections, in order of time, with nothing of anybody else', async () => {
  await using db = await testDb();
  const { student, sectionId } = await enrolledStudent(db);
  const other = await enrolledStudent(db);
  const late = await openClassSession(db, { sectionId, startsAt: NOW + 3 * HOUR_MS });
  const early = await openClassSession(db, { sectionId: (await enrolledAlso(db, student)).id, startsAt: NOW, room: 'Lab 2' });
  await openClassSession(db, { sectionId: other.sectionId });
  await enrolment(db, { sectionId, studentId: other.student.id });
  await mark(db, { classSessionId: early.id, studentId: other.student.id, status: 'absent' });
  await claim(db, { classSessionId: late.id, studentId: other.student.id });

  const { entries } = await api(db, { actor: student }).call.timetable.mine(WEEK);
  expect(entries).toMatchObject([
    { classSessionId: early.id, room: 'Lab 2', mark: null, claim: null },
    { classSessionId: late.id, room: null, mark: null, claim: null },
  ]);
});

/** One more section of the student's. */
async function enrolledAlso(db: Database, student: TestPerson) {
  const more = await section(db);
  await enrolment(db, { sectionId: more.id, studentId: student.id });
  return more;
}

test('an entry names the course and the section, and tells the student’s own mark', async () => {
  await using db = await testDb();
  const student = await user(db);
  const { id: courseId } = await course(db, { code: 'MA', title: 'Mathematics' });
  const { id: sectionId } = await section(db, { courseId, code: 'A' });
  await enrolment(db, { sectionId, studentId: student.id });
  const { id: classSessionId } = await openClassSession(db, { sectionId, room: 'Room 12' });
  await mark(db, { classSessionId, studentId: student.id, status: 'late' });

  const timetable = await api(db, { actor: student }).call.timetable.mine(WEEK);
  expect(timetable).toMatchObject({ ...WEEK, today: TODAY, zone: 'UTC', locale: 'en-GB', serverNow: NOW });
  expect(timetable.entries).toEqual([
    {
      classSessionId,
      courseCode: 'MA',
      courseTitle: 'Mathematics',
      sectionCode: 'A',
      room: 'Room 12',
      day: TODAY,
      startsAt: NOW,
      endsAt: NOW + HOUR_MS,
      state: 'open',
      isMoved: false,
      isCheckInOpen: true,
      checkInClosesAt: NOW + 15 * MINUTE_MS,
      mark: 'late',
      markSource: 'teacher',
      markedAt: NOW,
      claim: null,
    },
  ]);
});

test('both edges of the range belong to it, the days beside it do not', async () => {
  await using db = await testDb();
  const { student, sectionId } = await enrolledStudent(db);
  const days = ['2026-09-06', '2026-09-07', '2026-09-13', '2026-09-14'];
  for (const day of days) await classSession(db, { sectionId, startsAt: at(day, day === '2026-09-13' ? '22:30' : '00:00') });
  expect(await daysSeenBy(db, student)).toEqual(['2026-09-07', '2026-09-13']);
});

test('only days inside the enrolment are shown, its first and last among them', async () => {
  await using db = await testDb();
  const { student, sectionId } = await enrolledStudent(db, { fromDay: '2026-09-08', untilDay: '2026-09-10' });
  for (let day = 7; day <= 11; day++) await classSession(db, { sectionId, startsAt: Date.UTC(2026, 8, day, 9) });
  expect(await daysSeenBy(db, student)).toEqual(['2026-09-08', '2026-09-09', '2026-09-10']);
});

test('a student who comes back sees both times on the roll, and not what lies between', async () => {
  await using db = await testDb();
  const { student, sectionId } = await enrolledStudent(db, { fromDay: '2026-09-01', untilDay: '2026-09-07' });
  await enrolment(db, { sectionId, studentId: student.id, fromDay: '2026-09-10' });
  for (let day = 7; day <= 11; day++) await classSession(db, { sectionId, startsAt: Date.UTC(2026, 8, day, 9) });
  expect(await daysSeenBy(db, student)).toEqual(['2026-09-07', '2026-09-10', '2026-09-11']);
});

test.each(['teacher', 'assistant'] as const)(
  'a staff member (%s) sees the class sessions of sections staffed, without marks',
  async (role) => {
    await using db = await testDb();
    const [{ student, sectionId }, person] = [await enrolledStudent(db), await user(db, { role })];
    await staffing(db, { sectionId, person });
    const mine = await openClassSession(db, { sectionId });
    await openClassSession(db);
    await mark(db, { classSessionId: mine.id, studentId: student.id });

    const { entries } = await api(db, { actor: person }).call.timetable.mine(WEEK);
    expect(entries).toMatchObject([{ classSessionId: mine.id, mark: null, claim: null }]);
  },
);

test('who no longer staffs a section no longer has it in the timetable', async () => {
  await using db = await testDb();
  const [{ id: sectionId }, person] = [await section(db), await user(db, { role: 'teacher' })];
  await staffing(db, { sectionId, person });
  await classSession(db, { sectionId });
  expect(await daysSeenBy(db, person)).toEqual([TODAY]);
  await db.delete(sectionStaff);
  expect(await daysSeenBy(db, person)).toEqual([]);
});

test('an administrator’s own timetable holds only what the administrator teaches', async () => {
  await using db = await testDb();
  const actor = await user(db, { role: 'admin' });
  await classSession(db);
  expect(await daysSeenBy(db, actor)).toEqual([]);
});

test('a cancelled class session stays in the timetable and says so', async () => {
  await using db = await testDb();
  const { student, sectionId } = await enrolledStudent(db);
  await classSession(db, { sectionId, state: 'cancelled' });
  const { entries } = await api(db, { actor: student, now: NOW + DAY_MS }).call.timetable.mine(WEEK);
  expect(entries).toMatchObject([{ state: 'cancelled', isCheckInOpen: false }]);
});

test('the state is that of the moment, whether or not a job has been by', async () => {
  await using db = await testDb();
  const { student, sectionId } = await enrolledStudent(db);
  await openClassSession(db, { sectionId });
  const seenAt = async (now: number) => {
    const { entries } = await api(db, { actor: student, now }).call.timetable.mine(WEEK);
    return [entries[0]?.state, entries[0]?.isCheckInOpen];
  };
  expect(await seenAt(NOW + 15 * MINUTE_MS - 1)).toEqual(['open', true]);
  expect(await seenAt(NOW + 15 * MINUTE_MS)).toEqual(['open', false]);
  expect(await seenAt(NOW + HOUR_MS)).toEqual(['closed', false]);
});

test('a claim is shown while there is no mark, the last one of several', async () => {
  await using db = await testDb();
  const { student, sectionId } = await enrolledStudent(db);
  const { id: classSessionId } = await openClassSession(db, { sectionId });
  const of = { classSessionId, studentId: student.id };
  const seen = async () => (await api(db, { actor: student }).call.timetable.mine(WEEK)).entries[0]?.claim;
  await claim(db, { ...of, verdict: 'refused', receivedAt: NOW + 1 });
  expect(await seen()).toBe('refused');
  await claim(db, { ...of, verdict: 'waiting', receivedAt: NOW + 2 });
  expect(await seen()).toBe('waiting');
  await mark(db, of);
  expect(await seen()).toBe(null);
});

test('today is the school’s day, wherever the server and the reader are', async () => {
  await using db = await testDb();
  const { student, sectionId } = await enrolledStudent(db);
  await settings(db, { zone: 'Pacific/Auckland' });
  const startsAt = at('2026-09-08', '00:10', 'Pacific/Auckland');
  await classSession(db, { sectionId, startsAt, zone: 'Pacific/Auckland' });
  const timetable = await api(db, { actor: student, now: startsAt }).call.timetable.mine({
    from: '2026-09-08',
    until: '2026-09-08',
  });
  expect(dayAt(startsAt, 'UTC')).toBe('2026-09-07');
  expect(timetable).toMatchObject({ today: '2026-09-08', zone: 'Pacific/Auckland', entries: [{ day: '2026-09-08' }] });
});

test.each([
  ['an end before its start', { from: '2026-09-08', until: '2026-09-07' }],
  ['more than a term', { from: '2026-01-01', until: '2026-07-10' }],
  ['a day that does not exist', { from: '2026-02-01', until: '2026-02-30' }],
])('a range with %s is refused', async (_, range) => {
  await using db = await testDb();
  const actor = await user(db);
  expect(await refusalOf(api(db, { actor }).call.timetable.mine(range))).toMatchObject({ code: 'invalid' });
});

test('the longest range is a hundred and ninety days', async () => {
  await using db = await testDb();
  const actor = await user(db);
  expect(await daysSeenBy(db, actor, { from: '2026-01-01', until: '2026-07-09' })).toEqual([]);
});

test('nobody has a timetable who is not signed in, or not active', async () => {
  await using db = await testDb();
  for (const actor of [null, await user(db, { state: 'pending' }), await user(db, { state: 'suspended' })])
    expect(await refusalOf(api(db, { actor }).call.timetable.mine(WEEK))).toMatchObject({ code: 'unauthenticated' });
});

test.each(['student', 'teacher'] as const)('the timetable of a %s is found by index', async (role) => {
  await using db = await testDb();
  const actor = await user(db, { role });
  const steps = await planSteps(db, () => api(db, { actor }).call.timetable.mine(WEEK));
  expect(steps).toContainEqual(expect.stringMatching(/^SEARCH class_sessions USING .*INDEX class_sessions_section_day/));
  expect(steps.filter((step) => /^SCAN (?!school|own)/.test(step))).toEqual([]);
});
