/** The words of what waits and what came back, for the frame: most of the time there is nothing to say, so they come when there is. */
import { useEffect } from 'react';
import { createStore, useStore } from '#app/components/ui/hooks/store';
import { useOnline } from '#app/components/ui/hooks/use-online';

export type OutboxWords = typeof import('./outbox-words');

const words = createStore<OutboxWords | null>(null);

/** Null until they are here. What cannot be fetched is asked for again when the network is back. */
export function useOutboxWords(isNeeded: boolean): OutboxWords | null {
  const isOnline = useOnline();
  // biome-ignore lint/correctness/useExhaustiveDependencies: they are asked for again when the network is back.
  useEffect(() => {
    if (isNeeded) import('./outbox-words').then(words.set, () => undefined);
  }, [isNeeded, isOnline]);
  return useStore(words, null);
}
