/** A cheap phone on slow 4G, as Chromium's own tools make one of this machine: four times slower, 150 ms away, 1.6 Mbit/s. */
import type { Browser, BrowserContextOptions, CDPSession, Page } from 'playwright-core';
import { PHONE } from '../../helpers/journey';

const CPU_SLOWDOWN = 4;
const NETWORK = { offline: false, latency: 150, downloadThroughput: 1_600_000 / 8, uploadThroughput: 750_000 / 8 };

/** Notes, in the page itself, when its largest picture or text was there, when it had come alive, and each task over 50 ms. No function
 *  in it has a name: what runs this program would wrap it in one of its own, which pages do not have. */
function watchPage(): void {
  const seen = { lcp: 0, alive: 0, tasks: [] as number[] };
  Object.assign(window, { seen });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) seen.lcp = entry.startTime;
  }).observe({ type: 'largest-contentful-paint', buffered: true });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) seen.tasks.push(entry.duration);
  }).observe({ type: 'longtask', buffered: true });
  const timer = setInterval(() => {
    // What React puts on an element that it has taken over.
    const keys = Object.keys(document.querySelector('main h1') ?? {});
    if (!keys.some((key) => key.startsWith('__reactProps'))) return;
    seen.alive = performance.now();
    clearInterval(timer);
  }, 10);
}

export type Seen = { lcp: number; alive: number; tasks: number[] };

/** What `watchPage` has noted so far, ms since the page was asked for.
 *  @throws Error when the page has not come alive */
export async function seenIn(page: Page): Promise<Seen> {
  const seen = await page.evaluate(() => (window as unknown as { seen: Seen }).seen);
  if (seen.alive === 0) throw new Error('The page has not come alive.');
  return seen;
}

/** The worker fetches by itself: what slows its page down does not slow it down. */
async function slowWorkersDown(browser: Browser): Promise<void> {
  const session = await browser.newBrowserCDPSession();
  const { targetInfos } = await session.send('Target.getTargets');
  for (const { targetId } of targetInfos.filter(({ type }) => type === 'service_worker')) {
    const { sessionId } = await session.send('Target.attachToTarget', { targetId });
    const message = JSON.stringify({ id: 1, method: 'Network.emulateNetworkConditions', params: NETWORK });
    await session.send('Target.sendMessageToTarget', { sessionId, message });
  }
}

async function slowDown(page: Page): Promise<CDPSession> {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', NETWORK);
  await session.send('Emulation.setCPUThrottlingRate', { rate: CPU_SLOWDOWN });
  return session;
}

/** A page of such a phone, watched from its first moment. `options` needs the server's `baseURL`. */
export async function cheapPhone(browser: Browser, options: BrowserContextOptions): Promise<Page> {
  const context = await browser.newContext({ ...PHONE, ...options });
  await context.addInitScript(watchPage);
  return slowPage(await context.newPage());
}

/** Another page of the same phone, which has kept what it was sent, once the one before is closed. */
export async function samePhone(browser: Browser, page: Page): Promise<Page> {
  const next = await page.context().newPage();
  await page.close();
  await slowWorkersDown(browser);
  return slowPage(next);
}

async function slowPage(page: Page): Promise<Page> {
  await slowDown(page);
  return page;
}
