/** Going back after signing out: whoever sits in front of the device next sees nothing of the person before, with and without the
 *  browser's own memory of pages, with and without a service worker. */
import type { Browser, Page } from 'playwright-core';
import { afterAll, expect, test } from 'vitest';
import { launchBrowser } from '../helpers/browser';
import { DESKTOP, signedIn } from '../helpers/journey';
import { waitForPages } from '../helpers/pwa';
import { startServer } from '../helpers/server';

const [server, plain, remembering] = await Promise.all([startServer(), launchBrowser(), launchBrowser({ remembersPages: true })]);
afterAll(async () => {
  await Promise.all([plain.close(), remembering.close()]);
  await server[Symbol.asyncDispose]();
});

/** Whom no page for everybody names. */
const EMAIL = 'student-002@demo.school';
const signOutButton = (page: Page) => page.getByRole('complementary').getByRole('button', { name: 'Sign out' });

type Worker = 'allow' | 'block';
const open = (browser: Browser, serviceWorkers: Worker) =>
  signedIn(browser, { email: EMAIL, path: '/profile', baseURL: server.url, serviceWorkers, ...DESKTOP });

test.for([
  ['a plain browser', plain, 'block'],
  ['a browser that keeps pages for going back', remembering, 'block'],
  ['a plain browser with the service worker', plain, 'allow'],
  ['a browser that keeps pages, with the service worker', remembering, 'allow'],
] as const)('%s shows nothing when somebody goes back after signing out', async ([, browser, serviceWorkers]) => {
  const page = await open(browser, serviceWorkers);
  if (serviceWorkers === 'allow') await waitForPages(page);
  await page.goto('/attendance');
  await page.goto('/profile');
  await page.getByText(EMAIL).first().waitFor();
  await signOutButton(page).click();
  await page.waitForURL('**/sign-in');
  for (let step = 0; step < 2; step++) {
    await page.goBack();
    await page.waitForURL('**/sign-in**');
    await page.getByLabel('Email', { exact: true }).waitFor();
    expect(await page.textContent('body')).not.toContain(EMAIL);
  }
});

test('a page that comes back as it was left is hidden and fetched anew', async () => {
  const page = await open(plain, 'block');
  await page.getByText(EMAIL).first().waitFor();
  await page.waitForLoadState('networkidle');
  await page.context().clearCookies();
  const isHidden = await page.evaluate(() => {
    window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
    return document.documentElement.hidden;
  });
  expect(isHidden).toBe(true);
  await page.waitForURL('**/sign-in**');
});
