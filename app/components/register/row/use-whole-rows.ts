/** Draws a long register by and by: its page comes with the first rows whole and the names of all others, which become whole while the
 *  browser has nothing else to do. */
import { type RefObject, useEffect, useState } from 'react';

/** More than a large screen shows. A class fits. */
const AT_FIRST = 48;
/** Few enough that somebody who scrolls does not notice. */
const AT_ONCE = 4;
/** Also on a browser that is never idle. */
const WITHIN_MS = 250;

/** Not every browser tells when it is idle. */
function whenIdle(run: () => void): () => void {
  if (typeof requestIdleCallback === 'undefined') {
    const timer = setTimeout(run, 32);
    return () => clearTimeout(timer);
  }
  const handle = requestIdleCallback(run, { timeout: WITHIN_MS });
  return () => cancelIdleCallback(handle);
}

/** How many rows are drawn whole by now, and how to have one whole at once, which takes the focus.
 *  @param count of all rows */
export function useWholeRows(count: number, list: RefObject<HTMLElement>): { whole: number; reach: (index: number) => void } {
  const [whole, setWhole] = useState(AT_FIRST);
  const [reached, reach] = useState<number | null>(null);
  useEffect(() => {
    if (whole < count) return whenIdle(() => setWhole(whole + AT_ONCE));
  }, [whole, count]);
  useEffect(() => {
    if (reached !== null)
      list.current?.querySelectorAll('[role=listitem]')[reached]?.querySelector('input')?.focus({ preventScroll: true });
  }, [reached, list]);
  return { whole: Math.max(whole, reached === null ? 0 : reached + 1), reach };
}
