/**
 * Assets across a change of builds. A kept page may be of the build before this worker's, or of the next one that waits to take
 * over; each needs its own assets to come alive with no network.
 */
import { cacheNames } from 'workbox-core';
import { ExpirationPlugin } from 'workbox-expiration';
import { CacheFirst } from 'workbox-strategies';

const FORMER = 'muster-former-assets';

/** Whether a request is for one of a build's hashed files. */
export function isAsset(url: URL): boolean {
  return url.pathname.startsWith('/assets/');
}

/** Whether a request is for a catalogue of words or a piece of the font. The list of files to keep has no catalogue, and of the font what
 *  nearly every page needs: a device keeps those of its own language, and of the scripts of its people's names. */
export function isKeptOnceAsked(url: URL): boolean {
  return /^\/assets\/(words-.+|.+\.woff2$)/.test(url.pathname);
}

/** Such a file, kept once it was asked for. Those of two builds find room, for pages of the former one. */
export const keptOnceAsked = new CacheFirst({
  cacheName: 'muster-words',
  matchOptions: { ignoreVary: true },
  plugins: [new ExpirationPlugin({ maxEntries: 40, purgeOnQuotaError: true })],
});

/** Puts the former build's assets aside, before its precache is cleaned up. Those of the build before that are let go.
 *  @param own addresses of this build's files */
export async function keepFormerAssets(own: ReadonlySet<string>): Promise<void> {
  const precache = await caches.open(cacheNames.precache);
  const requests = (await precache.keys()).filter(({ url }) => isAsset(new URL(url)) && !own.has(new URL(url).pathname));
  await caches.delete(FORMER);
  const former = await caches.open(FORMER);
  for (const request of requests) {
    const response = await precache.match(request);
    if (response) await former.put(request, response);
  }
}

/** An asset that is not of this worker's build: from wherever it is kept, else from the network. */
export async function answerAsset(request: Request): Promise<Response> {
  return (await caches.match(request, { ignoreVary: true })) ?? fetch(request);
}
