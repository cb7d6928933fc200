/**
 * What one announcement to everybody costs: it is published while a class checks in, and mailed to all of them by a mail server on this
 * machine. Measured in one run: how long publishing takes, how long until the last mail is out, and what check-ins wait meanwhile,
 * beside those of a class before, when it was quiet. `-- announce 500` for fewer people. Fails when a mail is missing or doubled.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import { SMTPServer } from 'smtp-server';
import { v7 } from 'uuid';
import { openDatabase } from '#db/client';
import { migrateDatabase } from '#db/migrate';
import * as schema from '#db/schema';
import { seedBenchSchool } from '#db/seed/bench';
import type { SchoolRules } from '#domain/school/alert-rule';
import { DEMO_PASSWORD } from '#domain/school/demo';
import { DEFAULT_SETTINGS } from '#domain/school/school';
import { hashPassword } from '#server/auth/password-hashing';
import { ROOT } from '../helpers/program';
import { bringToRest } from './helpers/at-rest';
import { equipStudents, type RunningClass, signClaims } from './helpers/claimants';
import { type Contender, signIn, startMuster } from './helpers/contenders';
import { type Load, startLoad } from './helpers/load';
import { alignedTable, machineLine, percentile, untilIdle } from './helpers/measure';

const RECIPIENTS = Number(process.argv[2] ?? 10_000);
const CLASS_SIZE = 400;
/** A warm-up, the quiet class, and the one during the announcement. */
const CLASSES = 3;
/** Check-ins of one class, spread over this. */
const SPREAD_MS = 40_000;
const LEAD_MS = 300;
/** Longest wait for the last mail. */
const PATIENCE_MS = 30 * 60_000;

