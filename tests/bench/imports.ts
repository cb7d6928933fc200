/**
 * How long large imports take, and how long they keep others waiting: 10,000 people with 40,000 enrolments, and a list of 100,000
 * lines; uploaded, applied and undone on real disk, in this process. "Longest wait" is the longest that the event loop was not free.
 * Fails when a row was lost, or undoing left something.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { type Database, openDatabase } from '#db/client';
import { migrateDatabase } from '#db/migrate';
import { groupCommit } from '#server/context/commit';
import { runImports } from '#server/services/import/import-run';
import { api, testServices } from '../helpers/api';
import { section, user } from '../helpers/factories';
import { bytesOf, rosterOf } from '../helpers/import-files';
import { ROOT } from '../helpers/program';
import { alignedTable, machineLine } from './helpers/measure';

const PEOPLE = 10_000;
const PER_STUDENT = 4;
const CLASSES = 400;
const LINES = 100_000;

type Measured = { name: string; cells: string[]; isRight: boolean };

function bigRoster(): Uint8Array {
  const people = Array.from({ length: PEOPLE }, (_, n) => `u${n},student,Given${n},Family${n},p${n}@bench.test`);
  const classes = Array.from({ length: CLASSES }, (_, n) => `c${n},Class ${n},K${n % 80},G${n}`);
  const rolls = people.flatMap((_, n) =>
    Array.from({ length: PER_STUDENT }, (__, k) => `e${n}-${k},c${(n * 7 + k * 13) % CLASSES},u${n},student,2026-09-01,`),
  );
  return rosterOf({
    courses: ['sourcedId,title', ...Array.from({ length: 80 }, (_, n) => `K${n},Course ${n}`)].join('\n'),
    classes: ['sourcedId,title,courseSourcedId,classCode', ...classes].join('\n'),
    users: ['sourcedId,role,givenName,familyName,email', ...people].join('\n'),
    enrollments: ['sourcedId,classSourcedId,userSourcedId,role,beginDate,endDate', ...rolls].join('\n'),
  });
}

const bigList = () =>
  bytesOf(['email,name', ...Array.from({ length: LINES }, (_, n) => `pupil${n}@bench.test,Pupil ${n}`)].join('\n'));

/** Runs one step and tells how long it took and how long the event loop was kept at most. */
async function timed<Value>(name: string, step: () => Promise<Value>): Promise<{ value: Value; cells: string[] }> {
  const delay = monitorEventLoopDelay({ resolution: 5 });
  delay.enable();
  const startedAt = performance.now();
  const value = await step();
  const tookMs = performance.now() - startedAt;
  delay.disable();
  return {
    value,
    cells: [name, (tookMs / 1000).toFixed(1), (delay.max / 1e6).toFixed(0), (delay.percentile(99) / 1e6).toFixed(0)],
  };
}

async function measure(
  db: Database,
  file: { name: string; kind: 'oneroster' | 'enrolments'; bytes: Uint8Array; rows: number },
): Promise<Measured[]> {
  const commit = groupCommit(db.$client);
  const actor = await user(db, { role: 'admin' });
  const { call } = api(db, { actor, commit });
  const { id: sectionId } = await section(db);
  const work = () => runImports(testServices(db, { commit }));
  const before = await count(db);
  const upload = await timed('upload and preview', () =>
    call.import.upload({
      kind: file.kind,
      bytes: file.bytes,
      fileName: file.name,
      sectionId: file.kind === 'enrolments' ? sectionId : null,
      createMissing: true,
    }),
  );
  const ref = upload.value;
  const apply = await timed('apply', () => call.import.applyBatch(ref).then(work));
  const applied = await call.import.get(ref);
  const undo = await timed('undo', () => call.import.undoBatch(ref).then(work));
  const isRight = applied.done === file.rows && (await count(db)) === before;
  return [upload, apply, undo].map(({ cells }) => ({ name: file.name, cells, isRight }));
}

async function count(db: Database): Promise<number> {
  const { rows } = await db.$client.execute('select (select count(*) from users) + (select count(*) from enrolments) n');
  return Number(rows[0]?.n);
}

async function main(): Promise<boolean> {
  mkdirSync(path.join(ROOT, '.cache'), { recursive: true });
  const folder = mkdtempSync(path.join(ROOT, '.cache/bench-'));
  const db = await openDatabase({ url: `file:${path.join(folder, 'muster.db')}` });
  try {
    await migrateDatabase(db);
    const roster = { name: 'OneRoster: 10,000 people, 40,000 enrolments', kind: 'oneroster' as const, bytes: bigRoster() };
    const results = [
      ...(await measure(db, { ...roster, rows: PEOPLE * (1 + PER_STUDENT) + CLASSES + 80 })),
      ...(await measure(db, { name: 'list of 100,000 new students', kind: 'enrolments', bytes: bigList(), rows: LINES })),
    ];
    const head = ['', 'step', 'seconds', 'longest wait ms', 'p99 wait ms'];
    console.log(`\n${machineLine()}\n${new Date().toISOString()}\n`);
    console.log(alignedTable([head, ...results.map(({ name, cells }) => [name, ...cells])]));
    return results.every(({ isRight }) => isRight);
  } finally {
    db.$client.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

process.exitCode = (await main()) ? 0 : 1;
