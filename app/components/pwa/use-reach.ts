/** Follows whether the school can be reached. Pages that came out of a cache while the browser believes to be online are found
 *  by their age, and asked for again as soon as the school answers. */
import { useRevalidator } from '@remix-run/react';
import { useEffect, useRef, useState } from 'react';
import { useOnline } from '#app/components/ui/hooks/use-online';
import { knownOffset } from '#app/offline/device/clock-offset';
import { isFresh, type Reach } from './freshness';

/** Time between two attempts to reach a server that does not answer. */
const RETRY_EVERY_MS = 15_000;

async function askForTime(): Promise<number> {
  const { measureClockOffset } = await import('#app/offline/device/measure-clock');
  return measureClockOffset();
}

/** @param data the newest data of the root route: a new object with each load, and when it was made
 *  @param onAnswer called when the server has just answered; the same function each time */
export function useReach(data: { serverNow: number }, onAnswer: () => void): Reach {
  const isOnline = useOnline();
  const [isUnreachable, setUnreachable] = useState(false);
  const { revalidate } = useRevalidator();
  const revalidatedAt = useRef(0);

  useEffect(() => {
    if (!isOnline) return;
    if (isFresh(data.serverNow, Date.now(), -(knownOffset() ?? 0))) {
      setUnreachable(false);
      onAnswer();
      return;
    }
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isOver = false;
    const refresh = (serverNow: number) => {
      const isDue = !isFresh(data.serverNow, serverNow, 0) && Date.now() - revalidatedAt.current > RETRY_EVERY_MS;
      if (!isDue) return;
      revalidatedAt.current = Date.now();
      revalidate();
    };
    const probe = async () => {
      const serverNow = await askForTime().catch(() => null);
      if (isOver) return;
      setUnreachable(serverNow === null);
      if (serverNow === null) {
        timer = setTimeout(probe, RETRY_EVERY_MS);
        return;
      }
      onAnswer();
      refresh(serverNow);
    };
    void probe();
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [data, isOnline, onAnswer, revalidate]);

  return isOnline ? (isUnreachable ? 'unreachable' : 'online') : 'offline';
}
