/** Enrolments with days: what they change in registers that were held, and what they refuse. */
import { expect, test } from 'vitest';
import type { Database } from '#db/client';
import { auditEvents, enrolments, sectionWeekTallies } from '#db/schema';
import { DAY_MS, HOUR_MS } from '#domain/duration';
import { countRegisters } from '#server/services/report/register-counting';
import { refusalOf, testServices } from '../helpers/api';
import { action, as, classroom } from '../helpers/classroom';
import { testDb } from '../helpers/db';
import { enrolment, NOW, section, user } from '../helpers/factories';
import { fullScans } from '../helpers/query-plan';

const TODAY = '2026-09-07';
const boss = (db: Database) => user(db, { role: 'admin' });
const daysOf = (db: Database) =>
  db.select({ sectionId: enrolments.sectionId, fromDay: enrolments.fromDay, untilDay: enrolments.untilDay }).from(enrolments);
const ids = (found: { classSessionId: number }[]) => found.map(({ classSessionId }) => classSessionId);

/** A class that was held today, with its student marked present. */
async function heldClass(db: Database) {
  const room = await classroom(db);
  const ref = { classSessionId: room.session.id };
  const mark = { ...ref, studentId: room.student.id, status: 'present' as const, version: 0 };
  await as(db, room.teacher).attendance.mark({ ...action(), ...mark });
  await as(db, room.teacher).classSession.close({ ...action(), ...ref });
  await countRegisters(testServices(db));
  const [own] = await db.select().from(enrolments);
  return { ...room, enrolmentId: Number(own?.id) };
}

const presentOf = async (db: Database) => (await db.select().from(sectionWeekTallies)).map(({ present }) => present);

test('days that leave a held class out are shown before, and then it no longer counts; and back', async () => {
  await using db = await testDb();
  const { student, session, enrolmentId } = await heldClass(db);
  const call = as(db, await boss(db));
  expect(await presentOf(db)).toEqual([1]);
  const later = { enrolmentId, fromDay: '2026-09-08' };
  const leaves = await call.enrolment.previewChange(later);
  expect(leaves).toMatchObject({ starts: [], stops: [{ classSessionId: session.id, day: TODAY, status: 'present' }] });
  expect(await presentOf(db)).toEqual([1]);
  await call.enrolment.change(later);
  expect(await presentOf(db)).toEqual([0]);
  const back = { enrolmentId, fromDay: '2026-01-01' };
  expect(ids((await call.enrolment.previewChange(back)).starts)).toEqual([session.id]);
  await call.enrolment.change(back);
  expect(await presentOf(db)).toEqual([1]);
  expect(await db.select().from(auditEvents)).toMatchObject([
    { action: 'register.closed' },
    {
      action: 'enrolment.changed',
      detail: { studentId: student.id, from: { fromDay: '2026-01-01', untilDay: null }, to: { fromDay: '2026-09-08' } },
    },
    { action: 'enrolment.changed' },
  ]);
});

test('a new enrolment in the past says which held classes it takes in, marked or not', async () => {
  await using db = await testDb();
  const { section: own, session } = await heldClass(db);
  const call = as(db, await boss(db));
  const { id: studentId } = await user(db);
  const input = { sectionId: own.id, studentIds: [studentId], fromDay: '2026-09-01' };
  expect(await call.enrolment.previewAdd(input)).toMatchObject({
    starts: [{ classSessionId: session.id, status: null }],
    stops: [],
  });
  const [enrolmentId = 0] = (await call.enrolment.add(input)).enrolmentIds;
  expect((await daysOf(db)).at(-1)).toEqual({ sectionId: own.id, fromDay: '2026-09-01', untilDay: null });
  expect(await call.enrolment.remove({ enrolmentId })).toMatchObject({ name: expect.any(String) });
});

test('a student is on the roll of a section once at a time', async () => {
  await using db = await testDb();
  const call = as(db, await boss(db));
  const [{ id: sectionId }, { id: studentId }] = [await section(db), await user(db)];
  await enrolment(db, { sectionId, studentId, fromDay: '2026-01-10', untilDay: '2026-01-20' });
  const add = (fromDay: string, untilDay?: string) =>
    call.enrolment.add({ sectionId, studentIds: [studentId], fromDay, untilDay });
  for (const [from, until] of [
    ['2026-01-20'],
    ['2026-01-01', '2026-01-10'],
    ['2026-01-12', '2026-01-13'],
    ['2025-01-01'],
  ] as const)
    expect((await refusalOf(add(from, until))).fieldErrors).toHaveProperty('fromDay');
  const [enrolmentId = 0] = (await add('2026-01-21')).enrolmentIds;
  await add('2026-01-01', '2026-01-09');
  const stretched = call.enrolment.change({ enrolmentId, fromDay: '2026-01-15' });
  expect((await refusalOf(stretched)).fieldErrors).toHaveProperty('fromDay');
  expect(await daysOf(db)).toHaveLength(3);
});

