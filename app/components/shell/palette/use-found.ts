/** Asks the school for people and classes while somebody types: the newest question alone is answered. */
import { useEffect, useRef, useState } from 'react';
import { api } from '#app/trpc/client';
import type { Found } from '#domain/school/find';

/** Between two letters of somebody who types fast. */
const PAUSE_MS = 150;

export type Asked = Found & { state: 'idle' | 'asking' | 'failed' };

const NOTHING: Asked = { people: [], sections: [], state: 'idle' };

type Question = { timer: ReturnType<typeof setTimeout>; stop: AbortController };

function drop(question: Question | undefined): void {
  clearTimeout(question?.timer);
  question?.stop.abort();
}

/** What the newest question found, and how to ask. What was found before stays until the answer. */
export function useFound(): [asked: Asked, ask: (search: string) => void] {
  const [asked, setAsked] = useState(NOTHING);
  const question = useRef<Question>();
  useEffect(() => () => drop(question.current), []);
  const ask = (text: string) => {
    drop(question.current);
    const search = text.trim();
    if (search === '') return setAsked(NOTHING);
    setAsked((before) => ({ ...before, state: 'asking' }));
    const stop = new AbortController();
    const answer = async () => {
      try {
        const found = await api().school.find.query({ search }, { signal: stop.signal });
        if (!stop.signal.aborted) setAsked({ ...found, state: 'idle' });
      } catch {
        // No network, or the school is away: places and actions are found without it.
        if (!stop.signal.aborted) setAsked({ ...NOTHING, state: 'failed' });
      }
    };
    question.current = { stop, timer: setTimeout(answer, PAUSE_MS) };
  };
  return [asked, ask];
}
