/** Reminders: those missing are told that their class has begun, chosen students what staff remind them of; and what Muster reminds of by
 *  itself, before a class and when a register was not taken. */
import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import type { Database } from '#db/client';
import { auditEvents, channelChoices, classSessions, enrolments, notifications, sectionStaff, sections } from '#db/schema';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#domain/duration';
import { DEFAULT_CHOICES } from '#domain/message/channel';
import { purgeExpired } from '#server/jobs/housekeeping';
import { tellUpcoming } from '#server/services/message/class-soon';
import { chaseRegisters } from '#server/services/message/not-taken';
import { settleDueSessions } from '#server/services/register/register-settling';
import { refusalOf, testServices } from '../helpers/api';
import { action, as, classroom } from '../helpers/classroom';
import { testDb } from '../helpers/db';
import { classSession, closure, enrolment, NOW, settings, user } from '../helpers/factories';
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

test('chosen students of a class are reminded in the words of a template, once, by its staff', async () => {
  await using db = await testDb();
  const { teacher, section, students } = await classroom(db, { students: 4 });
  const [first, second, third, fourth] = students;
  await classSession(db, { sectionId: section.id, startsAt: NOW + DAY_MS, room: 'Lab' });
  const stranger = await user(db);
  await db
    .update(enrolments)
    .set({ untilDay: '2026-09-06' })
    .where(eq(enrolments.studentId, third?.id ?? 0));
  const chosen = [first, second, third, stranger].map((one) => one?.id ?? 0);
  const about = { sectionId: section.id, template: 'come-to-class' as const };
  const input = { ...action(), ...about, studentIds: chosen, note: ' Bring a ruler. ' };
  const { reminder } = as(db, teacher);
  expect(await reminder.write(input)).toEqual({ recipients: 2 });
  expect(await reminder.write(input)).toEqual({ recipients: 2 });
  const told = await db.select().from(notifications);
  expect(told.map(({ userId }) => userId).sort()).toEqual([first?.id, second?.id].sort());
  expect(told[0]).toMatchObject({
    kind: 'class-note',
    facts: { template: 'come-to-class', by: teacher.name, note: 'Bring a ruler.', meeting: { day: '2026-09-08', room: 'Lab' } },
  });
  const [entry] = await db.select().from(auditEvents).where(eq(auditEvents.action, 'reminder.sent'));
  expect(entry).toMatchObject({ subject: `section:${section.id}`, detail: { recipients: 2, template: 'come-to-class' } });
  const none = reminder.write({ ...action(), ...about, studentIds: [stranger.id] });
  expect(await refusalOf(none)).toMatchObject({ code: 'invalid', fieldErrors: { studentIds: [expect.any(String)] } });
  const foreign = await user(db, { role: 'teacher' });
  expect(await refusalOf(as(db, foreign).reminder.write({ ...input, ...action() }))).toMatchObject({ code: 'not-found' });
  const overlapping = { ...action(), ...about, template: 'see-me' as const, studentIds: [second?.id ?? 0] };
  const at = (now: number) => as(db, teacher, now).reminder;
  const tooSoon = await refusalOf(at(NOW + 5 * MINUTE_MS - 1).write(overlapping));
  expect(tooSoon).toMatchObject({ code: 'rate-limited', fieldErrors: { isConfirmed: [expect.any(String)] } });
  expect(await db.select().from(notifications)).toHaveLength(2);
  expect(await at(NOW + MINUTE_MS).write({ ...overlapping, isConfirmed: true })).toEqual({ recipients: 1 });
  expect(await at(NOW + 2 * MINUTE_MS).write({ ...overlapping, ...action(), studentIds: [fourth?.id ?? 0] })).toEqual({
    recipients: 1,
  });
  expect(await at(NOW + 6 * MINUTE_MS).write({ ...overlapping, ...action() })).toEqual({ recipients: 1 });
  const use = () => reminder.write({ ...input, ...action(), isConfirmed: false }).catch(() => null);
  expect(await fullScans(db, ['notifications', 'enrolments', 'users', 'class_sessions', 'reminders'], use)).toEqual([]);
});

const GROWING = ['notifications', 'enrolments', 'users', 'attendance', 'class_sessions', 'channel_choices', 'section_staff'];
const standing = async (db: Database, now: number) =>
  (await db.select().from(notifications)).filter(({ retractedAt }) => retractedAt === null || retractedAt > now);

