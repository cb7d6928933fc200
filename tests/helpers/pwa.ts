/** A person's installed or opened app in a test: signing in, what the device keeps, and calls that wait in its outbox. */
import type { BrowserContext, Page } from 'playwright-core';
import { expect } from 'vitest';
import { failOnPageError } from './journey';
import { enter } from './sign-in';

/** A page on which whatever the browser reports as an error fails the test. */
export async function openPage(context: BrowserContext): Promise<Page> {
  const page = await context.newPage();
  failOnPageError(page);
  return page;
}

/** A signed-in person's page, and all of theirs kept for when there is no network. */
export async function ready(context: BrowserContext, email: string): Promise<Page> {
  const page = await openPage(context);
  await enter(context, email);
  await page.goto('/');
  await waitForPages(page);
  return page;
}

/** What the worker keeps of the person's pages: paths of documents and of data. */
export function keptPages(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const kept: string[] = [];
    for (const name of await caches.keys()) {
      if (name !== 'muster-pages' && name !== 'muster-data') continue;
      for (const { url } of await (await caches.open(name)).keys()) kept.push(new URL(url).pathname);
    }
    return kept.sort();
  });
}

/** Everything in the page caches as text, to look for what must not be there. */
export function keptText(page: Page): Promise<string> {
  return page.evaluate(async () => {
    let text = '';
    for (const name of await caches.keys()) {
      if (name !== 'muster-pages' && name !== 'muster-data') continue;
      const cache = await caches.open(name);
      for (const request of await cache.keys()) text += await (await cache.match(request))?.text();
    }
    return text;
  });
}

/** Waits until the worker has fetched the person's pages ahead of need. */
export async function waitForPages(page: Page): Promise<void> {
  const isNoted = () => storeOf(page, 'facts').then((facts) => JSON.stringify(facts).includes('/self-test'));
  await expect.poll(isNoted, { timeout: 30_000 }).toBe(true);
}

/** Every store of every database of this address, as plain values. Keys that no script can export come as the word `key`. */
export function wholeStorage(page: Page): Promise<Record<string, unknown[]>> {
  return page.evaluate(async () => {
    const found: Record<string, unknown[]> = {};
    for (const { name = '' } of await indexedDB.databases()) {
      const open = indexedDB.open(name);
      await new Promise((resolve) => open.addEventListener('success', resolve));
      for (const store of open.result.objectStoreNames) {
        const all = open.result.transaction(store).objectStore(store).getAll();
        await new Promise((resolve) => all.addEventListener('success', resolve));
        found[`${name}/${store}`] = JSON.parse(
          JSON.stringify(all.result, (_, value) => (value instanceof CryptoKey ? 'key' : value)),
        );
      }
      open.result.close();
    }
    return found;
  });
}

/** A store of the app's database, plain values by their keys. Keys that no script can export come as the word `key`. */
function entriesOf(page: Page, store: string): Promise<Record<string, unknown>> {
  return page.evaluate(async (name) => {
    // Opening it before the app has made it would make it, without stores.
    if (!(await indexedDB.databases()).some(({ version = 0 }) => version > 1)) return {};
    const open = indexedDB.open('muster');
    await new Promise((resolve) => open.addEventListener('success', resolve));
    const stored = open.result.transaction(name).objectStore(name);
    const [keys, values] = [stored.getAllKeys(), stored.getAll()];
    await new Promise((resolve) => values.addEventListener('success', resolve));
    open.result.close();
    const entries = values.result.map((value, index) => [String(keys.result[index]), value]);
    const plain = JSON.stringify(Object.fromEntries(entries), (_, value) => (value instanceof CryptoKey ? 'key' : value));
    return JSON.parse(plain) as Record<string, unknown>;
  }, store);
}

/** The values of a store of the app's database. */
export async function storeOf(page: Page, store: string): Promise<unknown[]> {
  return Object.values(await entriesOf(page, store));
}

/** The person the device has noted as signed in. */
export async function notedUser(page: Page): Promise<number> {
  const find = async () => Number((await entriesOf(page, 'facts'))['current-user'] ?? 0);
  await expect.poll(find).toBeGreaterThan(0);
  return find();
}

/** Empties a store, as a browser that has lost it. */
export async function clearStore(page: Page, store: string): Promise<void> {
  await page.evaluate(async (name) => {
    const open = indexedDB.open('muster');
    await new Promise((resolve) => open.addEventListener('success', resolve));
    const change = open.result.transaction(name, 'readwrite');
    change.objectStore(name).clear();
    await new Promise((resolve) => change.addEventListener('complete', resolve));
    open.result.close();
  }, store);
}

export type Waiting = { userId: number; procedure: string; input: Record<string, unknown> & { id: string } };

/** Puts a call into the outbox as the app does, and tells its pages. */
export async function queueCall(page: Page, call: Waiting): Promise<void> {
  await page.evaluate(async (entry) => {
    const open = indexedDB.open('muster');
    await new Promise((resolve) => open.addEventListener('success', resolve));
    const change = open.result.transaction('outbox', 'readwrite');
    change.objectStore('outbox').add({
      ...entry,
      ...{ id: entry.input.id, subject: String(entry.input.classSessionId) },
      ...{ queuedAt: Date.now(), attempts: 0, lastError: null, nextAttemptAt: 0 },
    });
    await new Promise((resolve) => change.addEventListener('complete', resolve));
    open.result.close();
    const channel = new BroadcastChannel('muster-outbox');
    channel.postMessage('changed');
    channel.close();
  }, call);
}
