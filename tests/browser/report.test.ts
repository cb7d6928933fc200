/** Figures down to one change of a mark: from the Overview and from a report to the class sessions behind a figure, to a register and to a
 *  mark, and Back with the place and the filter. */
import type { Page } from 'playwright-core';
import { v7 as newId } from 'uuid';
import { afterAll, expect, test } from 'vitest';
import { launchBrowser } from '../helpers/browser';
import { DESKTOP, newPerson, PHONE, signedIn } from '../helpers/journey';
import { openLiveClass } from '../helpers/live-class';
import { look } from '../helpers/look';
import { startServer } from '../helpers/server';
import { enter } from '../helpers/sign-in';

const [server, browser] = await Promise.all([startServer(), launchBrowser()]);
afterAll(async () => {
  await browser.close();
  await server[Symbol.asyncDispose]();
});

const baseURL = server.url;

/** A class of today whose register is closed. */
async function closeClassOfToday(): Promise<void> {
  const { classSessionId } = await openLiveClass(server);
  const teacher = await newPerson(browser, { baseURL });
  await enter(teacher.context(), 'teacher@demo.school');
  const answer = await teacher.request.post('/trpc/classSession.close', {
    data: { id: newId(), at: Date.now(), classSessionId },
  });
  expect(answer.status()).toBe(200);
}

const heightOf = (page: Page) => page.evaluate(() => Math.round(window.scrollY));

test('an administrator goes from the Overview’s figure down to one change of a mark, and Back to where it stands', async () => {
  await closeClassOfToday();
  const page = await signedIn(browser, { email: 'admin@demo.school', path: '/admin', baseURL, ...PHONE });
  const figure = page.getByRole('link', { name: /Attendance today, so far/ });
  await figure.evaluate((element) => element.scrollIntoView({ block: 'start' }));
  const place = await heightOf(page);
  expect(place).toBeGreaterThan(0);
  await figure.click();
  await page.getByRole('heading', { name: 'Class sessions', level: 1 }).waitFor();
  await page.getByRole('main').locator('li a[href^="/teach/sessions/"]').first().click();
  await page.waitForURL(/\/teach\/sessions\/\d+$/);
  await page.locator('[data-student]:has(:checked) button').first().click();
  await page.getByRole('button', { name: 'History of this mark' }).click();
  await page.getByRole('link', { name: 'Each change with its evidence' }).click();
  await page.getByRole('list', { name: 'Changes of this mark' }).getByRole('listitem').first().waitFor();
  await page.goBack();
  await page.waitForURL(/\/teach\/sessions\/\d+$/);
  await page.goBack();
  await page.getByRole('heading', { name: 'Class sessions', level: 1 }).waitFor();
  await page.goBack();
  await figure.waitFor();
  await expect.poll(() => heightOf(page)).toBe(place);
});

test('an administrator goes from a report down to a register, and Back keeps the filter', async () => {
  const page = await signedIn(browser, { email: 'admin@demo.school', path: '/admin', baseURL, ...DESKTOP });
  await page.getByRole('link', { name: 'Reports', exact: true }).click();
  await page.getByLabel('By', { exact: true }).selectOption('day');
  await page.getByLabel('Course').selectOption({ label: 'Mathematics (MA)' });
  await page.getByRole('button', { name: 'Show', exact: true }).click();
  await page.waitForURL(/by=day.*courseId=\d+/);
  const filtered = page.url();
  expect((await look(page)).problems).toEqual([]);
  await page.getByRole('link', { name: /Class sessions held/ }).click();
  await page.getByRole('heading', { name: 'Class sessions', level: 1 }).waitFor();
  await page
    .getByRole('listitem')
    .getByRole('link', { name: /^Mathematics/ })
    .first()
    .click();
  await page.waitForURL(/\/teach\/sessions\/\d+$/);
  await page.goBack();
  await page.goBack();
  await page.waitForURL(filtered);
  expect(await page.getByLabel('By', { exact: true }).inputValue()).toBe('day');
});

test('a teacher finds the class overview from a register, and its grid leads back', async () => {
  const page = await signedIn(browser, { email: 'teacher@demo.school', path: '/teach', baseURL, ...PHONE });
  await page.goto('/teach');
  await page.locator('a[href^="/teach/sessions/"]').last().click();
  await page.getByRole('link', { name: /^[A-Z]+ [A-Z]$/ }).click();
  await page.getByRole('region', { name: 'Marks by class session' }).first().waitFor();
  await page.getByRole('columnheader').getByRole('link').last().click();
  await page.waitForURL(/\/teach\/sessions\/\d+$/);
});
