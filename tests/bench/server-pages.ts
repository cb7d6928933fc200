/**
 * What the pages that a school opens at nine cost the built server, with 10,000 people and 5 million marks, one after the other: a
 * student's home, a teacher's day, a register of 500, people, the live overview. Then 1,000 open streams: what they cost while nothing
 * happens, and what it costs everybody else when all of them close at once. `--small` makes a school of 50 thousand marks.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Database } from '#db/client';
import { queryRow } from '#db/query';
import { DEMO_PASSWORD } from '#domain/school/demo';
import { hashPassword } from '#server/auth/password-hashing';
import { ROOT } from '../helpers/program';
import { bulkSchool } from './helpers/bulk-school';
import { type Contender, signIn, startMuster } from './helpers/contenders';
import { type Goal, goalLines } from './helpers/goals';
import { openLiveView } from './helpers/live-view';
import { alignedTable, cpuMs, machineLine, percentile, untilIdle } from './helpers/measure';
import { makeWatchers } from './helpers/watchers';

const SIZE = { students: 10_000, sections: 400, days: process.argv.includes('--small') ? 1 : 100 };
const ON_A_ROLL = 500;
const ROUNDS = 60;
const WARM_UP = 20;
const P95_MS = 15;
const STREAMS = 1_000;
/** All that their opening makes is done by then; idle a server with so many never is. */
const SETTLE_MS = 10_000;
const QUIET_MS = 20_000;
/** Of one core. */
const QUIET_PERCENT = 10;
/** A day of a teacher, who has 500 in one of them. */
const CLASSES_OF_TEACHER = 5;
const TEACHER = 'five-classes@bench.school';

/** The first class session that runs, with 500 on its roll, and a cookie for each stream. */
async function makeSchool(file: string): Promise<{ classSessionId: number; watchers: string[] }> {
  const options = { ...SIZE, now: Date.now(), passwordHash: await hashPassword(DEMO_PASSWORD), openNow: true };
  const db = await bulkSchool(file, options);
  const running = `select id, section_id sectionId from class_sessions where state = 'scheduled' and starts_at <= :now and ends_at > :now
    order by id limit 1`;
  const found = await queryRow<{ id: number; sectionId: number }>(db, running, { now: options.now });
  if (!found) throw new Error('No class is running.');
  const enrol = `insert into enrolments (section_id, student_id, from_day)
    select :sectionId, u.id, (select min(from_day) from enrolments) from users u where u.role = 'student'
      and not exists (select 1 from enrolments e where e.section_id = :sectionId and e.student_id = u.id)
    order by u.id limit ${ON_A_ROLL} - (select count(*) from enrolments where section_id = :sectionId)`;
  await db.$client.execute({ sql: enrol, args: { sectionId: found.sectionId } });
  await employTeacher(db, found.sectionId);
  const watchers = await makeWatchers(db, STREAMS, options.now);
  db.$client.close();
  return { classSessionId: found.id, watchers };
}

/** Somebody with as many classes today as a teacher has; the one who marked the past staffs all sections. */
async function employTeacher(db: Database, sectionId: number): Promise<void> {
  const account = `insert into users (email, name, role, state, password_hash, created_at, approved_at)
    select :email, 'Five Classes', role, state, password_hash, created_at, approved_at from users where email = 'bench-teacher@bench.school'`;
  const staff = `insert into section_staff (section_id, user_id, role)
    select distinct section_id, (select id from users where email = :email), 'teacher' from class_sessions
    where state = 'scheduled' and starts_at <= unixepoch() * 1000 and ends_at > unixepoch() * 1000
    order by section_id <> :sectionId, section_id limit ${CLASSES_OF_TEACHER}`;
  await db.$client.execute({ sql: account, args: { email: TEACHER } });
  await db.$client.execute({ sql: staff, args: { email: TEACHER, sectionId } });
}

