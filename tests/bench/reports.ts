/**
 * What reports cost the server with 10,000 students, at 50 thousand, 500 thousand and, with `--large`, 5 million marks; and what a check-in
 * and a close cost with the tallies that reports are made of, and without them, in the same run. The procedures are called in process, on
 * databases on real disk.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { type Database, openDatabase } from '#db/client';
import { migrateDatabase } from '#db/migrate';
import { queryRow, queryRows } from '#db/query';
import { seedBenchSchool } from '#db/seed/bench';
import type { Actor } from '#domain/person/user';
import { addDays, dayAt } from '#domain/time';
import { api } from '../helpers/api';
import { action } from '../helpers/classroom';
import { ROOT } from '../helpers/program';
import { alignedTable, machineLine, percentile } from './helpers/measure';

const SCHOOL = { students: 10_000, sections: 400 };
/** Ten thousand students, five class sessions a day each. */
const DAYS = [1, 10, ...(process.argv.includes('--large') ? [100] : [])];
const MARKS_A_DAY = 50_000;
const ROUNDS = 40;
const WARM_UP = 4;
/** What the server may take. */
const LIMIT_MS = 200;
/** Registers that are closed to be measured. */
const CLOSES = 20;

type Call = ReturnType<typeof api>['call'];
type Question = (call: Call, round: number) => Promise<unknown>;

const NOW = Date.now();
const TODAY = dayAt(NOW, 'Europe/London');
const YEAR = { from: addDays(TODAY, -365), until: TODAY };

const QUESTIONS: Record<string, Question> = {
  'overview of a year': (call) => call.report.overview({ ...YEAR, by: 'week' }),
  'a year by section': (call) => call.report.breakdown({ ...YEAR, by: 'section' }),
  'frequent absentees, ever': (call) => call.report.frequentAbsentees({}),
  'frequent absentees since a day': (call, round) => call.report.frequentAbsentees({ since: addDays(TODAY, -(1 + round * 3)) }),
  'chronic absentees': (call) => call.report.chronic({}),
  'falling students': (call) => call.report.falling({}),
  'a section and its grid': (call, round) => call.report.section({ sectionId: 1 + round, ...YEAR }),
  'class sessions behind a day': (call) => call.report.sessions({ from: addDays(TODAY, -7), until: TODAY }),
  'who has not come today': (call) => call.report.absentToday({}),
};

async function makeSchool(file: string, days: number): Promise<Database> {
  const db = await openDatabase({ url: `file:${file}` });
  await migrateDatabase(db);
  await seedBenchSchool(db, { ...SCHOOL, days, now: NOW, passwordHash: '' });
  await db.$client.execute('PRAGMA wal_checkpoint(TRUNCATE)');
  return db;
}

async function measure(ask: (round: number) => Promise<unknown>, rounds = ROUNDS): Promise<number[]> {
  const times: number[] = [];
  for (let round = 0; round < WARM_UP + rounds; round++) {
    const startedAt = performance.now();
    await ask(round);
    if (round >= WARM_UP) times.push(performance.now() - startedAt);
  }
  return times;
}

/** Nothing is counted any more when a class session is held. */
const WITHOUT_TALLIES = [
  'drop trigger tally_changed',
  'create trigger tally_changed instead of insert on tally_changes begin select 1; end',
  'drop trigger class_session_counted',
];

const OPEN_NEXT = `update class_sessions set state = 'open', opened_at = :now, starts_at = :now - id, ends_at = :now + 3600000,
    closes_at = :now + 3600000, check_in_closes_at = :now
  where id in (select id from class_sessions where state = 'scheduled' order by id limit :limit) returning id, section_id sectionId`;

/** Registers of 125 students: most are marked while the register is open, as check-ins do by the same statement, and then it is closed. */
async function measureClosing(db: Database, call: Call) {
  const sessions = await queryRows<{ id: number; sectionId: number }>(db, OPEN_NEXT, { now: NOW, limit: CLOSES + WARM_UP });
  const rolls = await Promise.all(
    sessions.map(({ sectionId }) =>
      queryRows<{ studentId: number }>(db, 'select student_id studentId from enrolments where section_id = ? limit 110', [
        sectionId,
      ]),
    ),
  );
  const ref = (round: number) => ({ ...action(NOW), classSessionId: sessions[round]?.id ?? 0 });
  const present = (round: number) =>
    (rolls[round] ?? []).map(({ studentId }) => ({ studentId, status: 'present' as const, version: 0 }));
  const marking = await measure((round) => call.attendance.markMany({ ...ref(round), marks: present(round) }), CLOSES);
  const startedAt = process.cpuUsage();
  const closing = await measure((round) => call.classSession.close(ref(round)), CLOSES);
  const { user, system } = process.cpuUsage(startedAt);
  return { marking, closing, cpuMs: (user + system) / 1_000 / (CLOSES + WARM_UP) };
}

const cells = (times: number[]) => [0.5, 0.95].map((share) => percentile(times, share).toFixed(1));

async function main(): Promise<boolean> {
  mkdirSync(path.join(ROOT, '.cache'), { recursive: true });
  const folder = mkdtempSync(path.join(ROOT, '.cache/bench-'));
  const results = new Map<string, string[]>();
  let worst = 0;
  try {
    for (const days of DAYS) {
      const db = await makeSchool(path.join(folder, `${days}.db`), days);
      const actor = await queryRow<Actor>(db, `select id, name, role, state from users where role = 'admin'`);
      const { call } = api(db, { actor, now: Date.now });
      for (const [name, ask] of Object.entries(QUESTIONS)) {
        const times = await measure((round) => ask(call, round));
        worst = Math.max(worst, percentile(times, 0.95));
        results.set(name, [...(results.get(name) ?? []), ...cells(times)]);
      }
      if (days === DAYS.at(-1)) await tellClosing(db, call);
      db.$client.close();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  const head = ['question', ...DAYS.flatMap((days) => [`${(days * MARKS_A_DAY) / 1000}k p50 ms`, 'p95 ms'])];
  console.log(`\n${machineLine()}\n${SCHOOL.students} students, ${SCHOOL.sections} sections; ${ROUNDS} rounds each\n`);
  console.log(`${alignedTable([head, ...[...results].map(([name, row]) => [name, ...row])])}\n`);
  if (worst > LIMIT_MS) console.log(`A question took ${worst.toFixed(1)} ms; ${LIMIT_MS} ms is the limit.`);
  return worst <= LIMIT_MS;
}

async function tellClosing(db: Database, call: Call) {
  const kept = await measureClosing(db, call);
  await db.$client.batch(WITHOUT_TALLIES, 'write');
  const without = await measureClosing(db, call);
  const rows = (['marking', 'closing'] as const).map((what) => [what, ...cells(without[what]), ...cells(kept[what])]);
  console.log(`\n${alignedTable([['a register of 125', 'without p50 ms', 'p95', 'with tallies p50 ms', 'p95'], ...rows])}`);
  console.log(`CPU of a closing: ${without.cpuMs.toFixed(1)} ms without, ${kept.cpuMs.toFixed(1)} ms with`);
}

process.exitCode = (await main()) ? 0 : 1;
