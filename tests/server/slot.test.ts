/** Slots: what saving one makes, moves, removes and leaves alone; clashes; who may. */
import { asc, eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import type { Database } from '#db/client';
import { auditEvents, classSessions, slots } from '#db/schema';
import { api, refusalOf } from '../helpers/api';
import { testDb } from '../helpers/db';
import { classSession, closure, course, enrolment, section, settings, slot, staffing, term, user } from '../helpers/factories';
import { at, claim, mark } from '../helpers/own-attendance';
import { countCalls, fullScans } from '../helpers/query-plan';

const TERM = { fromDay: '2026-09-07', untilDay: '2026-10-04' };
const GROWING = ['attendance', 'claims', 'class_sessions', 'enrolments', 'users', 'audit_events', 'slots'];

async function setting(db: Database) {
  const [admin, { id: termId }] = [await user(db, { role: 'admin' }), await term(db, TERM)];
  const { id: courseId } = await course(db, { code: 'MA', title: 'Mathematics' });
  const { id: sectionId } = await section(db, { courseId, code: 'A' });
  const input = { sectionId, termId, weekday: 2, startTime: '09:00', endTime: '10:00', weeks: 'every' as const, room: 'Room 1' };
  return { admin, termId, sectionId, input, call: api(db, { actor: admin }).call };
}

function classesOf(db: Database, sectionId: number) {
  return db.select().from(classSessions).where(eq(classSessions.sectionId, sectionId)).orderBy(asc(classSessions.startsAt));
}

const daysOf = async (db: Database, sectionId: number) => (await classesOf(db, sectionId)).map(({ day }) => day);

test('saving a slot makes its class sessions to come, without closures, and writes the audit log', async () => {
  await using db = await testDb();
  const { call, input, sectionId, admin } = await setting(db);
  await closure(db, { fromDay: '2026-09-14', untilDay: '2026-09-20' });
  const report = await call.slot.create(input);
  expect(report).toMatchObject({ added: 3, moved: 0, removed: 0, kept: [], taken: [] });
  const made = await classesOf(db, sectionId);
  expect(made.map(({ day, startTime, room, state }) => [day, startTime, room, state])).toEqual(
    ['2026-09-08', '2026-09-22', '2026-09-29'].map((day) => [day, '09:00', 'Room 1', 'scheduled']),
  );
  expect(made.every((one) => one.slotId === report.slotId && one.slotDay === one.day && one.sequence === 0)).toBe(true);
  const [entry] = await db.select().from(auditEvents);
  expect(entry).toMatchObject({ action: 'slot.created', actorId: admin.id, subject: `section:${sectionId}` });
});

test('a preview tells the dates, the closures among them and the changes, and writes nothing', async () => {
  await using db = await testDb();
  const { call, input, sectionId } = await setting(db);
  await closure(db, { name: 'Founder’s day', fromDay: '2026-09-15', untilDay: '2026-09-15' });
  const preview = await call.slot.preview(input);
  expect(preview.dates.map(({ day }) => day)).toEqual(['2026-09-08', '2026-09-22', '2026-09-29']);
  expect(preview.closed).toEqual([{ day: '2026-09-15', closure: 'Founder’s day' }]);
  expect(preview.changes).toMatchObject({ added: 3 });
  expect([await classesOf(db, sectionId), await db.select().from(slots), await db.select().from(auditEvents)]).toEqual([
    [],
    [],
    [],
  ]);
});

test('an edited slot takes along what nobody touched and names what stays, and why', async () => {
  await using db = await testDb();
  const { call, input, sectionId, admin } = await setting(db);
  const { slotId } = await call.slot.create(input);
  const [first, second, third, fourth] = await classesOf(db, sectionId);
  const student = await user(db);
  await enrolment(db, { sectionId, studentId: student.id });
  await mark(db, { classSessionId: second?.id ?? 0, studentId: student.id });
  await claim(db, { classSessionId: third?.id ?? 0, studentId: student.id });
  const edit = { ...input, slotId, weekday: 3, startTime: '11:00', endTime: '12:00', room: undefined };
  const expected = {
    ...{ added: 0, moved: 2, removed: 0, taken: [] },
    kept: [
      { id: second?.id, reason: 'marked', section: 'MA A', day: '2026-09-15' },
      { id: third?.id, reason: 'checked-in', section: 'MA A', day: '2026-09-22' },
    ],
  };
  expect((await call.slot.preview(edit)).changes).toMatchObject(expected);
  expect(await call.slot.edit(edit)).toMatchObject(expected);
  const now = await classesOf(db, sectionId);
  expect(now.map(({ id, day, startTime, room, sequence }) => [id, day, startTime, room, sequence])).toEqual([
    [first?.id, '2026-09-09', '11:00', null, 1],
    [second?.id, '2026-09-15', '09:00', 'Room 1', 0],
    [third?.id, '2026-09-22', '09:00', 'Room 1', 0],
    [fourth?.id, '2026-09-30', '11:00', null, 1],
  ]);
  expect(now[0]).toMatchObject({
    startsAt: at('2026-09-09', '11:00'),
    closesAt: at('2026-09-09', '12:00'),
    slotDay: '2026-09-09',
  });
  const [, entry] = await db.select().from(auditEvents);
  expect(entry).toMatchObject({ action: 'slot.edited', actorId: admin.id, detail: { from: { weekday: 2 }, to: { weekday: 3 } } });
});

test('saving the same again changes nothing', async () => {
  await using db = await testDb();
  const { call, input, sectionId } = await setting(db);
  const { slotId } = await call.slot.create(input);
  const before = await classesOf(db, sectionId);
  expect(await call.slot.edit({ ...input, slotId })).toEqual({ added: 0, moved: 0, removed: 0, kept: [], taken: [] });
  expect(await classesOf(db, sectionId)).toEqual(before);
});

test('a slot that ends earlier or meets every other week loses the rest', async () => {
  await using db = await testDb();
  const { call, input, sectionId } = await setting(db);
  const { slotId } = await call.slot.create(input);
  expect(await call.slot.edit({ ...input, slotId, weeks: 'B', validUntil: '2026-09-25' })).toMatchObject({ removed: 3 });
  expect(await daysOf(db, sectionId)).toEqual(['2026-09-15']);
});

test('deleting a slot removes what nobody touched and leaves the rest to itself', async () => {
  await using db = await testDb();
  const { call, input, sectionId, admin } = await setting(db);
  const { slotId } = await call.slot.create(input);
  const [, second] = await classesOf(db, sectionId);
  await mark(db, { classSessionId: second?.id ?? 0, studentId: (await user(db)).id });
  const expected = { removed: 3, kept: [{ id: second?.id, reason: 'marked' }] };
  expect(await call.slot.previewDelete({ slotId })).toMatchObject(expected);
  expect(await call.slot.delete({ slotId })).toMatchObject(expected);
  expect(await classesOf(db, sectionId)).toMatchObject([{ id: second?.id, slotId: null, slotDay: null }]);
  expect(await db.select().from(slots)).toEqual([]);
  expect(await db.select().from(auditEvents)).toContainEqual(
    expect.objectContaining({ action: 'slot.deleted', actorId: admin.id, subject: `section:${sectionId}` }),
  );
  expect(await refusalOf(call.slot.delete({ slotId }))).toMatchObject({ code: 'not-found' });
});

test('a start that the section has taken already is named, not made twice', async () => {
  await using db = await testDb();
  const { call, input, sectionId } = await setting(db);
  await classSession(db, { sectionId, startsAt: at('2026-09-15') });
  const report = await call.slot.create({ ...input, acceptClashes: true });
  expect(report).toMatchObject({ added: 3, taken: [{ day: '2026-09-15', section: 'MA A' }] });
  expect(await daysOf(db, sectionId)).toEqual(['2026-09-08', '2026-09-15', '2026-09-22', '2026-09-29']);
});

/** Another class on Tuesday 15 September, half an hour in. */
async function otherClass(db: Database, given: { room?: string; state?: 'cancelled' } = {}) {
  const { id: courseId } = await course(db, { code: 'PH', title: 'Physics' });
  const { id: sectionId } = await section(db, { courseId, code: 'B' });
  await classSession(db, { sectionId, startsAt: at('2026-09-15', '09:30'), ...given });
  return sectionId;
}

const OTHER = { courseTitle: 'Physics', sectionCode: 'B', day: '2026-09-15', startTime: '09:30', times: 1 };

test('another class in the same room, with the same staff or students is named, whatever the capitals', async () => {
  await using db = await testDb();
  const { call, input, sectionId } = await setting(db);
  const other = await otherClass(db, { room: ' room 1' });
  const teacher = await user(db, { role: 'teacher', name: 'Daniel Osborne' });
  for (const id of [sectionId, other]) await staffing(db, { sectionId: id, person: teacher });
  for (const studentId of [(await user(db)).id, (await user(db)).id])
    for (const id of [sectionId, other]) await enrolment(db, { sectionId: id, studentId });
  const { clashes } = await call.slot.preview(input);
  expect(clashes).toMatchObject([
    { ...OTHER, kind: 'room' },
    { ...OTHER, kind: 'staff', shared: ['Daniel Osborne'] },
    { ...OTHER, kind: 'students', students: 2 },
  ]);
});

test('who shares neither room, staff nor students, or is cancelled, or comes after, is no clash', async () => {
  await using db = await testDb();
  const { call, input, sectionId } = await setting(db);
  const other = await otherClass(db, { room: 'Room 2' });
  await otherClass2(db);
  const student = await user(db);
  await enrolment(db, { sectionId, studentId: student.id, untilDay: '2026-09-14' });
  await enrolment(db, { sectionId: other, studentId: student.id });
  expect((await call.slot.preview(input)).clashes).toEqual([]);
  await call.slot.create(input);
});

/** In the same room, but cancelled or just after. */
async function otherClass2(db: Database) {
  const { id: sectionId } = await section(db);
  await classSession(db, { sectionId, room: 'Room 1', startsAt: at('2026-09-15'), state: 'cancelled' });
  await classSession(db, { sectionId, room: 'Room 1', startsAt: at('2026-09-22', '10:00') });
}

test('a clash is saved only when it was accepted', async () => {
  await using db = await testDb();
  const { call, input, sectionId } = await setting(db);
  await otherClass(db, { room: 'Room 1' });
  const refusal = await refusalOf(call.slot.create(input));
  expect(refusal).toMatchObject({ code: 'invalid', fieldErrors: { acceptClashes: [expect.any(String)] } });
  expect(await classesOf(db, sectionId)).toEqual([]);
  expect(await call.slot.create({ ...input, acceptClashes: true })).toMatchObject({ added: 4 });
});

test.for([
  ['an end before the start', { endTime: '08:00' }, 'endTime'],
  ['a weekday that is none', { weekday: 8 }, 'weekday'],
  ['an unknown term', { termId: 9_999 }, 'termId'],
  ['an unknown class', { sectionId: 9_999 }, 'sectionId'],
  ['a first day outside the term', { validFrom: '2026-08-01' }, 'validFrom'],
  ['a last day before the first', { validFrom: '2026-09-20', validUntil: '2026-09-10' }, 'validUntil'],
  ['a time with seconds', { startTime: '09:00:00' }, 'startTime'],
] as const)('%s is refused at its field', async ([, given, field]) => {
  await using db = await testDb();
  const { call, input } = await setting(db);
  const refusal = await refusalOf(call.slot.create({ ...input, ...given }));
  expect(refusal).toMatchObject({ code: 'invalid', fieldErrors: { [field]: [expect.any(String)] } });
});

test('slots are listed for a term, narrowed by section, staff and room', async () => {
  await using db = await testDb();
  const { call, termId, sectionId } = await setting(db);
  const teacher = await user(db, { role: 'teacher', name: 'Daniel Osborne' });
  await staffing(db, { sectionId, person: teacher });
  const own = await slot(db, { sectionId, termId, room: 'Lab 2' });
  const other = await slot(db, { termId, weekday: 3, weeks: 'B' });
  await slot(db);
  const ids = async (filter: object) => (await call.slot.list({ termId, ...filter })).slots.map(({ id }) => id);
  expect(await ids({})).toEqual([own.id, other.id]);
  expect(await ids({ sectionId })).toEqual([own.id]);
  expect(await ids({ staffId: teacher.id })).toEqual([own.id]);
  expect(await ids({ room: 'lab 2' })).toEqual([own.id]);
  const beside = await slot(db, { termId, room: 'Lab 2', startTime: '09:30', endTime: '10:30' });
  const meeting = (await call.slot.list({ termId })).slots.filter(({ clashes }) => clashes.length > 0);
  expect(meeting.map(({ id, clashes }) => [id, clashes[0]?.kind])).toEqual([
    [own.id, 'room'],
    [beside.id, 'room'],
  ]);
  const { slots: listed, rooms, staff } = await call.slot.list({ termId });
  expect(listed[0]).toMatchObject({
    courseTitle: 'Mathematics',
    sectionCode: 'A',
    staff: [{ name: 'Daniel Osborne' }],
    weekday: 1,
  });
  expect([rooms, staff]).toEqual([['Lab 2'], [{ id: teacher.id, name: 'Daniel Osborne' }]]);
  expect(await call.slot.get({ slotId: own.id })).toMatchObject({ id: own.id, room: 'Lab 2' });
  expect(await refusalOf(call.slot.get({ slotId: 9_999 }))).toMatchObject({ code: 'not-found' });
});

test('slots are listed in the order of the school’s week', async () => {
  await using db = await testDb();
  const { call, termId, sectionId } = await setting(db);
  for (const weekday of [1, 5, 6, 7]) await slot(db, { termId, sectionId, weekday });
  const listed = async () => (await call.slot.list({ termId })).slots.map(({ weekday }) => weekday);
  const ofSection = async () => (await call.section.get({ sectionId })).week.map(({ weekday }) => weekday);
  expect([await listed(), await ofSection()]).toEqual([
    [1, 5, 6, 7],
    [1, 5, 6, 7],
  ]);
  await settings(db, { firstWeekday: 6 });
  expect([await listed(), await ofSection()]).toEqual([
    [6, 7, 1, 5],
    [6, 7, 1, 5],
  ]);
});

test('whether a night of A weeks runs into a morning of B weeks is for the school’s weeks to say', async () => {
  await using db = await testDb();
  const { call, termId, sectionId } = await setting(db);
  await slot(db, { termId, sectionId, weekday: 6, startTime: '23:00', endTime: '01:00', weeks: 'A' });
  await slot(db, { termId, sectionId, weekday: 7, startTime: '00:30', endTime: '02:00', weeks: 'B' });
  const clashing = async () => (await call.slot.list({ termId })).slots.filter(({ clashes }) => clashes.length > 0).length;
  expect(await clashing()).toBe(0);
  await settings(db, { firstWeekday: 7 });
  expect(await clashing()).toBe(2);
});

/** So many other classes that share a student and the room. */
async function crowd(db: Database, sectionId: number, many: number) {
  for (let index = 0; index < many; index++) {
    const { id: other } = await section(db);
    const student = await user(db);
    for (const id of [sectionId, other]) await enrolment(db, { sectionId: id, studentId: student.id });
    await classSession(db, { sectionId: other, room: 'Room 1', startsAt: at('2026-09-15', '09:30') });
  }
}

test('a preview costs as many queries however many classes, staff and students meet it', async () => {
  const costs = [];
  for (const many of [1, 12]) {
    await using db = await testDb();
    const { call, input, sectionId } = await setting(db);
    await crowd(db, sectionId, many);
    costs.push(await countCalls(db, () => call.slot.preview(input)));
  }
  expect(costs[1]).toEqual(costs[0]);
});

type Setting = Awaited<ReturnType<typeof setting>> & { slotId: number };
const USES: Record<string, (given: Setting) => Promise<unknown>> = {
  'a preview': ({ call, input }) => call.slot.preview(input),
  'a new slot': ({ call, input }) => call.slot.create({ ...input, weekday: 5 }),
  'an edited slot': ({ call, input, slotId }) => call.slot.edit({ ...input, slotId, weekday: 4 }),
  'the list': ({ call, termId }) => call.slot.list({ termId }),
  'a deleted slot': ({ call, slotId }) => call.slot.delete({ slotId }),
};

test.for(Object.entries(USES))('%s reads no growing table from end to end', async ([, use]) => {
  await using db = await testDb();
  const given = await setting(db);
  await crowd(db, given.sectionId, 3);
  const { slotId } = await given.call.slot.create({ ...given.input, acceptClashes: true });
  expect(await fullScans(db, GROWING, () => use({ ...given, slotId }))).toEqual([]);
});
