/** The server's time as something to draw: countdowns and the ring of the typed code. */
import { useCallback, useState } from 'react';
import { useWhileVisible } from '#app/components/ui/hooks/use-while-visible';
import type { ServerClock } from '#app/components/ui/time/server-clock';

/** Epoch ms on the server, once a second on its full seconds; stands still while the page is hidden.
 *  @param firstNow the server's time when the page was made, so that both renderings agree */
export function useClockTick(clock: ServerClock, firstNow: number): number {
  const [now, setNow] = useState(firstNow);
  const run = useCallback(() => {
    let timer: ReturnType<typeof setTimeout>;
    const tick = () => {
      const at = clock.now();
      setNow(at);
      timer = setTimeout(tick, 1_000 - (at % 1_000));
    };
    tick();
    return () => clearTimeout(timer);
  }, [clock]);
  useWhileVisible(run);
  return now;
}
