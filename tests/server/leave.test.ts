/** Leave: asked for in advance, decided once, and what it excuses; whoever comes all the same is present. */
import { asc } from 'drizzle-orm';
import { expect, test } from 'vitest';
import type { Database } from '#db/client';
import { attendance, leaves, notifications } from '#db/schema';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#domain/duration';
import { settleDueSessions } from '#server/services/register/register-settling';
import { refusalOf, testServices } from '../helpers/api';
import { action, as, type Classroom, classroom, markOf } from '../helpers/classroom';
import { testDb } from '../helpers/db';
import { classSession, NOW, user } from '../helpers/factories';
import { phoneOf, scanBy } from '../helpers/phone';
import { fullScans } from '../helpers/query-plan';

/** Monday of the class session, and the days after it. */
const [MONDAY, TUESDAY, WEDNESDAY] = ['2026-09-07', '2026-09-08', '2026-09-09'];
const BEFORE = NOW - 2 * HOUR_MS;

type Given = Partial<{
  fromDay: string;
  untilDay: string;
  fromTime: string;
  untilTime: string;
  reasonCodeId: number;
  id: string;
}>;
const asking = ({ student }: Pick<Classroom, 'student'>, given: Given = {}) => ({
  ...action(BEFORE),
  studentId: student.id,
  fromDay: MONDAY,
  untilDay: MONDAY,
  reason: 'My sister marries.',
  ...given,
});

/** A leave of the Monday, approved by the teacher before the class. */
async function approved(db: Database, room: Classroom, given: Given = {}, now = BEFORE) {
  const { leaveId } = await as(db, room.student, now).leave.request(asking(room, given));
  await as(db, room.teacher, now).leave.decide({ ...action(now), leaveId, decision: 'approve' });
  return leaveId;
}

const ofStudent = ({ session, student }: Classroom) => ({ classSessionId: session.id, studentId: student.id });
const settle = (db: Database, now: number) => settleDueSessions(testServices(db, { now: () => now }));
const own = async (db: Database, room: Classroom, now = NOW) => (await as(db, room.student, now).leave.mine({})).rows;

test('it is asked for once, and not for time that another has or that is over', async () => {
  await using db = await testDb();
  const room = await classroom(db, { open: false });
  const student = as(db, room.student, BEFORE);
  const input = asking(room, { untilDay: TUESDAY });
  const first = await student.leave.request(input);
  expect(await student.leave.request(input)).toEqual(first);
  expect(await db.select().from(leaves)).toHaveLength(1);
  const refusal = (given: Given, person = room.student) => refusalOf(as(db, person, BEFORE).leave.request(asking(room, given)));
  expect(await refusal({ fromDay: TUESDAY, untilDay: WEDNESDAY })).toMatchObject({ code: 'conflict' });
  expect(await refusal({ fromDay: '2026-09-04', untilDay: '2026-09-04' })).toMatchObject({ code: 'invalid' });
  expect(await refusal({ fromDay: '2028-01-04', untilDay: '2028-01-04' })).toMatchObject({ code: 'invalid' });
  expect(await refusal({ fromTime: '09:00' })).toMatchObject({ code: 'invalid' });
  expect(await refusal({ fromTime: '09:00', untilTime: '09:00' })).toMatchObject({ code: 'invalid' });
  expect(await refusal({ fromDay: WEDNESDAY, untilDay: WEDNESDAY, reasonCodeId: 9 })).toMatchObject({ code: 'invalid' });
  for (const role of ['student', 'teacher'] as const)
    expect(await refusal({ fromDay: WEDNESDAY, untilDay: WEDNESDAY }, await user(db, { role }))).toMatchObject({
      code: 'not-found',
    });
  await student.leave.withdraw(first);
  await student.leave.request(asking(room));
});

