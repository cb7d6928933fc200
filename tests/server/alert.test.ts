/** Alerts one by one: raised once a register is closed, held back by a claim or an open register, retracted and raised again, seen and
 *  handled by whom they concern, told to administrators when nobody does. */
import { and, eq, isNull } from 'drizzle-orm';
import { expect, test } from 'vitest';
import type { Database } from '#db/client';
import { alerts, attendance, auditEvents, claims, classSessions, judgedStudents, notifications, terms, users } from '#db/schema';
import { isDue } from '#db/sql/judged-students';
import { toSchoolForm } from '#domain/alert/rule-form';
import { DAY_MS, HOUR_MS } from '#domain/duration';
import { DEFAULT_ALERTS } from '#domain/school/alert-rule';
import { escalateAlerts } from '#server/services/alert/alert-digest';
import { raiseAlerts } from '#server/services/alert/alert-raising';
import { settleDueSessions } from '#server/services/register/register-settling';
import { countRegisters } from '#server/services/report/register-counting';
import { refusalOf, testServices } from '../helpers/api';
import { action, as, type Classroom, classroom } from '../helpers/classroom';
import { testDb } from '../helpers/db';
import { classSession, enrolment, NOW, section, settings, staffing, term, user } from '../helpers/factories';
import { fullScans } from '../helpers/query-plan';

const REACH = { isOn: true, threshold: 750, least: 3 };

/** What happens by itself. */
async function jobs(db: Database, now: number) {
  const services = testServices(db, { now });
  await settleDueSessions(services);
  await countRegisters(services);
  await Promise.all([raiseAlerts(services), raiseAlerts(services)]);
}

/** A class that meets on three days; the student comes to none of them, the friend to all. */
async function threeAbsences(db: Database, before: (room: Classroom) => Promise<void> = async () => {}) {
  const room = await classroom(db, { students: 2 });
  await before(room);
  const more = [1, 2].map((day) => classSession(db, { sectionId: room.section.id, startsAt: NOW + day * DAY_MS }));
  const sessions = [room.session, ...(await Promise.all(more))];
  for (const { id, startsAt } of sessions) {
    const mark = { ...action(startsAt), classSessionId: id, studentId: room.friend.id, status: 'present' as const, version: 0 };
    await as(db, room.teacher, startsAt).classSession.open({ ...action(startsAt), classSessionId: id });
    await as(db, room.teacher, startsAt).attendance.mark(mark);
    await jobs(db, startsAt + HOUR_MS);
  }
  return { ...room, sessions, end: NOW + 2 * DAY_MS + HOUR_MS };
}

const inboxOf = async (db: Database, person: Classroom['student'], now: number) =>
  (await as(db, person, now).notification.mine({})).rows.map(({ kind, facts }) => ({ kind, facts }));

/** The mark of the student, changed by staff. */
async function change(db: Database, { teacher, student }: Classroom, id: number, status: 'present' | 'absent', now: number) {
  const isIts = and(eq(attendance.classSessionId, id), eq(attendance.studentId, student.id));
  const [mark] = await db.select().from(attendance).where(isIts);
  const version = mark?.version ?? 0;
  const input = { ...action(now), classSessionId: id, studentId: student.id, status, version, reason: 'Seen' };
  await as(db, teacher, now).attendance.mark(input);
  await jobs(db, now);
}

test('three absences in a row are told once, taken back by a correction, and told again', async () => {
  await using db = await testDb();
  const room = await threeAbsences(db);
  const { student, friend, sessions, end } = room;
  const last = sessions[2]?.id ?? 0;
  expect(await inboxOf(db, student, end)).toMatchObject([
    {
      kind: 'alert',
      facts: { rule: { rule: 'consecutive-absences', count: 3 }, ground: { missed: 3 }, period: { month: '2026-09' } },
    },
  ]);
  expect(await inboxOf(db, friend, end)).toEqual([]);
  await change(db, room, last, 'present', end + 1);
  expect((await inboxOf(db, student, end + 1)).map(({ kind }) => kind)).toEqual(['alert-retracted']);
  await change(db, room, last, 'absent', end + 2);
  expect((await inboxOf(db, student, end + 2)).map(({ kind }) => kind)).toEqual(['alert', 'alert-retracted']);
  const told = await db.select().from(notifications).where(eq(notifications.kind, 'alert'));
  expect(told.map(({ retractedAt }) => retractedAt)).toEqual([end + 1, null]);
});

