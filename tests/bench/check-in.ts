/**
 * How much the minutes around a check-in cost, of the built server and of two baselines in the same run: 500 check-ins of a class at
 * concurrency 50, seven times over with keys of devices that the server has never seen and with keys it imported as the register
 * opened; the same within 10 s, alone and in front of a teacher's live view; opening, marking, scanning badges. Each server is warmed
 * up with 5,000 check-ins first, because a server runs for weeks. Fails only when a check-in was lost or stored twice.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { openDatabase } from '#db/client';
import { migrateDatabase } from '#db/migrate';
import { seedBenchSchool } from '#db/seed/bench';
import { randomFor } from '#db/seed/random';
import { HOUR_MS } from '#domain/duration';
import { DEMO_PASSWORD } from '#domain/school/demo';
import { hashPassword } from '#server/auth/password-hashing';
import { ROOT } from '../helpers/program';
import { bringToRest } from './helpers/at-rest';
import { equipStudents, type RunningClass } from './helpers/claimants';
import { type Contender, startBaseline, startMuster } from './helpers/contenders';
import { type Goal, goalLines } from './helpers/goals';
import { openLiveView } from './helpers/live-view';
import { type Load, startLoad } from './helpers/load';
import { alignedTable, cpuMs, machineLine, median, peakMb, percentile, untilIdle } from './helpers/measure';
import { badgeShots, markShots } from './helpers/staff-shots';
import { fireClass, fireShots, type Medians, mediansOf, surpriseIn, type Volley } from './helpers/volleys';

const STUDENTS = 500;
const CONCURRENCY = 50;
const BURST_MS = 10_000;
const WARM_UPS = 10;
const TIMES = 7;
const AT_ONCE = { dueMs: [], places: CONCURRENCY };
const BURST = { dueMs: burst(), places: STUDENTS, isOpen: false };
/** Changes are on screen by then. */
const LIVE_MS = 2_000;

/** The classes by what they are for. */
type Classes = Record<'warmUp' | 'cold' | 'warm' | 'burst' | 'watched' | 'marked' | 'scanned', RunningClass[]>;
const SIZES: Record<keyof Classes, number> = {
  ...{ warmUp: WARM_UPS, cold: TIMES, warm: TIMES, burst: 1, watched: 1, marked: 1, scanned: 1 },
};
const SECTIONS = Object.values(SIZES).reduce((sum, size) => sum + size, 0);

type Measured = {
  name: string;
  runs: [what: string, Medians][];
  opening: { ms: number; cpuMs: number };
  seenMs: number[];
  rssMb: number;
  volleys: Volley[];
};

/** The same random moments for every server. */
function burst(): number[] {
  const random = randomFor(500);
  return Array.from({ length: STUDENTS }, () => Math.floor(random() * BURST_MS)).sort((a, b) => a - b);
}

const OPENED = `update class_sessions set state = 'open', opened_at = ?, check_in_closes_at = ? where id = ?`;

/** A school on real disk whose students are in one class each. Those for cold keys are open already. */
async function makeSchool(file: string): Promise<Classes> {
  const db = await openDatabase({ url: `file:${file}` });
  await migrateDatabase(db);
  const now = Date.now();
  const size = { students: STUDENTS * SECTIONS, sections: SECTIONS, perDay: 1, days: 20 };
  await seedBenchSchool(db, { ...size, now, passwordHash: await hashPassword(DEMO_PASSWORD), openNow: true });
  await bringToRest(db);
  const equipped = await equipStudents(db, now);
  const classes = Object.fromEntries(
    Object.entries(SIZES).map(([name, count]) => [name, equipped.splice(0, count)]),
  ) as unknown as Classes;
  await db.$client.batch(
    classes.cold.map(({ id }) => ({ sql: OPENED, args: [now, now + HOUR_MS, id] })),
    'write',
  );
  db.$client.close();
  return classes;
}

/** Opens one register after the other, each with 500 on its roll. */
async function measureOpening(contender: Contender, classes: RunningClass[]): Promise<Measured['opening']> {
  const times: number[] = [];
  const before = cpuMs(contender.pid);
  for (const { id } of classes) {
    const from = performance.now();
    await contender.open(id);
    times.push(performance.now() - from);
  }
  // What an opening leaves to be done belongs to it.
  await untilIdle(contender.pid);
  return { ms: median(times), cpuMs: (cpuMs(contender.pid) - before) / classes.length };
}

/** The burst while a teacher watches: how long after each phone sent it its student was on screen. */
async function measureWatched(load: Load, contender: Contender, running: RunningClass) {
  const view = await openLiveView(contender.liveUrl(running.id), { Cookie: contender.cookie });
  const volley = await fireClass(load, contender, running, BURST);
  await new Promise((resolve) => setTimeout(resolve, LIVE_MS));
  view.close();
  const sentAt = (index: number) => volley.startAt + (BURST.dueMs[index] ?? 0);
  const seenMs = running.claimants.map(({ studentId, deviceId }, index) => {
    const at = view.seen.get(String(studentId)) ?? view.seen.get(deviceId) ?? Number.POSITIVE_INFINITY;
    return at - sentAt(index);
  });
  return { volley, seenMs };
}

