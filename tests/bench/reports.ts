/**
 * What reports cost the server with 10,000 students, at 50 thousand, 500 thousand and, with `--large`, 5 million marks; what a check-in and a
 * closing cost with the tallies that reports are made of and without them; and how much memory a year as a file takes. All in one run, in
 * turns. The procedures are called in process, on databases on real disk; `--keep` keeps those for the next run of the day.
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Database } from '#db/client';
import { queryRow } from '#db/query';
import { instantOf } from '#domain/instant';
import type { Actor } from '#domain/person/user';
import { addDays, dayAt } from '#domain/time';
import { api } from '../helpers/api';
import { ROOT } from '../helpers/program';
import { bulkSchool } from './helpers/bulk-school';
import { alignedTable, machineLine, percentile } from './helpers/measure';
import { tellSettlingCost } from './helpers/settling-cost';

const SCHOOL = { students: 10_000, sections: 400 };
/** Ten thousand students, five class sessions a day each. */
const DAYS = [1, 10, ...(process.argv.includes('--large') ? [100] : [])];
const MARKS_A_DAY = 50_000;
const ROUNDS = 30;
const WARM_UP = 3;
/** What the server may take at the 95th percentile. */
const LIMIT_MS = 200;
/** How much more the processor may do for the largest school than for the smallest. */
const GROWTH = 2;
/** How much more memory a file may take. */
const LIMIT_MB = 200;

const ZONE = 'Europe/London';
const NOW = Date.now();

type Asked = { call: ReturnType<typeof api>['call']; today: string; round: number };
type Question = (asked: Asked) => Promise<unknown>;

const yearUntil = (today: string) => ({ from: addDays(today, -364), until: today });

/** As the pages ask them. These must not grow. */
const PAGES: Record<string, Question> = {
  'reports of a year': ({ call, today }) =>
    Promise.all([
      call.report.trend({ ...yearUntil(today), by: 'week' }),
      call.report.breakdown({ ...yearUntil(today), by: 'section' }),
    ]),
  'frequent absentees since a day': ({ call, today, round }) =>
    call.report.frequentAbsentees({ since: addDays(today, -((round * 37) % 150)) }),
  overview: ({ call, today }) =>
    Promise.all([
      call.live.overview(),
      call.report.absentToday({}),
      call.report.overview({ from: addDays(today, -56), until: today, by: 'day' }),
    ]),
};

const OTHERS: Record<string, Question> = {
  'a section and its grid': ({ call, today, round }) => call.report.section({ sectionId: 1 + round * 10, ...yearUntil(today) }),
  'frequent absentees, ever': ({ call }) => call.report.frequentAbsentees({}),
  'chronic absentees': ({ call }) => call.report.chronic({}),
  'falling students': ({ call }) => call.report.falling({}),
  'a year by hour': ({ call, today }) => call.report.breakdown({ ...yearUntil(today), by: 'hour' }),
  'class sessions behind a week': ({ call, today }) => call.report.sessions({ from: addDays(today, -6), until: today }),
};

const QUESTIONS = { ...PAGES, ...OTHERS };

type School = { db: Database; file: string; call: Asked['call']; today: string };

/** It is the afternoon of its last school day. */
async function openSchool(file: string, days: number): Promise<School> {
  const db = await bulkSchool(file, { ...SCHOOL, days, now: NOW, passwordHash: '' });
  const actor = await queryRow<Actor>(db, `select id, name, role, state from users where role = 'admin'`);
  const last = await queryRow<{ day: string }>(db, 'select max(day) day from class_sessions where is_held');
  const today = last?.day ?? dayAt(NOW, ZONE);
  const { call } = api(db, { actor, now: instantOf(today, '17:00', ZONE) });
  return { db, file, call, today };
}

type Times = { wall: number[]; cpu: number[] };

