/** Pages in the pseudo-language: nothing on them is English, they run from right to left, and they come alive as the server made them. */
import { afterAll, expect, test } from 'vitest';
import { launchBrowser } from '../helpers/browser';
import { newPerson, PHONE } from '../helpers/journey';
import { englishOn, PSEUDO_ENV, readPseudo } from '../helpers/pseudo';
import { startServer } from '../helpers/server';
import { enter } from '../helpers/sign-in';

const [server, browser] = await Promise.all([startServer({ env: PSEUDO_ENV }), launchBrowser()]);
afterAll(async () => {
  await browser.close();
  await server[Symbol.asyncDispose]();
});

/** Somebody who reads the pseudo-language. */
async function reader(email: string) {
  const page = await newPerson(browser, { baseURL: server.url, ...PHONE });
  await readPseudo(page.context(), server.url);
  await enter(page.context(), email);
  return page;
}

const STUDENT = ['/', '/timetable', '/attendance', '/timetable/calendar', '/badge', '/inbox', '/outbox', '/profile'];
const ADMIN = [
  '/admin',
  '/admin/live',
  '/admin/people',
  '/admin/sections',
  '/admin/settings',
  '/admin/timetable',
  '/admin/import',
];
const PAGES = [
  ...STUDENT.map((path) => ['student@demo.school', path] as const),
  ['teacher@demo.school', '/teach'] as const,
  ...ADMIN.map((path) => ['admin@demo.school', path] as const),
];

test.each(PAGES)('%s at %s', async (email, path) => {
  const page = await reader(email);
  await page.goto(path);
  await page.waitForLoadState('networkidle');
  expect(await page.locator('html').getAttribute('lang')).toBe('en-XB');
  expect(await page.locator('html').getAttribute('dir')).toBe('rtl');
  expect(await englishOn(page)).toEqual([]);
  // Nothing is wider than the screen.
  expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0);
  await page.context().close();
});

test('the words of the next page are there when it is shown', async () => {
  const page = await reader('student@demo.school');
  await page.goto('/inbox');
  await page.locator('a[href="/timetable"]').last().click();
  await page.waitForURL('**/timetable');
  await expect.poll(() => page.locator('main h1').textContent()).toBe('Ţîîɱééţååƀļéé');
});
