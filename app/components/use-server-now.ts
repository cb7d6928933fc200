/** The server's clock on this device: what a page was told, or was measured before it was read, carried on by the local clock. */
import { useEffect, useState } from 'react';
import { knownOffset, likelyOffset, onOffset } from '#app/offline/clock-offset';

/** Epoch ms on the server, moving on every `tickMs`. Equal to `serverNow` until the page has come alive, so that both
 *  renderings agree. A device whose clock is wrong shows the right time all the same, and so does a page out of a cache.
 *  @param serverNow epoch ms when the data was made; give the newest one again and the clock is set by it */
export function useServerNow(serverNow: number, tickMs = 1_000): number {
  const [now, setNow] = useState(serverNow);
  useEffect(() => {
    const assumedMs = serverNow - Date.now();
    const tick = () => setNow(Date.now() + likelyOffset(assumedMs, knownOffset()));
    tick();
    const timer = setInterval(tick, tickMs);
    const stop = onOffset(tick);
    return () => {
      stop();
      clearInterval(timer);
    };
  }, [serverNow, tickMs]);
  return now;
}
