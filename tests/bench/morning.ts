/**
 * A whole school at nine: 400 registers open and 10,000 students check in within ten minutes, in front of a live view of each class.
 * It is sent faster than it happens, by a rate that is told (`--pace 20`), because a server that can do more must be able to do it.
 * Fails only when a check-in was lost or stored twice.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { v7 } from 'uuid';
import { openDatabase } from '#db/client';
import { migrateDatabase } from '#db/migrate';
import { seedBenchSchool } from '#db/seed/bench';
import { randomFor } from '#db/seed/random';
import { deriveClassSessionKey, deriveSchoolKey } from '#domain/check-in/rotating-code';
import { MINUTE_MS } from '#domain/duration';
import { toBase64Url } from '#domain/encoding';
import { DEMO_PASSWORD } from '#domain/school/demo';
import { hashPassword } from '#server/auth/password-hashing';
import { query } from '../helpers/database-file';
import { ROOT } from '../helpers/program';
import { bringToRest } from './helpers/at-rest';
import { equipStudents, type RunningClass, signClaims } from './helpers/claimants';
import { type Contender, startMuster } from './helpers/contenders';
import { goalLines } from './helpers/goals';
import { openLiveView } from './helpers/live-view';
import { startLoad } from './helpers/load';
import { alignedTable, cpuMs, machineLine, peakMb, percentile, untilIdle } from './helpers/measure';
import type { Hit, Shot } from './helpers/shot';
import { makeWatchers } from './helpers/watchers';

const SIZE = { students: 10_000, sections: 400, perDay: 1, days: 5 };
const LASTS_MS = 10 * MINUTE_MS;
/** Registers open in the first part of it; nobody checks in before theirs is open. */
const OPENING_SHARE = 0.3;
const PERIOD_MS = 3_000;
/** The codes are made before the server is asked for any. */
const SECRET_KEY = 'a school at nine, which nobody else attends';
const LEAD_MS = 10_000;
const P95_MS = 10;

const { values } = parseArgs({ options: { pace: { type: 'string', default: '10' } } });
const PACE = Number(values.pace);

/** `watchers` are cookies, one for each class. */
type School = { classes: RunningClass[]; watchers: string[] };

async function makeSchool(file: string): Promise<School> {
  const db = await openDatabase({ url: `file:${file}` });
  await migrateDatabase(db);
  const now = Date.now();
  await seedBenchSchool(db, { ...SIZE, now, passwordHash: await hashPassword(DEMO_PASSWORD), openNow: true });
  await bringToRest(db);
  const classes = await equipStudents(db, now);
  const watchers = await makeWatchers(db, classes.length, now);
  db.$client.close();
  return { classes, watchers };
}

type Planned = { opening: Shot; claims: Shot[] };

/** One class: its opening, and its students after that, each at a random moment of what is left. */
async function plan(
  running: RunningClass,
  { random, startAt, cookie }: { random: () => number; startAt: number; cookie: string },
) {
  const lastsMs = LASTS_MS / PACE;
  const opensMs = Math.floor(random() * OPENING_SHARE * lastsMs);
  const key = toBase64Url(await deriveClassSessionKey(await deriveSchoolKey(SECRET_KEY), running.id, 0));
  const dueMs = running.claimants.map(() => Math.floor(opensMs + PERIOD_MS + random() * (lastsMs - opensMs - PERIOD_MS)));
  const claims = await signClaims(running, { key, periodMs: PERIOD_MS }, { startAt, dueMs });
  const body = JSON.stringify({ id: v7(), at: startAt + opensMs, classSessionId: running.id });
  const headers = { 'Content-Type': 'application/json', Cookie: cookie };
  return { opening: { path: '/trpc/classSession.open', headers, body, dueMs: opensMs }, claims } satisfies Planned;
}

function told(what: string, hits: Hit[]): string[] {
  return [
    what,
    String(hits.length),
    ...[0.5, 0.95, 0.99].map((share) =>
      percentile(
        hits.map(({ ms }) => ms),
        share,
      ).toFixed(1),
    ),
  ];
}

async function openViews(server: Contender, { classes, watchers }: School) {
  const views = [];
  for (const [index, { id }] of classes.entries())
    views.push(await openLiveView(server.liveUrl(id), { Cookie: watchers[index] ?? '' }));
  return views;
}

async function attend(server: Contender, school: School, file: string): Promise<boolean> {
  const { classes } = school;
  const load = await startLoad();
  const views = await openViews(server, school);
  await untilIdle(server.pid);
  const startAt = Date.now() + LEAD_MS;
  const random = randomFor(9);
  const planned = await Promise.all(classes.map((running) => plan(running, { random, startAt, cookie: server.cookie })));
  const shots = [...planned.map(({ opening }) => opening), ...planned.flatMap(({ claims }) => claims)];
  const before = cpuMs(server.pid);
  const { hits } = await load.fire({ url: server.url, shots, places: SIZE.students, startAt });
  const cpuEach = (cpuMs(server.pid) - before) / SIZE.students;
  for (const view of views) view.close();
  load.end();
  const opened = hits.filter(({ body }) => body.includes('"key"'));
  const checkIns = hits.filter(({ body }) => body.includes('"recorded"'));
  const odd = hits.find((hit) => !opened.includes(hit) && !checkIns.includes(hit));
  console.log(
    `\n${machineLine()}\n${new Date().toISOString()}; ten minutes in ${(LASTS_MS / PACE / 1000).toFixed(0)} s; ${views.length} live views\n`,
  );
  console.log(
    `${alignedTable([['', 'answers', 'p50 ms', 'p95 ms', 'p99 ms'], told('registers opened', opened), told('check-ins', checkIns)])}\n`,
  );
  console.log(
    `CPU of a check-in, with its share of openings and live views: ${cpuEach.toFixed(2)} ms; peak memory ${peakMb(server.pid).toFixed(0)} MB`,
  );
  const times = checkIns.map(({ ms }) => ms);
  const p95 = percentile(times, 0.95);
  console.log(goalLines([{ what: 'p95 of a check-in', value: p95, atMost: P95_MS, unit: ' ms' }]).join('\n'));
  if (odd) console.log(`An answer was: ${odd.status} ${odd.body}`);
  const [kept] = await query<{ marks: number; claims: number }>(
    file,
    `select (select count(distinct student_id) from claims) claims, (select count(*) from claims) marks`,
    {},
  );
  return kept?.claims === SIZE.students && kept.marks === SIZE.students && checkIns.length === SIZE.students;
}

async function main(): Promise<boolean> {
  mkdirSync(path.join(ROOT, '.cache'), { recursive: true });
  const folder = mkdtempSync(path.join(ROOT, '.cache/bench-'));
  const file = path.join(folder, 'muster.db');
  try {
    const school = await makeSchool(file);
    const server = await startMuster(file, { SECRET_KEY });
    try {
      return await attend(server, school, file);
    } finally {
      await server.end();
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

process.exitCode = (await main()) ? 0 : 1;