test('a class that is cancelled or added is judged at once: what is out of reach depends on how many are ahead', async () => {
  await using db = await testDb();
  await settings(db, { alerts: { ...DEFAULT_ALERTS, rules: { ...DEFAULT_ALERTS.rules, 'out-of-reach': REACH } } });
  await term(db);
  const room = await threeAbsences(db, async ({ section: own }) => {
    for (let day = 3; day < 12; day++) await classSession(db, { sectionId: own.id, startsAt: NOW + day * DAY_MS });
  });
  const { teacher, student, section: own, end } = room;
  const kindsAt = async (now: number) => {
    await jobs(db, now);
    return (await standing(db)).filter(({ studentId }) => studentId === student.id).map(({ kind }) => kind);
  };
  expect(await kindsAt(end)).toEqual(['consecutive-absences']);
  const ahead = (await db.select().from(classSessions)).filter(({ startsAt }) => startsAt > end);
  for (const { id } of ahead.slice(0, 2)) await as(db, teacher, end).classSession.cancel({ classSessionId: id, note: '' });
  expect(await kindsAt(end + 1)).toEqual(['consecutive-absences', 'out-of-reach']);
  await as(db, teacher, end).classSession.restore({ classSessionId: ahead[0]?.id ?? 0 });
  const time = { startTime: '15:00', endTime: '16:00' };
  await as(db, teacher, end).classSession.add({ sectionId: own.id, day: '2026-09-14', ...time });
  expect(await kindsAt(end + 2)).toEqual(['consecutive-absences']);
  for (const { id } of ahead.slice(2, 4)) await as(db, teacher, end).classSession.cancel({ classSessionId: id, note: '' });
  expect(await kindsAt(end + 3)).toEqual(['consecutive-absences', 'out-of-reach']);
  const admin = as(db, await user(db, { role: 'admin' }), end);
  const [{ id: termId = 0 } = {}] = await db.select().from(terms);
  const { slotId } = await admin.slot.create({ sectionId: own.id, termId, weekday: 3, weeks: 'every', ...time });
  expect(await kindsAt(end + 4)).toEqual(['consecutive-absences']);
  await admin.slot.delete({ slotId });
  expect(await kindsAt(end + 5)).toEqual(['consecutive-absences', 'out-of-reach']);
});

test('a register that is opened again takes nothing back before it is closed', async () => {
  await using db = await testDb();
  const { teacher, student, sessions, end } = await threeAbsences(db);
  const at = { ...action(end), classSessionId: sessions[1]?.id ?? 0 };
  await as(db, teacher, end).classSession.reopen({ ...at, reason: 'A slip' });
  await jobs(db, end + 1);
  expect((await inboxOf(db, student, end + 1)).map(({ kind }) => kind)).toEqual(['alert']);
  await as(db, teacher, end + 2).classSession.close({ ...action(end), classSessionId: at.classSessionId });
  await jobs(db, end + 3);
  expect((await inboxOf(db, student, end + 3)).map(({ kind }) => kind)).toEqual(['alert']);
});

test('nobody is told while a check-in of theirs waits', async () => {
  await using db = await testDb();
  const waits = { classSessionId: 999, deviceId: 'd', tokens: [], signature: '', deviceAt: NOW, receivedAt: NOW };
  const { student, end } = await threeAbsences(db, async (room) => {
    const claim = { ...waits, id: 'c', studentId: room.student.id, verdict: 'waiting' as const, reasons: ['few-windows'] };
    await db.insert(claims).values(claim);
  });
  expect(await inboxOf(db, student, end)).toEqual([]);
  await db.update(claims).set({ verdict: 'refused', settledAt: end });
  await jobs(db, end + 1);
  expect((await inboxOf(db, student, end + 1)).map(({ kind }) => kind)).toEqual(['alert']);
});

