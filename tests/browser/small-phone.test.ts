/** The smallest phones: everybody reaches every place. That no page is wider than the window is held in the pseudo-language, whose words
 *  are longer. And the register, where on a desktop too nothing moves under a hand. */
import type { Page } from 'playwright-core';
import { afterAll, expect, test } from 'vitest';
import { placesOf } from '#app/components/shell/navigation';
import { launchBrowser } from '../helpers/browser';
import { query } from '../helpers/database-file';
import { DESKTOP, PHONE, signedIn } from '../helpers/journey';
import { type LiveClass, openLiveClass, typeCode } from '../helpers/live-class';
import { startServer } from '../helpers/server';
import { shiftsOf, watchShifts } from '../helpers/shifts';

const [server, browser] = await Promise.all([startServer(), launchBrowser()]);
afterAll(async () => {
  await browser.close();
  await server[Symbol.asyncDispose]();
});

const baseURL = server.url;
const ROLES = ['student', 'teacher', 'assistant', 'admin'] as const;
const [{ school }] = (await query(server.dbPath, `select settings ->> 'name' school from school`)) as [{ school: string }];
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

/** Where what is shown there leads. */
const linksOf = (page: Page, selector: string) =>
  page.locator(selector).evaluateAll((all) => all.flatMap((one) => (one.checkVisibility() && one.getAttribute('href')) || []));

const isWhole = ({ scrollWidth, clientWidth, scrollHeight, clientHeight }: Element) =>
  scrollWidth <= clientWidth && scrollHeight <= clientHeight;

const BAR = 'nav[aria-label="Main"] > a, nav[aria-label="Main"] > details > summary';
const SHEET = 'nav[aria-label="Main"] details[open] > div a';

test.each(ROLES)('a thumb reaches every place of a %s', async (role) => {
  const page = await signedIn(browser, { email: emailOf(role), baseURL, ...PHONE });
  const more = page.locator(BAR).filter({ hasText: 'More' });
  const places = placesOf(role, { corrections: 0, leaves: 0, alerts: 0 }).map(({ to }) => to);
  for (const width of [320, 390]) {
    await page.setViewportSize({ width, height: 568 });
    const bar = await boxesOf(page, BAR);
    expect(unreachable(bar, width)).toEqual([]);
    expect(bar.every(({ left }, index) => index === 0 || left >= Number(bar[index - 1]?.right) - 0.5)).toBe(true);
    if (await more.isVisible()) await more.click();
    expect(unreachable(await boxesOf(page, SHEET), width)).toEqual([]);
    expect((await linksOf(page, `${BAR}, ${SHEET}`)).sort()).toEqual(places.toSorted());
    expect(await page.getByRole('banner').getByText(school).evaluate(isWhole)).toBe(true);
    await page.keyboard.press('Escape');
  }
  await page.locator('header summary').click();
  await page.locator('header').getByRole('link', { name: 'Profile' }).click();
  await page.waitForURL('/profile');
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

/** Where each row of a register is on its page. */
const boxesOfRows = (page: Page) =>
  page.locator('[data-student]').evaluateAll((rows) =>
    rows.map((row) => {
      const { top, left, width, height } = row.getBoundingClientRect();
      return [top + window.scrollY, left, width, height].map(Math.round).join();
    }),
  );

/** Neither a mark nor a check-in changes where a row is. @param one.row of whom to mark  @param one.email who checks in */
async function staysStill(page: Page, { classSessionId, code }: LiveClass, one: { row: number; email: string }): Promise<void> {
  const before = await boxesOfRows(page);
  await watchShifts(page);
  const marked = page.locator('[data-student]').nth(one.row);
  await marked.getByRole('radio', { name: 'Late' }).check();
  await marked.getByText('You', { exact: false }).waitFor();
  expect(await boxesOfRows(page)).toEqual(before);

  const present = page.locator('[data-student] input:checked[value=present]');
  const presentBefore = await present.count();
  const phone = await signedIn(browser, { email: one.email, path: '/scan', baseURL, ...PHONE });
  await typeCode(phone, classSessionId, await code());
  await expect.poll(() => present.count()).toBe(presentBefore + 1);
  expect(await boxesOfRows(page)).toEqual(before);
  expect(await shiftsOf(page)).toEqual([]);
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
  await staysStill(page, live, { row: 0, email: String(live.emails.at(-1)) });
  const desk = await signedIn(browser, { email: emailOf('teacher'), path: new URL(page.url()).pathname, baseURL, ...DESKTOP });
  // Rows below the screen are names for a moment.
  await expect.poll(() => desk.locator('[data-student]:not(:has(input))').count()).toBe(0);
  await staysStill(desk, live, { row: 1, email: String(live.emails.at(-2)) });

  const before = await boxesOfRows(page);
  await page.getByRole('button', { name: /^Mark \d+ as present$/ }).press('Enter');
  await page.getByRole('button', { name: /^Undo \d+ marks$/ }).press('Enter');
  await page.getByRole('button', { name: /^Mark \d+ as present$/ }).waitFor();
  expect(await focusOf(page)).not.toBe('BODY');
  expect(await boxesOfRows(page)).toEqual(before);
});

test('installing is offered where it is seen at once, and moves nothing when it comes', async () => {
  const page = await signedIn(browser, { email: emailOf('student'), baseURL, ...PHONE });
  await watchShifts(page);
  await page.waitForLoadState('networkidle');
  await page.evaluate(() => window.dispatchEvent(new Event('beforeinstallprompt')));
  const offer = page.getByRole('region', { name: 'Install Muster' });
  await offer.getByRole('button', { name: 'Install' }).waitFor();
  const { y, height } = (await offer.boundingBox()) ?? { y: Number.NaN, height: 0 };
  expect(y + height).toBeLessThanOrEqual((await boxOf(page, 'nav[aria-label="Main"]:visible')).top);
  expect(await shiftsOf(page)).toEqual([]);
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
});

test('what attendance is narrowed by is seen whole, and the log begins short', async () => {
  const page = await signedIn(browser, { email: emailOf('student'), path: '/attendance', baseURL, ...PHONE });
  for (const width of [320, 390]) {
    await page.setViewportSize({ width, height: 844 });
    const filters = page.getByRole('navigation', { name: /^Filter by/ });
    expect(await filters.count()).toBe(2);
    const cut = await filters.evaluateAll(
      (all) => all.filter(({ scrollWidth, clientWidth }) => scrollWidth > clientWidth).length,
    );
    expect(cut).toBe(0);
  }
  expect(await page.evaluate(() => document.documentElement.scrollHeight)).toBeLessThan(4_000);
  await page.getByRole('link', { name: 'Show earlier' }).waitFor();
});
