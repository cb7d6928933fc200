/** What an administrator opens the app for: who has not come, what nobody took, and how check-ins fare. */
import { expect, test } from 'vitest';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#domain/duration';
import { settleDueSessions } from '#server/services/register/register-settling';
import { refusalOf, testServices } from '../helpers/api';
import { action, as, classroom } from '../helpers/classroom';
import { testDb } from '../helpers/db';
import { classSession, NOW, openClassSession, user } from '../helpers/factories';
import { phoneOf, scanBy } from '../helpers/phone';
import { planSteps } from '../helpers/query-plan';

const TODAY = { from: '2026-09-07', until: '2026-09-07' };

test('who missed every class so far today has not arrived; who was seen anywhere has', async () => {
  await using db = await testDb();
  const { section, session, teacher, students } = await classroom(db, { students: 3 });
  const [here, later, away] = students.map(({ id }) => id) as [number, number, number];
  const mark = (classSessionId: number, studentId: number, at = NOW) =>
    as(db, teacher, at).attendance.mark({ ...action(), classSessionId, studentId, status: 'present', version: 0 });
  await mark(session.id, here);
  await as(db, teacher).classSession.close({ ...action(), classSessionId: session.id });
  const next = await openClassSession(db, { sectionId: section.id, startsAt: NOW + HOUR_MS });
  const ask = () => as(db, teacher, NOW + HOUR_MS).report.absentToday({});
  expect((await ask()).rows.map(({ studentId }) => studentId)).toEqual([later, away]);
  await mark(next.id, later, NOW + HOUR_MS);
  expect(await ask()).toMatchObject({ day: TODAY.from, rows: [{ studentId: away, classSessions: 1 }], next: null });
});

test('of a student’s marks, those of the day alone are read to see whether they came', async () => {
  await using db = await testDb();
  const { teacher } = await classroom(db);
  const steps = await planSteps(db, () => as(db, teacher).report.absentToday({}));
  const ofDay = '(student_id=? AND status=? AND class_session_id>? AND class_session_id<?)';
  expect(steps).toContain(`SEARCH seen USING COVERING INDEX attendance_student ${ofDay}`);
});

test('a register that nobody took stands with the teacher of its section', async () => {
  await using db = await testDb();
  const { section, session, teacher } = await classroom(db);
  const missed = await classSession(db, { sectionId: section.id, startsAt: NOW + 2 * HOUR_MS });
  await settleDueSessions(testServices(db, { now: NOW + DAY_MS }));
  const found = await as(db, await user(db, { role: 'admin' }), NOW + DAY_MS).report.notTaken(TODAY);
  expect(found).toMatchObject([{ userId: teacher.id, name: teacher.name, classSessions: [{ classSessionId: missed.id }] }]);
  expect(found.flatMap(({ classSessions }) => classSessions)).toHaveLength(1);
  expect(session.id).not.toBe(missed.id);
});

test('the health of check-ins: where marks come from, and how long an answer took', async () => {
  await using db = await testDb();
  const { session, teacher, student } = await classroom(db);
  const scannedAt = NOW + MINUTE_MS;
  await as(db, student, scannedAt + 4_000).checkIn.submit(
    await scanBy(db, await phoneOf(db, student), session, { at: scannedAt }),
  );
  const health = await as(db, teacher).report.health(TODAY);
  expect(health).toMatchObject({ marksBySource: [{ source: 'qr', marks: 1 }], claims: 1, waited: 0, refused: 0, offline: 0 });
  expect(health.confirmation).toEqual({ median: 1_000, p95: 1_000 });
});

test('staff are told nothing of a section that is not theirs', async () => {
  await using db = await testDb();
  const [{ section }, { teacher }] = [await classroom(db), await classroom(db)];
  const range = { ...TODAY, sectionId: section.id };
  const { report } = as(db, teacher);
  for (const call of [
    report.overview({ ...range, by: 'day' }),
    report.section(range),
    report.sessions(range),
    report.marks(range),
  ])
    expect(await refusalOf(call)).toMatchObject({ code: 'not-found' });
});