async function measure(load: Load, contender: Contender, classes: Classes): Promise<Measured> {
  await untilIdle(contender.pid);
  for (const running of classes.warmUp) await fireClass(load, contender, running, { ...AT_ONCE, isOpen: false });
  const cold: Volley[] = [];
  const warm: Volley[] = [];
  for (const running of classes.cold) cold.push(await fireClass(load, contender, running, { ...AT_ONCE, isOpen: true }));
  const opening = await measureOpening(contender, classes.warm);
  for (const running of classes.warm) warm.push(await fireClass(load, contender, running, { ...AT_ONCE, isOpen: true }));
  const [alone, inFront, marked, scanned] = [classes.burst, classes.watched, classes.marked, classes.scanned].map(
    ([one]) => one as RunningClass,
  ) as [RunningClass, RunningClass, RunningClass, RunningClass];
  const spread = await fireClass(load, contender, alone, BURST);
  const watched = await measureWatched(load, contender, inFront);
  for (const { id } of [marked, scanned]) await contender.open(id);
  const marks = await fireShots(load, contender, { shots: markShots(marked, contender.cookie), places: CONCURRENCY });
  const scans = await fireShots(load, contender, { shots: await badgeShots(scanned, contender.cookie), places: CONCURRENCY });
  for (const { status, body } of [...marks.hits, ...scans.hits]) if (status !== 200) throw new Error(`${status} ${body}`);
  return {
    name: contender.name,
    runs: [
      [`${STUDENTS} check-ins at ${CONCURRENCY} at once, cold keys`, mediansOf(cold)],
      [`${STUDENTS} check-ins at ${CONCURRENCY} at once, warm keys`, mediansOf(warm)],
      [`${STUDENTS} check-ins within 10 s`, spread],
      [`${STUDENTS} check-ins within 10 s, live view open`, watched.volley],
      [`${STUDENTS} marks at ${CONCURRENCY} at once`, marks],
      [`${STUDENTS} badge scans at ${CONCURRENCY} at once`, scans],
    ],
    ...{ opening, seenMs: watched.seenMs, rssMb: peakMb(contender.pid), volleys: [...cold, ...warm, spread, watched.volley] },
  };
}

async function compete(load: Load, contender: Contender, classes: Classes): Promise<Measured> {
  try {
    return await measure(load, contender, classes);
  } finally {
    await contender.end();
  }
}

function rowOf(name: string, { perSecond, p50, p95, p99, cpuEach }: Medians): string[] {
  return [name, perSecond.toFixed(0), ...[p50, p95, p99].map((ms) => ms.toFixed(1)), cpuEach.toFixed(2)];
}

function print(all: Measured[]): void {
  const about = `each server warmed up with ${WARM_UPS * STUDENTS} check-ins; medians of ${TIMES} at once`;
  console.log(`\n${machineLine()}\n${new Date().toISOString()}; load from a second process; ${about}\n`);
  for (const [index, [what]] of (all[0]?.runs ?? []).entries()) {
    const rows = all.map(({ name, runs }) => rowOf(name, runs[index]?.[1] as Medians));
    console.log(`${alignedTable([[what, 'a second', 'p50 ms', 'p95 ms', 'p99 ms', 'CPU ms each'], ...rows])}\n`);
  }
  const rest = all.map(({ name, opening, seenMs, rssMb }) => [
    ...[name, opening.ms.toFixed(1), opening.cpuMs.toFixed(0)],
    ...[0.5, 0.95].map((share) => percentile(seenMs, share).toFixed(0)),
    rssMb.toFixed(0),
  ]);
  const head = ['The rest', 'open ms', 'open CPU ms', 'on screen p50 ms', 'p95 ms', 'peak RSS MB'];
  console.log(`${alignedTable([head, ...rest])}\n`);
}

/** The goals: what a check-in may cost beside one durable insert. */
function goalsOf(muster: Measured, insert: Measured): Goal[] {
  const [cold, warm, spread] = muster.runs.map(([, medians]) => medians) as [Medians, Medians, Medians];
  const [one, other] = insert.runs.map(([, medians]) => medians) as [Medians, Medians];
  return [
    { what: 'CPU of a check-in, cold keys', value: cold.cpuEach / one.cpuEach, atMost: 2, unit: '×' },
    { what: 'CPU of a check-in, warm keys', value: warm.cpuEach / other.cpuEach, atMost: 1.6, unit: '×' },
    { what: 'rate, warm keys', value: warm.perSecond / other.perSecond, atLeast: 0.6, unit: '×' },
    { what: 'p99 at 50 at once, warm keys', value: warm.p99 / other.p99, atMost: 2, unit: '×' },
    { what: 'p95 of 500 within 10 s', value: spread.p95, atMost: 10, unit: ' ms' },
    { what: `peak memory with ${STUDENTS * SECTIONS} students`, value: muster.rssMb, atMost: 250, unit: ' MB' },
  ];
}

/** True when every check-in was kept, and kept once. */
function verdict(all: Measured[]): boolean {
  const bad = all.flatMap(({ name, volleys }) =>
    volleys.filter(({ lost, duplicates }) => lost > 0 || duplicates > 0).map((volley) => ({ name, volley })),
  );
  for (const { name, volley } of bad)
    console.log(`${name}: ${volley.lost} lost, ${volley.duplicates} duplicates. An answer was: ${surpriseIn(volley)}`);
  return bad.length === 0;
}

async function main(): Promise<boolean> {
  mkdirSync(path.join(ROOT, '.cache'), { recursive: true });
  const folder = mkdtempSync(path.join(ROOT, '.cache/bench-'));
  const load = await startLoad();
  try {
    const classes = await makeSchool(path.join(folder, 'muster.db'));
    const muster = await compete(load, await startMuster(path.join(folder, 'muster.db')), classes);
    const insert = await compete(load, await startBaseline('insert', path.join(folder, 'baseline.db')), classes);
    const bare = await compete(load, await startBaseline('bare', ''), classes);
    const all = [muster, insert, bare];
    print(all);
    console.log(`Beside ${insert.name}:\n${goalLines(goalsOf(muster, insert)).join('\n')}\n`);
    return verdict(all);
  } finally {
    load.end();
    rmSync(folder, { recursive: true, force: true });
  }
}

process.exitCode = (await main()) ? 0 : 1;
