/** Cancelling, moving and bringing back one class session: what it changes, who is told, who may. */
import { asc, eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import type { Database } from '#db/client';
import { classSessions, notifications } from '#db/schema';
import { DAY_MS, HOUR_MS } from '#domain/duration';
import { api, refusalOf } from '../helpers/api';
import { auditOf } from '../helpers/classroom';
import { testDb } from '../helpers/db';
import { classSession, course, enrolment, NOW, openClassSession, section, staffing, term, user } from '../helpers/factories';
import { at, claim, mark } from '../helpers/own-attendance';
import { countCalls, fullScans } from '../helpers/query-plan';

/** Mathematics A of Ms Teacher with one student, who has it tomorrow at nine. */
async function school(db: Database) {
  const [teacher, student] = [await user(db, { role: 'teacher' }), await user(db)];
  const { id: courseId } = await course(db, { code: 'MA', title: 'Mathematics' });
  const { id: sectionId } = await section(db, { courseId, code: 'A' });
  await staffing(db, { sectionId, person: teacher });
  await enrolment(db, { sectionId, studentId: student.id });
  const { id: classSessionId } = await classSession(db, { sectionId, startsAt: NOW + DAY_MS, room: 'Room 1' });
  return { teacher, student, sectionId, classSessionId, call: api(db, { actor: teacher }).call };
}

async function rowOf(db: Database, id: number) {
  const [row] = await db.select().from(classSessions).where(eq(classSessions.id, id));
  return row;
}

const TO = { day: '2026-09-10', startTime: '11:00', endTime: '12:30', room: 'Room 2' };
const inboxes = (db: Database) => db.select().from(notifications).orderBy(asc(notifications.id));

test('a cancelled class session is cancelled once, audited, and its students are told', async () => {
  await using db = await testDb();
  const { call, classSessionId, student, sectionId, teacher } = await school(db);
  const gone = await user(db);
  await enrolment(db, { sectionId, studentId: gone.id, untilDay: '2026-09-07' });
  const suspended = await user(db, { state: 'suspended' });
  await enrolment(db, { sectionId, studentId: suspended.id });
  expect(await call.classSession.cancel({ classSessionId, note: 'Work from page 12.' })).toEqual({ told: 1 });
  expect(await rowOf(db, classSessionId)).toMatchObject({ state: 'cancelled', editedAt: NOW, sequence: 1 });
  expect(await inboxes(db)).toMatchObject([
    {
      userId: student.id,
      kind: 'class-cancelled',
      facts: {
        courseTitle: 'Mathematics',
        sectionCode: 'A',
        meeting: { day: '2026-09-08', startTime: '09:00', endTime: '10:00', room: 'Room 1' },
        note: 'Work from page 12.',
      },
      createdAt: NOW,
      readAt: null,
    },
  ]);
  expect(await auditOf(db, classSessionId)).toEqual([
    { action: 'class-session.cancelled', actorId: teacher.id, detail: { note: 'Work from page 12.' } },
  ]);
  expect(await refusalOf(call.classSession.cancel({ classSessionId }))).toMatchObject({ code: 'conflict' });
  expect(await inboxes(db)).toHaveLength(1);
});

test('a class session cancelled by mistake comes back until its time is over', async () => {
  await using db = await testDb();
  const { call, classSessionId, teacher } = await school(db);
  expect(await refusalOf(call.classSession.restore({ classSessionId }))).toMatchObject({ code: 'conflict' });
  await call.classSession.cancel({ classSessionId });
  expect(await call.classSession.restore({ classSessionId })).toEqual({ told: 1 });
  expect(await rowOf(db, classSessionId)).toMatchObject({ state: 'scheduled', sequence: 2 });
  expect((await inboxes(db)).map(({ kind }) => kind)).toEqual(['class-cancelled', 'class-restored']);
  await call.classSession.cancel({ classSessionId });
  const late = api(db, { actor: teacher, now: NOW + DAY_MS + HOUR_MS }).call;
  expect(await refusalOf(late.classSession.restore({ classSessionId }))).toMatchObject({ code: 'conflict' });
});

test('a moved class session has new times and room, and students of both days are told once', async () => {
  await using db = await testDb();
  const { call, classSessionId, student, sectionId, teacher } = await school(db);
  const newcomer = await user(db);
  await enrolment(db, { sectionId, studentId: newcomer.id, fromDay: '2026-09-09' });
  expect(await call.classSession.move({ classSessionId, ...TO, note: 'Bring a ruler.' })).toEqual({ told: 2, clashes: [] });
  const [startsAt, endsAt] = [at('2026-09-10', '11:00'), at('2026-09-10', '12:30')];
  expect(await rowOf(db, classSessionId)).toMatchObject({
    ...TO,
    startsAt,
    endsAt,
    closesAt: endsAt,
    editedAt: NOW,
    sequence: 1,
  });
  const told = await inboxes(db);
  expect(told.map(({ userId }) => userId).sort()).toEqual([student.id, newcomer.id].sort());
  expect(told[0]).toMatchObject({
    kind: 'class-moved',
    facts: {
      courseTitle: 'Mathematics',
      sectionCode: 'A',
      from: { day: '2026-09-08', startTime: '09:00', endTime: '10:00', room: 'Room 1' },
      to: TO,
      note: 'Bring a ruler.',
    },
  });
  expect(await auditOf(db, classSessionId)).toMatchObject([
    { action: 'class-session.moved', actorId: teacher.id, detail: { from: { day: '2026-09-08', room: 'Room 1' }, to: TO } },
  ]);
});

test('one that was moved is not made again by its slot, which names it when it changes', async () => {
  await using db = await testDb();
  const { call, sectionId } = await school(db);
  const admin = api(db, { actor: await user(db, { role: 'admin' }) }).call;
  const { id: termId } = await term(db, { fromDay: '2026-09-14', untilDay: '2026-09-27' });
  const input = { sectionId, termId, weekday: 2, startTime: '09:00', endTime: '10:00', weeks: 'every' as const };
  const { slotId } = await admin.slot.create(input);
  const [first] = await db.select().from(classSessions).where(eq(classSessions.slotId, slotId)).orderBy(asc(classSessions.day));
  await call.classSession.move({ classSessionId: first?.id ?? 0, ...TO });
  const report = await admin.slot.edit({ ...input, slotId, startTime: '08:30' });
  expect(report).toMatchObject({ added: 0, moved: 1, removed: 0, kept: [{ id: first?.id, reason: 'changed-by-hand' }] });
  const { entries } = await call.timetable.mine({ from: '2026-09-07', until: '2026-09-27' });
  expect(entries.map(({ day, isMoved }) => [day, isMoved])).toEqual([
    ['2026-09-08', false],
    ['2026-09-10', true],
    ['2026-09-22', false],
  ]);
});

test.for([
  ['opened', (db: Database, { sectionId }: { sectionId: number }) => openClassSession(db, { sectionId })],
  ['closed', (db: Database, { sectionId }: { sectionId: number }) => classSession(db, { sectionId, state: 'closed' })],
  ['over', (db: Database, { sectionId }: { sectionId: number }) => classSession(db, { sectionId, startsAt: NOW - DAY_MS })],
] as const)('one that is %s is neither cancelled nor moved', async ([, make]) => {
  await using db = await testDb();
  const { call, sectionId } = await school(db);
  const { id: classSessionId, ...before } = await make(db, { sectionId });
  expect(await refusalOf(call.classSession.cancel({ classSessionId }))).toMatchObject({ code: 'conflict' });
  expect(await refusalOf(call.classSession.move({ classSessionId, ...TO }))).toMatchObject({ code: 'conflict' });
  expect(await rowOf(db, classSessionId)).toMatchObject({ day: before.day, sequence: 0 });
});

test('one with marks or check-ins that count is neither cancelled nor moved; a refused check-in does not hold it', async () => {
  await using db = await testDb();
  const { call, sectionId, student } = await school(db);
  const ids = [];
  for (const days of [2, 3, 4]) ids.push((await classSession(db, { sectionId, startsAt: NOW + days * DAY_MS })).id);
  const [marked = 0, claimed = 0, refused = 0] = ids;
  await mark(db, { classSessionId: marked, studentId: student.id });
  await claim(db, { classSessionId: claimed, studentId: student.id });
  await claim(db, { classSessionId: refused, studentId: student.id, verdict: 'refused' });
  for (const classSessionId of [marked, claimed]) {
    expect(await refusalOf(call.classSession.cancel({ classSessionId }))).toMatchObject({ code: 'conflict' });
    expect(await refusalOf(call.classSession.move({ classSessionId, ...TO }))).toMatchObject({ code: 'conflict' });
  }
  expect(await call.classSession.cancel({ classSessionId: refused })).toEqual({ told: 1 });
});

test('a move that meets another class names it and waits to be confirmed; its own section’s time is refused', async () => {
  await using db = await testDb();
  const { call, classSessionId, sectionId } = await school(db);
  const other = await section(db);
  await classSession(db, { sectionId: other.id, room: 'room 2', startsAt: at('2026-09-10', '12:00') });
  expect(await call.classSession.previewMove({ classSessionId, ...TO })).toMatchObject({ clashes: [{ kind: 'room' }] });
  const refusal = await refusalOf(call.classSession.move({ classSessionId, ...TO }));
  expect(refusal).toMatchObject({ code: 'invalid', fieldErrors: { acceptClashes: [expect.any(String)] } });
  expect(await call.classSession.move({ classSessionId, ...TO, acceptClashes: true })).toMatchObject({ told: 1 });
  await classSession(db, { sectionId, startsAt: at('2026-09-11'), state: 'cancelled' });
  await classSession(db, { sectionId, startsAt: at('2026-09-12') });
  for (const day of ['2026-09-11', '2026-09-12']) {
    const again = call.classSession.move({ classSessionId, day, startTime: '09:00', endTime: '10:00', acceptClashes: true });
    expect(await refusalOf(again)).toMatchObject({ code: 'invalid', fieldErrors: { startTime: [expect.any(String)] } });
  }
});

test.for([
  ['a time that is over', { day: '2026-09-07', startTime: '08:00', endTime: '09:00' }, 'day'],
  ['an end before the start', { endTime: '10:00' }, 'endTime'],
] as const)('%s is refused at its field', async ([, given, field]) => {
  await using db = await testDb();
  const { call, classSessionId } = await school(db);
  const refusal = await refusalOf(call.classSession.move({ classSessionId, ...TO, ...given }));
  expect(refusal).toMatchObject({ code: 'invalid', fieldErrors: { [field]: [expect.any(String)] } });
});

test('staff of other sections may not know of it, students may not at all, administrators may', async () => {
  await using db = await testDb();
  const { classSessionId, student } = await school(db);
  const attempts = (actor: Awaited<ReturnType<typeof user>>) => {
    const { classSession: door } = api(db, { actor }).call;
    return [
      () => door.cancel({ classSessionId }),
      () => door.restore({ classSessionId }),
      () => door.previewMove({ classSessionId, ...TO }),
      () => door.move({ classSessionId, ...TO }),
    ];
  };
  for (const attempt of attempts(student)) expect(await refusalOf(attempt())).toMatchObject({ code: 'forbidden' });
  for (const role of ['teacher', 'assistant'] as const)
    for (const attempt of attempts(await user(db, { role })))
      expect(await refusalOf(attempt())).toMatchObject({ code: 'not-found' });
  const { call } = api(db, { actor: await user(db, { role: 'admin' }) });
  expect(await call.classSession.move({ classSessionId, ...TO })).toMatchObject({ told: 1 });
  expect(await call.classSession.cancel({ classSessionId })).toEqual({ told: 1 });
});

test('telling a class costs as much however many there are, and reads no growing table from end to end', async () => {
  const growing = ['attendance', 'claims', 'class_sessions', 'enrolments', 'users', 'notifications', 'audit_events'];
  const costs = [];
  for (const many of [1, 30]) {
    await using db = await testDb();
    const { call, classSessionId, sectionId } = await school(db);
    for (let index = 1; index < many; index++) await enrolment(db, { sectionId, studentId: (await user(db)).id });
    costs.push(await countCalls(db, () => call.classSession.cancel({ classSessionId })));
    expect(await inboxes(db)).toHaveLength(many);
  }
  expect(costs[1]).toEqual(costs[0]);
  await using db = await testDb();
  const { call, classSessionId } = await school(db);
  expect(await fullScans(db, growing, () => call.classSession.move({ classSessionId, ...TO }))).toEqual([]);
});
