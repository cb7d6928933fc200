/** The made-up schools: what is in them, that it hangs together, and that the demo always has a class to try. */
import { copyFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { Database } from '#db/client';
import { queryRow, queryRows } from '#db/query';
import { seedBenchSchool } from '#db/seed/bench';
import { seedDemoSchool } from '#db/seed/demo';
import { ensureDemoClassNow } from '#db/seed/demo-now';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#domain/duration';
import { EMPTY_TALLY } from '#domain/register/attendance';
import { DEFAULT_SETTINGS } from '#domain/school/school';
import { dayAt, wallTimeAt } from '#domain/time';
import { raiseAlerts } from '#server/services/alert/alert-raising';
import { countRegisters } from '#server/services/report/register-counting';
import { testServices } from '../helpers/api';
import { testDb } from '../helpers/db';
import { startProgram } from '../helpers/program';
import { tempFolder } from '../helpers/temp-folder';

/** A Wednesday in the middle of a lesson. */
const NOW = Date.parse('2026-11-18T11:40:00Z');
const ZONE = 'Europe/London';

const seed = (db: Database, now: number) => seedDemoSchool(db, { now, passwordHash: 'hash', zone: ZONE });

const folder = tempFolder();
afterAll(() => folder[Symbol.dispose]());
const schools = new Map<number, Promise<string>>();

/** Seeds a school of `now` into a file. */
async function makeSchool(now: number): Promise<string> {
  await using db = await testDb();
  await seed(db, now);
  const file = path.join(folder.path, `${now}.db`);
  await db.$client.execute('pragma wal_checkpoint(truncate)');
  copyFileSync(db.file, file);
  return file;
}

/** A demo school of `now`: seeded for the first test that asks for it, copied for the others. */
async function demoDb(now = NOW) {
  const school = schools.get(now) ?? makeSchool(now);
  schools.set(now, school);
  return testDb(await school);
}

/** The demo school, with its registers counted. */
async function countedDb() {
  const db = await demoDb();
  await countRegisters(testServices(db));
  return db;
}

async function count(db: Database, from: string): Promise<number> {
  return (await queryRow<{ n: number }>(db, `select count(*) n from ${from}`))?.n ?? 0;
}

/** Every row of every table, as text. */
async function dump(db: Database): Promise<string[]> {
  const tables = await queryRows<{ name: string }>(
    db,
    `select name from sqlite_master where type = 'table' and name not like '\\_\\_%' escape '\\'`,
  );
  const rows = await Promise.all(tables.map(({ name }) => queryRows<object>(db, `select '${name}' as "table", * from ${name}`)));
  return rows.flat().map((row) => JSON.stringify({ ...row }));
}

test('the demo school has the people and classes it promises', async () => {
  await using db = await demoDb();
  const people = await queryRows(db, `select role, state, count(*) n from users group by role, state order by role, state`);
  expect(people.map((row) => ({ ...(row as object) }))).toEqual([
    { role: 'admin', state: 'active', n: 1 },
    { role: 'assistant', state: 'active', n: 2 },
    { role: 'student', state: 'active', n: 120 },
    { role: 'student', state: 'pending', n: 2 },
    { role: 'teacher', state: 'active', n: 6 },
    { role: 'teacher', state: 'pending', n: 1 },
  ]);
  expect(await count(db, 'departments')).toBe(2);
  expect(await count(db, 'courses')).toBe(6);
  expect(await count(db, 'sections')).toBe(8);
  expect(await count(db, '(select distinct name from users)')).toBe(132);
  expect(await count(db, 'closures')).toBe(1);
});

test('the accounts have the addresses people are told', async () => {
  await using db = await demoDb();
  const rows = await queryRows<{ email: string }>(
    db,
    `select email from users where state = 'active' and password_hash = 'hash'`,
  );
  const emails = new Set(rows.map((row) => row.email));
  for (const name of [
    'admin',
    'teacher',
    'assistant',
    'student',
    'student-002',
    'student-099',
    'student-120',
    'teacher-6',
    'assistant-2',
  ])
    expect(emails).toContain(`${name}@demo.school`);
});

test('the demo student is in two classes of the demo teacher, and the demo assistant helps in one of them', async () => {
  await using db = await demoDb();
  const rows = await queryRows<{ assistant: number }>(
    db,
    `select exists (select 1 from section_staff a join users u on u.id = a.user_id where a.section_id = st.section_id
        and u.email = 'assistant@demo.school') assistant
      from users t join section_staff st on st.user_id = t.id join enrolments e on e.section_id = st.section_id
        join users s on s.id = e.student_id
      where t.email = 'teacher@demo.school' and s.email = 'student@demo.school' order by st.section_id`,
  );
  expect(rows.map((row) => row.assistant)).toEqual([1, 0]);
});

test.each(['2026-11-16T08:00:00Z', '2026-11-18T11:40:00Z', '2026-12-02T18:00:00Z'])(
  'at %s the alert that the demo student gets is the one that the marks ask for',
  async (at) => {
    await using db = await demoDb(Date.parse(at));
    const services = testServices(db, { now: Date.parse(at) });
    await countRegisters(services);
    await raiseAlerts(services);
    const raised = await queryRows<{ kind: string; course: string }>(
      db,
      `select a.kind, c.code course from alerts a join users u on u.id = a.student_id and u.email = 'student@demo.school'
        left join sections s on s.id = a.section_id left join courses c on c.id = s.course_id where a.retracted_at is null`,
    );
    expect(raised).toEqual([{ kind: 'consecutive-absences', course: 'EN' }]);
  },
);

test('the same instant gives the same school, row by row', async () => {
  await using one = await demoDb();
  await using other = await testDb();
  await seed(other, NOW);
  expect(await dump(other)).toEqual(await dump(one));
});

const MOMENTS: [string, string][] = [
  ['a lesson', '2026-11-18T11:40:00Z'],
  ['a free hour of a school day', '2026-11-19T13:07:31Z'],
  ['a Saturday', '2026-11-21T08:02:00Z'],
  ['the last minute of a day', '2026-11-18T23:59:30Z'],
  ['midnight', '2026-11-19T00:00:00Z'],
  ['the hour that the clocks skip', '2026-03-29T01:00:00Z'],
  ['the hour that comes twice, first time', '2026-10-25T00:33:00Z'],
  ['the mid-term break', '2026-10-28T12:00:00Z'],
  ['the turn of the year', '2027-01-01T00:00:00Z'],
];

test.each(MOMENTS)('at %s the past is closed, the present open and the future scheduled', async (_, at) => {
  const now = Date.parse(at);
  await using db = await demoDb(now);
  const wrong = [
    `class_sessions where ends_at <= ${now} and state not in ('closed', 'cancelled')`,
    `class_sessions where starts_at > ${now} + 5 * 60000 and state not in ('scheduled', 'cancelled')`,
    `class_sessions where state = 'open' and not (opened_at <= ${now} and ends_at > ${now})`,
    `class_sessions where state = 'closed' and closed_at > ${now}`,
    `class_sessions where is_held and (state <> 'closed' or opened_at is null or opened_at >= closed_at)`,
    `class_sessions where is_locked <> (state = 'closed' and ends_at <= ${now} - 7 * ${DAY_MS})`,
    `attendance a join class_sessions cs on cs.id = a.class_session_id where a.changed_at > ${now} or cs.opened_at is null`,
    `attendance a join class_sessions cs on cs.id = a.class_session_id where a.source = 'qr'
      and a.changed_at not between cs.opened_at and cs.check_in_closes_at`,
    `attendance a join class_sessions cs on cs.id = a.class_session_id where a.source = 'qr'
      and (a.status = 'late') <> (a.changed_at > cs.starts_at + ${DEFAULT_SETTINGS.lateAfterMs})`,
    `class_sessions cs join enrolments e on e.section_id = cs.section_id and cs.day between e.from_day and coalesce(e.until_day, cs.day)
      left join attendance a on a.class_session_id = cs.id and a.student_id = e.student_id where cs.is_held and a.status is null`,
    `(select at, lead(at) over (order by id) next_at from attendance_events) where next_at < at`,
    `(select * from enrolments e join class_sessions a on a.section_id = e.section_id join enrolments f on f.student_id = e.student_id
      join class_sessions b on b.section_id = f.section_id where a.id < b.id and a.starts_at < b.ends_at and b.starts_at < a.ends_at)`,
  ];
  for (const rows of wrong) expect([rows, await count(db, rows)]).toEqual([rows, 0]);
  expect(await count(db, 'attendance_events')).toBe(
    (await queryRow<{ n: number }>(db, 'select sum(version) n from attendance'))?.n,
  );
  expect(await count(db, 'class_sessions where is_held')).toBeGreaterThan(190);
  expect(await count(db, `class_sessions where state = 'closed' and not is_held and opened_at is null`)).toBeGreaterThanOrEqual(
    3,
  );
});

test('the tallies are what a recount of the marks gives', async () => {
  await using db = await countedDb();
  const sums = Object.keys(EMPTY_TALLY).map((status) => `sum(a.status = '${status}') ${status}`);
  const columns = Object.keys(EMPTY_TALLY).join(', ');
  const students = await queryRows(
    db,
    `select a.student_id, cs.section_id, ${sums} from attendance a join class_sessions cs on cs.id = a.class_session_id
      where cs.is_held group by 1, 2 order by 1, 2`,
  );
  const sum = Object.keys(EMPTY_TALLY).map((status) => `sum(${status}) ${status}`);
  const kept = `select student_id, section_id, ${sum} from section_week_tallies group by 1, 2 order by 1, 2`;
  expect(await queryRows(db, kept)).toEqual(students);
  const classes = await queryRows(db, `select a.class_session_id, ${sums} from attendance a group by 1 order by 1`);
  expect(await queryRows(db, `select class_session_id, ${columns} from class_session_tallies order by 1`)).toEqual(classes);
});

test('the term reads like a real one: some are often away, Mondays are worse, marks come from many sources', async () => {
  await using db = await countedDb();
  const rates = await queryRows<{ rate: number }>(
    db,
    'select sum(present + late) * 1.0 / sum(present + late + absent) rate from section_week_tallies group by student_id',
  );
  const below = rates.filter(({ rate }) => rate < DEFAULT_SETTINGS.threshold / 1000).length;
  expect(below).toBeGreaterThanOrEqual(4);
  expect(below).toBeLessThanOrEqual(15);
  const [monday, other] = await queryRows<{ rate: number }>(
    db,
    `select avg(a.status in ('present', 'late')) rate from attendance a join class_sessions cs on cs.id = a.class_session_id
      where a.status <> 'excused' group by strftime('%w', cs.day) <> '1' order by 1`,
  );
  expect((other?.rate ?? 0) - (monday?.rate ?? 0)).toBeGreaterThan(0.02);
  expect(other?.rate).toBeGreaterThan(0.9);
  const sources = await queryRows<{ source: string }>(db, 'select distinct source from attendance order by 1');
  expect(sources.map((row) => row.source)).toEqual(['auto', 'badge', 'code', 'leave', 'offline', 'qr', 'teacher']);
  expect(await count(db, `attendance where status = 'excused' and source = 'leave'`)).toBeGreaterThan(50);
  expect(
    await count(db, `attendance_events where from_status = 'absent' and to_status = 'present' and source = 'offline'`),
  ).toBeGreaterThan(5);
});

type Running = {
  id: number;
  sectionId: number;
  startsAt: number;
  endsAt: number;
  day: string;
  startTime: string;
  endTime: string;
  state: string;
};

/** Class sessions of the demo teacher that the demo student attends, at `now`. */
function runningAt(db: Database, now: number): Promise<Running[]> {
  return queryRows<Running>(
    db,
    `select cs.id, cs.section_id sectionId, cs.starts_at startsAt, cs.ends_at endsAt, cs.day, cs.start_time startTime, cs.end_time endTime, cs.state
      from class_sessions cs join section_staff st on st.section_id = cs.section_id join users t on t.id = st.user_id
        join enrolments e on e.section_id = cs.section_id and e.until_day is null join users s on s.id = e.student_id
      where t.email = 'teacher@demo.school' and s.email = 'student@demo.school' and cs.starts_at <= ? and cs.ends_at > ?
        and cs.state in ('scheduled', 'open')`,
    [now, now],
  );
}

test.each(MOMENTS)('the demo teacher has a class session running at %s', async (_, at) => {
  const now = Date.parse(at);
  await using db = await demoDb(now);
  await ensureDemoClassNow(db, { now });
  const [running, ...others] = await runningAt(db, now);
  expect(running).toBeDefined();
  expect(others).toEqual([]);
  const { startsAt = 0, endsAt = 0, day, startTime, endTime } = running ?? {};
  expect([day, startTime, endTime]).toEqual([dayAt(startsAt, ZONE), wallTimeAt(startsAt, ZONE), wallTimeAt(endsAt, ZONE)]);
  const before = await queryRows(db, 'select * from class_sessions');
  await ensureDemoClassNow(db, { now });
  expect(await queryRows(db, 'select * from class_sessions')).toEqual(before);
});

test.each([
  ['a Saturday', '2026-11-21T12:40:00Z'],
  ['a Sunday', '2026-11-29T12:40:00Z'],
])('a demo made on %s has a whole day of classes, whose registers were taken as on any other', async (_, at) => {
  const now = Date.parse(at);
  await using db = await demoDb(now);
  const ofDay = `class_sessions where day = '${at.slice(0, 10)}' and slot_id is null`;
  expect(await count(db, ofDay)).toBe(6);
  expect(await count(db, `${ofDay} and is_held`)).toBe(4);
  await ensureDemoClassNow(db, { now });
  expect(await count(db, ofDay)).toBe(7);
});

test('at a start an earlier class session stays where it was: a device may have yet to tell that it was opened', async () => {
  const now = Date.parse('2026-11-21T08:02:00Z');
  await using db = await demoDb(now);
  await ensureDemoClassNow(db, { now });
  const [earlier] = await runningAt(db, now);
  const later = now + 5 * HOUR_MS;
  await ensureDemoClassNow(db, { now: later, isMoving: false });
  expect(await runningAt(db, now)).toEqual([earlier]);
  expect((await runningAt(db, later)).length).toBe(1);
});

test('a class session made for the demo began within five minutes, lasts 55 and takes the hour that is free', async () => {
  const now = Date.parse('2026-11-21T08:02:00Z');
  await using db = await demoDb(now);
  await ensureDemoClassNow(db, { now });
  const [running] = await runningAt(db, now);
  expect(running).toMatchObject({ startTime: '08:00', endTime: '08:55', day: '2026-11-21', state: 'scheduled' });
});

test('through two days there is always a class session running, and no two of them overlap', async () => {
  const start = Date.parse('2026-11-18T22:00:00Z');
  await using db = await demoDb(start);
  for (let now = start; now < start + 2 * DAY_MS; now += 11 * MINUTE_MS) {
    await ensureDemoClassNow(db, { now });
    expect([new Date(now).toISOString(), (await runningAt(db, now)).length]).toEqual([new Date(now).toISOString(), 1]);
  }
  const overlaps = `class_sessions a join class_sessions b on b.section_id in (1, 3) and b.id > a.id
    where a.section_id in (1, 3) and a.starts_at < b.ends_at and b.starts_at < a.ends_at`;
  expect(await count(db, overlaps)).toBe(0);
  expect(await count(db, 'class_sessions where slot_id is null')).toBe(1);
});

test('one that was opened stays, and a new one follows when it is closed early', async () => {
  const now = Date.parse('2026-11-21T08:02:00Z');
  await using db = await demoDb(now);
  await ensureDemoClassNow(db, { now });
  const [first] = await runningAt(db, now);
  const id = first?.id ?? 0;
  await db.$client.execute({ sql: `update class_sessions set state = 'open', opened_at = ? where id = ?`, args: [now, id] });
  await ensureDemoClassNow(db, { now: now + 50 * MINUTE_MS });
  expect((await runningAt(db, now + 50 * MINUTE_MS)).map((one) => one.id)).toEqual([id]);
  const closedAt = now + 20 * MINUTE_MS + 1;
  await db.$client.execute({
    sql: `update class_sessions set state = 'closed', closed_at = ?, is_held = 1 where id = ?`,
    args: [closedAt, id],
  });
  await ensureDemoClassNow(db, { now: closedAt + 1000 });
  expect(await runningAt(db, closedAt + 1000)).toEqual([]);
  await ensureDemoClassNow(db, { now: closedAt + MINUTE_MS });
  expect(await runningAt(db, closedAt + MINUTE_MS)).toMatchObject([{ startTime: '08:23', state: 'scheduled' }]);
});

test('a school without the demo accounts gets no class session', async () => {
  await using db = await testDb();
  await ensureDemoClassNow(db, { now: NOW });
  expect(await count(db, 'class_sessions')).toBe(0);
});

test('the large school has students × sections a day × days marks, evenly spread', async () => {
  await using db = await testDb();
  const seen: number[] = [];
  const options = {
    students: 300,
    sections: 20,
    days: 3,
    now: NOW,
    passwordHash: 'hash',
    onProgress: (marks: number) => seen.push(marks),
  };
  expect(await seedBenchSchool(db, options)).toBe(300 * 5 * 3);
  expect(await count(db, 'attendance')).toBe(4500);
  expect(await count(db, 'attendance_events')).toBe(4500);
  expect(seen.at(-1)).toBe(4500);
  const rolls = await queryRows<{ n: number }>(db, 'select count(*) n from enrolments group by section_id');
  expect(new Set(rolls.map((row) => row.n))).toEqual(new Set([75]));
  await countRegisters(testServices(db));
  const tallies = 'select sum(present) present, sum(late) late, sum(absent) absent, sum(excused) excused from';
  const marks = Object.keys(EMPTY_TALLY).map((status) => `sum(status = '${status}') ${status}`);
  expect(await queryRow(db, `${tallies} student_sums where day = '9999-12-31'`)).toEqual(
    await queryRow(db, `select ${marks} from attendance`),
  );
  expect(await count(db, `users where email in ('bench-00001@bench.school', 'bench-00300@bench.school')`)).toBe(2);
  expect(await count(db, `section_staff st join users u on u.id = st.user_id where u.email = 'bench-teacher@bench.school'`)).toBe(
    20,
  );
});

test('the first class of the large school can hold everybody, in a class session that runs now', async () => {
  await using db = await testDb();
  await seedBenchSchool(db, { students: 500, sections: 1, days: 0, now: NOW, passwordHash: 'hash', openNow: true });
  const roll = 'class_sessions cs join enrolments e on e.section_id = cs.section_id and e.from_day <= cs.day';
  expect(await count(db, `${roll} where cs.state = 'scheduled' and cs.starts_at <= ${NOW} and cs.ends_at > ${NOW}`)).toBe(500);
});

const SEED = ['--import', 'tsx', 'db/cli/seed.ts'];

test('the command fills an empty database, refuses a used one, and adds to it only when told', async () => {
  using folder = tempFolder();
  const env = { DATABASE_URL: `file:${path.join(folder.path, 'data', 'school.db')}` };
  const run = (...args: string[]) => startProgram(process.execPath, [...SEED, ...args], env);
  const bench = ['--bench', '--students', '40', '--sections', '4', '--days', '2'];
  const first = run(...bench);
  expect([await first.ended, first.output()]).toEqual([0, expect.stringContaining('40 students with 320 marks')]);
  const second = run();
  expect([await second.ended, second.output()]).toEqual([1, expect.stringContaining('Nothing was changed')]);
  const third = run('--force');
  expect([await third.ended, third.output()]).toEqual([0, expect.stringContaining('student@demo.school')]);
});

test.each([
  [['--students', '0', '--bench'], '--students must be a whole number from 1'],
  [['--sudents', '5'], 'Usage:'],
])('the command explains %j', async (args, message) => {
  using folder = tempFolder();
  const program = startProgram(process.execPath, [...SEED, ...args], { DATABASE_URL: `file:${path.join(folder.path, 'a.db')}` });
  expect([await program.ended, program.output()]).toEqual([1, expect.stringContaining(message)]);
});
