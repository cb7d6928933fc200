/** The installed app: what makes it installable, what opens with no network, and how a new version takes the place of an old one. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, expect, test } from 'vitest';
import { launchBrowser, launchProfile } from '../helpers/browser';
import { query } from '../helpers/database-file';
import { tell } from '../helpers/journey';
import { openLiveClass } from '../helpers/live-class';
import { ROOT } from '../helpers/program';
import { startProxy, type TestProxy } from '../helpers/proxy';
import { keptPages, openPage, ready, storeOf } from '../helpers/pwa';
import { startServer, type TestServer } from '../helpers/server';
import { tempFolder } from '../helpers/temp-folder';

const PHONE: BrowserContextOptions = { viewport: { width: 390, height: 844 }, reducedMotion: 'reduce' };
const STUDENT = 'student@demo.school';
const TEACHER = 'teacher@demo.school';

const heading = (page: Page) => page.getByRole('heading', { level: 1 });
const titled = (page: Page, name: string) => page.getByRole('heading', { level: 1, name, exact: true });
const status = (page: Page, text: string | RegExp) => page.getByRole('status').filter({ hasText: text });

// One school for those that leave it running: each journey is another device's.
const [server, browser] = await Promise.all([startServer(), launchBrowser()]);
afterAll(async () => {
  await browser.close();
  await server[Symbol.asyncDispose]();
});
const live = await openLiveClass(server);
// A page that is left open goes on asking its server.
afterEach(async () => {
  for (const context of browser.contexts()) await context.close();
});

/** The same server again, on the port and with the database it had. */
function startAgain({ url, dbPath }: TestServer): Promise<TestServer> {
  return startServer({ dbPath, env: { PORT: new URL(url).port } });
}

test('the browser finds nothing in the way of installing it, and the manifest is whole', async () => {
  using folder = tempFolder();
  const context = await launchProfile(folder.path, { ...PHONE, isWhole: true, baseURL: server.url });
  const page = await openPage(context);
  await page.goto('/sign-in');
  const devtools = await context.newCDPSession(page);
  await expect
    .poll(async () => (await devtools.send('Page.getInstallabilityErrors')).installabilityErrors, { timeout: 15_000 })
    .toEqual([]);
  const { errors, data } = await devtools.send('Page.getAppManifest');
  expect(errors).toEqual([]);
  const manifest = JSON.parse(String(data));
  expect(manifest).toMatchObject({ id: '/', start_url: '/', display: 'standalone' });
  expect(manifest.shortcuts.map(({ url }: { url: string }) => url)).toEqual(['/scan', '/timetable']);
  for (const { src } of [...manifest.icons, ...manifest.screenshots]) {
    const response = await page.request.get(src);
    expect([src, response.status()]).toEqual([src, 200]);
  }
  expect(new Set(manifest.screenshots.map((shot: { form_factor: string }) => shot.form_factor))).toEqual(
    new Set(['narrow', 'wide']),
  );
  await context.close();
});

/** Opens an address in a browser that has just been started, and says how long it took until the heading was there. */
async function coldStart(folder: string, options: BrowserContextOptions, address: string) {
  const context = await launchProfile(folder, options);
  const page = await openPage(context);
  await page.goto('about:blank');
  const startedAt = performance.now();
  await page.goto(address, { waitUntil: 'commit' });
  await heading(page).waitFor();
  return { context, page, ms: performance.now() - startedAt };
}

test('with the server gone and the browser just started, a student’s timetable and home open; with it back, they come up to date', async () => {
  await using server = await startServer();
  using folder = tempFolder();
  const options = { ...PHONE, baseURL: server.url };
  const before = await launchProfile(folder.path, options);
  await ready(before, STUDENT);
  await before.close();
  await server.kill();

  const { context, page, ms } = await coldStart(folder.path, options, '/timetable');
  expect(await heading(page).textContent()).toBe('Timetable');
  tell(`cold offline start of /timetable: ${Math.round(ms)} ms`);
  await page.getByRole('link', { name: 'Home', exact: true }).click();
  await titled(page, 'Today').waitFor();
  await page.getByRole('link', { name: 'Scan', exact: true }).click();
  await titled(page, 'Check in').waitFor();
  await page.goto('/');
  expect(await heading(page).textContent()).toBe('Today');

  // The browser believes to be online: what is told is the age of what is shown.
  await page.clock.install({ time: Date.now() + 3 * 3_600_000 });
  await page.goto('/timetable');
  await status(page, /^Your school cannot be reached\. Shown as of/).waitFor();
  await using _again = await startAgain(server);
  await page.clock.runFor(20_000);
  await expect.poll(() => status(page, 'cannot be reached').count(), { timeout: 20_000 }).toBe(0);
  await context.close();
});