test('who chose it is told once before each class, and it passes when the class begins, is moved or is cancelled', async () => {
  await using db = await testDb();
  const { teacher, section, students, session } = await classroom(db, { students: 4, open: false });
  const [ada, bob, gone, off] = students;
  const wish = { kindGroup: 'upcoming' as const, channel: 'push' as const };
  for (const one of [ada, bob, gone]) await db.insert(channelChoices).values({ userId: one?.id ?? 0, ...wish, isOn: true });
  await db.insert(channelChoices).values({ userId: off?.id ?? 0, ...wish, isOn: false });
  await db
    .update(enrolments)
    .set({ untilDay: '2026-09-06' })
    .where(eq(enrolments.studentId, gone?.id ?? 0));
  await enrolment(db, { sectionId: section.id, studentId: ada?.id ?? 0, fromDay: '2026-09-07' });
  const archived = await classroom(db, { open: false });
  await db.insert(channelChoices).values({ userId: archived.student.id, ...wish, isOn: true });
  await db.update(sections).set({ archivedAt: 1 }).where(eq(sections.id, archived.section.id));
  const tellAt = (now: number) => tellUpcoming(testServices(db, { now }));
  const toldAt = async (now: number) => (await standing(db, now)).map(({ userId }) => userId);
  await tellAt(NOW - 10 * MINUTE_MS - 1);
  expect(await db.select().from(notifications)).toEqual([]);
  await tellAt(NOW - 10 * MINUTE_MS);
  await Promise.all([tellAt(NOW - 9 * MINUTE_MS), tellAt(NOW - 9 * MINUTE_MS)]);
  await tellAt(NOW - 1);
  expect(await db.select().from(notifications)).toMatchObject([
    { userId: ada?.id, kind: 'class-soon', facts: { meeting: { startTime: '09:00' } }, createdAt: NOW - 10 * MINUTE_MS },
    { userId: bob?.id },
  ]);
  expect(await toldAt(NOW)).toEqual([]);
  await db
    .update(enrolments)
    .set({ untilDay: '2026-09-06' })
    .where(eq(enrolments.studentId, bob?.id ?? 0));
  await tellAt(NOW - 8 * MINUTE_MS);
  expect(await toldAt(NOW - 8 * MINUTE_MS)).toEqual([ada?.id]);
  const early = as(db, teacher, NOW - 8 * MINUTE_MS).classSession;
  await early.move({
    classSessionId: session.id,
    day: '2026-09-07',
    startTime: '09:00',
    endTime: '10:00',
    room: 'Lab',
    note: '',
  });
  await tellAt(NOW - 8 * MINUTE_MS);
  const soon = (await standing(db, NOW - 8 * MINUTE_MS)).filter(({ kind }) => kind === 'class-soon');
  expect(soon).toMatchObject([{ userId: ada?.id, facts: { meeting: { room: 'Lab' } } }]);
  await early.cancel({ classSessionId: session.id, note: '' });
  await tellAt(NOW - 7 * MINUTE_MS);
  expect((await standing(db, NOW - 7 * MINUTE_MS)).filter(({ kind }) => kind === 'class-soon')).toEqual([]);
  const purgeAt = (now: number) => purgeExpired(testServices(db, { now: now + 30 * DAY_MS }));
  const kept = () => db.$count(notifications, eq(notifications.kind, 'class-soon'));
  await purgeAt(NOW - 9 * MINUTE_MS);
  expect(await kept()).toBe(3);
  await purgeAt(NOW);
  expect(await kept()).toBe(0);
  await early.restore({ classSessionId: session.id });
  const use = () => tellAt(NOW - 7 * MINUTE_MS).then(() => purgeAt(NOW));
  expect(await fullScans(db, GROWING, use)).toEqual([]);
  expect((await standing(db, NOW - 7 * MINUTE_MS)).filter(({ kind }) => kind === 'class-soon')).toMatchObject([
    { userId: ada?.id },
  ]);
});

