/**
 * How much a check-in costs: 500 students of one class session, sent at concurrency 50, and again as a 10 s burst, to the built
 * server and to two baselines. Every server is warmed up first with the check-ins of other class sessions, because a server runs
 * for weeks. Fails only when a check-in was lost or stored twice; times are printed, not judged.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { openDatabase } from '#db/client';
import { migrateDatabase } from '#db/migrate';
import { seedBenchSchool } from '#db/seed/bench';
import { randomFor } from '#db/seed/random';
import { DEMO_PASSWORD } from '#domain/school/demo';
import { hashPassword } from '#server/auth/password-hashing';
import { ROOT } from '../helpers/program';
import { equipStudents, type RunningClass, signClaims } from './helpers/claimants';
import { type Contender, startBaseline, startMuster } from './helpers/contenders';
import { type Load, startLoad } from './helpers/load';
import { alignedTable, cpuMs, machineLine, peakMb, percentile, untilIdle } from './helpers/measure';
import type { Hit } from './helpers/shot';

const STUDENTS = 500;
const CONCURRENCY = 50;
const BURST_MS = 10_000;
/** Class sessions that check in before anything is measured: enough for the compiler to know its hot paths. */
const WARM_UPS = 4;
/** Time to hand a volley to the load generator before it starts. */
const LEAD_MS = 300;

/** When a run's requests are due; none for as fast as they are answered. */
type Run = { name: string; dueMs: number[]; places: number };

const RUNS: Run[] = [
  { name: `${STUDENTS} check-ins at concurrency ${CONCURRENCY}`, dueMs: [], places: CONCURRENCY },
  { name: `${STUDENTS} check-ins within ${BURST_MS / 1000} s, each phone when it pleases`, dueMs: burst(), places: STUDENTS },
];
const WARM_UP: Run = { name: 'warm-up', dueMs: [], places: CONCURRENCY };

type Result = { contender: string; run: Run; cells: string[]; lost: number; duplicates: number; surprise: string | undefined };

/** The same random moments for every server. */
function burst(): number[] {
  const random = randomFor(500);
  return Array.from({ length: STUDENTS }, () => Math.floor(random() * BURST_MS)).sort((a, b) => a - b);
}

/** A school on real disk whose students are in one class each: some for the warm-up, one for each run. */
async function makeSchool(file: string): Promise<RunningClass[]> {
  const sections = WARM_UPS + RUNS.length;
  const db = await openDatabase({ url: `file:${file}` });
  await migrateDatabase(db);
  const now = Date.now();
  const size = { students: STUDENTS * sections, sections, perDay: 1, days: 20 };
  await seedBenchSchool(db, { ...size, now, passwordHash: await hashPassword(DEMO_PASSWORD), openNow: true });
  const classes = await equipStudents(db, now);
  db.$client.close();
  return classes;
}

async function fire(load: Load, contender: Contender, running: RunningClass, run: Run) {
  const code = await contender.open(running.id);
  const startAt = Date.now() + LEAD_MS;
  const shots = await signClaims(running, code.key ? code : { ...code, key: 'A'.repeat(43) }, { startAt, dueMs: run.dueMs });
  const before = cpuMs(contender.pid);
  const report = await load.fire({ url: contender.url, shots, places: run.places, startAt });
  return { ...report, cpu: cpuMs(contender.pid) - before };
}

function isAccepted({ status, body }: Hit): boolean {
  return status === 200 && JSON.parse(body).result?.data?.outcome === 'recorded';
}

async function measure(load: Load, contender: Contender, running: RunningClass, run: Run): Promise<Result> {
  const { hits, tookMs, cpu } = await fire(load, contender, running, run);
  const accepted = hits.filter(isAccepted).length;
  const kept = await contender.kept(running.id);
  const times = hits.map((hit) => hit.ms);
  const { stored, duplicates } = kept ?? { stored: hits.length, duplicates: 0 };
  const lost = running.claimants.length - Math.min(stored, accepted);
  const cells = [
    String(accepted),
    ...(kept ? [stored, duplicates, lost].map(String) : ['-', '-', '-']),
    (hits.length / (tookMs / 1000)).toFixed(0),
    ...[0.5, 0.95, 0.99].map((share) => percentile(times, share).toFixed(1)),
    (cpu / hits.length).toFixed(2),
    peakMb(contender.pid).toFixed(0),
  ];
  const surprise = hits.find((hit) => !isAccepted(hit));
  return { contender: contender.name, run, cells, lost, duplicates, surprise: surprise && `${surprise.status} ${surprise.body}` };
}

async function compete(load: Load, contender: Contender, classes: RunningClass[]): Promise<Result[]> {
  const results: Result[] = [];
  try {
    await untilIdle(contender.pid);
    for (const running of classes.slice(0, WARM_UPS)) await fire(load, contender, running, WARM_UP);
    for (const [index, run] of RUNS.entries()) {
      const running = classes[WARM_UPS + index];
      if (running) results.push(await measure(load, contender, running, run));
    }
    return results;
  } finally {
    await contender.end();
  }
}

const HEAD = [
  'accepted',
  'stored',
  'duplicates',
  'lost',
  'check-ins/s',
  'p50 ms',
  'p95 ms',
  'p99 ms',
  'CPU ms each',
  'peak RSS MB',
];

function print(results: Result[]): void {
  console.log(
    `\n${machineLine()}\n${new Date().toISOString()}; load from a second process; each server warmed up with ${WARM_UPS * STUDENTS} check-ins\n`,
  );
  for (const run of RUNS) {
    const rows = results.filter((result) => result.run === run).map(({ contender, cells }) => [contender, ...cells]);
    console.log(`${alignedTable([[run.name, ...HEAD], ...rows])}\n`);
  }
}

/** True when every check-in was kept, and kept once. */
function verdict(results: Result[]): boolean {
  const bad = results.filter((result) => result.lost > 0 || result.duplicates > 0);
  for (const { contender, run, lost, duplicates, surprise } of bad)
    console.log(
      `${contender}, ${run.name}: ${lost} lost, ${duplicates} duplicates. ${surprise ? `An answer was: ${surprise}` : ''}`,
    );
  return bad.length === 0;
}

async function main(): Promise<boolean> {
  mkdirSync(path.join(ROOT, '.cache'), { recursive: true });
  const folder = mkdtempSync(path.join(ROOT, '.cache/bench-'));
  const load = await startLoad();
  try {
    const classes = await makeSchool(path.join(folder, 'muster.db'));
    const results = [
      ...(await compete(load, await startMuster(path.join(folder, 'muster.db')), classes)),
      ...(await compete(load, await startBaseline('insert', path.join(folder, 'baseline.db')), classes)),
      ...(await compete(load, await startBaseline('bare', ''), classes)),
    ];
    print(results);
    return verdict(results);
  } finally {
    load.end();
    rmSync(folder, { recursive: true, force: true });
  }
}

process.exitCode = (await main()) ? 0 : 1;
