/** Questions to the school while somebody types: after a short pause, and the newest alone is answered. */
import { useEffect, useRef } from 'react';

/** Between two letters of somebody who types fast. */
const PAUSE_MS = 150;

/** What asks. `signal` says that a later question has overtaken it, or that its screen is gone: then its answer counts for nothing. */
export type Question = (signal: AbortSignal) => Promise<void>;

type Asked = { timer: ReturnType<typeof setTimeout>; stop: AbortController };

export type NewestQuestion = {
  ask: (question: Question, pauseMs?: number) => void;
  /** Leaves the last one unanswered. */
  drop: () => void;
};

/** One at a time; the last is dropped with its screen. */
export function useNewestQuestion(): NewestQuestion {
  const asked = useRef<Asked>();
  const drop = () => {
    clearTimeout(asked.current?.timer);
    asked.current?.stop.abort();
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: it reads what is asked last.
  useEffect(() => drop, []);
  const ask = (question: Question, pauseMs = PAUSE_MS) => {
    drop();
    const stop = new AbortController();
    asked.current = { stop, timer: setTimeout(() => void question(stop.signal), pauseMs) };
  };
  return { ask, drop };
}
