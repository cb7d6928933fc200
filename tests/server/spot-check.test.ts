import { expect, test } from 'vitest';
import { refusalOf } from '../helpers/api';
import { action, as, classroom, markOf } from '../helpers/classroom';
import { testDb } from '../helpers/db';
import { NOW, settings, user } from '../helpers/factories';
import { phoneOf, scanBy } from '../helpers/phone';

async function checkedInRoom(db: Awaited<ReturnType<typeof testDb>>) {
  const room = await classroom(db, { students: 2 });
  for (const student of room.students) {
    await as(db, student).checkIn.submit(await scanBy(db, await phoneOf(db, student), room.session, { at: NOW }));
  }
  const answer = (studentId: number, isHere: boolean) =>
    as(db, room.teacher).spotCheck.answer({ ...action(), classSessionId: room.session.id, studentId, isHere, isFlagged: false });
  return { ...room, answer };
}

test('answers become the class’s mismatch rate, and the last answer counts', async () => {
  await using db = await testDb();
  const { students, teacher, session, answer } = await checkedInRoom(db);
  const [first, second] = students.map((student) => student.id) as [number, number];
  await answer(first, true);
  await answer(second, true);
  await answer(second, false);
  expect(await as(db, teacher).spotCheck.figures({ classSessionId: session.id })).toEqual({
    classSessions: [{ classSessionId: session.id, day: '2026-09-07', startsAt: NOW, asked: 2, missing: 1 }],
    answers: [
      { studentId: first, isHere: true },
      { studentId: second, isHere: false },
    ],
  });
});

test('an answer leaves the mark as it is', async () => {
  await using db = await testDb();
  const { student, session, answer } = await checkedInRoom(db);
  await answer(student.id, false);
  expect(await markOf(db, { classSessionId: session.id, studentId: student.id })).toMatchObject({
    status: 'present',
    source: 'qr',
  });
});

test('without a spot check there is nothing to tell', async () => {
  await using db = await testDb();
  const { teacher, session } = await checkedInRoom(db);
  expect(await as(db, teacher).spotCheck.figures({ classSessionId: session.id })).toEqual({ classSessions: [], answers: [] });
});

test('a student who was missing is flagged in later registers', async () => {
  await using db = await testDb();
  const { student, teacher, session, answer } = await checkedInRoom(db);
  await answer(student.id, false);
  const { rows } = await as(db, teacher).classSession.register({ classSessionId: session.id });
  expect(rows.filter((row) => row.isFlagged).map((row) => row.studentId)).toEqual([student.id]);
});

test('the school can do without', async () => {
  await using db = await testDb();
  await settings(db, { spotCheck: false });
  const { teacher, session } = await classroom(db);
  expect(await as(db, teacher).classSession.register({ classSessionId: session.id })).toMatchObject({
    classSession: { hasSpotCheck: false },
  });
});

test('the wrong owner finds nothing', async () => {
  await using db = await testDb();
  const { session, student } = await classroom(db);
  const other = await user(db, { role: 'assistant' });
  const input = { ...action(), classSessionId: session.id, studentId: student.id, isHere: true, isFlagged: false };
  expect(await refusalOf(as(db, other).spotCheck.answer(input))).toMatchObject({ code: 'not-found' });
  expect(await refusalOf(as(db, other).spotCheck.figures(input))).toMatchObject({ code: 'not-found' });
});
