/** Due jobs: one process at a time, once a period, and none stops another. */
import { expect, test } from 'vitest';
import { importBatches, jobLeases } from '#db/schema';
import { DAY_MS } from '#domain/duration';
import { type Job, runDueJobs, runPendingImports } from '#server/jobs/jobs';
import { testServices } from '../helpers/api';
import { testDb } from '../helpers/db';
import { NOW, user } from '../helpers/factories';

function counted(name: string, everyMs: number): Job & { runs: number } {
  const job = { name, everyMs, runs: 0, run: async () => void job.runs++ };
  return job;
}

test('a job runs once in its period, however many processes ask', async () => {
  await using db = await testDb();
  const job = counted('sweep', 60_000);
  const services = testServices(db, { now: 1_000_000 });
  await Promise.all(Array.from({ length: 8 }, () => runDueJobs(services, [job])));
  expect(job.runs).toBe(1);
});

test('a job is due again exactly when its period has passed', async () => {
  await using db = await testDb();
  const job = counted('sweep', 60_000);
  for (const now of [1_000_000, 1_059_999, 1_060_000, 1_060_001]) await runDueJobs(testServices(db, { now }), [job]);
  expect(job.runs).toBe(2);
});

test('a job that fails is logged and leaves the others alone', async () => {
  await using db = await testDb();
  const logs: { event: string }[] = [];
  const broken: Job = { name: 'broken', everyMs: 1_000, run: () => Promise.reject(new Error('no')) };
  const job = counted('after it', 1_000);
  await runDueJobs(testServices(db, { logs: logs as never }), [broken, job]);
  expect(job.runs).toBe(1);
  expect(logs).toContainEqual(expect.objectContaining({ level: 'error', event: 'job.failed', job: 'broken' }));
});

test('a lease taken by a clock that was a day ahead holds nobody up', async () => {
  await using db = await testDb();
  const job = counted('sweep', 60_000);
  for (const now of [1_000_000 + DAY_MS, 1_000_000, 1_000_001]) await runDueJobs(testServices(db, { now }), [job]);
  expect(job.runs).toBe(2);
});

test('a lease of a process whose clock is ahead by less than a period is kept', async () => {
  await using db = await testDb();
  const job = counted('sweep', 60_000);
  for (const now of [1_000_000, 1_000_000, 1_030_000]) await runDueJobs(testServices(db, { now }), [job]);
  expect(job.runs).toBe(1);
});

test('imports wait for no lease that a wrong clock took', async () => {
  await using db = await testDb();
  const admin = await user(db, { role: 'admin' });
  const file = { kind: 'enrolments' as const, fileName: 'a.csv', state: 'applying' as const, options: {}, counts: {} };
  await db.insert(importBatches).values({ ...file, uploadedById: admin.id, uploadedAt: NOW });
  await db.insert(jobLeases).values({ name: 'run-imports', holder: 'gone', expiresAt: NOW + DAY_MS });
  await runPendingImports(testServices(db));
  expect(await db.select({ state: importBatches.state }).from(importBatches)).toEqual([{ state: 'applied' }]);
});
