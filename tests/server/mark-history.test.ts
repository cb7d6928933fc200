/** How a mark came to be what it is, and what was amended in a register. */
import { expect, test } from 'vitest';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#domain/duration';
import { refusalOf } from '../helpers/api';
import { action, as, classroom } from '../helpers/classroom';
import { testDb } from '../helpers/db';
import { NOW, user } from '../helpers/factories';

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
