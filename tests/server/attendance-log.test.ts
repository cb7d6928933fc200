/** A student's own log: each change of own marks, how and when it came to be, a page at a time. */
import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import type { Database } from '#db/client';
import { attendance } from '#db/schema';
import { HOUR_MS } from '#domain/duration';
import { api, refusalOf } from '../helpers/api';
import { testDb } from '../helpers/db';
import { NOW, user } from '../helpers/factories';
import { enrolledStudent, heldClassSession, mark, remark } from '../helpers/own-attendance';
import { planSteps } from '../helpers/query-plan';

test('the log tells how each own mark came to be, newest first, and nothing of others', async () => {
  await using db = await testDb();
  const { student, sectionId } = await enrolledStudent(db);
  const other = await user(db);
  const { id: classSessionId } = await heldClassSession(db, { sectionId });
  await mark(db, {
    classSessionId,
    studentId: student.id,
    status: 'absent',
    source: 'auto',
    actorName: 'Muster',
    actorRole: 'system',
  });
  await mark(db, { classSessionId, studentId: other.id });
  const change = {
    status: 'excused',
    source: 'admin',
    version: 2,
    reason: 'A note.',
    actorName: 'Ms Office',
    actorRole: 'admin',
  } as const;
  await db
    .update(attendance)
    .set({ ...change, changedAt: NOW + HOUR_MS })
    .where(eq(attendance.studentId, student.id));

  const log = await api(db, { actor: student }).call.attendance.log({});
  expect(log).toMatchObject({ nextBefore: null });
  expect(log.entries).toMatchObject([
    {
      at: NOW + HOUR_MS,
      from: 'absent',
      to: 'excused',
      source: 'admin',
      actorName: 'Ms Office',
      actorRole: 'admin',
      reason: 'A note.',
    },
    { at: NOW, from: null, to: 'absent', source: 'auto', actorName: 'Muster', actorRole: 'system', reason: null },
  ]);
  expect(log.entries[0]).toMatchObject({ classSessionId, startsAt: NOW });
  expect(Object.keys(log.entries[0] ?? {})).not.toContain('actorId');
});

/** `count` entries in one student's log, a class session each. */
async function logOf(db: Database, count: number) {
  const { student, sectionId } = await enrolledStudent(db);
  for (let index = 0; index < count; index++) {
    const { id } = await heldClassSession(db, { sectionId, startsAt: NOW + index * HOUR_MS });
    await mark(db, { classSessionId: id, studentId: student.id, changedAt: NOW + index });
  }
  return student;
}

test('pages of the log follow each other without a gap or a repeat, and the last one says so', async () => {
  await using db = await testDb();
  const { call } = api(db, { actor: await logOf(db, 50) });
  const seen: number[] = [];
  const lengths: number[] = [];
  let before: number | undefined;
  do {
    const page = await call.attendance.log({ before });
    seen.push(...page.entries.map((entry) => entry.at - NOW));
    lengths.push(page.entries.length);
    before = page.nextBefore ?? undefined;
  } while (before !== undefined);
  expect(lengths).toEqual([8, 20, 20, 2]);
  expect(seen).toEqual(Array.from({ length: 50 }, (_, index) => 49 - index));
});

test('an entry written between two pages does not move the second one', async () => {
  await using db = await testDb();
  const student = await logOf(db, 10);
  const { call } = api(db, { actor: student });
  const first = await call.attendance.log({});
  await remark(db, { classSessionId: first.entries[0]?.classSessionId ?? 0, status: 'late' });
  const second = await call.attendance.log({ before: first.nextBefore ?? undefined });
  expect(second.entries.map((entry) => entry.at - NOW)).toEqual([1, 0]);
});

test.each([0, -1, 1.5])('a log cannot go on before %d', async (before) => {
  await using db = await testDb();
  const { call } = api(db, { actor: await user(db) });
  expect(await refusalOf(call.attendance.log({ before }))).toMatchObject({ code: 'invalid' });
});

test('a page of the log is found by index', async () => {
  await using db = await testDb();
  const actor = await user(db);
  const steps = await planSteps(db, () => api(db, { actor }).call.attendance.log({ before: 1_000 }));
  expect(steps).toContainEqual(expect.stringMatching(/^SEARCH attendance_events USING INDEX attendance_events_student/));
  expect(steps.filter((step) => /^SCAN (?!school)|TEMP B-TREE/.test(step))).toEqual([]);
});
