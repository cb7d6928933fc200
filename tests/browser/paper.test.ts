/** A register on paper: whatever the screen shows, the sheet has everybody with one word, the totals, and a line to sign. */

import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, expect, test } from 'vitest';
import { launchBrowser } from '../helpers/browser';
import { query } from '../helpers/database-file';
import { DESKTOP, PHONE, signedIn } from '../helpers/journey';
import { openLiveClass } from '../helpers/live-class';
import { pressTool } from '../helpers/register-page';
import { startServer } from '../helpers/server';

const [server, browser] = await Promise.all([startServer(), launchBrowser()]);
afterAll(async () => {
  await browser.close();
  await server[Symbol.asyncDispose]();
});
const live = await openLiveClass(server);

const asTeacher = (id: number, options: BrowserContextOptions = {}) =>
  signedIn(browser, { email: 'teacher@demo.school', path: `/teach/sessions/${id}`, baseURL: server.url, ...options });

const coloursOf = (element: Element) => [
  getComputedStyle(element).color,
  getComputedStyle(document.documentElement).backgroundColor,
];

/** Heads of columns that do not stand over what is in them. */
const headsAside = (table: Element) =>
  [...table.querySelectorAll('thead th')]
    .filter((head, index) => {
      const cell = table.querySelector('tbody tr')?.children[index];
      return cell && getComputedStyle(cell).textAlign !== getComputedStyle(head).textAlign;
    })
    .map(({ textContent }) => textContent);

/** What the paper says: the text of all that is drawn, and each student's line. */
async function paperOf(page: Page): Promise<{ text: string; lines: string[]; colours: string[] }> {
  await page.emulateMedia({ media: 'print' });
  const sheet = page.getByRole('region', { name: 'Register on paper' });
  await sheet.waitFor();
  const lines = await sheet.locator('tbody tr').allInnerTexts();
  const [text = ''] = await page.locator('body').allInnerTexts();
  const colours = await sheet.locator('th[scope=row]').first().evaluate(coloursOf);
  expect(await sheet.locator('table').evaluate(headsAside)).toEqual([]);
  await page.emulateMedia({ media: null });
  await sheet.waitFor({ state: 'detached' });
  return { text, lines: lines.map((line) => line.replaceAll(/\s+/g, ' ').trim()), colours };
}

const BLACK_ON_WHITE = ['rgb(0, 0, 0)', 'rgb(255, 255, 255)'];
const TOOLS = /Scan badges|Close register|Full screen|Filter by name|as present|Sign out|Present\s+Late\s+Absent/;
const NAMES = `select u.name from class_sessions cs join enrolments e on e.section_id = cs.section_id and e.until_day is null
  join users u on u.id = e.student_id where cs.id = ? order by u.name collate nocase`;

test.each([
  ['a phone that shows the code', { ...PHONE }],
  ['a dark desktop', { ...DESKTOP, colorScheme: 'dark' as const }],
])('an open register prints whole from %s, also with a filter and with no network', async (_name, options) => {
  const names = await query<{ name: string }>(server.dbPath, NAMES, [live.classSessionId]);
  const page = await asTeacher(live.classSessionId, options);
  await page.locator('[data-student]').first().waitFor({ state: 'attached' });
  await page.getByRole('img', { name: 'QR code to check in with.' }).waitFor();
  const first = await paperOf(page);
  expect(first.lines.map((line) => line.replace(/^\d+ /, ''))).toEqual(
    names.map(({ name }) => expect.stringMatching(new RegExp(`^${name} (Unmarked|(Excused|Present) \\d\\d:\\d\\d)$`))),
  );
  expect(first.text).toMatch(
    new RegExp(`${names.length} on the roll: \\d+ present, 0 late, 0 absent, \\d+ excused, \\d+ unmarked`),
  );
  expect(first.text).toContain('Taken by: Daniel Osborne');
  expect(first.text).toContain('Signature');
  expect(first.text).not.toMatch(TOOLS);
  expect(first.colours).toEqual(BLACK_ON_WHITE);

  const isPhone = options.viewport === PHONE.viewport;
  if (isPhone) await page.getByRole('button', { name: /^Register/ }).click();
  await page.getByLabel('Filter by name').fill('zzz');
  await page.context().setOffline(true);
  const [student] = live.emails;
  expect(student).toBeDefined();
  await page.getByRole('button', { name: 'Show all students' }).click();
  await page.locator('[data-student]:not(:has(:checked)) input[value=present]').first().click();
  await page.getByText('Not sent yet').first().waitFor();
  // The register says so at its head: the line that other pages have does not say it again.
  const line = page.getByText(/^Offline\./).first();
  await line.waitFor({ state: 'attached' });
  expect(await line.isVisible()).toBe(false);
  await page.getByLabel('Filter by name').fill('zzz');
  const second = await paperOf(page);
  expect(second.lines).toHaveLength(names.length);
  expect(second.lines.filter((line) => line.includes('Present'))).not.toHaveLength(0);
  expect(second.text).toContain('Some of it is not sent to the school yet.');
  await page.context().close();
});

