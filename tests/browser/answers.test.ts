/** What a person sees after pressing a button far down a page, and what is asked before something unsaved is left. */
import type { Page } from 'playwright-core';
import { afterAll, expect, test } from 'vitest';
import { launchBrowser } from '../helpers/browser';
import { query } from '../helpers/database-file';
import { PHONE, signedIn } from '../helpers/journey';
import { startServer } from '../helpers/server';

const [server, browser] = await Promise.all([startServer(), launchBrowser()]);
afterAll(async () => {
  await browser.close();
  await server[Symbol.asyncDispose]();
});

const asAdmin = (path: string) => signedIn(browser, { email: 'admin@demo.school', path, baseURL: server.url, ...PHONE });
const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: typeof name === 'string' });

/** Whether the answer is on the screen, below the top bar and above the bottom, and where the keyboard is. */
async function expectSeen(page: Page, text: RegExp): Promise<void> {
  const notice = page.getByRole('status').filter({ hasText: text });
  await notice.waitFor();
  const isInView = () =>
    notice.evaluate((element) => {
      const { top, bottom } = element.getBoundingClientRect();
      return top >= 56 && bottom <= innerHeight - 64 && element.parentElement === document.activeElement;
    });
  await expect.poll(isInView).toBe(true);
}

test('saving the settings from their end brings the answer into view, and what is not saved is asked about', async () => {
  const page = await asAdmin('/admin/settings');
  await page.route('**/admin/settings.data*', async (route) => {
    if (route.request().method() === 'GET') await page.waitForTimeout(1_500);
    await route.continue();
  });
  const name = `Harbour View ${Date.now()}`;
  await page.getByLabel('School name').fill(name);
  await button(page, 'Save settings').click();
  await expectSeen(page, /Settings saved/);

  const home = page.getByRole('banner').getByRole('link', { name: /home/ });
  await page.getByLabel('School name').fill('Something else');
  await home.click();
  await page.getByRole('dialog', { name: 'Leave without saving?' }).waitFor();
  await button(page, 'Stay here').click();
  expect(await page.getByLabel('School name').inputValue()).toBe('Something else');
  await home.click();
  await button(page, 'Leave without saving').click();
  await page.waitForURL('/admin');
  expect(await query(server.dbPath, `select settings ->> 'name' name from school`)).toEqual([{ name }]);
});

test('the answer to a change of people comes into view with its Undo', async () => {
  const page = await asAdmin('/admin/people');
  await page
    .getByRole('checkbox', { name: /^Select (?!all)/ })
    .last()
    .check();
  await button(page, 'Suspend').click();
  await expectSeen(page, /1 person suspended/);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expectSeen(page, /1 person reactivated/);
});

const SECTION = `select s.id from sections s join courses c on c.id = s.course_id where c.title = 'Mathematics' limit 1`;
const OTHER_STUDENT = `select name, email from users u where role = 'student' and state = 'active' and email <> 'student@demo.school'
  and not exists (select 1 from enrolments e where e.student_id = u.id and e.section_id = ?) limit 1`;

test('whoever was added is no longer looked for, and who is here is not offered', async () => {
  const [section] = await query<{ id: number }>(server.dbPath, SECTION);
  const id = Number(section?.id);
  const [student] = await query<{ name: string; email: string }>(server.dbPath, OTHER_STUDENT, [id]);
  const page = await asAdmin(`/admin/sections/${id}`);
  const finder = page.getByRole('search', { name: 'Enrol students' });
  const look = (email: string) => finder.getByRole('searchbox').fill(email);
  const choice = page.getByRole('checkbox', { name: String(student?.name) });
  await look(String(student?.email));
  await choice.check();
  await button(page, 'Enrol 1 student').click();
  // Where a register was taken today, what changes in it is shown first.
  const [change, answer] = [button(page, 'Make this change'), page.getByRole('status').filter({ hasText: 'enrolled' })];
  await change.or(answer).first().waitFor();
  if (await change.isVisible()) await change.click();
  await expectSeen(page, /1 student enrolled/);
  expect(await finder.getByRole('searchbox').inputValue()).toBe('');
  expect(await page.getByRole('list', { name: 'People found' }).count()).toBe(0);
  await look(String(student?.email));
  await page.getByText('Everyone found is already here.').waitFor();
  expect(await choice.count()).toBe(0);
});
