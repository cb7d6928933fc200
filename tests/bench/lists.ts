/**
 * What lists cost the server with 10,000 people: each question is asked many times through the procedures, in process, on a database
 * on real disk. Times are printed; a list of more than 100 ms at the 95th percentile fails.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { type Database, openDatabase } from '#db/client';
import { migrateDatabase } from '#db/migrate';
import { queryRow } from '#db/query';
import { seedBenchSchool } from '#db/seed/bench';
import type { Actor } from '#domain/person/user';
import { api } from '../helpers/api';
import { ROOT } from '../helpers/program';
import { alignedTable, machineLine, percentile } from './helpers/measure';

const SIZE = { students: 10_000, sections: 400, days: 5 };
const ROUNDS = 40;
/** Rounds before anything is measured: the compiler and the page cache get to know the questions. */
const WARM_UP = 5;
/** What a person does not notice. */
const LIMIT_MS = 100;

type Call = ReturnType<typeof api>['call'];

const QUESTIONS: Record<string, (call: Call) => Promise<unknown>> = {
  'people, first page': (call) => call.person.list({}),
  'people, by newest': (call) => call.person.list({ sort: 'created', isDescending: true }),
  'people, from the middle': (call) => call.person.list({ after: 5_000 }),
  'people, one letter': (call) => call.person.list({ search: 'a' }),
  'people, words of a name': (call) => call.person.list({ search: 'ada l' }),
  'people, everybody’s address': (call) => call.person.list({ search: 'bench.school', sort: 'email' }),
  'people, suspended by email': (call) => call.person.list({ show: 'suspended', sort: 'email' }),
  'people, archived': (call) => call.person.list({ show: 'archived' }),
  'one person': (call) => call.person.get({ personId: 5_000 }),
  'sections, first page': (call) => call.section.list({}),
  'sections, a search': (call) => call.section.list({ search: 'course 3' }),
  'one section': (call) => call.section.get({ sectionId: 7 }),
};

/** Reads everybody's marks on purpose; told, not judged. */
const RULE = 'a rule tried on everybody';
const tryRule = (call: Call) => call.school.simulateRule({ lateCredit: 50, excusedCounts: 'absent', thresholdPercent: 90 });

async function makeSchool(file: string): Promise<Database> {
  const db = await openDatabase({ url: `file:${file}` });
  await migrateDatabase(db);
  await seedBenchSchool(db, { ...SIZE, now: Date.now(), passwordHash: '' });
  return db;
}

async function measure(call: Call, ask: (call: Call) => Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  for (let round = 0; round < WARM_UP + ROUNDS; round++) {
    const startedAt = performance.now();
    await ask(call);
    if (round >= WARM_UP) times.push(performance.now() - startedAt);
  }
  return times;
}

async function main(): Promise<boolean> {
  mkdirSync(path.join(ROOT, '.cache'), { recursive: true });
  const folder = mkdtempSync(path.join(ROOT, '.cache/bench-'));
  try {
    const db = await makeSchool(path.join(folder, 'muster.db'));
    const actor = await queryRow<Actor>(db, `select id, name, role, state from users where role = 'admin'`);
    const { call } = api(db, { actor, now: Date.now });
    const rows: string[][] = [];
    let worst = 0;
    for (const [name, ask] of Object.entries({ ...QUESTIONS, [RULE]: tryRule })) {
      const times = await measure(call, ask);
      if (name !== RULE) worst = Math.max(worst, percentile(times, 0.95));
      rows.push([name, ...[0.5, 0.95, 1].map((share) => percentile(times, share).toFixed(1))]);
    }
    db.$client.close();
    console.log(`\n${machineLine()}\n${SIZE.students} students, ${SIZE.sections} sections; ${ROUNDS} rounds each\n`);
    console.log(`${alignedTable([['question', 'p50 ms', 'p95 ms', 'max ms'], ...rows])}\n`);
    if (worst > LIMIT_MS) console.log(`A question took ${worst.toFixed(1)} ms; ${LIMIT_MS} ms is the limit.`);
    return worst <= LIMIT_MS;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

process.exitCode = (await main()) ? 0 : 1;
