/** One person's outbox for screens: what waits, what came back, how the last try ended, and a way to try now. */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { FlushResult } from '#app/offline/outbox/outbox';
import { EMPTY_OUTBOX, type OutboxView } from '#app/offline/outbox/outbox-view';
import { watchOutbox } from '#app/offline/outbox/outbox-watch';
import { type OutboxTriggers, startTriggers } from '#app/offline/outbox/triggers';

export type Outbox = OutboxView & {
  /** The server asks for a sign-in before it takes anything. */
  isSignedOut: boolean;
  /** Sends what waits now. Never rejects. */
  sendNow: () => Promise<FlushResult | null>;
  /** The server has just answered something. */
  noteAnswer: () => void;
};

/** @param userId null while nobody is signed in, or until the device is known to be theirs */
export function useOwnOutbox(userId: number | null): Outbox {
  const [view, setView] = useState<OutboxView>(EMPTY_OUTBOX);
  const [result, setResult] = useState<FlushResult | null>(null);
  const triggers = useRef<OutboxTriggers | null>(null);
  useEffect(() => {
    setView(EMPTY_OUTBOX);
    setResult(null);
    if (userId === null) return;
    const started = startTriggers(userId, setResult);
    triggers.current = started;
    const stopWatching = watchOutbox(userId, setView);
    return () => {
      triggers.current = null;
      started.stop();
      stopWatching();
    };
  }, [userId]);
  const sendNow = useCallback(async () => triggers.current?.flushNow() ?? null, []);
  const noteAnswer = useCallback(() => triggers.current?.noteSuccess(), []);
  return { ...view, isSignedOut: result === 'signed-out', sendNow, noteAnswer };
}