test('two leaves of the same time at once are one', async () => {
  await using db = await testDb();
  const room = await classroom(db, { open: false });
  const answers = await Promise.allSettled([1, 2, 3].map(() => as(db, room.student, BEFORE).leave.request(asking(room))));
  expect(answers.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  expect(await db.select().from(leaves)).toHaveLength(1);
});

test('staff of the student’s sections decide, once', async () => {
  await using db = await testDb();
  const room = await classroom(db, { open: false });
  const { leaveId } = await as(db, room.student, BEFORE).leave.request(asking(room));
  const stranger = as(db, await user(db, { role: 'teacher' }), BEFORE);
  const decision = { ...action(), leaveId, decision: 'approve' as const };
  expect(await refusalOf(stranger.leave.decide(decision))).toMatchObject({ code: 'not-found' });
  expect((await stranger.leave.list({})).rows).toEqual([]);
  const [teacher, admin] = [as(db, room.teacher, BEFORE), as(db, await user(db, { role: 'admin' }), BEFORE)];
  for (const { rows } of [await teacher.leave.list({}), await admin.leave.list({})])
    expect(rows).toMatchObject([{ studentName: room.student.name, state: 'open', classSessions: 1, attended: 0 }]);
  const answers = await Promise.all([
    teacher.leave.decide(decision),
    admin.leave.decide({ ...action(), leaveId, decision: 'decline' }),
  ]);
  expect(answers.map(({ outcome }) => outcome).sort()).toContain('already-decided');
  expect(await db.select().from(notifications)).toHaveLength(1);
  expect((await teacher.leave.list({ list: 'decided' })).rows).toHaveLength(1);
  expect((await teacher.leave.list({})).rows).toEqual([]);
});

test('whoever is on leave is excused when the register opens', async () => {
  await using db = await testDb();
  const room = await classroom(db, { open: false, students: 2 });
  const [illness] = [await as(db, await user(db, { role: 'admin' })).reasonCode.create({ name: 'Wedding', status: 'excused' })];
  await approved(db, room, { reasonCodeId: illness.reasonCodeId });
  expect(await db.select().from(attendance)).toEqual([]);
  await as(db, room.teacher).classSession.open({ ...action(), classSessionId: room.session.id });
  expect(await db.select().from(attendance)).toMatchObject([
    {
      studentId: room.student.id,
      status: 'excused',
      source: 'leave',
      reasonCodeId: illness.reasonCodeId,
      actorName: room.teacher.name,
    },
  ]);
  await as(db, room.teacher, NOW + HOUR_MS / 2).classSession.close({ ...action(), classSessionId: room.session.id });
  expect(await db.select().from(attendance).orderBy(asc(attendance.studentId))).toMatchObject([
    { status: 'excused', version: 1 },
    { status: 'absent', source: 'auto' },
  ]);
});

test('a scan on such a day wins, and the leave says that it was attended', async () => {
  await using db = await testDb();
  const room = await classroom(db, { open: false });
  await approved(db, room);
  await as(db, room.teacher).classSession.open({ ...action(), classSessionId: room.session.id });
  const at = NOW + MINUTE_MS;
  const scan = await scanBy(db, await phoneOf(db, room.student), room.session, { at });
  expect(await as(db, room.student, at).checkIn.submit(scan)).toMatchObject({ outcome: 'recorded', status: 'present' });
  await settle(db, NOW + HOUR_MS);
  expect(await markOf(db, ofStudent(room))).toMatchObject({ status: 'present', source: 'qr' });
  expect(await own(db, room)).toMatchObject([{ state: 'approved', classSessions: 1, attended: 1 }]);
});

test('a register that staff mark without opening it excuses when it closes; one not taken excuses nobody', async () => {
  await using db = await testDb();
  const room = await classroom(db, { open: false, students: 2 });
  const missed = await classSession(db, { sectionId: room.section.id, startsAt: NOW + 2 * HOUR_MS });
  await approved(db, room);
  const mark = {
    ...action(),
    classSessionId: room.session.id,
    studentId: room.friend.id,
    status: 'present' as const,
    version: 0,
  };
  await as(db, room.teacher).attendance.mark(mark);
  await settle(db, NOW + 5 * HOUR_MS);
  expect(await markOf(db, ofStudent(room))).toMatchObject({ status: 'excused', source: 'leave' });
  expect(await markOf(db, { classSessionId: missed.id, studentId: room.student.id })).toBeNull();
});

test('approved after the class, it lifts the absence by default; what staff have said stands', async () => {
  await using db = await testDb();
  const room = await classroom(db, { students: 2 });
  const mark = { ...action(), classSessionId: room.session.id, studentId: room.friend.id, status: 'absent' as const, version: 0 };
  await as(db, room.teacher).attendance.mark(mark);
  await settle(db, NOW + HOUR_MS);
  for (const student of [room.student, room.friend]) await approved(db, { ...room, student }, {}, NOW + 2 * HOUR_MS);
  expect(await markOf(db, ofStudent(room))).toMatchObject({ status: 'excused', source: 'leave', version: 2 });
  expect(await markOf(db, ofStudent({ ...room, student: room.friend }))).toMatchObject({ status: 'absent', source: 'teacher' });
});

test('hours excuse from the classes they share', async () => {
  await using db = await testDb();
  const room = await classroom(db, { open: false });
  const later = await classSession(db, { sectionId: room.section.id, startsAt: NOW + HOUR_MS, closesAt: NOW + HOUR_MS });
  await approved(db, room, { fromTime: '10:00', untilTime: '10:30' });
  expect(await own(db, room)).toMatchObject([{ classSessions: 1 }]);
  for (const [{ id }, now] of [
    [room.session, NOW],
    [later, NOW + HOUR_MS],
  ] as const)
    await as(db, room.teacher, now)
      .classSession.open({ ...action(now), classSessionId: id })
      .catch(() => null);
  await settle(db, NOW + 3 * HOUR_MS);
  const marks = await db.select().from(attendance).orderBy(asc(attendance.classSessionId));
  expect(marks.map(({ source }) => source)).toEqual(['auto', 'leave']);
});

test.for([
  [
    'withdrawn by the student',
    (db: Database, room: Classroom, leaveId: number) => as(db, room.student, NOW + 2 * HOUR_MS).leave.withdraw({ leaveId }),
  ],
  [
    'declined after all',
    (db: Database, room: Classroom, leaveId: number) =>
      as(db, room.teacher, NOW + 2 * HOUR_MS).leave.decide({ ...action(), leaveId, decision: 'decline', from: 'approved' }),
  ],
] as const)('%s, what it excused is taken back, and only that', async ([, end]) => {
  await using db = await testDb();
  const room = await classroom(db, { open: false });
  const running = await classSession(db, { sectionId: room.section.id, startsAt: NOW + 2 * HOUR_MS });
  const seen = await classSession(db, { sectionId: room.section.id, startsAt: NOW + HOUR_MS });
  const leaveId = await approved(db, room, { untilDay: TUESDAY });
  const open = (id: number, now: number) => as(db, room.teacher, now).classSession.open({ ...action(now), classSessionId: id });
  await open(room.session.id, NOW);
  await open(seen.id, NOW + HOUR_MS);
  const mark = { ...action(), classSessionId: seen.id, studentId: room.student.id, status: 'excused' as const, version: 1 };
  await as(db, room.teacher, NOW + HOUR_MS + MINUTE_MS).attendance.mark(mark);
  await open(running.id, NOW + 2 * HOUR_MS);
  await end(db, room, leaveId);
  const marks = await db.select().from(attendance).orderBy(asc(attendance.classSessionId));
  expect(marks).toMatchObject([
    { classSessionId: room.session.id, status: 'absent', source: 'auto' },
    { classSessionId: running.id, status: null },
    { classSessionId: seen.id, status: 'excused', source: 'teacher' },
  ]);
});

test('a leave that is over is not taken back, and lists are found by indexes', async () => {
  await using db = await testDb();
  const room = await classroom(db, { open: false });
  const leaveId = await approved(db, room);
  expect(await refusalOf(as(db, room.student, NOW + DAY_MS).leave.withdraw({ leaveId }))).toMatchObject({ code: 'conflict' });
  const growing = ['leaves', 'attendance', 'class_sessions', 'enrolments', 'users'];
  const uses = [
    () => as(db, room.teacher).leave.list({}),
    () => as(db, room.teacher).leave.list({ list: 'decided' }),
    () => own(db, room),
    () => approved(db, room, { fromDay: WEDNESDAY, untilDay: WEDNESDAY }),
  ];
  for (const use of uses) expect(await fullScans(db, growing, use)).toEqual([]);
});
