/** Joins what the camera reads to check-ins: runs the collector of `app/offline/scan-collector.ts` and does what it says. */
import { useEffect, useRef, useState } from 'react';
import type { Attempt, CheckInSender } from '#app/offline/check-in';
import { type Collector, type CollectorEvent, NEW_COLLECTOR, step } from '#app/offline/scan-collector';

/** Without a new code for this long, what has been collected is all there will be: two of the longest windows, less on average. */
const TIRED_AFTER_MS = 20_000;

/** What the viewfinder says. `windows` counts what has been collected while no answer comes. */
export type ScanProgress = { step: 'looking' | 'foreign' | 'sending' | 'collecting'; windows: number };

const LOOKING: ScanProgress = { step: 'looking', windows: 0 };

function progressOf({ phase, run }: Collector, isForeign: boolean): ScanProgress {
  if (phase === 'posting') return { step: 'sending', windows: run.length };
  if (phase === 'collecting') return { step: 'collecting', windows: run.length };
  return { step: isForeign ? 'foreign' : 'looking', windows: 0 };
}

/** More windows make a claim that counts however late it arrives. */
function isUnanswered({ answer }: Attempt): boolean {
  return answer.kind === 'queued' || (answer.kind === 'problem' && answer.problem === 'no-answer');
}

/** Feeds texts to a new collector.
 *  @param onEnd told of the attempt that ends the scan: one with an answer, or the last one without */
export function useScan(sender: CheckInSender, onEnd: (attempt: Attempt) => void) {
  const [progress, setProgress] = useState(LOOKING);
  const collector = useRef(NEW_COLLECTOR);
  const last = useRef<Attempt | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>();
  const isGone = useRef(false);

  useEffect(() => {
    isGone.current = false;
    return () => {
      isGone.current = true;
      clearTimeout(timer.current);
    };
  }, []);

  function act(event: CollectorEvent): void {
    const next = step(collector.current, event);
    collector.current = next.collector;
    const { action } = next;
    if (action.type === 'post') void post(action.classSessionId, action.tokens);
    if (action.type === 'give-up' && last.current) onEnd(last.current);
    if (action.type !== 'none' || event.type !== 'scanned') setProgress(progressOf(next.collector, action.type === 'foreign'));
  }

  async function post(classSessionId: number, tokens: string[]): Promise<void> {
    clearTimeout(timer.current);
    if (tokens.length === 1 && navigator.userActivation?.hasBeenActive) navigator.vibrate?.(60);
    const attempt = await sender.send({ classSessionId, tokens, code: null }, last.current);
    if (isGone.current) return;
    last.current = attempt;
    if (!isUnanswered(attempt)) {
      act({ type: 'answered' });
      onEnd(attempt);
      return;
    }
    timer.current = setTimeout(() => act({ type: 'tired' }), TIRED_AFTER_MS);
    act({ type: 'failed' });
  }

  return { progress, onText: (text: string) => act({ type: 'scanned', text }) };
}