/** Each school in turn, so that whatever else the machine does is shared. */
async function measure(schools: readonly School[], ask: Question): Promise<Times[]> {
  const times = schools.map((): Times => ({ wall: [], cpu: [] }));
  for (let round = 0; round < WARM_UP + ROUNDS; round++) {
    for (const [index, { call, today }] of schools.entries()) {
      const [cpuBefore, startedAt] = [process.cpuUsage(), performance.now()];
      await ask({ call, today, round });
      const { user, system } = process.cpuUsage(cpuBefore);
      if (round < WARM_UP) continue;
      times[index]?.wall.push(performance.now() - startedAt);
      times[index]?.cpu.push((user + system) / 1_000);
    }
  }
  return times;
}

async function tellQuestions(schools: readonly School[]): Promise<boolean> {
  const rows: string[][] = [];
  let isWithin = true;
  for (const [name, ask] of Object.entries(QUESTIONS)) {
    const times = await measure(schools, ask);
    const cpu = times.map((time) => percentile(time.cpu, 0.5));
    const p95 = times.map((time) => percentile(time.wall, 0.95));
    const growth = (cpu.at(-1) ?? 0) / (cpu[0] ?? 1);
    if (Math.max(...p95) > LIMIT_MS || (name in PAGES && growth > GROWTH)) isWithin = false;
    const cells = times.flatMap((_, index) => [cpu[index]?.toFixed(1) ?? '', p95[index]?.toFixed(1) ?? '']);
    rows.push([name, ...cells, `${growth.toFixed(1)} ×`]);
  }
  const head = ['question', ...DAYS.flatMap((days) => [`${(days * MARKS_A_DAY) / 1000}k CPU ms`, 'p95 ms']), 'growth'];
  console.log(`\n${machineLine()}\n${SCHOOL.students} students, ${SCHOOL.sections} sections; ${ROUNDS} rounds each\n`);
  console.log(alignedTable([head, ...rows]));
  return isWithin;
}

type Exported = { rows: number; mb: number; seconds: number; moreMb: number };

function exportOf({ file, today }: School, kind: 'csv' | 'xlsx'): Exported {
  const { from, until } = yearUntil(today);
  const program = path.join(ROOT, 'tests/bench/helpers/export-process.ts');
  const { stdout } = spawnSync(process.execPath, ['--import', 'tsx', program, file, kind, from, until], {
    cwd: ROOT,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as Exported;
}

function tellExports(school: School): boolean {
  const found = (['csv', 'xlsx'] as const).map((kind) => ({ kind, ...exportOf(school, kind) }));
  const rows = found.map(({ kind, rows: count, mb, seconds, moreMb }) => [
    ...[kind, String(count), mb.toFixed(0), seconds.toFixed(0), moreMb.toFixed(0)],
  ]);
  console.log(`\n${alignedTable([['a year as a file', 'rows', 'MB', 's', 'more memory MB'], ...rows])}\n`);
  return found.every(({ moreMb }) => moreMb <= LIMIT_MB);
}

async function main(): Promise<boolean> {
  mkdirSync(path.join(ROOT, '.cache'), { recursive: true });
  const folder = mkdtempSync(path.join(ROOT, '.cache/bench-'));
  const kept = process.argv.includes('--keep') ? path.join(ROOT, '.cache', `reports-${dayAt(NOW, ZONE)}`) : folder;
  mkdirSync(kept, { recursive: true });
  try {
    const schools: School[] = [];
    for (const days of DAYS) schools.push(await openSchool(path.join(kept, `${days}.db`), days));
    const [smallest, largest] = [schools[0], schools.at(-1)] as [School, School];
    const isFast = await tellQuestions(schools);
    for (const { db } of schools) db.$client.close();
    const isCheap = await tellSettlingCost(smallest.file, [path.join(folder, 'before.db'), path.join(folder, 'after.db')], NOW);
    const isFlat = tellExports(largest);
    return isFast && isCheap && isFlat;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

process.exitCode = (await main()) ? 0 : 1;
