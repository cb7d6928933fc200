/** Pages and data of the person who is signed in, kept for when there is no network. They are gone when that person signs out. */
import type { WorkboxPlugin } from 'workbox-core';
import { CacheExpiration, ExpirationPlugin } from 'workbox-expiration';
import { NetworkFirst, Strategy, type StrategyHandler } from 'workbox-strategies';
import { DATA, deletePageCaches, PAGES } from '#app/offline/device/page-caches';

/** A slow network gets this long before what is kept is shown. */
const NETWORK_TIMEOUT_S = 4;
const WEEK_S = 7 * 24 * 3_600;
const LIMITS = { maxEntries: 60, maxAgeSeconds: WEEK_S };

/** Raised at every sign-in and sign-out: an answer that was asked for before must not be stored after. */
let epoch = 0;

/** Only a plain 200 is kept, which leaves out the redirect to the sign-in page, and only under the same sign-in. */
const onlyOwnAnswers: WorkboxPlugin = {
  handlerWillStart: async ({ state }) => {
    if (state) state.epoch = epoch;
  },
  cacheWillUpdate: async ({ request, response, state }) => {
    const isPart = new URL(request.url).searchParams.has('_routes');
    return response.status === 200 && !response.redirected && !isPart && state?.epoch === epoch ? response : null;
  },
};

/** A page asked for with another query is still that page: better than none. */
const nearestMatch: WorkboxPlugin = {
  cachedResponseWillBeUsed: async ({ cacheName, request, cachedResponse }) => {
    if (cachedResponse) return cachedResponse;
    const cache = await caches.open(cacheName);
    return cache.match(request, { ignoreSearch: true, ignoreVary: true });
  },
};

/** Fetches and keeps, whatever is kept already. Rejects when nobody answers. */
class Refresh extends Strategy {
  override _handle(request: Request, handler: StrategyHandler): Promise<Response> {
    return handler.fetchAndCachePut(request);
  }
}

/** `kept` answers a page's request; `refreshed` is for fetching ahead of need. Both fill the same cache. */
function strategiesFor(cacheName: string): { kept: NetworkFirst; refreshed: Strategy } {
  const plugins = [onlyOwnAnswers, nearestMatch, new ExpirationPlugin({ ...LIMITS, purgeOnQuotaError: true })];
  const options = { cacheName, plugins, matchOptions: { ignoreVary: true } };
  return {
    kept: new NetworkFirst({ ...options, networkTimeoutSeconds: NETWORK_TIMEOUT_S }),
    refreshed: new Refresh(options),
  };
}

export const pages = strategiesFor(PAGES);
export const data = strategiesFor(DATA);

/** Forgets what one person could read, and the addresses noted beside it. Requests still under way are not stored when they come back. */
export async function forgetUserCaches(): Promise<void> {
  epoch++;
  await deletePageCaches();
  await Promise.all([PAGES, DATA].map((name) => new CacheExpiration(name, LIMITS).delete()));
}

/** Whether a page is kept. */
export async function isPageKept(path: string): Promise<boolean> {
  const cache = await caches.open(PAGES);
  return (await cache.match(path, { ignoreVary: true })) !== undefined;
}
