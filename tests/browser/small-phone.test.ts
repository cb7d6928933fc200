/** The smallest phones: everybody reaches every place. That no page is wider than the window is held in the pseudo-language, whose words
 *  are longer. */
import type { Page } from 'playwright-core';
import { afterAll, expect, test } from 'vitest';
import { launchBrowser } from '../helpers/browser';
import { query } from '../helpers/database-file';
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

/** Sums up, from now on, what has moved on a page without its person's doing (CLS), and answers how to read it. */
async function watchShifts(page: Page): Promise<() => Promise<number>> {
  await page.evaluate(() => {
    const seen = { shift: 0 };
    Object.assign(globalThis, { seen });
    type Shift = PerformanceEntry & { value: number; hadRecentInput: boolean };
    const add = ({ value, hadRecentInput }: Shift) => (seen.shift += hadRecentInput ? 0 : value);
    new PerformanceObserver((list) => (list.getEntries() as Shift[]).forEach(add)).observe({ type: 'layout-shift' });
  });
  return () => page.evaluate(() => (globalThis as unknown as { seen: { shift: number } }).seen.shift);
}

const focusOf = (page: Page) => page.evaluate(() => document.activeElement?.tagName);

/** Another class session of the same section, a minute after the start of the open one: its register cannot be opened beside the one that is. */
const MEET_AT_ONCE = `update class_sessions set (starts_at, ends_at, closes_at) =
    (select starts_at + 60000, ends_at, closes_at from class_sessions where id = :open)
  where id = (select id from class_sessions where state = 'scheduled' and starts_at > :now
    and section_id = (select section_id from class_sessions where id = :open) order by starts_at desc limit 1) returning id`;

test('a register that cannot be opened says so at its button, and leads to the one that stands in its way', async () => {
  const { classSessionId } = await openLiveClass(server);
  const [other] = await query<{ id: number }>(server.dbPath, MEET_AT_ONCE, { open: classSessionId, now: Date.now() });
  const path = `/teach/sessions/${other?.id}`;
  const page = await signedIn(browser, { email: emailOf('teacher'), path, baseURL, ...PHONE });
  await page.getByRole('button', { name: 'Open register' }).click();
  const refusal = page.getByRole('alert').filter({ hasText: 'Another class session of this section is open.' });
  await refusal.getByRole('link', { name: /^Go to the register of/ }).click();
  await page.waitForURL(`/teach/sessions/${classSessionId}`);
  await page.context().close();
});

test('a register shows the whole code, or its students; no mark and no check-in moves a row, and the focus stays', async () => {
  const live = await openLiveClass(server);
  const { classSessionId } = live;
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

  const shifts = await watchShifts(page);
  const phone = await signedIn(browser, { email: String(live.emails.at(-1)), path: '/scan', baseURL, ...PHONE });
  await phone.getByLabel('Code', { exact: true }).fill(await live.code());
  await page.locator('[data-student] input:checked[value=present]').first().waitFor();
  expect(await tops()).toEqual(before);
  expect(await shifts()).toBeLessThan(0.02);
  await phone.context().close();

  await page.getByRole('button', { name: /^Mark \d+ as present$/ }).press('Enter');
  await page.getByRole('button', { name: /^Undo \d+ marks$/ }).press('Enter');
  await page.getByRole('button', { name: /^Mark \d+ as present$/ }).waitFor();
  expect(await focusOf(page)).not.toBe('BODY');
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
