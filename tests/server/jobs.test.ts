/** Due jobs: one process at a time, once a period, and none stops another. */
import { expect, test } from 'vitest';
import { type Job, runDueJobs } from '#server/jobs';
import { testServices } from '../helpers/api';
import { testDb } from '../helpers/db';

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
