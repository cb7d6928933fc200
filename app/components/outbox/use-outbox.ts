/** One person's outbox for screens: what waits, what came back, how the last try ended, and a way to try now. */
import { useCallback, useEffect, useRef, useState } from 'react';
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

/** @param userId null while nobody is signed in, or until the device is known to be theirs */
export function useOwnOutbox(userId: number | null): Outbox {
  const [view, setView] = useState<OutboxView>(EMPTY_OUTBOX);
  const [result, setResult] = useState<FlushResult | null>(null);
  const triggers = useRef<OutboxTriggers | null>(null);
  useEffect(() => {
    setView(EMPTY_OUTBOX);
    setResult(null);
    if (userId === null) return;
    let isOver = false;
    const follow = ({ followOutbox }: typeof import('#app/offline/outbox/follow-outbox')) => {
      if (!isOver) triggers.current = followOutbox(userId, { onView: setView, onResult: setResult });
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
  return { ...view, isSignedOut: result === 'signed-out', sendNow, noteAnswer };
}
