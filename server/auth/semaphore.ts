/**
 * A bounded waiting line in front of dear work: a few jobs at once, some waiting, the rest told to come back. Whose turn comes first
 * is by rank, and within a rank by turns of those they come from: however many somebody sends, another's job waits behind one of them.
 */
import { AppError } from '#domain/errors';

/** What a job's place depends on. */
export type Turn = {
  /** 0 goes first. */
  rank: number;
  /** Who share their turns: a browser, a network. */
  from: string;
  /** How many of this rank may wait for them. */
  most: number;
};

/** Runs a job when its turn comes. Without a turn of its own it goes with all others of that kind, in order.
 *  @throws AppError `unavailable` when the line is full, or theirs is; otherwise whatever the job throws */
export type Line = <T>(job: () => Promise<T>, turn?: Turn) => Promise<T>;

type Waiting = Turn & {
  /** Which of the line's rounds it goes in: in each, everybody has one turn. */
  round: number;
  start: () => void;
  refuse: (reason: AppError) => void;
};

/** From this rank on jobs can wait: they never take the last place, so that one of another rank finds it free. */
const PATIENT_RANK = 2;

const ANYBODY: Turn = { rank: 1, from: '', most: Number.POSITIVE_INFINITY };

function tooMany(): AppError {
  return new AppError('unavailable', 'Very many people are signing in. Try again in a minute.');
}

/** @param atOnce jobs that run at the same time, at least 1  @param maxWaiting jobs that may wait behind them */
export function createLine({ atOnce, maxWaiting }: { atOnce: number; maxWaiting: number }): Line {
  /** In the order of their turns. */
  const waiting: Waiting[] = [];
  let running = 0;
  let patient = 0;
  let round = 0;

  const isPatient = ({ rank }: Turn) => rank >= PATIENT_RANK;
  const mayStart = (turn: Turn) => running < atOnce && (!isPatient(turn) || patient < Math.max(1, atOnce - 1));

  function begin(turn: Turn): void {
    running++;
    if (isPatient(turn)) patient++;
  }

  /** @throws AppError `unavailable` unless there is room, or somebody of a later rank to make it */
  function makeRoom({ rank, most }: Turn, own: Waiting[]): void {
    if (own.length >= most) throw tooMany();
    if (waiting.length < maxWaiting) return;
    const last = waiting.at(-1);
    if (!last || last.rank <= rank) throw tooMany();
    waiting.pop();
    last.refuse(tooMany());
  }

  async function wait(turn: Turn): Promise<void> {
    const own = waiting.filter(({ rank, from }) => rank === turn.rank && from === turn.from);
    makeRoom(turn, own);
    const next = (own.at(-1)?.round ?? round) + 1;
    const index = waiting.findIndex((other) => other.rank > turn.rank || (other.rank === turn.rank && other.round > next));
    await new Promise<void>((start, refuse) => {
      waiting.splice(index < 0 ? waiting.length : index, 0, { ...turn, round: next, start, refuse });
    });
  }

  /** Frees a place, and gives it to the next in line who may have it. */
  function leave(turn: Turn): void {
    running--;
    if (isPatient(turn)) patient--;
    const index = waiting.findIndex(mayStart);
    const [next] = index < 0 ? [] : waiting.splice(index, 1);
    if (!next) return;
    round = Math.max(round, next.round);
    begin(next);
    next.start();
  }

  return async (job, turn = ANYBODY) => {
    if (mayStart(turn)) begin(turn);
    else await wait(turn);
    try {
      return await job();
    } finally {
      leave(turn);
    }
  };
}
