/** Departments, courses and sections: codes that are unique whatever their case, staff of the right role, and nothing used deleted. */
import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import type { Database } from '#db/client';
import { auditEvents, classSessions, courses, departments, sectionStaff, sections } from '#db/schema';
import { DAY_MS } from '#domain/duration';
import { refusalOf } from '../helpers/api';
import { as, classroom } from '../helpers/classroom';
import { testDb } from '../helpers/db';
import { classSession, course, department, enrolment, NOW, section, staffing, user } from '../helpers/factories';
import { fullScans } from '../helpers/query-plan';

const boss = (db: Database) => user(db, { role: 'admin', name: 'Grace Hopper' });
const actions = async (db: Database) => (await db.select().from(auditEvents)).map(({ action }) => action);

test('a department’s name is trimmed, and taken in whatever case', async () => {
  await using db = await testDb();
  const call = as(db, await boss(db));
  const { departmentId } = await call.department.add({ name: '  Science ' });
  expect(await db.select({ name: departments.name }).from(departments)).toEqual([{ name: 'Science' }]);
  expect((await refusalOf(call.department.add({ name: 'SCIENCE' }))).fieldErrors).toHaveProperty('name');
  expect((await refusalOf(call.department.add({ name: '  ' }))).fieldErrors).toHaveProperty('name');
  await call.department.edit({ departmentId, name: 'Sciences' });
  expect(await db.select().from(auditEvents)).toMatchObject([
    { action: 'department.added', subject: `department:${departmentId}`, actorName: 'Grace Hopper' },
    { action: 'department.edited', detail: { changes: { name: { from: 'Science', to: 'Sciences' } } } },
  ]);
  expect((await refusalOf(call.department.edit({ departmentId: 4711, name: 'X' }))).code).toBe('not-found');
});

test('a course’s code is upper case and unique across the school', async () => {
  await using db = await testDb();
  const call = as(db, await boss(db));
  const [one, two] = [await department(db), await department(db)];
  const { courseId } = await call.course.add({ departmentId: one.id, code: ' ma1 ', title: ' Algebra ' });
  expect(await db.select().from(courses)).toMatchObject([{ id: courseId, code: 'MA1', title: 'Algebra', departmentId: one.id }]);
  const twice = call.course.add({ departmentId: two.id, code: 'Ma1', title: 'Other' });
  expect((await refusalOf(twice)).fieldErrors).toHaveProperty('code');
  expect((await refusalOf(call.course.add({ departmentId: 4711, code: 'X', title: 'X' }))).fieldErrors).toHaveProperty(
    'departmentId',
  );
  await call.course.edit({ courseId, departmentId: two.id, code: 'ma2', title: 'Algebra' });
  expect((await db.select().from(auditEvents)).at(-1)).toMatchObject({
    action: 'course.edited',
    detail: { changes: { code: { from: 'MA1', to: 'MA2' }, departmentId: { from: one.id, to: two.id } } },
  });
});

test('a section’s code is unique in its course, whatever its case', async () => {
  await using db = await testDb();
  const call = as(db, await boss(db));
  const [one, two] = [await course(db), await course(db)];
  const { sectionId } = await call.section.add({ courseId: one.id, code: ' a ' });
  expect((await refusalOf(call.section.add({ courseId: one.id, code: 'A' }))).fieldErrors).toHaveProperty('code');
  await call.section.add({ courseId: two.id, code: 'A' });
  const b = await call.section.add({ courseId: one.id, code: 'B' });
  expect((await refusalOf(call.section.edit({ sectionId: b.sectionId, code: 'a' }))).fieldErrors).toHaveProperty('code');
  await call.section.edit({ sectionId, code: 'A' });
  expect((await refusalOf(call.section.add({ courseId: 4711, code: 'A' }))).fieldErrors).toHaveProperty('courseId');
  expect((await refusalOf(call.section.edit({ sectionId: 4711, code: 'A' }))).code).toBe('not-found');
  expect(await actions(db)).toEqual(['section.added', 'section.added', 'section.added', 'section.edited']);
});

