/** The smallest phones: everybody reaches every place. That no page is wider than the window is held in the pseudo-language, whose words
 *  are longer. */
import type { Page } from 'playwright-core';
import { afterAll, expect, test } from 'vitest';
import { launchBrowser } from '../helpers/browser';
import { PHONE, signedIn } from '../helpers/journey';
import { startServer } from '../helpers/server';

const [server, browser] = await Promise.all([startServer(), launchBrowser()]);
afterAll(async () => {
  await browser.close();
  await server[Symbol.asyncDispose]();
});

const baseURL = server.url;
const ROLES = ['student', 'teacher', 'assistant', 'admin'];
const emailOf = (role: string) => `${role}@demo.school`;

type Box = { text: string; left: number; right: number; width: number; height: number; isCut: boolean };

/** What stands at the bottom, or in an open menu, as far as it is shown. */
function boxesOf(page: Page, selector: string): Promise<Box[]> {
  return page.locator(selector).evaluateAll((elements) =>
    elements
      .filter((element) => element.checkVisibility())
      .map((element) => {
        const { left, right, width, height } = element.getBoundingClientRect();
        const isCut = element.scrollWidth > element.clientWidth;
        return { text: element.textContent ?? '', left, right, width, height, isCut };
      }),
  );
}

const unreachable = (boxes: Box[], width: number) =>
  boxes.filter((box) => box.left < 0 || box.right > width || box.width < 44 || box.height < 44 || box.isCut);

const BAR = 'nav[aria-label="Main"] > a, nav[aria-label="Main"] > details > summary';
const SHEET = 'nav[aria-label="Main"] details[open] > div a';

test.each(ROLES)('a thumb reaches every place of a %s', async (role) => {
  const page = await signedIn(browser, { email: emailOf(role), baseURL, ...PHONE });
  const more = page.locator(BAR).filter({ hasText: 'More' });
  for (const width of [320, 390]) {
    await page.setViewportSize({ width, height: 568 });
    const bar = await boxesOf(page, BAR);
    expect(unreachable(bar, width)).toEqual([]);
    expect(bar.every(({ left }, index) => index === 0 || left >= Number(bar[index - 1]?.right) - 0.5)).toBe(true);
    if (await more.isVisible()) await more.click();
    expect(unreachable(await boxesOf(page, SHEET), width)).toEqual([]);
    await page.keyboard.press('Escape');
  }
  await page.locator('header summary').click();
  await page.locator('header').getByRole('link', { name: 'Profile' }).click();
  await page.waitForURL('/profile');
  await page.context().close();
});

test('an administrator opens More by keyboard, leaves it by Escape, and finds the settings in it', async () => {
  const page = await signedIn(browser, { email: emailOf('admin'), path: '/admin', baseURL, ...PHONE });
  const more = page.locator(BAR).filter({ hasText: 'More' });
  const settings = page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Settings' });
  await more.focus();
  await page.keyboard.press('Enter');
  await settings.waitFor();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Escape');
  await settings.waitFor({ state: 'hidden' });
  expect(await more.evaluate((element) => element === document.activeElement)).toBe(true);
  await page.keyboard.press('Enter');
  await settings.click();
  await page.waitForURL('/admin/settings');
  await expect.poll(() => more.getAttribute('aria-current')).toBe('true');
  await page.context().close();
});

test('without script an administrator on a phone reaches the settings too', async () => {
  const page = await signedIn(browser, {
    email: emailOf('admin'),
    path: '/admin',
    baseURL,
    ...PHONE,
    javaScriptEnabled: false,
  });
  await page.locator(BAR).filter({ hasText: 'More' }).click();
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Settings' }).click();
  await page.waitForURL('/admin/settings');
  await page.context().close();
});
