/** Asks the school for people and classes while somebody types. */
import { useState } from 'react';
import { useNewestQuestion } from '#app/components/ui/hooks/use-newest-question';
import { api } from '#app/trpc/client';
import type { Found } from '#domain/school/find';

export type Asked = Found & { state: 'idle' | 'asking' | 'failed' };

const NOTHING: Asked = { people: [], sections: [], state: 'idle' };

/** What the newest question found, and how to ask. What was found before stays until the answer. */
export function useFound(): [asked: Asked, ask: (search: string) => void] {
  const [asked, setAsked] = useState(NOTHING);
  const newest = useNewestQuestion();
  const ask = (text: string) => {
    newest.drop();
    const search = text.trim();
    if (search === '') return setAsked(NOTHING);
    setAsked((before) => ({ ...before, state: 'asking' }));
    newest.ask(async (signal) => {
      try {
        const found = await api().school.find.query({ search }, { signal });
        if (!signal.aborted) setAsked({ ...found, state: 'idle' });
      } catch {
        // No network, or the school is away: places and actions are found without it.
        if (!signal.aborted) setAsked({ ...NOTHING, state: 'failed' });
      }
    });
  };
  return [asked, ask];
}