test('what was put away gives its name or code on, and what an import made long can be edited', async () => {
  await using db = await testDb();
  const call = as(db, await boss(db));
  const { departmentId } = await call.department.add({ name: 'Science' });
  const code = 'BIOLOGY-FOR-THE-UPPER-SCHOOL-2';
  const { courseId } = await call.course.add({ departmentId, code, title: 'Biology' });
  const { sectionId } = await call.section.add({ courseId, code: 'Morning group of Mr Smith' });
  await call.section.archive({ sectionId });
  const again = await call.section.add({ courseId, code: 'Morning group of Mr Smith' });
  await call.department.archive({ departmentId });
  const next = await call.department.add({ name: 'science' });
  await call.course.add({ departmentId: next.departmentId, code, title: 'Biology' });
  const codes = await db.select({ code: sections.code }).from(sections);
  expect(
    codes
      .map((row) => row.code)
      .sort()
      .reverse(),
  ).toEqual([`Morning group of Mr Smith (2026, ${sectionId})`, 'Morning group of Mr Smith']);
  expect(again.sectionId).not.toBe(sectionId);
  const courseCodes = (await db.select({ code: courses.code }).from(courses)).map((row) => row.code);
  expect(courseCodes.sort()).toEqual([code, `${code} (2026, ${courseId})`]);
  expect((await db.select({ name: departments.name }).from(departments)).map(({ name }) => name)).toEqual([
    `Science (2026, ${departmentId})`,
    'science',
  ]);
});

test('staff are several, and whoever has not left: a student assists, an administrator teaches', async () => {
  await using db = await testDb();
  const call = as(db, await boss(db));
  const { id: sectionId } = await section(db);
  const [one, two, helper] = [
    await user(db, { role: 'teacher' }),
    await user(db, { role: 'teacher' }),
    await user(db, { role: 'assistant' }),
  ];
  for (const { id: userId } of [one, two, helper, helper]) await call.section.addStaff({ sectionId, userId });
  const rows = await db.select().from(sectionStaff).where(eq(sectionStaff.sectionId, sectionId));
  expect(rows.map(({ role }) => role).sort()).toEqual(['assistant', 'teacher', 'teacher']);
  expect((await actions(db)).filter((action) => action === 'section.staff-added')).toHaveLength(3);
  const left = await user(db, { role: 'teacher', archivedAt: NOW });
  expect((await refusalOf(call.section.addStaff({ sectionId, userId: left.id }))).code).toBe('invalid');
  for (const role of ['student', 'admin'] as const) {
    const person = await user(db, { role });
    await call.section.addStaff({ sectionId, userId: person.id });
    const [place] = await db.select().from(sectionStaff).where(eq(sectionStaff.userId, person.id));
    expect(place?.role).toBe(role === 'student' ? 'assistant' : 'teacher');
    await call.section.removeStaff({ sectionId, userId: person.id });
  }
  expect((await refusalOf(call.section.addStaff({ sectionId, userId: 4711 }))).code).toBe('not-found');
  expect((await refusalOf(call.section.addStaff({ sectionId: 4711, userId: one.id }))).code).toBe('not-found');
  await call.section.removeStaff({ sectionId, userId: one.id });
  expect((await call.section.get({ sectionId })).staff.map(({ id }) => id).sort()).toEqual([two.id, helper.id].sort());
});

test('what is used is not deleted, and the refusal counts the uses', async () => {
  await using db = await testDb();
  const call = as(db, await boss(db));
  const { section: own } = await classroom(db, { students: 2 });
  const [{ courseId, departmentId } = { courseId: 0, departmentId: 0 }] = await db
    .select({ courseId: courses.id, departmentId: courses.departmentId })
    .from(courses)
    .where(eq(courses.id, own.courseId));
  const messageOf = async (use: Promise<unknown>) => (await refusalOf(use)).message;
  expect(await messageOf(call.section.remove({ sectionId: own.id }))).toContain('2 enrolments and 1 class session.');
  expect(await messageOf(call.course.remove({ courseId }))).toContain('1 section.');
  expect(await messageOf(call.department.remove({ departmentId }))).toContain('1 course.');
  expect((await refusalOf(call.course.remove({ courseId: 4711 }))).code).toBe('not-found');
  const free = await section(db);
  await staffing(db, { sectionId: free.id, person: await user(db, { role: 'teacher' }) });
  const visitor = await enrolment(db, { sectionId: free.id, studentId: (await user(db)).id });
  await call.enrolment.remove({ enrolmentId: visitor.id });
  await call.section.remove({ sectionId: free.id });
  await call.course.remove({ courseId: free.courseId });
  expect(await db.select().from(sections).where(eq(sections.id, free.id))).toEqual([]);
  expect((await actions(db)).slice(-2)).toEqual(['section.deleted', 'course.deleted']);
});

