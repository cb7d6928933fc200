/** Whether the school can be reached from here, and when what is on screen was fetched. Pure parts; the hook is `use-reach.ts`. */

/** Data that was made longer ago when it arrived came out of a cache, or this device's clock is wrong. */
const FRESH_FOR_MS = 60_000;

/** `offline`: the browser says so. `unreachable`: it believes to be connected, but the school does not answer. */
export type Reach = 'online' | 'offline' | 'unreachable';

/** What routes may say of themselves: a live page is fed by more than its loader. */
export type RouteHandle = { isLive?: boolean };

type Match = { id: string; data?: unknown; handle?: unknown };

/** When the page's data was made (server, epoch ms): the innermost match that says so. Null for pages without such data. */
export function shownAt(matches: readonly Match[]): number | null {
  for (const { id, data, handle } of [...matches].reverse()) {
    if (id === 'root' || (handle as RouteHandle | undefined)?.isLive) continue;
    const at = (data as { serverNow?: unknown } | null | undefined)?.serverNow;
    if (typeof at === 'number') return at;
  }
  return null;
}

/** Whether data that has just arrived was made just now.
 *  @param serverNow when it was made  @param now device clock  @param aheadMs what the device's clock is known to be ahead */
export function isFresh(serverNow: number, now: number, aheadMs: number): boolean {
  return now - aheadMs - serverNow < FRESH_FOR_MS;
}
