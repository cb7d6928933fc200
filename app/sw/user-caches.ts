/** Pages and data of the person who is signed in, kept for when there is no network. They are gone when that person signs out. */
import type { WorkboxPlugin } from 'workbox-core';
import { ExpirationPlugin } from 'workbox-expiration';
import { NetworkFirst } from 'workbox-strategies';

const PAGES = 'muster-pages';
const DATA = 'muster-data';

/** A slow network gets this long before what is kept is shown. */
const NETWORK_TIMEOUT_S = 4;
const WEEK_S = 7 * 24 * 3_600;

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

function networkFirst(cacheName: string): NetworkFirst {
  const expiration = new ExpirationPlugin({ maxEntries: 60, maxAgeSeconds: WEEK_S, purgeOnQuotaError: true });
  return new NetworkFirst({
    cacheName,
    networkTimeoutSeconds: NETWORK_TIMEOUT_S,
    plugins: [onlyOwnAnswers, nearestMatch, expiration],
    matchOptions: { ignoreVary: true },
  });
}

export const pages = networkFirst(PAGES);
export const data = networkFirst(DATA);

/** Forgets what one person could read. Requests still under way are not stored when they come back. */
export async function forgetUserCaches(): Promise<void> {
  epoch++;
  await Promise.all([caches.delete(PAGES), caches.delete(DATA)]);
}
