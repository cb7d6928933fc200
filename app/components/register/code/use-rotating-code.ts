/** Turns the code at the edges of its windows. Each code is made one window ahead, so that at the edge it only has to be shown. */
import { useCallback, useState } from 'react';
import { useWhileVisible } from '#app/components/ui/hooks/use-while-visible';
import type { ServerClock } from '#app/components/ui/time/server-clock';
import { type CodeKey, codeAt, type ShownCode, windowEnd } from './code-maker';

/** Shows codes until stopped. Times are read from the clock at every edge, so that a late timer neither adds up nor shows a code
 *  whose window is over. */
function turn(codeKey: CodeKey, clock: ServerClock, show: (code: ShownCode) => void): () => void {
  let isStopped = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  async function showFor(at: number, made = codeAt(codeKey, at)) {
    const code = await made;
    if (isStopped) return;
    const ends = windowEnd(at, codeKey.periodMs);
    if (ends <= clock.now()) return void showFor(clock.now());
    show(code);
    const next = codeAt(codeKey, ends);
    timer = setTimeout(() => void showFor(ends, next), Math.max(0, ends - clock.now()));
  }
  void showFor(clock.now());
  return () => {
    isStopped = true;
    clearTimeout(timer);
  };
}

/** The code of this moment; null before the first, and without a key. Stops while the page is hidden.
 *  @param codeKey must keep its identity while it is the same key */
export function useRotatingCode(codeKey: CodeKey | null, clock: ServerClock): ShownCode | null {
  const [code, setCode] = useState<ShownCode | null>(null);
  const run = useCallback(() => {
    if (!codeKey) return () => undefined;
    const stop = turn(codeKey, clock, setCode);
    return () => {
      stop();
      setCode(null);
    };
  }, [codeKey, clock]);
  useWhileVisible(run);
  return code;
}