/** A mail server that keeps only whom each mail was for. */
async function openSink() {
  const received = new Map<string, number>();
  const server = new SMTPServer({
    authOptional: true,
    closeTimeout: 50,
    disabledCommands: ['STARTTLS'],
    onData: (stream, session, done) => {
      stream.resume().on('end', () => {
        for (const { address } of session.envelope.rcptTo) received.set(address, (received.get(address) ?? 0) + 1);
        done();
      });
    },
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  return { url: `smtp://127.0.0.1:${port}`, received, end: () => new Promise<void>((resolve) => server.close(() => resolve())) };
}

/** The made-up marks are asked nothing: the mails of their alerts would be counted as the announcement's. */
const NO_ALERTS = Object.fromEntries(
  Object.entries(DEFAULT_SETTINGS.alerts.rules).map(([rule, numbers]) => [rule, { ...numbers, isOn: false }]),
) as SchoolRules;

/** A school whose first classes run now, and that is never quiet, so that the hour of the run does not matter. */
async function makeSchool(file: string): Promise<RunningClass[]> {
  const db = await openDatabase({ url: `file:${file}` });
  await migrateDatabase(db);
  const now = Date.now();
  const sections = Math.max(CLASSES, Math.round(RECIPIENTS / CLASS_SIZE));
  const size = { students: sections * CLASS_SIZE, sections, perDay: 1, days: 5 };
  await seedBenchSchool(db, { ...size, now, passwordHash: await hashPassword(DEMO_PASSWORD), openNow: true });
  await bringToRest(db);
  const messages = { ...DEFAULT_SETTINGS.messages, quietFrom: '00:00', quietUntil: '00:00' };
  await db
    .update(schema.school)
    .set({ settings: { ...DEFAULT_SETTINGS, messages, alerts: { rules: NO_ALERTS, escalateAfterDays: null } } });
  const classes = (await equipStudents(db, now)).slice(0, CLASSES);
  db.$client.close();
  return classes;
}

/** The check-ins of one class, each phone when it pleases; how long each took, in ms. */
async function checkIn(load: Load, muster: Contender, running: RunningClass): Promise<number[]> {
  const code = await muster.open(running.id);
  const startAt = Date.now() + LEAD_MS;
  const dueMs = running.claimants.map((_, index) => (index * SPREAD_MS) / running.claimants.length);
  const shots = await signClaims(running, code, { startAt, dueMs });
  const { hits } = await load.fire({ url: muster.url, shots, places: shots.length, startAt });
  return hits.map(({ ms }) => ms);
}

/** Publishes to everybody. @returns how long the answer took, in ms, and how many get it */
async function publish(url: string, cookie: string): Promise<{ ms: number; recipients: number }> {
  const headers = { 'Content-Type': 'application/json', Origin: url, Cookie: cookie };
  const said = { title: 'Closed on Friday', body: 'There are **no** classes on Friday.', audience: { kind: 'school' } };
  const body = JSON.stringify({ id: v7(), at: Date.now(), ...said });
  const startedAt = performance.now();
  const response = await fetch(`${url}/trpc/announcement.publish`, { method: 'POST', headers, body });
  const answer = (await response.json()) as { result?: { data: { recipients: number } } };
  if (!answer.result) throw new Error(`It could not be published: ${JSON.stringify(answer)}`);
  return { ms: performance.now() - startedAt, recipients: answer.result.data.recipients };
}

/** Resolves when as many mails as that have come, or nothing more is to be expected. @returns after how long, in ms */
async function untilReceived(received: Map<string, number>, mails: number, since: number): Promise<number> {
  while (received.size < mails && performance.now() - since < PATIENCE_MS)
    await new Promise((resolve) => setTimeout(resolve, 200));
  return performance.now() - since;
}

const row = (name: string, times: number[]) => [
  name,
  String(times.length),
  ...[0.5, 0.95, 0.99].map((share) => percentile(times, share).toFixed(1)),
];

async function measure(load: Load, muster: Contender, classes: RunningClass[], received: Map<string, number>): Promise<boolean> {
  const [warmUp, quiet, busy] = classes as [RunningClass, RunningClass, RunningClass];
  const cookie = await signIn(muster.url, 'bench-admin@bench.school');
  await untilIdle(muster.pid);
  await checkIn(load, muster, warmUp);
  const before = await checkIn(load, muster, quiet);
  const during = checkIn(load, muster, busy);
  await new Promise((resolve) => setTimeout(resolve, 2 * LEAD_MS));
  const since = performance.now();
  const { ms, recipients } = await publish(muster.url, cookie);
  const times = await during;
  // Its author knows already.
  const mails = recipients - 1;
  const tookMs = await untilReceived(received, mails, since);
  const doubled = [...received.values()].filter((count) => count > 1).length;
  console.log(`\n${machineLine()}\n${new Date().toISOString()}; an announcement to ${recipients} people\n`);
  console.log(
    alignedTable([
      ['check-ins', 'count', 'p50 ms', 'p95 ms', 'p99 ms'],
      row('when it is quiet', before),
      row('meanwhile', times),
    ]),
  );
  const out = [`${ms.toFixed(0)} ms`, `${(tookMs / 1000).toFixed(1)} s`, `${received.size} of ${mails}`, String(doubled)];
  console.log(
    `\n${alignedTable([
      ['', 'answered in', 'last mail after', 'mails', 'doubled'],
      ['the announcement', ...out],
    ])}\n`,
  );
  return received.size === mails && doubled === 0;
}

async function main(): Promise<boolean> {
  mkdirSync(path.join(ROOT, '.cache'), { recursive: true });
  const folder = mkdtempSync(path.join(ROOT, '.cache/bench-'));
  const [load, sink] = await Promise.all([startLoad(), openSink()]);
  const file = path.join(folder, 'muster.db');
  try {
    const classes = await makeSchool(file);
    const muster = await startMuster(file, { SMTP_URL: sink.url, MAIL_FROM: 'Bench <attendance@bench.school>' });
    return await measure(load, muster, classes, sink.received).finally(() => muster.end());
  } finally {
    load.end();
    await sink.end();
    rmSync(folder, { recursive: true, force: true });
  }
}

process.exitCode = (await main()) ? 0 : 1;
