/** A page that outlived its build: a file it loads late is gone from the server. Loading the page anew brings the new names. */

const KEY = 'muster-reloaded-at';

/** A file that is really missing must not reload the page for ever. */
const AT_MOST_EVERY_MS = 60_000;

/** Whether a reload may be tried, given when the last one was (epoch ms, 0 for never). With no network it would bring nothing new. */
export function mayReload({ lastAt, now, isOnline }: { lastAt: number; now: number; isOnline: boolean }): boolean {
  return isOnline && Math.abs(now - lastAt) >= AT_MOST_EVERY_MS;
}

/** Reloads on the first file that cannot be loaded; a second one within the minute fails as it would. */
export function reloadOnLostAssets(): void {
  window.addEventListener('vite:preloadError', (event) => {
    const now = Date.now();
    const lastAt = Number(sessionStorage.getItem(KEY) ?? 0);
    if (!mayReload({ lastAt, now, isOnline: navigator.onLine })) return;
    event.preventDefault();
    sessionStorage.setItem(KEY, String(now));
    window.location.reload();
  });
}
