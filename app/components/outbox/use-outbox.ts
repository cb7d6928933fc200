/** One person's outbox for screens: what waits, what came back, how the last try ended, and a way to try now. */
import { startTransition, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { FlushResult } from '#app/offline/outbox/outbox';
import type { OutboxView } from '#app/offline/outbox/outbox-view';
import type { OutboxTriggers } from '#app/offline/outbox/triggers';

export type Outbox = OutboxView & {
  /** The server asks for a sign-in before it takes anything. */
  isSignedOut: boolean;
  /** Sends what waits now. Never rejects. */
  sendNow: () => Promise<FlushResult | null>;
  /** The server has just answered something. */
  noteAnswer: () => void;
};

const EMPTY_OUTBOX: OutboxView = { entries: [], verdicts: [] };

const isEmpty = ({ entries, verdicts }: OutboxView) => entries.length === 0 && verdicts.length === 0;

/** All screens follow it: it changes only with what it says, and is drawn when there is time.
 *  @param userId null while nobody is signed in, or until the device is known to be theirs */
export function useOwnOutbox(userId: number | null): Outbox {
  const [view, setView] = useState<OutboxView>(EMPTY_OUTBOX);
  const [result, setResult] = useState<FlushResult | null>(null);
  const triggers = useRef<OutboxTriggers | null>(null);
  useEffect(() => {
    setView(EMPTY_OUTBOX);
    setResult(null);
    if (userId === null) return;
    let isOver = false;
    const onView = (next: OutboxView) => startTransition(() => setView((view) => (isEmpty(view) && isEmpty(next) ? view : next)));
    const onResult = (next: FlushResult) => startTransition(() => setResult(next));
    const follow = ({ followOutbox }: typeof import('#app/offline/outbox/follow-outbox')) => {
      if (!isOver) triggers.current = followOutbox(userId, { onView, onResult });
    };
    void import('#app/offline/outbox/follow-outbox').then(follow, () => undefined);
    return () => {
      isOver = true;
      triggers.current?.stop();
      triggers.current = null;
    };
  }, [userId]);
  const sendNow = useCallback(async () => triggers.current?.flushNow() ?? null, []);
  const noteAnswer = useCallback(() => triggers.current?.noteSuccess(), []);
  const isSignedOut = result === 'signed-out';
  return useMemo(() => ({ ...view, isSignedOut, sendNow, noteAnswer }), [view, isSignedOut, sendNow, noteAnswer]);
}
