/** What the database promises by itself, whoever writes to it: histories that only grow, versions, and tallies that equal a recount. */
import { createClient } from '@libsql/client';
import { expect, test } from 'vitest';
import type { Database } from '#db/client';
import { reasonCodes } from '#db/schema';
import { SOURCES, STATUSES, type Status } from '#domain/register/attendance';
import { sealHistory } from '#server/services/history/history';
import { countRegisters } from '#server/services/report/register-counting';
import { testServices } from '../helpers/api';
import { action, as, classroom, eventsOf } from '../helpers/classroom';
import { testDb } from '../helpers/db';
import { classSession, NOW, section, user } from '../helpers/factories';
import { phoneOf, scanBy } from '../helpers/phone';
import { randomNumbers } from '../helpers/report-school';
import { expectRecountsToAgree } from '../helpers/tally-recounts';

/** A class with one row in every history. */
async function withHistory(db: Database) {
  const room = await classroom(db);
  await as(db, room.student).checkIn.submit(await scanBy(db, await phoneOf(db, room.student), room.session, { at: NOW }));
  await as(db, room.teacher).classSession.close({ ...action(), classSessionId: room.session.id });
  await sealHistory(testServices(db));
  return room;
}

const HISTORIES = {
  attendance_events: 'to_status = null',
  seals: "hash = x'00'",
  audit_events: "actor_name = 'Nobody'",
  attendance: "status = 'excused'",
} as const;

test.for(Object.entries(HISTORIES))('no row of %s is altered, deleted or replaced', async ([table, change]) => {
  await using db = await testDb();
  await withHistory(db);
  const rows = async () => (await db.$client.execute(`select * from ${table}`)).rows;
  const before = await rows();
  expect(before.length).toBeGreaterThan(0);
  const attempts = [
    `update ${table} set ${change}`,
    `delete from ${table}`,
    `insert or replace into ${table} select * from ${table}`,
    `replace into ${table} select * from ${table}`,
    `update or replace ${table} set ${change}`,
  ];
  for (const sql of attempts) await expect(db.$client.execute(sql), sql).rejects.toThrow();
  expect(await rows()).toEqual(before);
});

test('a claim is never deleted, and one that would replace it leaves it as it is', async () => {
  await using db = await testDb();
  await withHistory(db);
  const plain = createClient({ url: `file:${db.file}` });
  const rows = async () => (await db.$client.execute('select * from claims')).rows;
  const before = await rows();
  for (const client of [db.$client, plain]) {
    await expect(client.execute('delete from claims')).rejects.toThrow('never dropped');
    await client.execute("insert or replace into claims select * from claims where verdict = 'accepted'");
    expect(await rows()).toEqual(before);
  }
  plain.close();
});

test.for(Object.keys(HISTORIES))('a plain connection without our settings replaces no row of %s either', async (table) => {
  await using db = await testDb();
  await withHistory(db);
  const plain = createClient({ url: `file:${db.file}` });
  for (const sql of [`insert or replace into ${table} select * from ${table}`, `delete from ${table}`])
    await expect(plain.execute(sql), sql).rejects.toThrow();
  plain.close();
});

test('a plain connection cannot slip another event into the place of one', async () => {
  await using db = await testDb();
  const { session } = await withHistory(db);
  const plain = createClient({ url: `file:${db.file}` });
  const columns = 'class_session_id, student_id, from_status, to_status, source, version, actor_name, actor_role, at';
  const sql = `insert or replace into attendance_events (${columns})
    select class_session_id, student_id, from_status, 'absent', source, version, actor_name, actor_role, at from attendance_events`;
  await expect(plain.execute(sql)).rejects.toThrow('append-only');
  plain.close();
  expect(await eventsOf(db, session.id)).toMatchObject([{ toStatus: 'present' }]);
});

const INSERT = `insert into attendance (class_session_id, student_id, status, source, version, actor_name, actor_role, changed_at)
  values (?, ?, 'present', 'teacher', ?, 'x', 'teacher', 0)`;

test.for([0, 2, -1])('a mark does not start at version %i', async (version) => {
  await using db = await testDb();
  const { session, student } = await classroom(db);
  const insert = db.$client.execute({ sql: INSERT, args: [session.id, student.id, version] });
  await expect(insert).rejects.toThrow('version 1');
});

test.for([
  ['the same version', 'version = version'],
  ['a version skipped', 'version = version + 2'],
  ['a version back', 'version = version - 1'],
  ['another student', 'version = version + 1, student_id = student_id + 1'],
  ['another class session', 'version = version + 1, class_session_id = class_session_id + 1'],
])('a mark is not changed with %s', async ([, change]) => {
  await using db = await testDb();
  await withHistory(db);
  await expect(db.$client.execute(`update attendance set ${change}`)).rejects.toThrow();
});

