/**
 * When the outbox of an open page is sent: at start, with the network back, when the page is looked at, after any answer of the
 * server's, by hand, and by a timer. What is sent and in which order is `outbox.ts`'s. Free of React.
 */

import { currentUser } from '#app/offline/device/current-user';
import type { StoredEntry } from '#app/offline/device/database';
import { requestBackgroundSync } from './background-sync';
import { flushOutbox } from './flush-outbox';
import { type FlushResult, onOutboxChange } from './outbox';
import { listEntries } from './outbox-store';

/** A call that was just written down is sent by whoever wrote it; the timer only picks up what was left. */
const LEAVE_ALONE_MS = 1_000;

/** Pages read something every few seconds; what waits is not sent after each of them. */
const AFTER_SUCCESS_EVERY_MS = 10_000;

export type OutboxTriggers = {
  /** Sends at once, also what failed a moment ago. Null when it could not even be tried. Never rejects. */
  flushNow: () => Promise<FlushResult | null>;
  /** The server has just answered something, so it may take what waits. */
  noteSuccess: () => void;
  stop: () => void;
};

/** When the timer has to act: the first call of each subject is the one that is due next. Null when nothing waits.
 *  @param entries in the order they were made  @param now device clock, epoch ms */
export function wakeAt(entries: readonly Pick<StoredEntry, 'subject' | 'nextAttemptAt'>[], now: number): number | null {
  const firsts = new Map<string, number>();
  for (const { subject, nextAttemptAt } of entries) if (!firsts.has(subject)) firsts.set(subject, nextAttemptAt);
  return firsts.size === 0 ? null : Math.max(Math.min(...firsts.values()), now + LEAVE_ALONE_MS);
}

/** Keeps the outbox of `userId` moving for as long as a page is open.
 *  @param onResult told how each try ended */
export function startTriggers(userId: number, onResult: (result: FlushResult) => void): OutboxTriggers {
  const ended = new AbortController();
  let running: Promise<FlushResult | null> | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isSignedOut = false;
  let succeededAt = 0;

  /** Another person may have signed in on another page meanwhile: then nothing is sent from here. */
  async function run(isEager: boolean): Promise<FlushResult | null> {
    if (ended.signal.aborted || (await currentUser()) !== userId) return null;
    const result = await flushOutbox(userId, { isEager });
    isSignedOut = result === 'signed-out';
    onResult(result);
    return result;
  }

  function start(isEager: boolean): Promise<FlushResult | null> {
    running ??= run(isEager)
      .catch(() => null)
      .finally(() => {
        running = null;
        void schedule().catch(() => undefined);
      });
    return running;
  }

  /** Nothing is tried by the clock while nobody is signed in, or with no network: both announce their end. */
  async function schedule(): Promise<void> {
    clearTimeout(timer);
    const at = wakeAt(await listEntries(userId), Date.now());
    if (at === null || ended.signal.aborted) return;
    requestBackgroundSync();
    if (!isSignedOut && navigator.onLine) timer = setTimeout(() => void start(false), at - Date.now());
  }

  function startIfOnline(): void {
    if (navigator.onLine) void start(true);
  }

  function startIfVisible(): void {
    if (document.visibilityState === 'visible') startIfOnline();
  }

  function noteSuccess(): void {
    if (Date.now() - succeededAt < AFTER_SUCCESS_EVERY_MS) return;
    succeededAt = Date.now();
    startIfOnline();
  }

  const { signal } = ended;
  window.addEventListener('online', startIfOnline, { signal });
  document.addEventListener('visibilitychange', startIfVisible, { signal });
  const stopListening = onOutboxChange(() => running ?? void schedule().catch(() => undefined));
  startIfOnline();

  return {
    flushNow: async () => {
      await running;
      return start(true);
    },
    noteSuccess,
    stop() {
      ended.abort();
      clearTimeout(timer);
      stopListening();
    },
  };
}