test('with the network cut in the browser, pages say when what they show was fetched, and any other lists those that are here', async () => {
  const context = await browser.newContext({ ...PHONE, baseURL: server.url });
  const page = await ready(context, STUDENT);
  await context.setOffline(true);
  await page.goto('/timetable');
  await status(page, /^Offline\. Shown as of \d\d:\d\d\.$/).waitFor();
  await page.goto('/outbox');
  await status(page, /^Offline\.$/).waitFor();
  // Pressed within the app: its code is not on the device either.
  await page.locator('header summary').click();
  await page.locator('header details').getByRole('link', { name: 'Profile', exact: true }).click();
  await titled(page, 'This page needs a network').waitFor();
  expect(new URL(page.url()).pathname).toBe('/profile');
  const links = page.getByRole('list', { name: 'These pages are here without a network:' }).getByRole('link');
  expect(await links.allTextContents()).toEqual(expect.arrayContaining(['Home', 'Scan', 'Timetable', 'Waiting to be sent']));
  await links.filter({ hasText: 'Timetable' }).click();
  await titled(page, 'Timetable').waitFor();
  await context.setOffline(false);
  await expect.poll(() => status(page, 'Offline').count()).toBe(0);
});

/** A phone that is twenty minutes slow. */
function slowClock(): void {
  const now = Date.now;
  Date.now = () => now.call(Date) - 20 * 60_000;
}

test('on a phone with a wrong clock the time left is the server’s, and does not grow as a kept page is opened again', async () => {
  const closesAt = Date.now() + 10 * 60_000;
  await query(server.dbPath, 'update class_sessions set check_in_closes_at = ? where id = ?', [closesAt, live.classSessionId]);
  const context = await browser.newContext({ ...PHONE, baseURL: server.url });
  await context.addInitScript(slowClock);
  const page = await ready(context, STUDENT);
  const isRight = async () => {
    const [, minutes, seconds] = /(\d+):(\d\d)$/.exec((await page.getByRole('timer').textContent()) ?? '') ?? [];
    const leftMs = Number(minutes) * 60_000 + Number(seconds) * 1_000;
    return Math.abs(leftMs - (closesAt - Date.now())) < 3_000;
  };
  await expect.poll(isRight).toBe(true);
  await context.setOffline(true);
  for (const _again of [1, 2]) {
    await page.waitForTimeout(5_000);
    await page.reload();
    await page.getByRole('timer').waitFor();
    await expect.poll(isRight).toBe(true);
  }
});

test('staff find their day and today’s registers without a network, also from the app’s start, and the day pack is here', async () => {
  const context = await browser.newContext({ ...PHONE, baseURL: server.url });
  const page = await ready(context, TEACHER);
  expect(await storeOf(page, 'packs')).toMatchObject([{ key: 'key' }]);
  const register = (await keptPages(page)).find((kept) => /^\/teach\/sessions\/\d+$/.test(kept));
  expect(register).toBeDefined();
  await context.setOffline(true);
  await page.goto('/');
  expect(new URL(page.url()).pathname).toBe('/teach');
  expect(await heading(page).textContent()).toBe('Today');
  await page.goto(String(register));
  expect(await heading(page).textContent()).not.toContain('network');
});

