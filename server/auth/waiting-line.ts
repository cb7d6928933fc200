/** A bounded waiting line in front of dear work: a few jobs at once, some waiting in order, the rest told to come back. */
import { AppError } from '#domain/errors';

/** Runs a job when its turn comes.
 *  @throws AppError `unavailable` at once when the line is full; otherwise whatever the job throws */
export type Line = <T>(job: () => Promise<T>) => Promise<T>;

/** @param atOnce jobs that run at the same time, at least 1  @param maxWaiting jobs that may wait behind them */
export function createLine({ atOnce, maxWaiting }: { atOnce: number; maxWaiting: number }): Line {
  const waiting: (() => void)[] = [];
  let running = 0;

  async function turn(): Promise<void> {
    if (running < atOnce) {
      running++;
      return;
    }
    if (waiting.length >= maxWaiting)
      throw new AppError('unavailable', 'Very many people are signing in. Try again in a minute.');
    await new Promise<void>((resolve) => waiting.push(resolve));
  }

  /** Hands the place to the next in line, or frees it. */
  function leave(): void {
    const next = waiting.shift();
    if (next) next();
    else running--;
  }

  return async (job) => {
    await turn();
    try {
      return await job();
    } finally {
      leave();
    }
  };
}
