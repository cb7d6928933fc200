/** People who do more than their role says: they study or teach where they are enrolled or on the staff, and never judge themselves. */
import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import type { Database } from '#db/client';
import { alerts, attendance, claims, corrections } from '#db/schema';
import { DAY_MS, HOUR_MS } from '#domain/duration';
import { dayAt } from '#domain/time';
import { refusalOf } from '../helpers/api';
import { action, as, classroom, markOf } from '../helpers/classroom';
import { testDb } from '../helpers/db';
import { enrolment, NOW, user } from '../helpers/factories';
import { phoneOf, scanBy } from '../helpers/phone';

const DAY = dayAt(NOW, 'UTC');

/** A class on whose roll is somebody who teaches elsewhere. */
async function withLearner(db: Database, role: 'teacher' | 'assistant' | 'admin' = 'teacher') {
  const room = await classroom(db);
  const learner = await user(db, { role });
  const admin = await user(db, { role: 'admin' });
  await as(db, admin).enrolment.add({
    sectionId: room.section.id,
    studentIds: [learner.id],
    fromDay: '2026-01-01',
    untilDay: null,
  });
  return { ...room, learner, admin, ref: { classSessionId: room.session.id } };
}

/** A class on whose roll is one of its own staff. */
async function withSelf(db: Database, role: 'teacher' | 'student' | 'admin') {
  const room = await classroom(db);
  const [self, admin] = [await user(db, { role }), await user(db, { role: 'admin' })];
  await as(db, admin).section.addStaff({ sectionId: room.section.id, userId: self.id });
  await enrolment(db, { sectionId: room.section.id, studentId: self.id });
  return { ...room, self, admin, ref: { classSessionId: room.session.id } };
}

test('a teacher who studies checks in, and has the timetable, the day and the figures of a student', async () => {
  await using db = await testDb();
  const room = await withLearner(db);
  const { learner, session, ref, teacher } = room;
  const phone = await phoneOf(db, learner);
  const call = as(db, learner, NOW + 4_000);
  expect(await call.checkIn.submit(await scanBy(db, phone, session, { at: NOW }))).toMatchObject({
    outcome: 'recorded',
    status: 'present',
  });
  expect((await call.timetable.mine({ from: DAY, until: DAY, view: 'studying' })).entries).toMatchObject([
    { ...ref, mark: 'present' },
  ]);
  expect((await call.timetable.mine({ from: DAY, until: DAY })).entries).toEqual([]);
  expect((await call.timetable.today()).classSessions).toMatchObject([ref]);
  expect((await call.attendance.mine({ month: DAY.slice(0, 7) })).entries).toMatchObject([{ mark: 'present' }]);
  expect(await call.profile.views()).toEqual(['studying', 'teaching']);
  expect((await call.channel.mine()).groups).toEqual(expect.arrayContaining(['upcoming', 'registers']));
  const { rows } = await as(db, teacher).classSession.register(ref);
  expect(rows.map(({ studentId }) => studentId)).toContain(learner.id);
  await as(db, teacher).classSession.close({ ...action(), ...ref });
  const total = (await as(db, teacher).report.overview({ from: DAY, until: DAY, by: 'day' })).total;
  expect(total).toMatchObject({ present: 1, absent: 1 });
});

test('whoever is on no roll has nothing of a student’s, and whoever is on no staff nothing of a teacher’s', async () => {
  await using db = await testDb();
  const { teacher, student, ref } = await classroom(db).then((room) => ({ ...room, ref: { classSessionId: room.session.id } }));
  expect((await refusalOf(as(db, teacher).timetable.today())).code).toBe('forbidden');
  expect((await refusalOf(as(db, student).classSession.register(ref))).code).toBe('forbidden');
  expect(await as(db, teacher).profile.views()).toEqual(['teaching']);
  expect(await as(db, student).profile.views()).toEqual(['studying']);
});

