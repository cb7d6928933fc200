/** Marking by hand: versions and conflicts, precedence, reasons after closing, the lock, and replays. */
import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import type { Database } from '#db/client';
import { enrolments, users } from '#db/schema';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#domain/duration';
import type { Status } from '#domain/register/attendance';
import { refusalOf } from '../helpers/api';
import { action, as, classroom, eventsOf, markOf, marksOf } from '../helpers/classroom';
import { testDb } from '../helpers/db';
import { NOW, user } from '../helpers/factories';
import { phoneOf, scanBy } from '../helpers/phone';

type Person = Parameters<typeof as>[1];
type Wanted = { status: Status | null; version: number; reason?: string; note?: string; id?: string; at?: number };

/** A class with a function to mark its student. */
async function marking(db: Database, given?: Parameters<typeof classroom>[1]) {
  const room = await classroom(db, given);
  const ids = { classSessionId: room.session.id, studentId: room.student.id };
  const mark = (person: Person, wanted: Wanted, now = NOW) =>
    as(db, person, now).attendance.mark({ ...action(now), ...ids, ...wanted });
  return { ...room, ids, mark };
}

test('a mark is recorded with who set it, and its event tells the same', async () => {
  await using db = await testDb();
  const { assistant, ids, mark } = await marking(db);
  expect(await mark(assistant, { status: 'late', version: 0, note: 'Bus' })).toEqual({
    outcome: 'recorded',
    status: 'late',
    version: 1,
  });
  expect(await markOf(db, ids)).toMatchObject({
    status: 'late',
    source: 'teacher',
    version: 1,
    actorId: assistant.id,
    note: 'Bus',
  });
  expect(await eventsOf(db, ids.classSessionId)).toMatchObject([
    {
      ...{ fromStatus: null, toStatus: 'late', source: 'teacher', version: 1, note: 'Bus', reason: null, at: NOW },
      ...{ actorId: assistant.id, actorName: assistant.name, actorRole: 'assistant' },
    },
  ]);
});

test('an event keeps the name and role its actor had', async () => {
  await using db = await testDb();
  const { teacher, ids, mark } = await marking(db);
  await mark(teacher, { status: 'present', version: 0 });
  await db.update(users).set({ name: 'Renamed', role: 'admin' }).where(eq(users.id, teacher.id));
  expect(await eventsOf(db, ids.classSessionId)).toMatchObject([{ actorName: teacher.name, actorRole: 'teacher' }]);
});

test('a mark goes through every status, and null takes it back', async () => {
  await using db = await testDb();
  const { teacher, ids, mark } = await marking(db);
  const statuses = ['present', 'late', 'absent', 'excused', null, 'present'] as const;
  for (const [index, status] of statuses.entries())
    expect(await mark(teacher, { status, version: index })).toEqual({ outcome: 'recorded', status, version: index + 1 });
  const events = await eventsOf(db, ids.classSessionId);
  expect(events.map(({ fromStatus, toStatus }) => [fromStatus, toStatus])).toEqual(
    statuses.map((status, index) => [index === 0 ? null : statuses[index - 1], status]),
  );
});

test('a mark taken back reads as no mark, and is unmarked when the register closes', async () => {
  await using db = await testDb();
  const { teacher, ids, mark } = await marking(db);
  await mark(teacher, { status: 'present', version: 0 });
  await mark(teacher, { status: null, version: 1 });
  const { rows } = await as(db, teacher).classSession.register({ classSessionId: ids.classSessionId });
  expect(rows).toMatchObject([{ status: null, source: null, version: 2 }]);
  await as(db, teacher).classSession.close({ ...action(), classSessionId: ids.classSessionId });
  expect(await markOf(db, ids)).toMatchObject({ status: 'absent', source: 'auto', version: 3 });
});

