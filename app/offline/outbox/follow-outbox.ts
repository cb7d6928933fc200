/** All that looks after one person's outbox while a page is open: it is watched, and sent. Fetched once the page is on screen. */
import type { FlushResult } from './outbox';
import type { OutboxView } from './outbox-view';
import { watchOutbox } from './outbox-watch';
import { type OutboxTriggers, startTriggers } from './triggers';

export type OutboxListeners = {
  /** Told what is in it, now and after every change. */
  onView: (view: OutboxView) => void;
  /** Told how each try ended. */
  onResult: (result: FlushResult) => void;
};

/** Never throws. */
export function followOutbox(userId: number, { onView, onResult }: OutboxListeners): OutboxTriggers {
  const triggers = startTriggers(userId, onResult);
  const stopWatching = watchOutbox(userId, onView);
  return {
    ...triggers,
    stop() {
      triggers.stop();
      stopWatching();
    },
  };
}
