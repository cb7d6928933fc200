/** A student's own month: who may see it, which days it holds, and how its figure counts. */
import { expect, test } from 'vitest';
import type { Database } from '#db/client';
import { DAY_MS } from '#domain/duration';
import { dayAt } from '#domain/time';
import { api, refusalOf } from '../helpers/api';
import { testDb } from '../helpers/db';
import { classSession, NOW, openClassSession, settings, user } from '../helpers/factories';
import { at, enrolledStudent, heldClassSession, mark, remark, type TestPerson } from '../helpers/own-attendance';
import { planSteps } from '../helpers/query-plan';

async function monthOf(db: Database, actor: TestPerson, month = '2026-09') {
  return api(db, { actor }).call.attendance.mine({ month });
}

test('nobody has a month who is not signed in, or not active', async () => {
  await using db = await testDb();
  for (const actor of [null, await user(db, { state: 'pending' }), await user(db, { state: 'suspended' })])
    expect(await refusalOf(api(db, { actor }).call.attendance.mine({ month: '2026-09' }))).toMatchObject({
      code: 'unauthenticated',
    });
});

test.each([
  ['2026-09', ['2026-09-01', '2026-09-30']],
  ['2026-02', ['2026-02-01', '2026-02-28']],
  ['2028-02', ['2028-02-01', '2028-02-29']],
  ['2026-12', ['2026-12-01', '2026-12-31']],
])('the month %s reaches from its first day to its last', async (month, [from = '', until = '']) => {
  await using db = await testDb();
  const { student, sectionId } = await enrolledStudent(db, { fromDay: '2020-01-01' });
  for (const startsAt of [at(from) - DAY_MS, at(from), at(until), at(until) + DAY_MS])
    await heldClassSession(db, { sectionId, startsAt });
  const seen = await monthOf(db, student, month);
  expect(seen).toMatchObject({ month, from, until });
  expect(seen.entries.map(({ day }) => day)).toEqual([from, until]);
});

test('a class belongs to the month of its day at school, not of its instant', async () => {
  await using db = await testDb();
  const { student, sectionId } = await enrolledStudent(db);
  await settings(db, { zone: 'America/New_York' });
  const startsAt = at('2026-10-31', '21:30', 'America/New_York');
  await classSession(db, { sectionId, startsAt, zone: 'America/New_York' });
  expect(dayAt(startsAt, 'UTC')).toBe('2026-11-01');
  expect((await monthOf(db, student, '2026-10')).entries).toHaveLength(1);
  expect((await monthOf(db, student, '2026-11')).entries).toHaveLength(0);
});

test.each(['2026-13', '2026-00', '2026-9', '26-09', '2026-09-01', ''])('%j is not a month', async (month) => {
  await using db = await testDb();
  const actor = await user(db);
  expect(await refusalOf(api(db, { actor }).call.attendance.mine({ month }))).toMatchObject({ code: 'invalid' });
});

test('a month’s rate counts held class sessions only, by the same rule as everywhere', async () => {
  await using db = await testDb();
  const { student, sectionId } = await enrolledStudent(db);
  const statuses = ['present', 'present', 'late', 'absent', 'excused'] as const;
  for (const [index, status] of statuses.entries()) {
    const { id } = await heldClassSession(db, { sectionId, startsAt: NOW + index * DAY_MS });
    await mark(db, { classSessionId: id, studentId: student.id, status });
  }
  const open = await openClassSession(db, { sectionId, startsAt: NOW + 6 * DAY_MS });
  await mark(db, { classSessionId: open.id, studentId: student.id, status: 'absent' });
  await classSession(db, { sectionId, startsAt: NOW + 7 * DAY_MS, state: 'closed' });

  const month = await monthOf(db, student);
  expect(month).toMatchObject({ tally: { present: 2, late: 1, absent: 1, excused: 1 }, percent: 75 });
  expect(month.entries).toHaveLength(7);
});

test('the school’s policy on being late and excused decides a month’s rate', async () => {
  await using db = await testDb();
  const { student, sectionId } = await enrolledStudent(db);
  for (const [index, status] of (['late', 'excused'] as const).entries()) {
    const { id } = await heldClassSession(db, { sectionId, startsAt: NOW + index * DAY_MS });
    await mark(db, { classSessionId: id, studentId: student.id, status });
  }
  await settings(db, { lateCredit: 50, excusedCounts: 'leaves' });
  expect((await monthOf(db, student)).percent).toBe(50);
  await settings(db, { lateCredit: 50, excusedCounts: 'absent' });
  expect((await monthOf(db, student)).percent).toBe(25);
  await settings(db, { lateCredit: 50, excusedCounts: 'present' });
  expect((await monthOf(db, student)).percent).toBe(75);
});

