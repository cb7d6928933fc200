/** The smallest phones: everybody reaches every place. That no page is wider than the window is held in the pseudo-language, whose words
 *  are longer. */
import type { Page } from 'playwright-core';
import { afterAll, expect, test } from 'vitest';
import { launchBrowser } from '../helpers/browser';
import { PHONE, signedIn } from '../helpers/journey';
import { openLiveClass } from '../helpers/live-class';
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

const boxOf = async (page: Page, selector: string) => {
  const box = await page.locator(selector).first().boundingBox();
  if (!box) throw new Error(`${selector} is not shown.`);
  return { top: box.y, bottom: box.y + box.height, height: box.height };
};

/** Rows that are seen whole above the bar at the bottom. */
async function rowsInView(page: Page): Promise<number> {
  const { top } = await boxOf(page, 'nav[aria-label="Main"]:visible');
  return page
    .locator('[data-student]')
    .evaluateAll((rows, bar) => rows.filter((row) => row.getBoundingClientRect().bottom <= bar).length, top);
}

test('a register shows the whole code, or its students, and no mark moves a row', async () => {
  const { classSessionId } = await openLiveClass(server);
  const page = await signedIn(browser, {
    email: emailOf('teacher'),
    path: `/teach/sessions/${classSessionId}`,
    baseURL,
    ...PHONE,
  });
  for (const [width, height, rows] of [
    [390, 844, 8],
    [320, 568, 3],
  ] as const) {
    await page.setViewportSize({ width, height });
    await page.getByRole('button', { name: 'Code', exact: true }).click();
    await page.evaluate(() => window.scrollTo(0, 0));
    const bar = await boxOf(page, 'nav[aria-label="Main"]:visible');
    expect((await boxOf(page, 'svg[aria-label^="QR code"]')).height).toBeGreaterThan(200);
    expect((await boxOf(page, 'text=/^\\d{3} \\d{3}$/')).bottom).toBeLessThan(bar.top);
    await page.getByRole('button', { name: /^Register/ }).click();
    expect(await rowsInView(page)).toBeGreaterThanOrEqual(rows);
  }
  const tops = () => page.locator('[data-student]').evaluateAll((all) => all.map((row) => row.getBoundingClientRect().top));
  const before = await tops();
  const first = page.locator('[data-student]').first();
  await first.getByRole('radio', { name: 'Late' }).check();
  await first.getByText('You', { exact: false }).waitFor();
  expect(await tops()).toEqual(before);
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