test('several are enrolled at once, without those who are there already, and taken back as far as no mark lies in it and its days are the same', async () => {
  await using db = await testDb();
  const { section: own, session, student, teacher } = await heldClass(db);
  const call = as(db, await boss(db));
  const studentIds = [student.id, (await user(db)).id, (await user(db)).id, (await user(db)).id];
  const input = { sectionId: own.id, studentIds, fromDay: '2026-09-01' };
  expect(await call.enrolment.previewAdd(input)).toMatchObject({ starts: [{ classSessionId: session.id, status: null }] });
  const toEnrol = async () => (await call.person.students({ userIds: [...studentIds, teacher.id] })).map((one) => one.isEnrolled);
  expect((await toEnrol()).sort()).toEqual([false, false, false, true]);
  const added = await call.enrolment.add(input);
  const { enrolmentIds } = added;
  expect(enrolmentIds).toHaveLength(3);
  expect(await toEnrol()).toEqual([true, true, true, true]);
  const mark = { classSessionId: session.id, studentId: Number(studentIds[1]), status: 'present' as const, version: 0 };
  await as(db, teacher).attendance.mark({ ...action(), ...mark, reason: 'Was there' });
  await call.enrolment.change({ enrolmentId: Number(enrolmentIds[2]), fromDay: '2026-09-02' });
  expect(await call.enrolment.undoAdd(added)).toEqual({ removed: 1 });
  expect(await call.enrolment.undoAdd(added)).toEqual({ removed: 0 });
});

test('whoever has not left is enrolled, whatever their role', async () => {
  await using db = await testDb();
  const call = as(db, await boss(db));
  const { id: sectionId } = await section(db);
  const [teacher, left] = [await user(db, { role: 'teacher' }), await user(db, { archivedAt: NOW })];
  const refusal = await refusalOf(call.enrolment.add({ sectionId, studentIds: [left.id], fromDay: TODAY }));
  expect(refusal.fieldErrors).toHaveProperty('studentIds');
  expect((await refusalOf(call.enrolment.add({ sectionId, studentIds: [4711], fromDay: TODAY }))).code).toBe('not-found');
  expect((await refusalOf(call.enrolment.add({ sectionId: 4711, studentIds: [teacher.id], fromDay: TODAY }))).code).toBe(
    'not-found',
  );
  expect(await daysOf(db)).toEqual([]);
  await call.enrolment.add({ sectionId, studentIds: [teacher.id], fromDay: TODAY });
  expect(await daysOf(db)).toHaveLength(1);
});

test('a move ends one enrolment the day before it begins the other, and is all or nothing', async () => {
  await using db = await testDb();
  const call = as(db, await boss(db));
  const [from, to, { id: studentId }] = [await section(db), await section(db), await user(db)];
  const own = await enrolment(db, { sectionId: from.id, studentId, untilDay: '2026-12-31' });
  const move = (sectionId: number, day: string) => call.enrolment.move({ enrolmentId: own.id, sectionId, day });
  const before = await daysOf(db);
  expect((await refusalOf(move(from.id, TODAY))).fieldErrors).toHaveProperty('sectionId');
  expect((await refusalOf(move(to.id, '2025-12-31'))).fieldErrors).toHaveProperty('day');
  expect((await refusalOf(move(to.id, '2027-01-01'))).fieldErrors).toHaveProperty('day');
  expect((await refusalOf(move(4711, TODAY))).code).toBe('not-found');
  const blocking = await enrolment(db, { sectionId: to.id, studentId, fromDay: '2026-12-01' });
  expect((await refusalOf(move(to.id, TODAY))).fieldErrors).toHaveProperty('fromDay');
  await call.enrolment.remove({ enrolmentId: blocking.id });
  expect(await daysOf(db)).toEqual(before);
  await move(to.id, TODAY);
  expect(await daysOf(db)).toEqual([
    { sectionId: from.id, fromDay: '2026-01-01', untilDay: '2026-09-06' },
    { sectionId: to.id, fromDay: TODAY, untilDay: '2026-12-31' },
  ]);
  expect((await db.select().from(auditEvents)).map(({ action: done }) => done)).toEqual(['enrolment.removed', 'enrolment.moved']);
});

