/** The server's clock on this device: what a page was told, carried on by the local clock. */
import { useEffect, useState } from 'react';

/** Epoch ms on the server, moving on every `tickMs`. Equal to `serverNow` until the page has come alive, so that both
 *  renderings agree. A device whose clock is wrong shows the right time all the same.
 *  @param serverNow epoch ms when the data was made; give the newest one again and the clock is set by it */
export function useServerNow(serverNow: number, tickMs = 1_000): number {
  const [now, setNow] = useState(serverNow);
  useEffect(() => {
    const offsetMs = serverNow - Date.now();
    setNow(serverNow);
    const timer = setInterval(() => setNow(Date.now() + offsetMs), tickMs);
    return () => clearInterval(timer);
  }, [serverNow, tickMs]);
  return now;
}