test.for([
  ['one version behind', 1],
  ['as if nothing were there', 0],
  ['from the future', 3],
])('a mark written %s is a conflict that names who changed what', async ([, version]) => {
  await using db = await testDb();
  const { teacher, assistant, ids, mark } = await marking(db);
  await mark(teacher, { status: 'present', version: 0 });
  await mark(teacher, { status: 'late', version: 1 });
  const outcome = await mark(assistant, { status: 'absent', version: version as number });
  expect(outcome).toEqual({
    outcome: 'conflict',
    status: 'late',
    version: 2,
    changedBy: teacher.name,
    changedAt: expect.any(Number),
  });
  expect(await markOf(db, ids)).toMatchObject({ status: 'late', version: 2 });
  expect(await eventsOf(db, ids.classSessionId)).toHaveLength(2);
});

test('a version of a mark that does not exist is a conflict with nothing', async () => {
  await using db = await testDb();
  const { teacher, ids, mark } = await marking(db);
  expect(await mark(teacher, { status: 'present', version: 4 })).toEqual({ outcome: 'conflict', status: null, version: 0 });
  expect(await marksOf(db, ids.classSessionId)).toEqual([]);
});

test('two staff who mark at once: one wins, the other is told by whom', async () => {
  await using db = await testDb();
  const { teacher, assistant, ids, mark } = await marking(db);
  for (let version = 0; version < 6; version++) {
    const outcomes = await Promise.all([
      mark(teacher, { status: 'present', version }),
      mark(assistant, { status: 'absent', version }),
    ]);
    const [won, lost] = outcomes[0].outcome === 'recorded' ? outcomes : [outcomes[1], outcomes[0]];
    const winner = won === outcomes[0] ? teacher : assistant;
    expect(won).toMatchObject({ outcome: 'recorded', version: version + 1 });
    expect(lost).toEqual({
      outcome: 'conflict',
      status: won?.status,
      version: version + 1,
      changedBy: winner.name,
      changedAt: expect.any(Number),
    });
  }
  expect(await eventsOf(db, ids.classSessionId)).toHaveLength(6);
});

test('an action sent again, or many times at once, is done once and answers the same', async () => {
  await using db = await testDb();
  const { teacher, ids, mark } = await marking(db);
  const { id } = action();
  const outcomes = await Promise.all(Array.from({ length: 10 }, () => mark(teacher, { id, status: 'present', version: 0 })));
  expect(outcomes).toEqual(Array(10).fill({ outcome: 'recorded', status: 'present', version: 1 }));
  await mark(teacher, { status: 'late', version: 1 });
  expect(await mark(teacher, { id, status: 'present', version: 0 })).toEqual({
    outcome: 'recorded',
    status: 'present',
    version: 1,
  });
  expect(await markOf(db, ids)).toMatchObject({ status: 'late', version: 2 });
});

test('somebody else’s action id gives nobody their answer', async () => {
  await using db = await testDb();
  const { teacher, assistant, mark } = await marking(db);
  const { id } = action();
  await mark(teacher, { id, status: 'present', version: 0 });
  expect(await mark(assistant, { id, status: 'present', version: 0 })).toMatchObject({
    outcome: 'conflict',
    changedBy: teacher.name,
    changedAt: expect.any(Number),
  });
});

test('an administrator’s mark outranks a teacher’s, also with the right version', async () => {
  await using db = await testDb();
  const { teacher, ids, mark } = await marking(db);
  const admin = await user(db, { role: 'admin' });
  await mark(teacher, { status: 'absent', version: 0 });
  expect(await mark(admin, { status: 'excused', version: 1 })).toMatchObject({ outcome: 'recorded', version: 2 });
  expect(await mark(teacher, { status: 'absent', version: 2 })).toEqual({
    outcome: 'conflict',
    status: 'excused',
    version: 2,
    changedBy: admin.name,
    changedAt: expect.any(Number),
  });
  expect(await mark(admin, { status: null, version: 2 })).toMatchObject({ outcome: 'recorded', version: 3 });
  expect(await mark(teacher, { status: 'present', version: 3 })).toMatchObject({ outcome: 'recorded', version: 4 });
  expect(await markOf(db, ids)).toMatchObject({ status: 'present', source: 'teacher' });
});

