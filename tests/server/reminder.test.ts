/** Reminders: those enrolled and unmarked are told that their class has begun, once for each press. */
import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { auditEvents, notifications } from '#db/schema';
import { HOUR_MS, MINUTE_MS } from '#domain/duration';
import { refusalOf } from '../helpers/api';
import { action, as, classroom } from '../helpers/classroom';
import { testDb } from '../helpers/db';
import { enrolment, NOW, user } from '../helpers/factories';
import { fullScans } from '../helpers/query-plan';

test('whoever is unmarked is told, once however often it is sent, and it is on the audit log', async () => {
  await using db = await testDb();
  const { teacher, assistant, session, section, students } = await classroom(db, {
    students: 3,
    classSession: { room: 'Room 12' },
  });
  const [here, missing, cleared] = students;
  const gone = await user(db);
  await enrolment(db, { sectionId: section.id, studentId: gone.id, untilDay: '2026-09-06' });
  const suspended = await user(db, { state: 'suspended' });
  await enrolment(db, { sectionId: section.id, studentId: suspended.id });
  const mark = { classSessionId: session.id, status: 'present' as const, version: 0 };
  for (const one of [here, cleared]) await as(db, teacher).attendance.mark({ ...action(), ...mark, studentId: one?.id ?? 0 });
  await as(db, teacher).attendance.mark({ ...action(), ...mark, studentId: cleared?.id ?? 0, status: null, version: 1 });
  const input = { ...action(), classSessionId: session.id };
  expect(await as(db, assistant).reminder.send(input)).toEqual({ recipients: 2 });
  expect(await as(db, assistant).reminder.send(input)).toEqual({ recipients: 2 });
  const told = await db.select().from(notifications);
  expect(told.map(({ userId }) => userId).sort()).toEqual([missing?.id, cleared?.id].sort());
  expect(told[0]).toMatchObject({
    kind: 'class-reminder',
    facts: { sectionCode: section.code, meeting: { day: '2026-09-07', startTime: '09:00', endTime: '10:00', room: 'Room 12' } },
    createdAt: NOW,
  });
  const entries = await db.select().from(auditEvents).where(eq(auditEvents.action, 'reminder.sent'));
  expect(entries).toMatchObject([{ subject: `class-session:${session.id}`, actorId: assistant.id, detail: { recipients: 2 } }]);
});

test('a second one within five minutes is confirmed first', async () => {
  await using db = await testDb();
  const { teacher, session } = await classroom(db);
  const send = (now: number, isConfirmed?: boolean) =>
    as(db, teacher, now).reminder.send({ ...action(), classSessionId: session.id, isConfirmed });
  expect(await send(NOW)).toEqual({ recipients: 1 });
  expect(await refusalOf(send(NOW + 5 * MINUTE_MS - 1))).toMatchObject({ code: 'rate-limited' });
  expect(await send(NOW + MINUTE_MS, true)).toEqual({ recipients: 1 });
  expect(await send(NOW + 6 * MINUTE_MS)).toEqual({ recipients: 1 });
});

test('nobody is told of a class that is not open, of one that is another’s, or when nobody is missing', async () => {
  await using db = await testDb();
  const { teacher, student, session } = await classroom(db);
  const closed = await classroom(db, { open: false });
  const input = () => ({ ...action(), classSessionId: session.id });
  const stranger = await user(db, { role: 'teacher' });
  expect(await refusalOf(as(db, stranger).reminder.send(input()))).toMatchObject({ code: 'not-found' });
  const early = as(db, closed.teacher).reminder.send({ ...action(), classSessionId: closed.session.id });
  expect(await refusalOf(early)).toMatchObject({ code: 'conflict' });
  await as(db, teacher).attendance.mark({ ...input(), studentId: student.id, status: 'late', version: 0 });
  expect(await as(db, teacher).reminder.send(input())).toEqual({ recipients: 0 });
  expect(await refusalOf(as(db, teacher, NOW + 2 * HOUR_MS).reminder.send(input()))).toMatchObject({ code: 'conflict' });
  expect(await db.select().from(notifications)).toEqual([]);
});

test('an administrator reminds too, an id is of one class, and nothing that grows is read from end to end', async () => {
  await using db = await testDb();
  const { session } = await classroom(db);
  const other = await classroom(db);
  const admin = await user(db, { role: 'admin' });
  const input = { ...action(), classSessionId: session.id };
  await as(db, admin).reminder.send(input);
  const again = as(db, admin).reminder.send({ ...input, classSessionId: other.session.id });
  expect(await refusalOf(again)).toMatchObject({ code: 'conflict' });
  const tables = ['notifications', 'enrolments', 'users', 'attendance', 'class_sessions', 'reminders'];
  const use = () => as(db, admin).reminder.send({ ...action(), classSessionId: other.session.id });
  expect(await fullScans(db, tables, use)).toEqual([]);
});
