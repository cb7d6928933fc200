/**
 * Work that falls due by itself. Each job is an idempotent function of the services and their clock.
 * Many processes may call `runDueJobs`; a lease row lets one of them run a job in each of its periods.
 */
import { purgeLoginSessions } from './auth/login-session';
import { deliverOutgoing } from './auth/outgoing-mail';
import { purgeRateLimits } from './auth/rate-limit';
import type { Services } from './context';
import { keepDemoClass } from './demo';
import { sealEvents } from './services/event-chain';
import { purgeExpired } from './services/housekeeping';
import { materialiseTimetable } from './services/materialise';
import { lockRegisters, settleDueSessions } from './services/register-settling';

export type Job = { name: string; everyMs: number; run: (services: Services) => Promise<unknown> };

/** How often a process looks for due jobs; no job can run more often. */
export const JOB_TICK_MS = 5_000;

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;

export const JOBS: Job[] = [
  { name: 'settle-registers', everyMs: 5 * SECOND_MS, run: settleDueSessions },
  { name: 'lock-registers', everyMs: MINUTE_MS, run: lockRegisters },
  { name: 'seal-events', everyMs: 30 * SECOND_MS, run: sealEvents },
  { name: 'materialise-timetable', everyMs: 60 * MINUTE_MS, run: materialiseTimetable },
  { name: 'keep-demo-class', everyMs: MINUTE_MS, run: keepDemoClass },
  { name: 'purge', everyMs: 60 * MINUTE_MS, run: purge },
];

/** In a round of their own: a mail server that does not answer must not keep a register from closing. */
export const OUTGOING_JOBS: Job[] = [{ name: 'deliver-outgoing', everyMs: 5 * SECOND_MS, run: deliverOutgoing }];

async function purge(services: Services): Promise<void> {
  await purgeLoginSessions(services);
  await purgeRateLimits(services);
  await purgeExpired(services);
}

/** Takes or renews an expired lease in one statement, so that two processes cannot both hold it. */
const TAKE_LEASE = `insert into job_leases (name, holder, expires_at) values (?, ?, ?)
  on conflict (name) do update set holder = excluded.holder, expires_at = excluded.expires_at
  where job_leases.expires_at <= ? returning name`;

async function takeLease({ commit, now }: Services, job: Job, holder: string): Promise<boolean> {
  const at = now();
  const [result] = await commit([{ sql: TAKE_LEASE, args: [job.name, holder, at + job.everyMs, at] }]);
  return result?.rows.length === 1;
}

/** One job's failure is logged and leaves the others alone; it is due again when its lease has expired. */
async function runJob(services: Services, job: Job, holder: string): Promise<void> {
  try {
    if (!(await takeLease(services, job, holder))) return;
    const startedAt = services.now();
    await job.run(services);
    services.log('debug', 'job.done', { job: job.name, ms: services.now() - startedAt });
  } catch (error) {
    services.log('error', 'job.failed', { job: job.name, error });
  }
}

/** Runs every job whose lease is free, one after the other. Never rejects. */
export async function runDueJobs(services: Services, jobs: Job[] = JOBS): Promise<void> {
  const holder = crypto.randomUUID();
  for (const job of jobs) await runJob(services, job, holder);
}

/** Runs due jobs of one list at once and then after each tick, never two rounds at a time. */
function repeat(services: Services, jobs: Job[]): () => Promise<void> {
  let isStopped = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let round: Promise<void>;
  const tick = () => {
    round = runDueJobs(services, jobs).then(() => {
      if (!isStopped) timer = setTimeout(tick, JOB_TICK_MS);
    });
  };
  tick();
  return () => {
    isStopped = true;
    clearTimeout(timer);
    return round;
  };
}

/** Runs what is due, now and as time goes on. The returned function stops this and resolves when the rounds under way are over. */
export function startJobs(services: Services): () => Promise<void> {
  const stops = [repeat(services, JOBS), repeat(services, OUTGOING_JOBS)];
  return async () => void (await Promise.all(stops.map((stop) => stop())));
}
