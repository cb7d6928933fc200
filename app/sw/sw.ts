/**
 * The service worker: which requests are answered from what is kept, and which events set the outbox going. Wiring only; the
 * outbox itself is `app/offline`, the lists of paths are `paths.ts`.
 */
import { clientsClaim } from 'workbox-core';
import { enable as enableNavigationPreload } from 'workbox-navigation-preload';
import { cleanupOutdatedCaches, matchPrecache, precacheAndRoute } from 'workbox-precaching';
import { registerRoute, setCatchHandler } from 'workbox-routing';
import { NetworkOnly } from 'workbox-strategies';
import { clearUserData } from '#app/offline/device/clear-user-data';
import { currentUser } from '#app/offline/device/current-user';
import { unsubscribeHere } from '#app/offline/device/push';
import { SYNC_TAG } from '#app/offline/outbox/background-sync';
import { flushOutbox } from '#app/offline/outbox/flush-outbox';
import * as paths from '#app/paths';
import { answerAsset, isAsset, isKeptOnceAsked, keepFormerAssets, keptOnceAsked } from './former-assets';
import { changesUser, dataPathOf, isOfflineData, isOfflinePage } from './paths';
import { openPage, renewSubscription, showPush } from './push';
import { data, forgetUserCaches, isPageKept, pages } from './user-caches';

declare const self: ServiceWorkerGlobalScope;

/** Background Sync is not in TypeScript's library: not every browser has it. */
type SyncEvent = ExtendableEvent & { readonly tag: string };

const OFFLINE_PAGE = '/offline.html';
const STAFF_START = paths.staffDay();

/** The build that this worker is of: its files, and the name that Remix gives it. */
const FILES = self.__WB_MANIFEST as { url: string; revision: string | null }[];
const BUILD = FILES.map(({ url }) => /^\/assets\/manifest-(\w+)\.js$/.exec(url)?.[1]).find(Boolean) ?? 'unknown';

precacheAndRoute(FILES, { cleanURLs: false });
cleanupOutdatedCaches();
enableNavigationPreload();
clientsClaim();

registerRoute(({ url, sameOrigin }) => sameOrigin && isKeptOnceAsked(url), keptOnceAsked);
registerRoute(
  ({ url, sameOrigin }) => sameOrigin && isAsset(url),
  ({ request }) => answerAsset(request),
);
registerRoute(({ request, url, sameOrigin }) => sameOrigin && request.mode === 'navigate' && isOfflinePage(url), pages.kept);
registerRoute(({ url, sameOrigin }) => sameOrigin && isOfflineData(url), data.kept);
registerRoute(({ request }) => request.mode === 'navigate', new NetworkOnly());
setCatchHandler(({ request }) =>
  request.mode === 'navigate' ? answerWithoutNetwork(request) : Promise.resolve(Response.error()),
);

/** The app starts at `/`, from where the server sends staff on; with no network that is done here. */
async function answerWithoutNetwork({ url }: Request): Promise<Response> {
  if (new URL(url).pathname === paths.home() && (await isPageKept(STAFF_START))) return Response.redirect(STAFF_START);
  return (await matchPrecache(OFFLINE_PAGE)) ?? Response.error();
}

/** Once the server has taken it: whatever was under way belongs to the person before. A request that was refused, or did not get
 *  through, has changed nobody. */
registerRoute(
  ({ url, sameOrigin }) => sameOrigin && changesUser(url),
  async ({ request }) => {
    const response = await fetch(request);
    if (response.ok || response.type === 'opaqueredirect') await forgetAll();
    return response;
  },
  'POST',
);

async function forgetAll(): Promise<void> {
  await Promise.all([forgetUserCaches(), clearUserData(), unsubscribeHere(self.registration)]);
}

/** Rejects while something waits, so that the browser tries again later. */
async function flushInBackground(): Promise<void> {
  const userId = await currentUser();
  if (userId === null) return;
  const result = await flushOutbox(userId, { isEager: true });
  if (result === 'waiting') throw new Error('Calls still wait to be sent.');
}

/** Fetches a page ahead of need, as a document and as data. */
async function keepPage(event: ExtendableEvent, path: string): Promise<void> {
  const wanted = [
    { strategy: pages.refreshed, request: new Request(path, { headers: { Accept: 'text/html' } }) },
    { strategy: data.refreshed, request: new Request(dataPathOf(path)) },
  ];
  for (const { strategy, request } of wanted) {
    const [response, stored] = strategy.handleAll({ event, request });
    await response;
    await stored;
  }
}

/** Answers which of the pages the server answered for, whatever it said. Stops at the first it did not. */
async function keepPages(event: ExtendableEvent, paths: string[]): Promise<string[]> {
  const answered: string[] = [];
  for (const path of paths) {
    const isAnswered = await keepPage(event, path).then(
      () => true,
      () => false,
    );
    if (!isAnswered) break;
    answered.push(path);
  }
  return answered;
}

type Message = { type: 'SKIP_WAITING' | 'FORGET' | 'BUILD' } | { type: 'WARM'; paths: string[] };

async function onMessage(event: ExtendableMessageEvent): Promise<unknown> {
  const message = event.data as Message;
  switch (message.type) {
    case 'SKIP_WAITING':
      return self.skipWaiting();
    case 'FORGET':
      return forgetUserCaches();
    case 'WARM':
      return keepPages(event, message.paths);
    case 'BUILD':
      return BUILD;
  }
}

/** Whoever asked is answered in any case: with nothing when it failed. */
self.addEventListener('message', (event) => {
  const reply = (answer?: unknown) => event.ports[0]?.postMessage(answer);
  event.waitUntil(onMessage(event).then(reply, () => reply()));
});
self.addEventListener('install', (event) => event.waitUntil(keepFormerAssets(new Set(FILES.map(({ url }) => url)))));
self.addEventListener('sync', (event) => {
  const sync = event as SyncEvent;
  if (sync.tag === SYNC_TAG) sync.waitUntil(flushInBackground());
});
self.addEventListener('push', (event) => event.waitUntil(showPush(self, event)));
self.addEventListener('notificationclick', (event) => event.waitUntil(openPage(self, event.notification)));
self.addEventListener('pushsubscriptionchange', (event) => (event as ExtendableEvent).waitUntil(renewSubscription(self)));
