/** Keeps a page's loader data fresh without a live connection: for screens that thousands have open at once. */
import { useRevalidator } from '@remix-run/react';
import { useEffect } from 'react';

/** Reads the page's data anew when it becomes visible again, and every `everyMs` while it is visible; null turns the clock off. */
export function useFresh(everyMs: number | null): void {
  const { revalidate } = useRevalidator();
  useEffect(() => {
    const refresh = () => {
      if (document.visibilityState === 'visible' && navigator.onLine) revalidate();
    };
    document.addEventListener('visibilitychange', refresh);
    const timer = everyMs === null ? undefined : setInterval(refresh, everyMs);
    return () => {
      document.removeEventListener('visibilitychange', refresh);
      clearInterval(timer);
    };
  }, [everyMs, revalidate]);
}