test('an unknown status, source, verdict, role or state is not stored', async () => {
  await using db = await testDb();
  await withHistory(db);
  const attempts = [
    "update attendance set version = version + 1, status = 'here'",
    "update attendance set version = version + 1, source = 'rumour'",
    "update claims set verdict = 'maybe'",
    "update users set role = 'head'",
    "update users set state = 'asleep'",
    "update class_sessions set state = 'paused'",
    'update class_sessions set ends_at = starts_at',
    "update enrolments set until_day = '2020-01-01'",
  ];
  for (const sql of attempts) await expect(db.$client.execute(sql), sql).rejects.toThrow('CHECK');
});

test('a write outside the services leaves its event, too', async () => {
  await using db = await testDb();
  const { session, student } = await classroom(db);
  await db.$client.execute({ sql: INSERT, args: [session.id, student.id, 1] });
  await db.$client.execute("update attendance set status = 'late', version = 2, reason = 'by hand', changed_at = 5");
  expect(await eventsOf(db, session.id)).toMatchObject([
    { fromStatus: null, toStatus: 'present', version: 1 },
    { fromStatus: 'present', toStatus: 'late', version: 2, reason: 'by hand', at: 5 },
  ]);
});

test('a change that fails later in its batch leaves neither mark nor event', async () => {
  await using db = await testDb();
  const { session, student } = await classroom(db);
  const batch = db.$client.batch([{ sql: INSERT, args: [session.id, student.id, 1] }, 'select * from no_such_table'], 'write');
  await expect(batch).rejects.toThrow();
  expect(await eventsOf(db, session.id)).toEqual([]);
});

const MARK = `insert into attendance (class_session_id, student_id, status, source, reason_code_id, version, actor_name, actor_role, changed_at)
  values (?, ?, ?, ?, ?, 1, 'x', 'teacher', 0) on conflict do update set status = excluded.status, source = excluded.source,
    reason_code_id = excluded.reason_code_id, version = version + 1`;

test('after 10,000 random changes every tally equals a recount', async () => {
  await using db = await testDb();
  const { below, pick } = randomNumbers(1);
  const sectionIds = [(await section(db)).id, (await section(db)).id];
  const students = await Promise.all(Array.from({ length: 6 }, () => user(db)));
  const codes = await db
    .insert(reasonCodes)
    .values(
      STATUSES.flatMap((status) =>
        ([null, 'present', 'absent', 'out'] as const).map((countsAs) => ({
          name: `${status} ${countsAs}`,
          status,
          countsAs,
          position: 0,
        })),
      ),
    )
    .returning();
  const day = () => `2026-09-${String(1 + below(20)).padStart(2, '0')}`;
  const sessions: number[] = [];
  for (let index = 0; index < 16; index++) {
    const startsAt = Date.UTC(2026, 8, 1 + index, 9, 0);
    sessions.push((await classSession(db, { sectionId: sectionIds[index % 2] as number, startsAt })).id);
  }
  const codeOf = (status: Status | null) => pick([null, ...codes.filter((code) => code.status === status)])?.id ?? null;
  const change = () => {
    const kind = below(100);
    const student = pick(students).id;
    const status = pick([...STATUSES, null]);
    if (kind < 70) return { sql: MARK, args: [pick(sessions), student, status, pick(SOURCES), codeOf(status)] };
    if (kind < 80) return { sql: 'update class_sessions set is_held = ? where id = ?', args: [below(2), pick(sessions)] };
    const moved = 'update class_sessions set day = ?, start_time = ?, section_id = ? where id = ?';
    if (kind < 85) return { sql: moved, args: [day(), pick(['08:50', '09:00', '09:10']), pick(sectionIds), pick(sessions)] };
    const [from, until] = [day(), day()].sort() as [string, string];
    const enrolment = [pick(sectionIds), student, from, pick([until, null])];
    const given = 'insert or ignore into enrolments (section_id, student_id, from_day, until_day) values (?, ?, ?, ?)';
    if (kind < 91) return { sql: given, args: enrolment };
    const one = 'id = (select id from enrolments order by random() limit 1)';
    if (kind < 96)
      return {
        sql: `update or ignore enrolments set section_id = ?, student_id = ?, from_day = ?, until_day = ? where ${one}`,
        args: enrolment,
      };
    return { sql: `delete from enrolments where ${one}`, args: [] };
  };
  for (let round = 0; round < 20; round++) {
    for (let part = 0; part < 10; part++) {
      await db.$client.batch(Array.from({ length: 50 }, change), 'write');
      if (below(3) === 0) await countRegisters(testServices(db));
    }
    await expectRecountsToAgree(db);
  }
  const { rows } = await db.$client.execute('select sum(present) n from student_sums');
  expect(Number(rows[0]?.n)).toBeGreaterThan(0);
});

test('a held class session that comes or goes without marks is counted', async () => {
  await using db = await testDb();
  const { id } = await classSession(db, { isHeld: true, state: 'closed' });
  await countRegisters(testServices(db));
  await expectRecountsToAgree(db);
  await db.$client.execute({ sql: 'delete from class_sessions where id = ?', args: [id] });
  await expectRecountsToAgree(db);
});
