/** Whether an instant of the server's clock has come: turns true at that instant, not at the next tick of something else. */
import { useEffect, useState } from 'react';
import type { ServerClock } from '#app/components/ui/time/server-clock';

/** Timers cannot be set further than this; it is waited for in steps. */
const LONGEST_WAIT_MS = 3_600_000;

/** True from `at` on; false for null.
 *  @param at epoch ms on the server
 *  @param firstNow the server's time when the page was made, so that both renderings agree */
export function useIsDue(clock: ServerClock, at: number | null, firstNow: number): boolean {
  const [isReached, setReached] = useState(at !== null && firstNow >= at);
  useEffect(() => {
    if (at === null) return setReached(false);
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = () => {
      const leftMs = at - clock.now();
      setReached(leftMs <= 0);
      if (leftMs > 0) timer = setTimeout(look, Math.min(leftMs, LONGEST_WAIT_MS));
    };
    look();
    const stop = clock.onSet(() => {
      clearTimeout(timer);
      look();
    });
    return () => {
      stop();
      clearTimeout(timer);
    };
  }, [clock, at]);
  return isReached;
}
