/** A slow phone: the page is there long before its script, and its person does not wait. */
import type { Browser } from 'playwright-core';
import { expect, test } from 'vitest';
import { launchBrowser } from '../helpers/browser';
import { startServer } from '../helpers/server';

/** Loads the sign-in page on a slow machine and types from the first moment on.
 *  @returns what went wrong, and whether the page's script runs it in the end */
async function typeEarly(browser: Browser, baseURL: string, rate: number) {
  const context = await browser.newContext({ baseURL, serviceWorkers: 'block' });
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('pageerror', ({ message }) => errors.push(message));
  await (await context.newCDPSession(page)).send('Emulation.setCPUThrottlingRate', { rate });
  await page.goto('/sign-in', { waitUntil: 'commit' });
  for (let times = 0; times < 8; times++) {
    await page.getByLabel('Email').fill(`person-${times}@school.test`);
    await page.getByLabel('Password', { exact: true }).fill('some password');
  }
  let isAlive = false;
  for (let times = 0; times < 40 && !isAlive; times++) {
    await page.getByRole('button', { name: 'Show password' }).click();
    await page.waitForTimeout(100);
    isAlive = (await page.locator('[name=password]').getAttribute('type')) === 'text';
  }
  await context.close();
  return { errors, isAlive };
}

test('typing before the script runs does not keep the page from coming alive', async () => {
  await using server = await startServer();
  await using browser = await launchBrowser();
  for (const rate of [3, 5, 7]) {
    expect(await typeEarly(browser, server.url, rate)).toEqual({ errors: [], isAlive: true });
  }
});