test('archiving a department puts away all below it and cancels what lies ahead; restoring brings back just that', async () => {
  await using db = await testDb();
  const call = as(db, await boss(db));
  const own = await course(db);
  const kept = await section(db, { courseId: own.id });
  await section(db, { courseId: own.id, archivedAt: NOW - 1 });
  await classSession(db, { sectionId: kept.id, startsAt: NOW - DAY_MS });
  await classSession(db, { sectionId: kept.id, startsAt: NOW + DAY_MS });
  await classSession(db, { sectionId: kept.id, startsAt: NOW + 2 * DAY_MS, state: 'cancelled' });
  const states = async () => (await db.select().from(classSessions).orderBy(classSessions.id)).map(({ state }) => state);
  expect(await call.department.archive({ departmentId: own.departmentId })).toEqual({ cancelled: 1 });
  expect(await states()).toEqual(['scheduled', 'cancelled', 'cancelled']);
  expect((await call.section.list({})).sections).toEqual([]);
  expect((await call.section.list({ isArchived: true })).sections).toMatchObject([{ isArchived: true }, { isArchived: true }]);
  expect((await refusalOf(call.course.restore({ courseId: own.id }))).code).toBe('conflict');
  expect((await refusalOf(call.section.restore({ sectionId: kept.id }))).code).toBe('conflict');
  await call.department.restore({ departmentId: own.departmentId });
  expect(await states()).toEqual(['scheduled', 'scheduled', 'cancelled']);
  const rows = await db.select().from(sections).orderBy(sections.id);
  expect(rows.map(({ archivedAt }) => archivedAt)).toEqual([null, NOW - 1]);
  expect(await actions(db)).toEqual(['department.archived', 'department.restored']);
});

test('an archived section is no place for new staff or students', async () => {
  await using db = await testDb();
  const call = as(db, await boss(db));
  const { id: sectionId } = await section(db);
  await call.section.archive({ sectionId });
  const [teacher, student] = [await user(db, { role: 'teacher' }), await user(db)];
  expect((await refusalOf(call.section.addStaff({ sectionId, userId: teacher.id }))).code).toBe('invalid');
  const add = call.enrolment.add({ sectionId, studentIds: [student.id], fromDay: '2026-09-01' });
  expect((await refusalOf(add)).fieldErrors).toHaveProperty('sectionId');
});

test('the list finds sections by code, course and department, in any order, and counts who is on the roll today', async () => {
  await using db = await testDb();
  const call = as(db, await boss(db));
  const science = await department(db, { name: 'Science' });
  const physics = await course(db, { departmentId: science.id, code: 'PH1', title: 'Physics 100%' });
  const art = await course(db, { code: 'AR1', title: 'Art' });
  const group = await section(db, { courseId: physics.id, code: 'Z9' });
  await section(db, { courseId: physics.id, code: 'Y1', archivedAt: NOW - 1 });
  for (const days of [{}, { untilDay: '2026-09-07' }, { untilDay: '2026-09-06' }, { fromDay: '2026-09-08' }])
    await enrolment(db, { sectionId: group.id, studentId: (await user(db)).id, ...days });
  const names = async (input: Parameters<typeof call.section.list>[0]) =>
    (await call.section.list(input)).sections.map(({ courseCode, section: own }) => `${courseCode} ${own?.code ?? '-'}`);
  expect(await names({})).toEqual(['AR1 -', 'PH1 Z9']);
  expect(await names({ sort: 'students', isDescending: true })).toEqual(['PH1 Z9', 'AR1 -']);
  expect(await names({ sort: 'course' })).toEqual(['AR1 -', 'PH1 Z9']);
  expect(await names({ isArchived: true })).toEqual(['PH1 Y1']);
  for (const search of ['ph1', 'PHYS', '100%', 'ph1 z9', 'scien']) expect(await names({ search }), search).toEqual(['PH1 Z9']);
  expect(await names({ search: '_' })).toEqual([]);
  expect(await names({ departmentId: art.departmentId })).toEqual(['AR1 -']);
  const list = await call.section.list({ search: 'physics' });
  expect(list).toMatchObject({ total: 1, pages: 1, sections: [{ section: { code: 'Z9' }, students: 2, staff: null }] });
});

test('lists and one section read no growing table from end to end', async () => {
  await using db = await testDb();
  const call = as(db, await boss(db));
  const { section: own } = await classroom(db, { students: 3 });
  const growing = ['users', 'enrolments', 'class_sessions', 'attendance', 'section_staff', 'slots', 'sections'];
  const use = async () => {
    await call.section.list({});
    await call.section.list({ search: 'a' });
    await call.section.get({ sectionId: own.id });
    await call.section.archive({ sectionId: own.id });
    await call.section.restore({ sectionId: own.id });
  };
  expect(await fullScans(db, growing, use)).toEqual([]);
});