const standing = (db: Database) => db.select().from(alerts).where(isNull(alerts.retractedAt));

test('merged, a student has one alert with the kept account; taken back, each has its own', async () => {
  await using db = await testDb();
  const { student, section: own, end } = await threeAbsences(db);
  const [admin, kept] = [await user(db, { role: 'admin' }), await user(db, { role: 'student' })];
  await enrolment(db, { sectionId: own.id, studentId: kept.id });
  const before = await standing(db);
  const told = await db.select().from(notifications).where(eq(notifications.userId, student.id));
  const { mergeId } = await as(db, admin, end + 1).person.merge({ personId: kept.id, otherId: student.id });
  await jobs(db, end + 2);
  expect((await standing(db)).map(({ studentId }) => studentId)).toEqual([kept.id]);
  const isNews = ({ kind }: { kind: string }) => kind === 'alert';
  expect((await inboxOf(db, kept, end + 2)).filter(isNews)).toMatchObject([{ facts: { ground: { missed: 3 } } }]);
  await as(db, admin, end + 3).person.undoMerge({ mergeId });
  await jobs(db, end + 4);
  expect(await standing(db)).toEqual(before);
  expect(await db.select().from(notifications).where(eq(notifications.userId, student.id))).toEqual(told);
});

test('whoever cannot be judged is passed over, and comes again', async () => {
  await using db = await testDb();
  const { student, friend, end } = await threeAbsences(db, async (room) => {
    await db.$client.execute(`create trigger broken before insert on alerts when new.student_id = ${room.student.id}
      begin select raise(abort, 'broken'); end`);
  });
  const due = await db.select({ id: judgedStudents.studentId }).from(judgedStudents).where(isDue);
  expect(due).toEqual([{ id: student.id }]);
  expect(friend.id).toBeGreaterThan(student.id);
  await db.$client.execute('drop trigger broken');
  await jobs(db, end + 1);
  expect((await inboxOf(db, student, end + 1)).map(({ kind }) => kind)).toEqual(['alert']);
});

test('a term that comes and goes moves alerts, and nobody is told', async () => {
  await using db = await testDb();
  const { student, end } = await threeAbsences(db);
  const periods = async () => {
    await jobs(db, end);
    return (await standing(db)).map(({ period }) => period);
  };
  const { id } = await term(db, { fromDay: '2026-09-01', untilDay: '2026-12-18' });
  expect(await periods()).toEqual([`term:${id}`]);
  expect(await inboxOf(db, student, end)).toMatchObject([{ kind: 'alert', facts: { ground: { missed: 3 } } }]);
  await db.delete(terms);
  expect(await periods()).toEqual(['2026-09']);
  expect((await inboxOf(db, student, end)).map(({ kind }) => kind)).toEqual(['alert']);
});

