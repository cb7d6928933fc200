/** Whether a live screen has lost its server: at once when the browser says so, otherwise when it does not come back within a moment. */
import { useEffect, useState } from 'react';
import type { Connection } from './use-live';
import { useOnline } from './use-online';

/** A server that is restarted is back within this. */
const PATIENCE_MS = 4_000;

/** @param connection of the screen's subscription */
export function useCutOff(connection: Connection): boolean {
  const isOnline = useOnline();
  const [isLost, setLost] = useState(false);
  useEffect(() => {
    if (connection === 'live') return setLost(false);
    const timer = setTimeout(() => setLost(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [connection]);
  return !isOnline || isLost;
}
