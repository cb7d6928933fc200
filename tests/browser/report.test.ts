/** Figures down to one register: from the Overview to a report, to the class sessions behind a figure, to a register, and Back with the filter. */
import { afterAll, expect, test } from 'vitest';
import { launchBrowser } from '../helpers/browser';
import { DESKTOP, PHONE, signedIn } from '../helpers/journey';
import { look } from '../helpers/look';
import { startServer } from '../helpers/server';

const [server, browser] = await Promise.all([startServer(), launchBrowser()]);
afterAll(async () => {
  await browser.close();
  await server[Symbol.asyncDispose]();
});

const baseURL = server.url;

test('an administrator goes from the Overview down to a register, and Back keeps the filter', async () => {
  const page = await signedIn(browser, { email: 'admin@demo.school', path: '/admin', baseURL, ...DESKTOP });
  await page.getByRole('link', { name: /Attendance today, so far/ }).waitFor();
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
  await page.context().close();
});

test('a teacher finds the class overview from a register, and its grid leads back', async () => {
  const page = await signedIn(browser, { email: 'teacher@demo.school', path: '/teach', baseURL, ...PHONE });
  await page.goto('/teach');
  await page.locator('a[href^="/teach/sessions/"]').last().click();
  await page.getByRole('link', { name: /^[A-Z]+ [A-Z]$/ }).click();
  await page.getByRole('region', { name: 'Marks by class session' }).first().waitFor();
  expect((await look(page)).problems).toEqual([]);
  await page.getByRole('columnheader').getByRole('link').last().click();
  await page.waitForURL(/\/teach\/sessions\/\d+$/);
  await page.context().close();
});
