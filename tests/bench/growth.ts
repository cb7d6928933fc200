/**
 * What a check-in costs a school of 10,000 students with 50 thousand marks behind it, and with 5 million: the built server over both, in
 * turns, class after class. `--days 10` takes another size for the larger one.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { DEMO_PASSWORD } from '#domain/school/demo';
import { hashPassword } from '#server/auth/password-hashing';
import { ROOT } from '../helpers/program';
import { bulkSchool } from './helpers/bulk-school';
import { equipStudents, type RunningClass } from './helpers/claimants';
import { type Contender, startMuster } from './helpers/contenders';
import { goalLines } from './helpers/goals';
import { type Load, startLoad } from './helpers/load';
import { alignedTable, machineLine, peakMb, untilIdle } from './helpers/measure';
import { fireClass, type Medians, mediansOf, type Volley } from './helpers/volleys';

const { values } = parseArgs({ options: { days: { type: 'string', default: '100' } } });
const SCHOOL = { students: 10_000, sections: 400 };
const MARKS_A_DAY = 50_000;
const DAYS = [1, Number(values.days)];
const CONCURRENCY = 50;
/** Of 80 classes of 125 students. */
const WARM_UPS = 40;
const GROWTH = 1.2;

type Side = { days: number; server: Contender; classes: RunningClass[]; volleys: Volley[] };

async function startSide(folder: string, days: number): Promise<Side> {
  const file = path.join(folder, `${days}.db`);
  const now = Date.now();
  const db = await bulkSchool(file, { ...SCHOOL, days, now, passwordHash: await hashPassword(DEMO_PASSWORD), openNow: true });
  const classes = await equipStudents(db, now);
  db.$client.close();
  return { days, server: await startMuster(file), classes, volleys: [] };
}

async function fireNext(load: Load, { server, classes, volleys }: Side, index: number): Promise<void> {
  const running = classes[index] as RunningClass;
  const volley = await fireClass(load, server, running, { isOpen: false, dueMs: [], places: CONCURRENCY });
  if (volley.lost > 0 || volley.duplicates > 0) throw new Error(`${volley.lost} lost, ${volley.duplicates} duplicates`);
  if (index >= WARM_UPS) volleys.push(volley);
}

function rowOf({ days, volleys, server }: Side): string[] {
  const { perSecond, p50, p95, cpuEach } = mediansOf(volleys);
  return [
    `${days * MARKS_A_DAY} marks`,
    perSecond.toFixed(0),
    p50.toFixed(1),
    p95.toFixed(1),
    cpuEach.toFixed(2),
    peakMb(server.pid).toFixed(0),
  ];
}

async function main(): Promise<void> {
  mkdirSync(path.join(ROOT, '.cache'), { recursive: true });
  const folder = mkdtempSync(path.join(ROOT, '.cache/bench-'));
  const load = await startLoad();
  const sides: Side[] = [];
  try {
    for (const days of DAYS) sides.push(await startSide(folder, days));
    for (const { server } of sides) await untilIdle(server.pid);
    const turns = Math.min(...sides.map(({ classes }) => classes.length));
    for (let index = 0; index < turns; index++)
      for (const side of index % 2 === 0 ? sides : [...sides].reverse()) await fireNext(load, side, index);
    const head = [`check-ins at ${CONCURRENCY} at once, warm keys`, 'a second', 'p50 ms', 'p95 ms', 'CPU ms each', 'peak RSS MB'];
    console.log(`\n${machineLine()}\n${new Date().toISOString()}; medians of ${turns - WARM_UPS} classes of 125\n`);
    console.log(`${alignedTable([head, ...sides.map(rowOf)])}\n`);
    const [small, large] = sides.map(({ volleys }) => mediansOf(volleys)) as [Medians, Medians];
    const value = large.cpuEach / small.cpuEach;
    console.log(
      `${goalLines([{ what: 'CPU of a check-in, the larger beside the smaller', value, atMost: GROWTH, unit: '×' }]).join('\n')}\n`,
    );
  } finally {
    for (const { server } of sides) await server.end();
    load.end();
    rmSync(folder, { recursive: true, force: true });
  }
}

await main();