test('a register that nobody took is asked for once, of staff after the class and of administrators after the day', async () => {
  await using db = await testDb();
  const { teacher, assistant, session } = await classroom(db, { open: false });
  const admin = await user(db, { role: 'admin' });
  const others = { taken: await classroom(db), cancelled: await classroom(db, { open: false }) };
  await db.update(classSessions).set({ state: 'cancelled' }).where(eq(classSessions.id, others.cancelled.session.id));
  const archived = await classroom(db, { open: false });
  await db.update(sections).set({ archivedAt: 1 }).where(eq(sections.id, archived.section.id));
  const last = await classroom(db, { open: false, classSession: { startsAt: NOW + 2 * HOUR_MS } });
  await classroom(db, { open: false, classSession: { startsAt: NOW - DAY_MS } });
  await closure(db, { fromDay: '2026-09-06', untilDay: '2026-09-06' });
  const chaseAt = async (now: number) => {
    await settleDueSessions(testServices(db, { now }));
    await Promise.all([chaseRegisters(testServices(db, { now })), chaseRegisters(testServices(db, { now }))]);
  };
  const toldAt = async (now: number) => (await standing(db, now)).map(({ userId, kind }) => `${userId} ${kind}`);
  await chaseAt(NOW + HOUR_MS + 10 * MINUTE_MS - 1);
  expect(await db.select().from(notifications)).toEqual([]);
  const asked = NOW + HOUR_MS + 10 * MINUTE_MS;
  await chaseAt(asked);
  const ofStaff = [teacher, assistant].map(({ id }) => `${id} register-not-taken`);
  expect(await toldAt(asked)).toEqual(ofStaff);
  const [first] = await db.select().from(notifications);
  expect(first).toMatchObject({ facts: { classSessionId: session.id, meeting: { day: '2026-09-07' } } });
  const evening = NOW + 3 * HOUR_MS + 10 * MINUTE_MS;
  await db.delete(sectionStaff).where(eq(sectionStaff.userId, assistant.id));
  ofStaff.pop();
  // Before the last one is settled the day is not over.
  await chaseRegisters(testServices(db, { now: evening }));
  expect(await toldAt(evening)).toEqual(ofStaff);
  await chaseAt(evening);
  const ofLast = [last.teacher, last.assistant].map(({ id }) => `${id} register-not-taken`);
  expect(await toldAt(evening)).toEqual([...ofStaff, ...ofLast, `${admin.id} registers-not-taken`]);
  expect((await standing(db, evening)).at(-1)).toMatchObject({ facts: { day: '2026-09-07', count: 2 } });
  // Both are taken after all, the second by a mark alone.
  await as(db, teacher, evening).classSession.reopen({ ...action(), classSessionId: session.id, reason: 'Forgotten' });
  await chaseAt(evening + 1);
  expect(await toldAt(evening + 1)).toEqual([...ofLast, `${admin.id} registers-not-taken`]);
  const mark = { classSessionId: last.session.id, studentId: last.student.id, status: 'present' as const, version: 0 };
  await as(db, last.teacher, evening).classSession.reopen({ ...action(), classSessionId: last.session.id, reason: 'Forgotten' });
  await as(db, last.teacher, evening).attendance.mark({ ...action(), ...mark });
  await chaseAt(evening + 2);
  expect(await toldAt(evening + 2)).toEqual([]);
  expect(await fullScans(db, GROWING, () => chaseRegisters(testServices(db, { now: evening })))).toEqual([]);
});

test('the next class of a reminder may be this evening’s where the day is over in UTC, and one that is open already', async () => {
  await using db = await testDb();
  const zone = 'America/New_York';
  await settings(db, { zone });
  const evening = Date.UTC(2026, 8, 9, 1);
  const { teacher, section, student } = await classroom(db, { classSession: { startsAt: evening + 20 * MINUTE_MS, zone } });
  await classSession(db, { sectionId: section.id, startsAt: evening + DAY_MS, zone });
  const about = { sectionId: section.id, studentIds: [student.id], template: 'come-to-class' as const };
  await as(db, teacher, evening).reminder.write({ ...action(), ...about });
  const [told] = await db.select().from(notifications);
  expect(told).toMatchObject({ facts: { meeting: { day: '2026-09-08', startTime: '21:20' } } });
});

test('only students choose what is upcoming, and only staff what is about registers', async () => {
  await using db = await testDb();
  const [student, teacher] = [await user(db), await user(db, { role: 'teacher' })];
  for (const [person, group, foreign] of [
    [student, 'upcoming', 'registers'],
    [teacher, 'registers', 'upcoming'],
  ] as const) {
    const { channel } = as(db, person);
    const { groups } = await channel.mine();
    expect([groups.includes(group), groups.includes(foreign)]).toEqual([true, false]);
    const all = { push: true, mail: true };
    await channel.save({ ...DEFAULT_CHOICES, upcoming: all, registers: all });
    expect((await channel.mine()).choices).toMatchObject({ [group]: all, [foreign]: DEFAULT_CHOICES[foreign] });
  }
});