test('staff change what a student’s scan recorded, once they have seen it', async () => {
  await using db = await testDb();
  const { teacher, student, session, ids, mark } = await marking(db);
  const scan = await scanBy(db, await phoneOf(db, student), session, { at: NOW + MINUTE_MS });
  await as(db, student, NOW + MINUTE_MS).checkIn.submit(scan);
  const unseen = await mark(teacher, { status: 'absent', version: 0 }, NOW + 2 * MINUTE_MS);
  expect(unseen).toEqual({
    outcome: 'conflict',
    status: 'present',
    version: 1,
    changedBy: student.name,
    changedAt: expect.any(Number),
  });
  expect(await mark(teacher, { status: 'absent', version: 1 }, NOW + 2 * MINUTE_MS)).toMatchObject({ outcome: 'recorded' });
  expect(await markOf(db, ids)).toMatchObject({ status: 'absent', source: 'teacher', claimId: null });
});

test('marking begins 30 min before class', async () => {
  await using db = await testDb();
  const { teacher, mark } = await marking(db, { open: false });
  const early = mark(teacher, { status: 'present', version: 0 }, NOW - 30 * MINUTE_MS - 1);
  expect((await refusalOf(early)).code).toBe('conflict');
  expect(await mark(teacher, { status: 'present', version: 0 }, NOW - 30 * MINUTE_MS)).toMatchObject({ outcome: 'recorded' });
});

test('after the register is closed a change takes a reason, which its event keeps', async () => {
  await using db = await testDb();
  const { teacher, assistant, ids, mark } = await marking(db);
  await as(db, teacher).classSession.close({ ...action(), classSessionId: ids.classSessionId });
  for (const reason of [undefined, '', '   ']) {
    const refusal = await refusalOf(mark(teacher, { status: 'present', version: 1, ...(reason !== undefined && { reason }) }));
    expect(refusal).toMatchObject({ code: 'invalid', fieldErrors: { reason: [expect.any(String)] } });
  }
  expect(await mark(assistant, { status: 'present', version: 1, reason: 'Sat at the back' })).toMatchObject({
    outcome: 'recorded',
  });
  expect((await eventsOf(db, ids.classSessionId)).at(-1)).toMatchObject({ reason: 'Sat at the back', fromStatus: 'absent' });
});

test.for([
  ['teacher', HOUR_MS + 7 * DAY_MS - 1, 'recorded'],
  ['teacher', HOUR_MS + 7 * DAY_MS, 'forbidden'],
  ['assistant', HOUR_MS + 7 * DAY_MS, 'forbidden'],
  ['admin', HOUR_MS + 7 * DAY_MS, 'recorded'],
  ['admin', HOUR_MS + 90 * DAY_MS, 'recorded'],
] as const)('a mark changed by the %s %i ms after the start, around the lock: %s', async ([who, after, expected]) => {
  await using db = await testDb();
  const { teacher, assistant, ids, mark } = await marking(db);
  const person = { teacher, assistant, admin: await user(db, { role: 'admin' }) }[who];
  await as(db, teacher).classSession.close({ ...action(), classSessionId: ids.classSessionId });
  const call = mark(person, { status: 'excused', version: 1, reason: 'A note came' }, NOW + after);
  if (expected === 'recorded') expect(await call).toMatchObject({ outcome: 'recorded', status: 'excused' });
  else expect((await refusalOf(call)).code).toBe(expected);
});

test('an administrator needs a reason after the lock, too', async () => {
  await using db = await testDb();
  const { teacher, ids, mark } = await marking(db);
  const admin = await user(db, { role: 'admin' });
  await as(db, teacher).classSession.close({ ...action(), classSessionId: ids.classSessionId });
  const call = mark(admin, { status: 'excused', version: 1 }, NOW + 30 * DAY_MS);
  expect((await refusalOf(call)).code).toBe('invalid');
});

