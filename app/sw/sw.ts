/**
 * The service worker: which requests are answered from what is kept, and which events set the outbox going. Wiring only; the
 * outbox itself is `app/offline`, the lists of paths are `paths.ts`.
 */
import { clientsClaim } from 'workbox-core';
import { enable as enableNavigationPreload } from 'workbox-navigation-preload';
import { cleanupOutdatedCaches, matchPrecache, precacheAndRoute } from 'workbox-precaching';
import { registerRoute, setCatchHandler } from 'workbox-routing';
import { NetworkOnly } from 'workbox-strategies';
import { currentUser } from '../offline/current-user';
import { forgetPerson } from '../offline/forget';
import { flush } from '../offline/outbox';
import { changesUser, dataPathOf, isOfflineData, isOfflinePage } from './paths';
import { data, forgetUserCaches, pages } from './user-caches';

declare const self: ServiceWorkerGlobalScope & { __WB_MANIFEST: (string | { url: string; revision: string | null })[] };

/** Background Sync is not in TypeScript's library: not every browser has it. */
type SyncEvent = ExtendableEvent & { readonly tag: string };

const OFFLINE_PAGE = '/offline.html';

precacheAndRoute(self.__WB_MANIFEST, { cleanURLs: false });
cleanupOutdatedCaches();
enableNavigationPreload();
clientsClaim();

registerRoute(({ request, url, sameOrigin }) => sameOrigin && request.mode === 'navigate' && isOfflinePage(url), pages);
registerRoute(({ url, sameOrigin }) => sameOrigin && isOfflineData(url), data);
registerRoute(({ request }) => request.mode === 'navigate', new NetworkOnly());
setCatchHandler(async ({ request }) => {
  const isPage = request.mode === 'navigate';
  return (isPage ? await matchPrecache(OFFLINE_PAGE) : undefined) ?? Response.error();
});

/** Before the request leaves and again when it is back: whatever was under way belongs to the person before. */
registerRoute(
  ({ url, sameOrigin }) => sameOrigin && changesUser(url),
  async ({ request }) => {
    await forgetAll();
    return fetch(request).finally(forgetAll);
  },
  'POST',
);

async function forgetAll(): Promise<void> {
  await Promise.all([forgetUserCaches(), forgetPerson()]);
}

/** Rejects while something waits, so that the browser tries again later. */
async function flushInBackground(): Promise<void> {
  const userId = await currentUser();
  if (userId === null) return;
  const result = await flush({ userId, now: Date.now, random: Math.random, isEager: true });
  if (result === 'waiting') throw new Error('Calls still wait to be sent.');
}

/** Fetches pages ahead of need, as documents and as data. */
async function warm(event: ExtendableMessageEvent, paths: string[]): Promise<void> {
  const fetchKept = (strategy: typeof pages, path: string, accept: string) =>
    strategy.handle({ event, request: new Request(path, { headers: { Accept: accept } }) }).catch(() => undefined);
  for (const path of paths) {
    await fetchKept(pages, path, 'text/html');
    await fetchKept(data, dataPathOf(path), '*/*');
  }
}

type Message = { type: 'SKIP_WAITING' | 'FLUSH' | 'FORGET' } | { type: 'WARM'; paths: string[] };

function onMessage(event: ExtendableMessageEvent): Promise<unknown> {
  const message = event.data as Message;
  switch (message.type) {
    case 'SKIP_WAITING':
      return self.skipWaiting();
    case 'FLUSH':
      return flushInBackground().catch(() => undefined);
    case 'FORGET':
      return forgetUserCaches();
    case 'WARM':
      return warm(event, message.paths);
  }
}

self.addEventListener('message', (event) => event.waitUntil(onMessage(event).then(() => event.ports[0]?.postMessage('done'))));
self.addEventListener('sync', (event) => {
  const sync = event as SyncEvent;
  if (sync.tag === 'muster-outbox') sync.waitUntil(flushInBackground());
});
