/** Sealing the history of marks, and finding what somebody with the database file in hand did to it. */
import { expect, test } from 'vitest';
import type { Database } from '#db/client';
import { sealEvents } from '#server/services/event-chain';
import { testServices } from '../helpers/api';
import { action, as, classroom } from '../helpers/classroom';
import { testDb } from '../helpers/db';
import { user } from '../helpers/factories';

const seal = (db: Database) => sealEvents(testServices(db));
const verify = async (db: Database) => as(db, await user(db, { role: 'admin' })).audit.verify();
const INTACT = { isIntact: true, fault: null, untoldMarks: 0 };

/** Three students with two changes of their mark each: events 1 to 6. */
async function sixEvents(db: Database) {
  const { teacher, session, students } = await classroom(db, { students: 3 });
  for (const version of [0, 1]) {
    const marks = students.map(({ id }) => ({
      studentId: id,
      status: version ? ('late' as const) : ('present' as const),
      version,
    }));
    await as(db, teacher).attendance.markMany({ ...action(), classSessionId: session.id, marks });
  }
}

/** What nobody can do without taking the database's own guards away first. */
async function tamper(db: Database, ...statements: string[]) {
  const { rows } = await db.$client.execute("select name from sqlite_schema where type = 'trigger'");
  await db.$client.batch([...rows.map(({ name }) => `drop trigger ${name}`), ...statements]);
}

test('every event is sealed once, in order, and the whole is intact', async () => {
  await using db = await testDb();
  await sixEvents(db);
  expect([await seal(db), await seal(db)]).toEqual([6, 0]);
  expect(await verify(db)).toEqual({ ...INTACT, sealed: 6 });
});

test('events go on being sealed after those before them', async () => {
  await using db = await testDb();
  await sixEvents(db);
  await seal(db);
  await sixEvents(db);
  expect(await verify(db)).toEqual({ ...INTACT, sealed: 6 });
  expect(await seal(db)).toBe(6);
  expect(await verify(db)).toEqual({ ...INTACT, sealed: 12 });
});

test('a history of thousands is sealed and verified, some at a time', async () => {
  await using db = await testDb();
  const { teacher, session, students } = await classroom(db, { students: 450 });
  for (const version of [0, 1, 2, 3, 4]) {
    const marks = students.map(({ id }) => ({ studentId: id, status: 'present' as const, version }));
    await as(db, teacher).attendance.markMany({ ...action(), classSessionId: session.id, marks });
  }
  expect(await seal(db)).toBe(2_250);
  expect(await verify(db)).toEqual({ ...INTACT, sealed: 2_250 });
  await tamper(db, "update attendance_events set reason = 'x' where id = 2001");
  expect(await verify(db)).toMatchObject({ isIntact: false, fault: { eventId: 2_001, fault: 'altered' } });
});

test('an empty history is intact', async () => {
  await using db = await testDb();
  expect(await seal(db)).toBe(0);
  expect(await verify(db)).toEqual({ ...INTACT, sealed: 0 });
});

test.for([
  ['an event altered', ["update attendance_events set to_status = 'absent' where id = 3"], 3, 'altered'],
  ['an actor renamed', ["update attendance_events set actor_name = 'Nobody' where id = 1"], 1, 'altered'],
  ['an instant moved', ['update attendance_events set at = at + 1 where id = 6'], 6, 'altered'],
  ['an event removed', ['delete from attendance_events where id = 2'], 2, 'missing'],
  ['the first event removed', ['delete from attendance_events where id = 1'], 1, 'missing'],
  ['the last event removed', ['delete from attendance_events where id = 6'], 6, 'missing'],
  [
    'an event removed with its seal',
    ['delete from attendance_events where id = 4', 'delete from attendance_event_seals where event_id = 4'],
    5,
    'altered',
  ],
  ['a seal removed', ['delete from attendance_event_seals where event_id = 3'], 4, 'altered'],
  ['a seal forged', ['update attendance_event_seals set hash = zeroblob(32) where event_id = 5'], 5, 'altered'],
] as const)('%s is found at its place', async ([, statements, eventId, fault]) => {
  await using db = await testDb();
  await sixEvents(db);
  await seal(db);
  await tamper(db, ...statements);
  expect(await verify(db)).toMatchObject({ isIntact: false, fault: { eventId, fault } });
});

test.for([
  [
    'the tail removed with its seals',
    ['delete from attendance_events where id > 4', 'delete from attendance_event_seals where event_id > 4'],
    2,
  ],
  [
    'a mark changed with no event',
    ["update attendance set status = 'excused' where student_id = (select min(student_id) from attendance)"],
    1,
  ],
] as const)('%s is found by the marks it leaves without their story', async ([, statements, untoldMarks]) => {
  await using db = await testDb();
  await sixEvents(db);
  await seal(db);
  await tamper(db, ...statements);
  expect(await verify(db)).toMatchObject({ isIntact: false, untoldMarks });
});

test.for([
  ['an earlier event removed', 'delete from attendance_events where id = 2'],
  ['the latest event removed', 'delete from attendance_events where id = 6'],
  [
    'an event made up',
    `insert into attendance_events (class_session_id, student_id, to_status, source, version, actor_name, actor_role, at)
      select class_session_id, student_id, 'absent', source, 3, actor_name, actor_role, at from attendance_events where id = 6`,
  ],
])('%s before it was sealed is found, too', async ([, statement]) => {
  await using db = await testDb();
  await sixEvents(db);
  await tamper(db, String(statement));
  expect(await verify(db)).toMatchObject({ isIntact: false, untoldMarks: 1 });
});