test('whoever left the roll keeps the mark that is there, and it can be changed', async () => {
  await using db = await testDb();
  const { teacher, ids, mark } = await marking(db);
  await mark(teacher, { status: 'present', version: 0 });
  await db.update(enrolments).set({ untilDay: '2026-09-01' });
  expect(await mark(teacher, { status: 'late', version: 1 })).toMatchObject({ outcome: 'recorded' });
  expect(await markOf(db, ids)).toMatchObject({ status: 'late' });
});

test('many marks are answered one by one, and one that fails stops no other', async () => {
  await using db = await testDb();
  const { teacher, assistant, students, session, mark } = await marking(db, { students: 4 });
  const [first, second, third, fourth] = students.map(({ id }) => id) as [number, number, number, number];
  const stranger = await user(db);
  await mark(assistant, { status: 'excused', version: 0 });
  const input = {
    ...action(),
    classSessionId: session.id,
    marks: [first, second, third, stranger.id].map((studentId) => ({ studentId, status: 'present' as const, version: 0 })),
  };
  const expected = [
    {
      studentId: first,
      outcome: 'conflict',
      status: 'excused',
      version: 1,
      changedBy: assistant.name,
      changedAt: expect.any(Number),
    },
    { studentId: second, outcome: 'recorded', status: 'present', version: 1 },
    { studentId: third, outcome: 'recorded', status: 'present', version: 1 },
    { studentId: stranger.id, outcome: 'not-on-roll', status: null, version: 0 },
  ];
  expect(await as(db, teacher).attendance.markMany(input)).toEqual(expected);
  expect(await as(db, teacher).attendance.markMany(input)).toEqual(expected);
  expect((await marksOf(db, session.id)).map(({ studentId }) => studentId)).toEqual([first, second, third]);
  expect(await markOf(db, { classSessionId: session.id, studentId: fourth })).toBeNull();
});

test('500 marks at once are one commit, with an event each', async () => {
  await using db = await testDb();
  const { teacher, students, session } = await classroom(db, { students: 500 });
  const marks = students.map(({ id }) => ({ studentId: id, status: 'present' as const, version: 0 }));
  const answers = await as(db, teacher).attendance.markMany({ ...action(), classSessionId: session.id, marks });
  expect(answers.filter(({ outcome }) => outcome === 'recorded')).toHaveLength(500);
  expect(await eventsOf(db, session.id)).toHaveLength(500);
});

test('two staff who mark everyone at once: each student is one’s or the other’s, never both', async () => {
  await using db = await testDb();
  const { teacher, assistant, students, session } = await classroom(db, { students: 30 });
  const all = (person: Person, status: Status) =>
    as(db, person).attendance.markMany({
      ...action(),
      classSessionId: session.id,
      marks: students.map(({ id }) => ({ studentId: id, status, version: 0 })),
    });
  const [present, absent] = await Promise.all([all(teacher, 'present'), all(assistant, 'absent')]);
  for (const [index, one] of present.entries())
    expect([one.outcome, absent[index]?.outcome].sort()).toEqual(['conflict', 'recorded']);
  expect(await eventsOf(db, session.id)).toHaveLength(30);
});

test('a register that nobody took is not marked: it is reopened first', async () => {
  await using db = await testDb();
  const { teacher, ids, mark } = await marking(db, { open: false });
  const later = NOW + 2 * HOUR_MS;
  const call = mark(teacher, { status: 'present', version: 0, reason: 'Forgot' }, later);
  expect(await refusalOf(call)).toMatchObject({ code: 'conflict', message: expect.stringContaining('not taken') });
  await as(db, teacher, later).classSession.reopen({ classSessionId: ids.classSessionId, reason: 'Forgot' });
  expect(await mark(teacher, { status: 'present', version: 0 }, later)).toMatchObject({ outcome: 'recorded' });
});