test('a closed register prints its marks and when it was closed', async () => {
  const sql = `select cs.id from class_sessions cs join section_staff st on st.section_id = cs.section_id join users u on u.id = st.user_id
    where u.email = 'teacher@demo.school' and cs.state = 'closed' and cs.is_held = 1 order by cs.starts_at desc limit 1`;
  const [closed] = await query<{ id: number }>(server.dbPath, sql);
  const page = await asTeacher(Number(closed?.id), PHONE);
  await page.locator('[data-student]').first().waitFor();
  // What is over is not fed any more.
  expect(await page.getByText('Live', { exact: true }).count()).toBe(0);
  const paper = await paperOf(page);
  expect(paper.text).toMatch(/Closed .+ Printed /);
  expect(paper.lines.every((line) => /(Present|Late|Absent|Excused|Unmarked)/.test(line))).toBe(true);
  expect(paper.text).not.toMatch(TOOLS);
  await page.context().close();
});

test('before it is opened a register prints empty, and the day does: names, boxes and no mark, on pages that repeat their head', async () => {
  const sql = `select cs.id, cs.section_id sectionId, cs.day from class_sessions cs join section_staff st on st.section_id = cs.section_id
    join users u on u.id = st.user_id where u.email = 'teacher@demo.school' and cs.state = 'scheduled' and cs.starts_at > ?
    order by cs.starts_at limit 1`;
  const [coming] = await query<{ id: number }>(server.dbPath, sql, [Date.now()]);
  const names = await query<{ name: string }>(server.dbPath, NAMES, [Number(coming?.id)]);
  const page = await asTeacher(Number(coming?.id), DESKTOP);
  // The browser's dialog would wait for somebody.
  await page.evaluate(() => Object.assign(window, { print: () => window.dispatchEvent(new Event('beforeprint')) }));
  await pressTool(page, 'Print blank');
  await page.emulateMedia({ media: 'print' });
  const sheet = page.getByRole('region', { name: /^Blank register/ });
  await sheet.waitFor();
  expect(await sheet.locator('tbody th').allInnerTexts()).toEqual(names.map(({ name }) => name));
  expect(await sheet.locator('tbody tr').first().locator('span').count()).toBe(4);
  expect(await sheet.textContent()).toMatch(/Daniel Osborne.+PresentLateAbsentExcused.+Signature/s);
  expect(await sheet.locator('thead').evaluate((head) => getComputedStyle(head).display)).toBe('table-header-group');
  expect(await sheet.locator('tbody th').first().evaluate(coloursOf)).toEqual(BLACK_ON_WHITE);
  await page.goto('/teach/sessions/blank');
  await page.emulateMedia({ media: 'print' });
  expect(await page.getByRole('region', { name: /^Blank register/ }).count()).toBeGreaterThan(0);
  await page.context().close();
});

test('the page of a class leads to its blank register, without a date and for whoever takes it', async () => {
  const page = await signedIn(browser, { email: 'teacher@demo.school', path: '/teach', baseURL: server.url });
  const [own] = await query<{ id: number }>(server.dbPath, 'select section_id id from class_sessions where id = ?', [
    live.classSessionId,
  ]);
  const names = await query<{ name: string }>(server.dbPath, NAMES, [live.classSessionId]);
  await page.goto(`/teach/sections/${own?.id}`);
  await page.getByRole('link', { name: 'Print blank register' }).click();
  await page.getByRole('heading', { name: 'Blank register' }).waitFor();
  await page.emulateMedia({ media: 'print' });
  const sheet = page.getByRole('region', { name: /^Blank register/ });
  expect(await sheet.locator('tbody th').allInnerTexts()).toEqual(names.map(({ name }) => name));
  expect(await sheet.textContent()).toMatch(/Taken by.*Signature.*Date/s);
  expect(await sheet.locator('time').count()).toBe(0);
  await page.context().close();
});

test('a week prints black on white at once from a dark screen, without what only a screen can do', async () => {
  const dark = { viewport: { width: 794, height: 1123 }, colorScheme: 'dark' as const, reducedMotion: 'no-preference' as const };
  const page = await signedIn(browser, {
    ...{ email: 'admin@demo.school', path: '/admin/timetable', baseURL: server.url },
    ...dark,
  });
  await page.emulateMedia({ media: 'print' });
  expect(await page.getByRole('heading', { name: 'Monday' }).evaluate(coloursOf)).toEqual(BLACK_ON_WHITE);
  for (const tool of [page.getByRole('search'), page.getByRole('navigation', { name: 'Timetable' }), page.getByText('Add')])
    expect(await tool.filter({ visible: true }).count()).toBe(0);
  await page.goto('/admin/reports');
  const tile = page.getByText('Marked absent', { exact: true }).locator('xpath=ancestor::a');
  await page.emulateMedia({ media: 'print' });
  expect(await tile.evaluate((element) => getComputedStyle(element).backgroundColor)).toBe('rgb(255, 255, 255)');
  await page.context().close();
});