async function timesOf(url: string, cookie = ''): Promise<number[]> {
  const times: number[] = [];
  for (let round = 0; round < WARM_UP + ROUNDS; round++) {
    const from = performance.now();
    const response = await fetch(url, { headers: { Cookie: cookie } });
    await response.text();
    if (response.status !== 200) throw new Error(`${url} answered ${response.status}`);
    if (round >= WARM_UP) times.push(performance.now() - from);
  }
  return times;
}

async function measurePages({ url, pid }: Contender, classSessionId: number): Promise<Goal[]> {
  const [student, teacher, admin] = await Promise.all(
    ['bench-00001@bench.school', TEACHER, 'bench-admin@bench.school'].map((email) => signIn(url, email)),
  );
  const pages: [string, string, string | undefined][] = [
    ['a student’s home', '/', student],
    ['a teacher’s day', '/teach', teacher],
    [`a register of ${ON_A_ROLL}`, `/teach/sessions/${classSessionId}`, teacher],
    ['people', '/admin/people', admin],
    ['the live overview', '/admin/live', admin],
  ];
  const [goals, rows]: [Goal[], string[][]] = [[], []];
  for (const [what, address, who] of pages) {
    const before = cpuMs(pid);
    const times = await timesOf(url + address, who);
    const each = (cpuMs(pid) - before) / (WARM_UP + ROUNDS);
    rows.push([what, ...[0.5, 0.95].map((share) => percentile(times, share).toFixed(1)), each.toFixed(1)]);
    goals.push({ what: `p95 of ${what}`, value: percentile(times, 0.95), atMost: P95_MS, unit: ' ms' });
  }
  console.log(`${alignedTable([['whole pages, with their making', 'p50 ms', 'p95 ms', 'CPU ms each'], ...rows])}\n`);
  return goals;
}

async function measureStreams({ url, pid, liveUrl }: Contender, classSessionId: number, watchers: string[]): Promise<Goal[]> {
  const views = [];
  for (const cookie of watchers) views.push(await openLiveView(liveUrl(classSessionId), { Cookie: cookie }));
  await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
  const before = cpuMs(pid);
  await new Promise((resolve) => setTimeout(resolve, QUIET_MS));
  const percent = ((cpuMs(pid) - before) / QUIET_MS) * 100;
  const closing = cpuMs(pid);
  for (const view of views) view.close();
  const from = performance.now();
  const health = await fetch(`${url}/healthz`);
  const waitedMs = performance.now() - from;
  await untilIdle(pid);
  console.log(
    `${STREAMS} streams closed at once: ${cpuMs(pid) - closing} ms CPU, the next answer (${health.status}) ${waitedMs.toFixed(0)} ms later\n`,
  );
  return [
    { what: `${STREAMS} open streams, nothing happens, of a core`, value: percent, atMost: QUIET_PERCENT, unit: ' %' },
    { what: 'answer while all of them close', value: waitedMs, atMost: 1_000, unit: ' ms' },
  ];
}

async function main(): Promise<void> {
  mkdirSync(path.join(ROOT, '.cache'), { recursive: true });
  const folder = mkdtempSync(path.join(ROOT, '.cache/bench-'));
  const file = path.join(folder, 'muster.db');
  try {
    const { classSessionId, watchers } = await makeSchool(file);
    const server = await startMuster(file);
    try {
      await server.open(classSessionId);
      await untilIdle(server.pid);
      const marks = SIZE.students * 5 * SIZE.days;
      console.log(
        `\n${machineLine()}\n${new Date().toISOString()}; ${SIZE.students} students, ${marks} marks; ${ROUNDS} each, warmed up\n`,
      );
      const goals = [
        ...(await measurePages(server, classSessionId)),
        ...(await measureStreams(server, classSessionId, watchers)),
      ];
      console.log(`${goalLines(goals).join('\n')}\n`);
    } finally {
      await server.end();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

await main();