test('a change of many marks is taken back, but for what somebody has changed since', async () => {
  await using db = await testDb();
  const room = await classroom(db, { students: 3 });
  const { session, student, friend, students } = room;
  const teacher = as(db, room.teacher);
  const of = (studentId: number, status: Status | null, version: number) => ({ studentId, status, version });
  const ref = { classSessionId: session.id };
  await teacher.attendance.mark({ ...action(), ...ref, ...of(student.id, 'late', 0) });
  const bulk = { ...action(), ...ref, marks: students.map(({ id }) => of(id, 'present', id === student.id ? 1 : 0)) };
  await teacher.attendance.markMany(bulk);
  await as(db, room.assistant).attendance.mark({ ...action(), ...ref, ...of(friend.id, 'excused', 1) });
  const undo = { ...action(), ...ref, actionId: bulk.id };
  expect(await refusalOf(as(db, room.assistant).attendance.undo(undo))).toMatchObject({ code: 'not-found' });
  const lines = [
    { studentId: student.id, status: 'late', version: 3, outcome: 'undone' },
    { studentId: friend.id, status: 'excused', version: 2, outcome: 'changed-since', changedBy: room.assistant.name },
    { studentId: students[2]?.id, status: null, version: 2, outcome: 'undone' },
  ];
  expect(await teacher.attendance.undo(undo)).toEqual(lines);
  expect(await teacher.attendance.undo(undo)).toEqual(lines);
});

test('after closing, undoing takes a reason; an administrator undoes anybody’s, and a mark goes back with its source', async () => {
  await using db = await testDb();
  const { teacher, session, student } = await classroom(db);
  const later = NOW + 2 * HOUR_MS;
  const ref = { classSessionId: session.id };
  const mark = { ...action(later), ...ref, studentId: student.id, status: 'present' as const, version: 1, reason: 'Was there.' };
  await as(db, teacher, later).attendance.mark(mark);
  const undo = { ...action(later), ...ref, actionId: mark.id };
  expect(await refusalOf(as(db, teacher, later).attendance.undo(undo))).toMatchObject({ code: 'invalid' });
  await as(db, await user(db, { role: 'admin' }), later).attendance.undo({ ...undo, reason: 'Another class.' });
  expect(await markOf(db, { ...ref, studentId: student.id })).toMatchObject({
    status: 'absent',
    source: 'auto',
    reason: 'Another class.',
  });
});

test('marks carry a reason of their status and of the list in use, and their events keep it', async () => {
  await using db = await testDb();
  const { teacher, session, student, friend } = await classroom(db, { students: 2 });
  const admin = as(db, await user(db, { role: 'admin' }));
  const { reasonCodeId } = await admin.reasonCode.create({ name: 'Illness', status: 'excused', externalCode: 'I' });
  const mark = (status: Status, version: number, { id: studentId } = student) =>
    as(db, teacher).attendance.mark({
      ...action(),
      classSessionId: session.id,
      studentId,
      status,
      version,
      reasonCodeId,
    });
  expect(await refusalOf(mark('late', 0))).toMatchObject({ code: 'invalid' });
  expect(await mark('excused', 0)).toMatchObject({ outcome: 'recorded' });
  await as(db, teacher).attendance.mark({
    ...action(),
    classSessionId: session.id,
    studentId: student.id,
    status: 'late',
    version: 1,
  });
  const history = await as(db, teacher).attendance.history({ classSessionId: session.id, studentId: student.id });
  expect(history).toMatchObject([
    { from: null, to: 'excused', reasonCode: 'Illness', actorName: teacher.name, actorRole: 'teacher' },
    { from: 'excused', to: 'late', reasonCode: null },
  ]);
  await as(db, teacher).classSession.close({ ...action(), classSessionId: session.id });
  expect(await mark('excused', 2)).toMatchObject({ outcome: 'recorded' });
  await admin.reasonCode.archive({ reasonCodeId, isArchived: true });
  expect(await mark('excused', 3)).toMatchObject({ outcome: 'recorded' });
  expect(await refusalOf(mark('excused', 1, friend))).toMatchObject({ code: 'invalid' });
});