test('a month in which nothing counts has no rate rather than none per cent', async () => {
  await using db = await testDb();
  const { student, sectionId } = await enrolledStudent(db);
  await classSession(db, { sectionId });
  expect(await monthOf(db, student)).toMatchObject({ percent: null, tally: { present: 0, late: 0, absent: 0, excused: 0 } });
});

test('a mark from outside the enrolment neither shows nor counts', async () => {
  await using db = await testDb();
  const { student, sectionId } = await enrolledStudent(db, { fromDay: '2026-09-02', untilDay: '2026-09-08' });
  for (const day of ['2026-09-01', '2026-09-02', '2026-09-08', '2026-09-09']) {
    const { id } = await heldClassSession(db, { sectionId, startsAt: at(day) });
    const isInside = day === '2026-09-02' || day === '2026-09-08';
    await mark(db, { classSessionId: id, studentId: student.id, status: isInside ? 'present' : 'absent' });
  }
  expect(await monthOf(db, student)).toMatchObject({ percent: 100, tally: { present: 2, absent: 0 } });
});

test('a mark taken back counts nowhere', async () => {
  await using db = await testDb();
  const { student, sectionId } = await enrolledStudent(db);
  const { id } = await heldClassSession(db, { sectionId });
  await mark(db, { classSessionId: id, studentId: student.id, status: 'absent' });
  await remark(db, { classSessionId: id, status: null });
  const month = await monthOf(db, student);
  expect(month.percent).toBe(null);
  expect(month.entries[0]?.mark).toBe(null);
});

test('a month is found by index', async () => {
  await using db = await testDb();
  const actor = await user(db);
  const steps = await planSteps(db, () => api(db, { actor }).call.attendance.mine({ month: '2026-09' }));
  expect(steps).toContainEqual(expect.stringMatching(/^SEARCH class_sessions USING .*INDEX class_sessions_section_day/));
  expect(steps).toContainEqual(expect.stringMatching(/^SEARCH attendance USING/));
  expect(steps).toContainEqual(expect.stringMatching(/^SEARCH claims USING .*INDEX claims_student/));
  expect(steps.filter((step) => /^SCAN (?!school|own)/.test(step))).toEqual([]);
});

test('the class sessions behind a rate are those it is made of, by class, mark and month', async () => {
  await using db = await testDb();
  const { student, sectionId } = await enrolledStudent(db, { fromDay: '2026-08-30', untilDay: '2026-09-08' });
  const other = await enrolledStudent(db);
  const statuses = { '2026-08-29': 'absent', '2026-08-31': 'late', '2026-09-02': 'excused', '2026-09-03': 'absent' } as const;
  for (const [day, status] of Object.entries(statuses)) {
    const { id } = await heldClassSession(db, { sectionId, startsAt: at(day) });
    await mark(db, { classSessionId: id, studentId: student.id, status });
    await mark(db, { classSessionId: id, studentId: other.student.id, status: 'present' });
  }
  const open = await openClassSession(db, { sectionId, startsAt: at('2026-09-04') });
  await mark(db, { classSessionId: open.id, studentId: student.id });
  const behind = (given: object) => api(db, { actor: student }).call.attendance.sessions(given);

  const all = await behind({});
  expect(all.rows.map(({ day, mark: status, isInRate }) => [day, status, isInRate])).toEqual([
    ['2026-09-03', 'absent', true],
    ['2026-09-02', 'excused', false],
    ['2026-08-31', 'late', true],
  ]);
  expect(all.standing).toMatchObject({ earned: 100, possible: 100 * all.rows.filter(({ isInRate }) => isInRate).length });
  const days = async (given: object) => (await behind(given)).rows.map(({ day }) => day);
  expect(await days({ status: 'late' })).toEqual(['2026-08-31']);
  expect(await days({ month: '2026-09' })).toEqual(['2026-09-03', '2026-09-02']);
  expect(await days({ sectionId: other.sectionId })).toEqual([]);
  expect(await days({ after: '1.1' })).toEqual([]);
  expect(await refusalOf(behind({ after: 'nonsense' }))).toMatchObject({ code: 'invalid' });
  const asAdmin = api(db, { actor: await user(db, { role: 'admin' }) }).call.person.sessions({ personId: student.id });
  expect(await asAdmin).toEqual({ name: student.name, ...all });
});
