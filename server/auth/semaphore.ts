/**
 * A semaphore with a bounded queue, in front of costly work: a few jobs run at once, some wait, the rest are told to come back. Jobs
 * start by rank, and within a rank each source has one job in every round: however many one sends, another's waits behind one of them.
 */
import { AppError } from '#domain/errors';

/** What a job's place depends on. */
export type Priority = {
  /** 0 goes first. */
  rank: number;
  /** Who share their places in a round: a browser, a network. */
  from: string;
  /** How many of this rank may wait for them. */
  most: number;
};

/** Runs a job when its turn comes. Without a priority it goes with all others of that kind, in order.
 *  @throws AppError `unavailable` when the queue is full, or its source's share of it; otherwise whatever the job throws */
export type Semaphore = <T>(job: () => Promise<T>, priority?: Priority) => Promise<T>;

type Waiting = Priority & {
  /** Which of the queue's rounds it goes in: in each, every source has one job. */
  round: number;
  start: () => void;
  refuse: (reason: AppError) => void;
};

/** From this rank on jobs can wait: they never take the last place, so that one of another rank finds it free. */
const PATIENT_RANK = 2;

const ANYBODY: Priority = { rank: 1, from: '', most: Number.POSITIVE_INFINITY };

function tooMany(): AppError {
  return new AppError('unavailable', 'sign-in.busy');
}

/** @param atOnce jobs that run at the same time, at least 1  @param maxWaiting jobs that may wait behind them */
export function createSemaphore({ atOnce, maxWaiting }: { atOnce: number; maxWaiting: number }): Semaphore {
  /** In the order of their turns. */
  const waiting: Waiting[] = [];
  let running = 0;
  let patient = 0;
  let round = 0;

  const isPatient = ({ rank }: Priority) => rank >= PATIENT_RANK;
  const mayStart = (priority: Priority) => running < atOnce && (!isPatient(priority) || patient < Math.max(1, atOnce - 1));

  function acquire(priority: Priority): void {
    running++;
    if (isPatient(priority)) patient++;
  }

  /** @throws AppError `unavailable` unless there is room, or somebody of a later rank to make it */
  function makeRoom({ rank, most }: Priority, own: Waiting[]): void {
    if (own.length >= most) throw tooMany();
    if (waiting.length < maxWaiting) return;
    const last = waiting.at(-1);
    if (!last || last.rank <= rank) throw tooMany();
    waiting.pop();
    last.refuse(tooMany());
  }

  async function wait(priority: Priority): Promise<void> {
    const own = waiting.filter(({ rank, from }) => rank === priority.rank && from === priority.from);
    makeRoom(priority, own);
    const next = (own.at(-1)?.round ?? round) + 1;
    const index = waiting.findIndex(
      (other) => other.rank > priority.rank || (other.rank === priority.rank && other.round > next),
    );
    await new Promise<void>((start, refuse) => {
      waiting.splice(index < 0 ? waiting.length : index, 0, { ...priority, round: next, start, refuse });
    });
  }

  /** Frees a place, and gives it to the next in the queue that may have it. */
  function release(priority: Priority): void {
    running--;
    if (isPatient(priority)) patient--;
    const index = waiting.findIndex(mayStart);
    const [next] = index < 0 ? [] : waiting.splice(index, 1);
    if (!next) return;
    round = Math.max(round, next.round);
    acquire(next);
    next.start();
  }

  return async (job, priority = ANYBODY) => {
    if (mayStart(priority)) acquire(priority);
    else await wait(priority);
    try {
      return await job();
    } finally {
      release(priority);
    }
  };
}