test('a move during the day names the class with a mark, which stays on the own calendar; moving back the same day restores all', async () => {
  await using db = await testDb();
  const { student, teacher, session, section: from } = await classroom(db);
  const call = as(db, await boss(db));
  const to = await classroom(db, { open: false, classSession: { startsAt: NOW + 4 * HOUR_MS } });
  const present = { classSessionId: session.id, studentId: student.id, status: 'present' as const, version: 0 };
  await as(db, teacher).attendance.mark({ ...action(), ...present });
  const before = await daysOf(db);
  const idIn = async (sectionId: number) =>
    (await db.select().from(enrolments)).find((one) => one.sectionId === sectionId && one.studentId === student.id)?.id ?? 0;
  const move = { enrolmentId: await idIn(from.id), sectionId: to.section.id, day: TODAY };
  expect((await call.enrolment.previewMove(move)).stops).toMatchObject([{ classSessionId: session.id, status: 'present' }]);
  await call.enrolment.move(move);
  const seen = async () =>
    (await as(db, student).timetable.today()).classSessions.map(({ classSessionId, mark }) => [classSessionId, mark]);
  expect(await seen()).toEqual([
    [session.id, 'present'],
    [to.session.id, null],
  ]);
  const back = { enrolmentId: await idIn(to.section.id), sectionId: from.id, day: TODAY };
  expect((await call.enrolment.previewMove(back)).starts).toMatchObject([{ classSessionId: session.id, status: 'present' }]);
  await call.enrolment.move(back);
  expect(await daysOf(db)).toEqual(before);
  expect(await seen()).toEqual([[session.id, 'present']]);
});

test('a class of the day with a mark keeps its day on the roll when the student moves back', async () => {
  await using db = await testDb();
  const { student, session, enrolmentId, section: own } = await heldClass(db);
  const call = as(db, await boss(db));
  const other = await section(db);
  await call.enrolment.change({ enrolmentId, fromDay: TODAY });
  await call.enrolment.move({ enrolmentId, sectionId: other.id, day: TODAY });
  expect(await daysOf(db)).toEqual([
    { sectionId: own.id, fromDay: TODAY, untilDay: TODAY },
    { sectionId: other.id, fromDay: TODAY, untilDay: null },
  ]);
  expect(await presentOf(db)).toEqual([1]);
  const [, there] = await db.select().from(enrolments);
  await call.enrolment.move({ enrolmentId: there?.id ?? 0, sectionId: own.id, day: TODAY });
  expect(await daysOf(db)).toEqual([{ sectionId: own.id, fromDay: TODAY, untilDay: null }]);
  const month = await as(db, student).attendance.mine({ month: '2026-09' });
  expect(month.entries).toMatchObject([{ classSessionId: session.id, mark: 'present' }]);
});

test('a move in the past shows the held classes that stop and start counting', async () => {
  await using db = await testDb();
  const { session, enrolmentId } = await heldClass(db);
  const other = await heldClass(db);
  const effect = await as(db, await boss(db)).enrolment.previewMove({
    enrolmentId,
    sectionId: other.section.id,
    day: '2026-09-05',
  });
  expect([ids(effect.starts), ids(effect.stops)]).toEqual([[other.session.id], [session.id]]);
});

test('an enrolment with marks is ended, not taken back', async () => {
  await using db = await testDb();
  const { enrolmentId } = await heldClass(db);
  const call = as(db, await boss(db), NOW + DAY_MS);
  const refusal = await refusalOf(call.enrolment.remove({ enrolmentId }));
  expect(refusal).toMatchObject({ code: 'conflict', message: expect.stringContaining('1 mark ') });
  await call.enrolment.change({ enrolmentId, fromDay: '2026-01-01', untilDay: TODAY });
  expect(await presentOf(db)).toEqual([1]);
});

test('no enrolment reads a growing table from end to end', async () => {
  await using db = await testDb();
  const { enrolmentId, section: own } = await heldClass(db);
  const call = as(db, await boss(db));
  const [other, { id: studentId }] = [await section(db), await user(db)];
  const use = async () => {
    await call.enrolment.previewAdd({ sectionId: own.id, studentIds: [studentId], fromDay: TODAY });
    await call.enrolment.add({ sectionId: own.id, studentIds: [studentId], fromDay: TODAY });
    await call.enrolment.previewChange({ enrolmentId, fromDay: '2026-02-01' });
    await call.enrolment.change({ enrolmentId, fromDay: '2026-02-01' });
    await call.enrolment.previewMove({ enrolmentId, sectionId: other.id, day: '2026-10-01' });
    await call.enrolment.move({ enrolmentId, sectionId: other.id, day: '2026-10-01' });
    await refusalOf(call.enrolment.remove({ enrolmentId }));
  };
  const growing = ['users', 'enrolments', 'class_sessions', 'attendance', 'section_week_tallies', 'student_sums', 'audit_events'];
  expect(await fullScans(db, growing, use)).toEqual([]);
});
