/** How a mark came to be what it is, and what was amended in a register. */
import { expect, test } from 'vitest';
import { attendance } from '#db/schema';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#domain/duration';
import { refusalOf } from '../helpers/api';
import { action, as, classroom } from '../helpers/classroom';
import { testDb } from '../helpers/db';
import { classSession, NOW, user } from '../helpers/factories';

test('a mark has its original entry, and each amended one with reason, time, name and role', async () => {
  await using db = await testDb();
  const { teacher, assistant, student, friend, session } = await classroom(db, { students: 2 });
  const admin = await user(db, { role: 'admin' });
  const classSessionId = session.id;
  const mark = (
    person: typeof teacher,
    at: number,
    rest: { status: 'absent' | 'late' | 'excused'; version: number; reason?: string },
  ) => as(db, person, at).attendance.mark({ ...action(at), classSessionId, studentId: student.id, ...rest });
  await mark(teacher, NOW + MINUTE_MS, { status: 'absent', version: 0 });
  await as(db, teacher, NOW + HOUR_MS / 2).classSession.close({ ...action(), classSessionId });
  await mark(assistant, NOW + HOUR_MS, { status: 'late', version: 1, reason: 'Came in at ten past' });
  await mark(admin, NOW + 9 * DAY_MS, { status: 'excused', version: 2, reason: 'A letter from home' });

  const entries = await as(db, teacher).attendance.history({ classSessionId, studentId: student.id });
  expect(entries).toMatchObject([
    { from: null, to: 'absent', at: NOW + MINUTE_MS, reason: null, actorName: teacher.name, actorRole: 'teacher' },
    { from: 'absent', to: 'late', reason: 'Came in at ten past', actorName: assistant.name, actorRole: 'assistant' },
    { from: 'late', to: 'excused', at: NOW + 9 * DAY_MS, reason: 'A letter from home', actorRole: 'admin' },
  ]);
  // Whoever was unmarked became absent as the register closed: an original entry, and no amendment.
  const ofFriend = await as(db, teacher).attendance.history({ classSessionId, studentId: friend.id });
  expect(ofFriend).toMatchObject([{ from: null, to: 'absent', source: 'auto' }]);
  const sheet = await as(db, assistant).attendance.amendments({ classSessionId });
  expect(sheet.amendments).toEqual(
    entries
      .slice(1)
      .map(({ claim: _, ...entry }) => ({ ...entry, id: expect.any(Number), studentId: student.id, name: student.name })),
  );
  expect(sheet.classSession).toMatchObject({ id: classSessionId });

  const stranger = as(db, await user(db, { role: 'teacher' }));
  expect(await refusalOf(stranger.attendance.history({ classSessionId, studentId: student.id }))).toMatchObject({
    code: 'not-found',
  });
  expect(await refusalOf(stranger.attendance.amendments({ classSessionId }))).toMatchObject({ code: 'not-found' });
});

test('a student’s sheet tells the streak in the class, and whom to turn to: guardians to administrators, nothing of others', async () => {
  await using db = await testDb();
  const { teacher, student, friend, section, session } = await classroom(db, { students: 2 });
  const admin = await user(db, { role: 'admin' });
  const marks = ['absent', 'present', 'excused', 'late'] as const;
  for (const [index, status] of marks.entries()) {
    const startsAt = NOW - (marks.length - index) * DAY_MS;
    const held = await classSession(db, { sectionId: section.id, startsAt, state: 'closed', isHeld: true });
    await db.insert(attendance).values({
      ...{ classSessionId: held.id, studentId: student.id, status, source: 'teacher', version: 1, changedAt: startsAt },
      ...{ actorName: teacher.name, actorRole: 'teacher' },
    });
  }
  await as(db, admin).guardian.add({
    studentId: student.id,
    name: 'Grace Achebe',
    relation: 'Mother',
    email: 'grace@home.example',
  });
  const sheetOf = (person: typeof teacher, studentId = student.id) =>
    as(db, person).attendance.sheet({ classSessionId: session.id, studentId });

  const known = { streak: { kind: 'present', count: 2 }, email: student.email };
  expect(await sheetOf(teacher)).toEqual({ ...known, guardians: null });
  const guardian = { name: 'Grace Achebe', relation: 'Mother', email: 'grace@home.example' };
  expect(await sheetOf(admin)).toMatchObject({ ...known, guardians: [guardian] });
  expect((await sheetOf(teacher, friend.id)).streak).toBeNull();

  const colleague = await user(db, { role: 'teacher' });
  await as(db, teacher).cover.handOver({ classSessionId: session.id, userId: colleague.id });
  expect(await sheetOf(colleague)).toEqual({ ...known, streak: null, guardians: null });
  const stranger = await user(db);
  expect((await refusalOf(sheetOf(teacher, stranger.id))).code).toBe('not-found');
});