test('staff see the alerts of their classes, and say what was done', async () => {
  await using db = await testDb();
  const { teacher, assistant, student, sessions, end } = await threeAbsences(db);
  const stranger = await user(db, { role: 'teacher' });
  await staffing(db, { sectionId: (await section(db)).id, person: stranger });
  const list = (person: Classroom['teacher'], input = {}) => as(db, person, end).alert.list(input);
  await db.update(users).set({ sourcedId: 's-1', studentNumber: '77' }).where(eq(users.id, student.id));
  const { rows } = await list(teacher);
  expect(rows).toMatchObject([{ studentName: student.name, studentNumber: '77', ground: { missed: 3 }, handledAt: null }]);
  expect(rows[0]?.classSessions.map(({ classSessionId }) => classSessionId)).toEqual(sessions.map(({ id }) => id).reverse());
  expect((await list(stranger)).rows).toEqual([]);
  expect((await list(teacher, { rule: 'chronic' })).rows).toEqual([]);
  expect(await as(db, assistant, end).correction.waiting()).toMatchObject({ alerts: 1 });
  const input = { alertId: rows[0]?.id ?? 0, note: 'Rang home.' };
  expect(await refusalOf(as(db, stranger, end).alert.handle(input))).toMatchObject({ code: 'not-found' });
  expect(await as(db, teacher, end).alert.handle(input)).toEqual({ outcome: 'handled' });
  expect(await as(db, assistant, end).alert.handle({ ...input, note: 'Me too' })).toEqual({
    ...{ outcome: 'already-handled', by: teacher.name },
  });
  expect((await list(teacher)).rows).toEqual([]);
  expect((await list(teacher, { state: 'handled' })).rows).toMatchObject([{ note: 'Rang home.', handledBy: teacher.name }]);
  const told = await db.select().from(auditEvents).where(eq(auditEvents.action, 'alert.handled'));
  expect(told).toMatchObject([{ actorId: teacher.id, detail: { studentId: student.id, note: 'Rang home.' } }]);
});

test('administrators are told how many nobody has handled, once a day', async () => {
  await using db = await testDb();
  const { end } = await threeAbsences(db);
  const admin = await user(db, { role: 'admin' });
  const tell = (now: number) => Promise.all([1, 2].map(() => escalateAlerts(testServices(db, { now }))));
  await tell(end + 6 * DAY_MS);
  expect(await inboxOf(db, admin, end + 6 * DAY_MS)).toEqual([]);
  await tell(end + 7 * DAY_MS);
  await tell(end + 8 * DAY_MS);
  expect(await inboxOf(db, admin, end + 8 * DAY_MS)).toEqual([{ kind: 'alerts-unhandled', facts: { count: 1, days: 7 } }]);
});

test('rules are tried before they are saved, and judge everybody again once they are', async () => {
  await using db = await testDb();
  const { student, friend, section: own, end } = await threeAbsences(db);
  await enrolment(db, { sectionId: (await section(db)).id, studentId: friend.id });
  const admin = await user(db, { role: 'admin' });
  const { alert } = as(db, admin, end);
  const { rules } = await alert.rules();
  const form = { ...toSchoolForm(rules), lowLeast: 3 };
  const preview = await alert.preview(form);
  expect(preview.students).toBe(2);
  expect(preview.rules.filter(({ count }) => count > 0)).toEqual([
    { rule: 'low-attendance', count: 1, people: [{ id: student.id, name: student.name }] },
  ]);
  const sectionForm = { ...form, sectionId: own.id, lowMode: 'off' as const };
  expect((await alert.preview(sectionForm)).rules.every(({ count }) => count === 0)).toBe(true);
  await alert.changeSectionRules({ ...sectionForm, lowMode: 'own' });
  await jobs(db, end);
  expect((await inboxOf(db, student, end)).map(({ facts }) => facts)).toMatchObject([
    { rule: { rule: 'low-attendance', threshold: 800, least: 3 }, section: { sectionCode: own.code } },
    { rule: { rule: 'consecutive-absences' } },
  ]);
  expect(await alert.changeSectionRules({ ...sectionForm, lowMode: 'own' })).toEqual({ isChanged: false });
});

test('judging, and the list of staff, read no growing table from end to end', async () => {
  await using db = await testDb();
  const { teacher, section: own, end } = await threeAbsences(db);
  const growing = ['alerts', 'attendance', 'claims', 'class_sessions', 'enrolments', 'judged_students', 'notifications', 'users'];
  await db.$client.execute("update judged_students set changes = changes + 1, from_day = '2026-09-07'");
  const use = async () => {
    await raiseAlerts(testServices(db, { now: end }));
    await as(db, teacher, end).alert.list({ sectionId: own.id });
    await as(db, teacher, end).correction.waiting();
    await escalateAlerts(testServices(db, { now: end + 9 * DAY_MS }));
  };
  expect(await fullScans(db, growing, use)).toEqual([]);
  expect(await db.$count(alerts)).toBe(1);
});