test('a student who assists has the registers of that class, and no more of the school', async () => {
  await using db = await testDb();
  const room = await classroom(db);
  const [helper, admin] = [await user(db), await user(db, { role: 'admin' })];
  await as(db, admin).section.addStaff({ sectionId: room.section.id, userId: helper.id });
  const call = as(db, helper);
  const ref = { classSessionId: room.session.id };
  expect(await call.profile.views()).toEqual(['studying', 'teaching']);
  expect((await call.classSession.today()).rows).toMatchObject([ref]);
  const mark = { ...action(), ...ref, studentId: room.student.id, status: 'late' as const, version: 0 };
  expect(await call.attendance.mark(mark)).toMatchObject({ outcome: 'recorded', status: 'late' });
  expect(await call.report.section({ sectionId: room.section.id, from: DAY, until: DAY })).toBeDefined();
  const other = await classroom(db);
  expect((await refusalOf(call.classSession.register({ classSessionId: other.session.id }))).code).toBe('not-found');
  await as(db, room.teacher).classSession.close({ ...action(), ...ref });
  const asked = { ...action(), ...ref, studentId: room.student.id, wanted: 'present' as const, reason: 'Was here' };
  const { correctionId } = await as(db, room.student).correction.request(asked);
  expect((await refusalOf(call.correction.decide({ ...action(), correctionId, decision: 'approve' }))).code).toBe('forbidden');
});

test('an administrator who teaches is on the staff of the class, and in its day', async () => {
  await using db = await testDb();
  const { section, session } = await classroom(db);
  const admin = await user(db, { role: 'admin' });
  await as(db, admin).section.addStaff({ sectionId: section.id, userId: admin.id });
  expect((await as(db, admin).classSession.today()).rows).toMatchObject([{ classSessionId: session.id }]);
  expect(await as(db, admin).profile.views()).toEqual(['teaching', 'administration']);
});

test.each(['teacher', 'student', 'admin'] as const)(
  'nobody marks themselves: a %s on the staff and on the roll',
  async (role) => {
    await using db = await testDb();
    const { self, student, ref } = await withSelf(db, role);
    const call = as(db, self);
    const own = { ...action(), ...ref, studentId: self.id, status: 'present' as const, version: 0 };
    expect(await refusalOf(call.attendance.mark(own))).toMatchObject({
      code: 'forbidden',
      message: expect.stringMatching(/own attendance/),
    });
    const marks = [self, student].map(({ id: studentId }) => ({ studentId, status: 'present' as const, version: 0 }));
    const lines = await call.attendance.markMany({ ...action(), ...ref, marks });
    expect(lines).toMatchObject([{ outcome: 'conflict', status: null }, { outcome: 'recorded' }]);
    expect(await markOf(db, { ...ref, studentId: self.id })).toBeNull();
  },
);

test.each(['teacher', 'student'] as const)(
  'the key of a code checks in nobody who has it: a %s on the staff and on the roll',
  async (role) => {
    await using db = await testDb();
    const { self, session, ref, teacher } = await withSelf(db, role);
    const claim = await scanBy(db, await phoneOf(db, self), session, { at: NOW });
    const submitted = await as(db, self, NOW + 4_000).checkIn.submit(claim);
    expect(submitted).toEqual({ outcome: 'waiting', reasons: ['own-register'] });
    expect(await markOf(db, { ...ref, studentId: self.id })).toBeNull();
    const settle = { ...action(), claimId: claim.id, decision: 'accept' as const };
    expect(await as(db, teacher, NOW + 8_000).checkIn.settle(settle)).toMatchObject({ outcome: 'settled' });
  },
);

test('nobody accepts their own check-in that waits', async () => {
  await using db = await testDb();
  const { self, session, ref } = await withSelf(db, 'teacher');
  const claim = await scanBy(db, await phoneOf(db, self), session, { at: NOW, windows: 1 });
  await as(db, self, NOW + HOUR_MS / 2).checkIn.submit(claim);
  const [waiting] = await db.select().from(claims);
  expect(waiting?.verdict).toBe('waiting');
  const settle = { ...action(), claimId: claim.id, decision: 'accept' as const };
  expect((await refusalOf(as(db, self, NOW + HOUR_MS / 2).checkIn.settle(settle))).code).toBe('forbidden');
  expect(await markOf(db, { ...ref, studentId: self.id })).toBeNull();
});

