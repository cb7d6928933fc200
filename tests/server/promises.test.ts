/** What the database promises by itself, whoever writes to it: histories that only grow, versions, and tallies that equal a recount. */
import { createClient, type ResultSet } from '@libsql/client';
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

/** The same numbers in every run (mulberry32). */
function randomNumbers(seed: number) {
  let state = seed;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    below: (limit: number) => Math.floor(next() * limit),
    pick: <T>(from: readonly T[]): T => from[Math.floor(next() * from.length)] as T,
  };
}

const MARK = `insert into attendance (class_session_id, student_id, status, source, reason_code_id, version, actor_name, actor_role, changed_at)
  values (?, ?, ?, ?, ?, 1, 'x', 'teacher', 0) on conflict do update set status = excluded.status, source = excluded.source,
    reason_code_id = excluded.reason_code_id, version = version + 1`;

const NUMBERS =
  "coalesce(sum(status = 'present'), 0) p, coalesce(sum(status = 'late'), 0) l, coalesce(sum(status = 'absent'), 0) a, coalesce(sum(status = 'excused'), 0) e";
const KEPT = 'present p, late l, absent a, excused e';
const IS_COUNTED = 'cs.is_held and cs.id not in (select class_session_id from uncounted_class_sessions)';
const COUNTED = `from attendance a join class_sessions cs on cs.id = a.class_session_id
  where ${IS_COUNTED} and a.status is not null and exists (select 1 from enrolments n where n.student_id = a.student_id
    and n.section_id = cs.section_id and n.from_day <= cs.day and (n.until_day is null or n.until_day >= cs.day))`;
const MONDAY = "date(cs.day, 'weekday 0', '-6 days')";
/** By status, or by what the reason says. */
const MEANT = [
  ...Object.entries({ p: 'present', l: 'late', b: 'absent', e: 'excused' }).map(
    ([name, status]) => `sum(a.status = '${status}' and r.counts_as is null) ${name}`,
  ),
  ...['present', 'absent'].map((meaning) => `sum(r.counts_as is '${meaning}') c${meaning[0]}`),
].join(', ');
const REASON = 'coalesce(a.reason_code_id, 0)';

/** A tally and the recount of it, by its keys. */
const figures = (table: string, keys: string, of: string) => [
  `select ${of}, ${REASON}, ${NUMBERS} ${COUNTED} group by ${of}, ${REASON} order by ${of}, ${REASON}`,
  `select ${keys}, reason_code_id, ${KEPT} from ${table} where present or late or absent or excused order by ${keys}, reason_code_id`,
];

const RECOUNTS = [
  figures('section_day_tallies', 'day, section_id, hour', 'cs.day, cs.section_id, cast(substr(cs.start_time, 1, 2) as integer)'),
  figures('section_week_tallies', 'section_id, student_id, week', `cs.section_id, a.student_id, ${MONDAY}`),
  figures('school_day_tallies', 'day, hour', 'cs.day, cast(substr(cs.start_time, 1, 2) as integer)'),
  ...['section_day_tallies', 'school_day_tallies'].map((table) => [
    `select day, cast(substr(start_time, 1, 2) as integer) h, count(*) n from class_sessions cs where ${IS_COUNTED} group by 1, 2 order by 1, 2`,
    `select day, hour, sum(class_sessions) n from ${table} group by 1, 2 having n <> 0 order by 1, 2`,
  ]),
  [
    `select t.day, cs.section_id, ${REASON} r, ${NUMBERS} ${COUNTED.replace('where', 'join tally_days t on t.day > cs.day where')}
      group by 1, 2, 3 order by 1, 2, 3`,
    `select day, section_id, reason_code_id, ${KEPT} from section_sums where present or late or absent or excused order by 1, 2, 3`,
  ],
  [
    `select t.day, cs.section_id, count(*) from class_sessions cs join tally_days t on t.day > cs.day where ${IS_COUNTED} group by 1, 2 order by 1, 2`,
    'select day, section_id, sum(class_sessions) n from section_sums group by 1, 2 having n <> 0 order by 1, 2',
  ],
  [
    `select t.day, a.student_id, ${MEANT} ${COUNTED.replace('where', 'join tally_days t on t.day > cs.day left join reason_codes r on r.id = a.reason_code_id where')}
      group by 1, 2 having p or l or e or b or cp or ca order by 1, 2`,
    `select day, student_id, ${KEPT.replace(' a,', ' b,')}, counted_present cp, counted_absent ca from student_sums
      where present or late or absent or excused or counted_present or counted_absent order by 1, 2`,
  ],
  [
    `select distinct cs.day from class_sessions cs where ${IS_COUNTED} and cs.day not in (select day from tally_days)`,
    'select day from tally_days where false',
  ],
  [
    `select class_session_id, ${NUMBERS}, sum(version) c from attendance group by 1 order by 1`,
    `select class_session_id, ${KEPT}, changes c from class_session_tallies order by 1`,
  ],
  [
    'select class_session_id, student_id, status, version, version n from attendance order by 1, 2',
    `select class_session_id, student_id, to_status status, max(version) version, count(*) n from attendance_events group by 1, 2 order by 1, 2`,
  ],
] as [string, string][];

/** Values by place: the two sides name their columns otherwise. */
const values = ({ rows, columns }: ResultSet) => rows.map((row) => columns.map((_, index) => row[index]));

async function expectRecountsToAgree(db: Database) {
  for (const [recount, kept] of RECOUNTS) {
    const [counted, stored] = await Promise.all([db.$client.execute(recount), db.$client.execute(kept)]);
    expect(values(stored), kept).toEqual(values(counted));
  }
}

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
