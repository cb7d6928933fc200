/** A register on paper: whatever the screen shows, the sheet has everybody with one word, the totals, and a line to sign. */
import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, expect, test } from 'vitest';
import { launchBrowser } from '../helpers/browser';
import { query } from '../helpers/database-file';
import { DESKTOP, PHONE, signedIn } from '../helpers/journey';
import { openLiveClass } from '../helpers/live-class';
import { startServer } from '../helpers/server';

const [server, browser] = await Promise.all([startServer(), launchBrowser()]);
afterAll(async () => {
  await browser.close();
  await server[Symbol.asyncDispose]();
});
const live = await openLiveClass(server);

const asTeacher = (id: number, options: BrowserContextOptions = {}) =>
  signedIn(browser, { email: 'teacher@demo.school', path: `/teach/sessions/${id}`, baseURL: server.url, ...options });

/** What the paper says: the text of all that is drawn, and each student's line. */
async function paperOf(page: Page): Promise<{ text: string; lines: string[]; colours: string[] }> {
  await page.emulateMedia({ media: 'print' });
  const sheet = page.getByRole('region', { name: 'Register on paper' });
  await sheet.waitFor();
  const lines = await sheet.locator('tbody tr').allInnerTexts();
  const [text = ''] = await page.locator('body').allInnerTexts();
  const colours = await sheet
    .locator('th[scope=row]')
    .first()
    .evaluate((element) => {
      return [getComputedStyle(element).color, getComputedStyle(document.documentElement).backgroundColor];
    });
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
    names.map(({ name }) => expect.stringMatching(new RegExp(`^${name} (Unmarked|Present \\d\\d:\\d\\d)$`))),
  );
  expect(first.text).toMatch(new RegExp(`${names.length} on the roll: \\d+ present, 0 late, 0 absent, 0 excused, \\d+ unmarked`));
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
  const paper = await paperOf(page);
  expect(paper.text).toMatch(/Closed .+ Printed /);
  expect(paper.lines.every((line) => /(Present|Late|Absent|Excused|Unmarked)/.test(line))).toBe(true);
  expect(paper.text).not.toMatch(TOOLS);
  await page.context().close();
});