test('nobody decides a correction or a leave of their own, whoever asked, and it waits for others', async () => {
  await using db = await testDb();
  const { self, teacher, ref } = await withSelf(db, 'teacher');
  await as(db, teacher).classSession.close({ ...action(), ...ref });
  const wanted = { ...action(), ...ref, studentId: self.id, wanted: 'present' as const, reason: 'I was there' };
  const { correctionId } = await as(db, teacher).correction.request(wanted);
  const decide = { ...action(), correctionId, decision: 'approve' as const };
  expect((await refusalOf(as(db, self).correction.decide(decide))).code).toBe('forbidden');
  const leave = { ...action(), studentId: self.id, reason: 'A wedding', fromDay: '2026-09-10', untilDay: '2026-09-10' };
  const { leaveId } = await as(db, self).leave.request(leave);
  const approve = { ...action(), leaveId, from: 'open' as const, decision: 'approve' as const };
  expect((await refusalOf(as(db, self).leave.decide(approve))).code).toBe('not-found');
  expect(await as(db, self).correction.waiting()).toMatchObject({ corrections: 0, leaves: 0 });
  expect(await as(db, teacher).leave.decide(approve)).toEqual({ outcome: 'approved' });
  const [row] = await db.select().from(corrections).where(eq(corrections.id, correctionId));
  expect(row?.state).toBe('open');
});

test('an administrator who studies asks for a correction of their own mark, as they cannot change it', async () => {
  await using db = await testDb();
  const { learner, admin, teacher, ref } = await withLearner(db, 'admin');
  await as(db, teacher).classSession.close({ ...action(), ...ref });
  const call = as(db, learner, NOW + 10 * DAY_MS);
  const change = { ...action(), ...ref, studentId: learner.id, status: 'present' as const, version: 1, reason: 'I was there' };
  expect((await refusalOf(call.attendance.mark(change))).code).toBe('forbidden');
  const asked = { ...action(), ...ref, studentId: learner.id, wanted: 'present' as const, reason: 'I was there' };
  const { correctionId } = await call.correction.request(asked);
  const decide = { ...action(), correctionId, decision: 'approve' as const };
  expect((await refusalOf(call.correction.decide(decide))).code).toBe('forbidden');
  expect(await as(db, admin).correction.decide(decide)).toEqual({ outcome: 'approved' });
  const [mark] = await db.select().from(attendance).where(eq(attendance.studentId, learner.id));
  expect(mark?.status).toBe('present');
});

test.each(['teacher', 'student'] as const)(
  'a %s who teaches and studies finds corrections of their own marks, and those they have asked for',
  async (role) => {
    await using db = await testDb();
    const { self, teacher, student, ref } = await withSelf(db, role);
    await as(db, teacher).classSession.close({ ...action(), ...ref });
    const late = (person: typeof self) => as(db, person, NOW + 10 * DAY_MS).correction;
    const asked = { ...action(), ...ref, wanted: 'present' as const, reason: 'Was there' };
    const { correctionId: ofMine } = await late(teacher).request({ ...asked, studentId: self.id });
    const { correctionId: ofTheirs } = await late(self).request({ ...asked, ...action(), studentId: student.id });
    const found = async (of?: 'marks' | 'asked') => (await late(self).mine({ of })).rows.map(({ id }) => id);
    expect([await found(), await found('marks'), await found('asked')]).toEqual([[ofTheirs, ofMine], [ofMine], [ofTheirs]]);
    expect((await late(self).about({ ...ref, studentId: self.id })).requests).toMatchObject([{ id: ofMine }]);
    expect((await late(teacher).mine({})).rows).toMatchObject([{ id: ofMine }]);
  },
);

test('a card badge of one’s own marks nobody', async () => {
  await using db = await testDb();
  const { self, admin, ref } = await withSelf(db, 'teacher');
  const [card] = await as(db, admin).badge.issueCards({ studentIds: [self.id] });
  const scan = { ...action(), ...ref, badge: String(card?.badge) };
  expect((await refusalOf(as(db, self).attendance.scanBadge(scan))).code).toBe('forbidden');
});

test('nobody handles an alert about themselves, and it waits for others', async () => {
  await using db = await testDb();
  const { self, teacher, section } = await withSelf(db, 'teacher');
  const what = { kind: 'consecutive-absences', rule: { rule: 'consecutive-absences' }, ground: { classSessionIds: [] } };
  const at = { period: '2026-09', throughAt: NOW, raisedAt: NOW };
  const [alert] = await db
    .insert(alerts)
    .values({ studentId: self.id, sectionId: section.id, ...what, ...at } as never)
    .returning();
  const handle = { alertId: Number(alert?.id), note: 'Spoken to' };
  expect((await refusalOf(as(db, self).alert.handle(handle))).code).toBe('not-found');
  expect(await as(db, self).correction.waiting()).toMatchObject({ alerts: 0 });
  expect(await as(db, teacher).correction.waiting()).toMatchObject({ alerts: 1 });
});
