/** People in front of browsers, for journeys: each has a context of their own, where whatever a page reports as an error fails the test,
 *  and so does an action that leaves the keyboard nowhere. */
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { expect } from 'vitest';
import { reportLostFocus } from './focus';
import { enter } from './sign-in';

export type Looks = Pick<BrowserContextOptions, 'viewport' | 'isMobile' | 'hasTouch'>;

/** A phone held upright, with a finger for a pointer. */
export const PHONE: Looks = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };
export const DESKTOP: Looks = { viewport: { width: 1280, height: 800 } };

/** Waits until a page's script runs it. */
export async function alive(page: Page): Promise<void> {
  await page.waitForFunction(() => Object.keys(document).some((key) => key.startsWith('__reactContainer')));
}

/** What browsers print of a response by themselves; a page that is refused on purpose has one. */
const OF_A_RESPONSE = /^Failed to load resource/;

/** A page that another overtakes on its way: the router leaves its promise to nobody. */
const OF_AN_OVERTAKEN_PAGE = /signal is aborted without reason/;

/** What pages of the test that runs have reported, and which are open. */
const reported: string[] = [];
const open: Page[] = [];

/** What each page shows, for whoever reads why a journey failed. */
async function tellPages(pages: Page[]): Promise<void> {
  for (const page of pages) {
    const shown = await page.locator('body').textContent({ timeout: 2_000 }).catch(String);
    tell(`${page.url()} shows:\n${shown?.slice(0, 1_500)}`);
  }
}

/** Closes all of a person's: a page that is left open goes on asking its server. */
async function leave(page: Page): Promise<void> {
  await page.unrouteAll({ behavior: 'ignoreErrors' });
  await page.context().close();
}

/** Ends a test: tells what its pages show where it has failed, and what they have reported. Its people leave.
 *  @throws when a page has reported an error */
export async function endJourney({ hasFailed }: { hasFailed: boolean }): Promise<void> {
  const pages = open.splice(0).filter((page) => !page.isClosed());
  if (hasFailed) await tellPages(pages);
  const errors = reported.splice(0);
  await Promise.all(pages.map(leave));
  for (const error of errors) tell(`a page reported: ${error}`);
  expect(errors, 'errors that pages reported').toEqual([]);
}

/** Has the test fail in which the page throws. */
export function failOnPageError(page: Page): void {
  page.on('pageerror', ({ message }) => {
    if (!OF_AN_OVERTAKEN_PAGE.test(message)) reported.push(`${page.url()}: ${message}`);
  });
}

function failOnError(page: Page): void {
  failOnPageError(page);
  page.on('console', (message) => {
    const isOurs =
      message.type() === 'error' && !OF_A_RESPONSE.test(message.text()) && !OF_AN_OVERTAKEN_PAGE.test(message.text());
    if (isOurs) reported.push(`${page.url()}: ${message.text()}`);
  });
}

/** A page of a person who is new here. `options` wins over a desktop without service worker and without movement. */
export async function newPerson(browser: Browser, options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({ ...DESKTOP, serviceWorkers: 'block', reducedMotion: 'reduce', ...options });
  const page = await context.newPage();
  failOnError(page);
  await reportLostFocus(page);
  open.push(page);
  return page;
}

export type PersonOptions = BrowserContextOptions & {
  email: string;
  /** What they open. */
  path?: string;
};

/** A page of a person who is signed in. `options` needs the server's `baseURL`. */
export async function signedIn(browser: Browser, { email, path = '/', ...options }: PersonOptions): Promise<Page> {
  const page = await newPerson(browser, options);
  await enter(page.context(), email);
  await page.goto(path);
  return page;
}

/** Says a measured value beside the test results. */
export function tell(text: string): void {
  process.stdout.write(`  ${text}\n`);
}