/** The built worker with more to it, as after a deploy; and, when wanted, without one of its files. */
function deploy({ substitutes }: TestProxy, lost?: string): void {
  const worker = readFileSync(path.join(ROOT, 'build/client/sw.js'), 'utf8');
  const without = lost ? worker.replace(new RegExp(`\\{[^{}]*"?url"?:"${lost.replaceAll('.', '\\.')}"[^{}]*\\},?`), '') : worker;
  if (lost && without === worker) throw new Error(`The worker does not know ${lost}.`);
  const second = "\nself.addEventListener('message', ({ data, ports }) => data === 'which' && ports[0].postMessage('second'));";
  substitutes.set('/sw.js', { type: 'text/javascript', body: without + second });
  if (lost) substitutes.set(lost, null);
}

/** The address of a page's code. */
function moduleOf(page: Page, name: string): Promise<string> {
  return page.evaluate((id) => {
    const { routes } = (globalThis as unknown as { __remixManifest: { routes: Record<string, { module: string }> } })
      .__remixManifest;
    return String(routes[id]?.module);
  }, `routes/${name}`);
}

/** Which of the two workers runs: the first does not know the question. */
function activeWorker(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const { port1, port2 } = new MessageChannel();
    const answer = new Promise<string>((resolve) => {
      port1.onmessage = ({ data }) => data === 'second' && resolve(data);
    });
    (await navigator.serviceWorker.ready).active?.postMessage('which', [port2]);
    return Promise.race([answer, new Promise<string>((resolve) => setTimeout(resolve, 500, 'first'))]);
  });
}

test('a new version waits for the person’s word, and one press puts it in place', async () => {
  await using proxy = await startProxy(server.url);
  const page = await ready(await browser.newContext({ ...PHONE, baseURL: proxy.url }), STUDENT);
  deploy(proxy);
  await page.reload();
  await status(page, 'A new version is ready').waitFor();
  expect(await activeWorker(page)).toBe('first');
  const reloaded = page.waitForEvent('load');
  await page.getByRole('button', { name: 'Reload' }).click();
  await reloaded;
  await heading(page).waitFor();
  expect(await activeWorker(page)).toBe('second');
  expect(await status(page, 'A new version is ready').count()).toBe(0);
});

test('pages kept from the former build open with no network after a new one took over, though its files are gone', async () => {
  await using proxy = await startProxy(server.url);
  using folder = tempFolder();
  const options = { ...PHONE, baseURL: proxy.url };
  const before = await launchProfile(folder.path, options);
  const page = await ready(before, STUDENT);
  await page.goto('/timetable');
  const lost = await moduleOf(page, 'timetable');
  deploy(proxy, lost);
  await page.reload();
  await status(page, 'A new version is ready').waitFor();
  await (await before.newCDPSession(page)).send('Network.clearBrowserCache');
  await before.close();

  const context = await launchProfile(folder.path, options);
  await context.setOffline(true);
  const later = await openPage(context);
  await later.goto('/timetable');
  // The bar comes with the page's script: it is alive.
  await status(later, 'Offline').waitFor();
  expect(await heading(later).textContent()).toBe('Timetable');
  expect(await activeWorker(later)).toBe('second');
  await context.close();
});

test('after a deploy that took its code away, a page that is gone to opens as the new build has it', async () => {
  await using proxy = await startProxy(server.url);
  const page = await openPage(await browser.newContext({ baseURL: proxy.url, serviceWorkers: 'block' }));
  await page.goto('/sign-in');
  proxy.substitutes.set(await moduleOf(page, 'forgot-password'), null);
  await page.getByRole('link', { name: 'Forgotten your password?' }).click();
  await titled(page, 'Forgotten password').waitFor();
  expect(new URL(page.url()).pathname).toBe('/forgot-password');
});

test('a file that is gone from the server reloads the page once, and not again within the minute', async () => {
  const page = await openPage(await browser.newContext({ baseURL: server.url, serviceWorkers: 'block' }));
  await page.goto('/sign-in');
  const lose = () => page.evaluate(() => window.dispatchEvent(new Event('vite:preloadError', { cancelable: true })));
  const reloaded = page.waitForEvent('load');
  await page.waitForLoadState('networkidle');
  expect(await lose()).toBe(false);
  await reloaded;
  await page.waitForLoadState('networkidle');
  expect(await lose()).toBe(true);
});
