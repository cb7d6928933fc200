/**
 * Work that falls due by itself. Each job is an idempotent function of the services and their clock.
 * Many processes may call `runDueJobs`; a lease row lets one of them run a job in each of its periods.
 */
import { and, eq, gt, lte, or } from 'drizzle-orm';
import { jobLeases } from '#db/schema';
import { purgeLoginSessions } from '#server/auth/login-session';
import { purgeRateLimits } from '#server/auth/rate-limit';
import type { Services } from '#server/context/context';
import { deliverMails, deliverPushes, deliverWebhooks } from '#server/delivery/deliver';
import { planDeliveries } from '#server/delivery/planning';
import { keepDemoClass } from '#server/demo/demo';
import { escalateAlerts } from '#server/services/alert/alert-digest';
import { raiseAlerts } from '#server/services/alert/alert-raising';
import { sealDue } from '#server/services/history/history';
import { anchorHistory } from '#server/services/history/history-anchor';
import { hasPendingImports, runImports } from '#server/services/import/import-run';
import { tellUpcoming } from '#server/services/message/class-soon';
import { chaseRegisters } from '#server/services/message/not-taken';
import { lockRegisters, settleDueSessions } from '#server/services/register/register-settling';
import { countRegisters } from '#server/services/report/register-counting';
import { materialiseTimetable } from '#server/services/timetable/materialise';
import { purgeExpired } from './housekeeping';

export type Job = { name: string; everyMs: number; run: (services: Services) => Promise<unknown> };

/** How often a process looks for due jobs; no job can run more often. */
export const JOB_TICK_MS = 5_000;

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;

export const JOBS: Job[] = [
  { name: 'settle-registers', everyMs: 5 * SECOND_MS, run: settleDueSessions },
  { name: 'count-registers', everyMs: 5 * SECOND_MS, run: countRegisters },
  { name: 'raise-alerts', everyMs: 5 * SECOND_MS, run: raiseAlerts },
  { name: 'escalate-alerts', everyMs: MINUTE_MS, run: escalateAlerts },
  { name: 'tell-upcoming', everyMs: 30 * SECOND_MS, run: tellUpcoming },
  { name: 'chase-registers', everyMs: MINUTE_MS, run: chaseRegisters },
  { name: 'lock-registers', everyMs: MINUTE_MS, run: lockRegisters },
  { name: 'materialise-timetable', everyMs: 60 * MINUTE_MS, run: materialiseTimetable },
  { name: 'keep-demo-class', everyMs: MINUTE_MS, run: keepDemoClass },
  { name: 'purge', everyMs: 60 * MINUTE_MS, run: purge },
];

/** What is to leave the building, queued for each channel. */
export const PLANNING: Job = { name: 'plan-deliveries', everyMs: 5 * SECOND_MS, run: planDeliveries };

/** What leaves the building. Each has a round of its own: a server that does not answer holds up neither registers nor another channel. */
export const SENDING_JOBS: Job[] = [
  { name: 'deliver-pushes', everyMs: 5 * SECOND_MS, run: deliverPushes },
  { name: 'deliver-mails', everyMs: 5 * SECOND_MS, run: deliverMails },
  { name: 'deliver-webhooks', everyMs: 5 * SECOND_MS, run: deliverWebhooks },
];

/** In a round of their own: sealing what an upgrade finds may take minutes, and the anchor may be another's server. */
export const HISTORY_JOBS: Job[] = [
  { name: 'seal-events', everyMs: 10 * SECOND_MS, run: sealDue },
  { name: 'anchor-history', everyMs: 5 * MINUTE_MS, run: anchorHistory },
];

async function purge(services: Services): Promise<void> {
  await purgeLoginSessions(services);
  await purgeRateLimits(services);
  await purgeExpired(services);
}

/** Takes or renews an expired lease in one statement, so that two processes cannot both hold it. One that runs longer than its period
 *  was taken by a clock that was ahead: it holds nobody up. */
async function takeLease({ db, commit, now }: Services, { name, everyMs }: Job, holder: string): Promise<boolean> {
  const at = now();
  const lease = { holder, expiresAt: at + everyMs };
  const isFree = or(lte(jobLeases.expiresAt, at), gt(jobLeases.expiresAt, lease.expiresAt));
  const take = db
    .insert(jobLeases)
    .values({ name, ...lease })
    .onConflictDoUpdate({ target: jobLeases.name, set: lease, setWhere: isFree });
  const [taken] = await commit([take], 'none');
  return taken?.rowsAffected === 1;
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

/** Longer than one portion of an import takes; each portion takes the lease anew. */
const RUN_IMPORTS: Job = { name: 'run-imports', everyMs: 15 * SECOND_MS, run: async () => {} };
/** How soon after somebody asks for it an import begins. */
const IMPORT_TICK_MS = 500;

/** Works on imports that wait, unless another process does. What is left when it stops is taken up by whoever looks next. Never rejects. */
export async function runPendingImports(services: Services, isStopped: () => boolean = () => false): Promise<void> {
  const holder = crypto.randomUUID();
  const { name, everyMs } = RUN_IMPORTS;
  const { db, commit, now } = services;
  const isOwn = and(eq(jobLeases.name, name), eq(jobLeases.holder, holder));
  try {
    if (isStopped() || !(await hasPendingImports(services)) || !(await takeLease(services, RUN_IMPORTS, holder))) return;
    await runImports(services, async () => {
      if (isStopped()) return false;
      const renewal = db.update(jobLeases).set({ expiresAt: now() + everyMs });
      const [renewed] = await commit([renewal.where(isOwn)], 'none');
      return renewed?.rowsAffected === 1;
    });
    await commit([db.delete(jobLeases).where(isOwn)], 'none');
  } catch (error) {
    services.log('error', 'job.failed', { job: name, error });
  }
}

/** Runs every job whose lease is free, one after the other. Never rejects. */
export async function runDueJobs(services: Services, jobs: Job[] = JOBS): Promise<void> {
  const holder = crypto.randomUUID();
  for (const job of jobs) await runJob(services, job, holder);
}

/** Runs `round` at once and then after each tick, never two at a time. The returned function stops this and resolves when the round
 *  under way is over. */
function repeat(round: (isStopped: () => boolean) => Promise<void>, tickMs: number): () => Promise<void> {
  let isStopped = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let current: Promise<void>;
  const tick = () => {
    current = round(() => isStopped).then(() => {
      if (!isStopped) timer = setTimeout(tick, tickMs);
    });
  };
  tick();
  return () => {
    isStopped = true;
    clearTimeout(timer);
    return current;
  };
}

/** Runs what is due, now and as time goes on; what leaves the building, the history and imports, which may take long, beside the rest.
 *  The returned function stops all and resolves when what is under way is over; an import stops after the portion it is at. */
export function startJobs(services: Services): () => Promise<void> {
  const stops = [
    repeat(() => runDueJobs(services, JOBS), JOB_TICK_MS),
    ...[PLANNING, ...SENDING_JOBS].map((job) => repeat(() => runDueJobs(services, [job]), JOB_TICK_MS)),
    repeat(() => runDueJobs(services, HISTORY_JOBS), JOB_TICK_MS),
    repeat((isStopped) => runPendingImports(services, isStopped), IMPORT_TICK_MS),
  ];
  return async () => void (await Promise.all(stops.map((stop) => stop())));
}
