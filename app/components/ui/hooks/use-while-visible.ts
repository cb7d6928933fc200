/** Runs something while the page can be seen, and stops it while it cannot. */
import { useEffect } from 'react';

/** Starts `run` when the page is visible, stops it (by what it returned) when it is hidden or left, and starts it anew.
 *  @param run must keep its identity between renderings; null runs nothing */
export function useWhileVisible(run: (() => () => void) | null): void {
  useEffect(() => {
    if (!run) return;
    let stop: (() => void) | null = null;
    const follow = () => {
      const isVisible = document.visibilityState === 'visible';
      if (isVisible && !stop) stop = run();
      if (!isVisible) {
        stop?.();
        stop = null;
      }
    };
    follow();
    document.addEventListener('visibilitychange', follow);
    return () => {
      document.removeEventListener('visibilitychange', follow);
      stop?.();
    };
  }, [run]);
}
