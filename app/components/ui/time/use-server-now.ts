/** The server's clock on this device: what was measured, and until then what the page was told, carried on by the local clock. */
import { startTransition, useEffect, useState, useSyncExternalStore } from 'react';
import { knownOffset, likelyOffset, onOffset } from '#app/offline/device/clock-offset';

/** Epoch ms on the server, moving on every `tickMs`. Equal to `serverNow` until the page has come alive, so that both
 *  renderings agree. A device whose clock is wrong shows the right time all the same, and so does a page out of a cache.
 *  @param serverNow epoch ms when the data was made; give the newest one again and the clock is set by it */
export function useServerNow(serverNow: number, tickMs = 1_000): number {
  const [now, setNow] = useState(serverNow);
  useEffect(() => {
    const assumedMs = serverNow - Date.now();
    const tick = () => startTransition(() => setNow(Date.now() + likelyOffset(assumedMs, knownOffset())));
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

/** What to add to this device's instants to have the server's, in ms. By what the page was told until something is measured.
 *  @param serverNow epoch ms when the data was made */
export function useClockOffset(serverNow: number): number {
  const [assumedMs] = useState(() => serverNow - Date.now());
  const measuredMs = useSyncExternalStore(onOffset, knownOffset, () => null);
  return likelyOffset(assumedMs, measuredMs);
}
