/** An administrator sets a school up by hand: a person added, a section made, staffed and filled, a rule tried, people changed and taken back. */
import type { Page } from 'playwright-core';
import { afterAll, expect, test } from 'vitest';
import { seriousFindings } from '../helpers/axe';
import { launchBrowser } from '../helpers/browser';
import { query } from '../helpers/database-file';
import { signedIn } from '../helpers/journey';
import { startServer } from '../helpers/server';

const [server, browser] = await Promise.all([startServer(), launchBrowser()]);
afterAll(async () => {
  await browser.close();
  await server[Symbol.asyncDispose]();
});

const asAdmin = (path: string, options: Partial<Parameters<typeof signedIn>[1]> = {}) =>
  signedIn(browser, { email: 'admin@demo.school', path, baseURL: server.url, ...options });

/** The first row of a question to the database. */
async function row(sql: string, args: (string | number)[] = []): Promise<Record<string, unknown>> {
  return ((await query(server.dbPath, sql, args))[0] ?? {}) as Record<string, unknown>;
}

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: typeof name === 'string' });

async function addPerson(page: Page, person: { name: string; email: string; role: string }): Promise<number> {
  await page.goto('/admin/people/new');
  await page.getByLabel('Full name').fill(person.name);
  await page.getByLabel('Email').fill(person.email);
  await page.getByRole('combobox', { name: 'Role' }).selectOption({ label: person.role });
  await button(page, 'Add person').click();
  await page.getByRole('heading', { level: 1, name: person.name }).waitFor();
  return Number(new URL(page.url()).pathname.split('/').at(-1));
}

test('a person is added, found, suspended with others and reactivated by undo', async () => {
  const page = await asAdmin('/profile');
  const id = await addPerson(page, { name: 'Quentin Zephyr', email: `q.zephyr-${Date.now()}@demo.school`, role: 'Student' });
  await page.goto('/admin/people');
  const search = page.getByRole('combobox', { name: 'Search people, classes, pages and actions' });
  // A page hears keys a moment after it is shown.
  await expect
    .poll(async () => {
      await page.keyboard.press('Control+k');
      return search.waitFor({ timeout: 3_000 }).then(
        () => true,
        () => false,
      );
    })
    .toBe(true);
  await search.fill('robin');
  await page.getByRole('option', { name: /^Robin Achebe/, selected: true }).waitFor();
  expect(await seriousFindings(page)).toEqual([]);
  // Enter waits for the answer to what is typed by then.
  await search.fill('zeph');
  await page.keyboard.press('Enter');
  await page.waitForURL(`/admin/people/${id}`);
  await page.getByRole('link', { name: 'People' }).first().click();
  await page.getByRole('searchbox', { name: 'Name, email or number' }).fill('zeph');
  await page.waitForURL(/q=zeph/);
  await page.getByRole('link', { name: 'Quentin Zephyr' }).waitFor();
  await page.getByLabel('Select Quentin Zephyr').check();
  await button(page, 'Suspend').click();
  await page.getByText('1 person suspended.').waitFor();
  const state = async () => (await row('select state from users where id = ?', [id])).state;
  expect(await state()).toBe('suspended');
  await button(page, 'Undo').click();
  await page.getByText('1 person reactivated.').waitFor();
  expect(await state()).toBe('active');
});

test('another role shows what it changes before it is given', async () => {
  const page = await asAdmin('/profile');
  await addPerson(page, { name: 'Rosa Change', email: `rosa-${Date.now()}@demo.school`, role: 'Student' });
  await page.getByRole('combobox', { name: 'Role' }).selectOption({ label: 'Teacher' });
  await button(page, 'Show what changes').click();
  await page.getByText('From Student to Teacher').waitFor();
  await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).not.toBe('BODY');
  await button(page, 'Change role').click();
  await page.getByText('Role changed to teacher.').waitFor();
});

test('a section is made, staffed and filled, all without script, and is archived rather than deleted', async () => {
  const page = await asAdmin('/admin/sections', { javaScriptEnabled: false });
  const link = (name: string) => page.getByRole('link', { name, exact: true });
  await link('Departments').click();
  await page.getByLabel('New department').fill('Astronomy');
  await button(page, 'Add department').click();
  await page.getByText('Department added.').waitFor();
  await link('Add a course').click();
  await page.locator('#course-new').getByLabel('Department').selectOption({ label: 'Astronomy' });
  await page.getByLabel('Course code').fill('as1');
  await page.locator('#course-new').getByLabel('Title').fill('Stars');
  await button(page, 'Add course').click();
  await page.getByLabel('Section code').fill('Z');
  await button(page, 'Add section').click();
  await page.getByText('Section added. Next, add its staff and enrol students.').waitFor();
  await link('Sections').first().click();
  await page.getByLabel('Course, section or department').fill('as1');
  await page.getByRole('search').getByRole('button').click();
  await link('AS1 Z').click();

  await page.getByRole('searchbox', { name: 'Add a teacher or an assistant' }).fill('teacher@demo');
  await page.getByRole('search', { name: 'Add a teacher or an assistant' }).getByRole('button').click();
  await page.getByRole('button', { name: /^Add / }).first().click();
  await page.getByText(/added to the staff of this section/).waitFor();
  await page.getByRole('searchbox', { name: 'Enrol students' }).fill('student@demo');
  await page.getByRole('search', { name: 'Enrol students' }).getByRole('button').click();
  await page.getByRole('checkbox').first().check();
  await button(page, 'Enrol selected').click();
  await page.getByText('1 student enrolled.').waitFor();

  await button(page, /^Delete/).click();
  await page.getByText(/is in use: it has 1 enrolment/).waitFor();
  await button(page, /^Archive/).click();
  await page.getByText('Section archived.').first().waitFor();
});

test('days that leave held classes out are shown before they are saved', async () => {
  const held = await row(
    `select e.id enrolmentId, e.section_id sectionId, min(cs.day) day from enrolments e join class_sessions cs on cs.section_id = e.section_id
      where cs.is_held and e.from_day <= cs.day and e.until_day is null group by e.id having count(*) > 1 limit 1`,
  );
  const page = await asAdmin(`/admin/sections/${held.sectionId}?enrolment=${held.enrolmentId}`);
  await page.getByLabel('Last day').fill(String(held.day));
  await button(page, 'Save days').click();
  await page.getByText('This changes registers that were already taken').waitFor();
  const until = async () =>
    (await row('select until_day untilDay from enrolments where id = ?', [Number(held.enrolmentId)])).untilDay;
  expect(await until()).toBeNull();
  await button(page, 'Make this change').click();
  await page.getByText('Days saved.').waitFor();
  expect(await until()).toBe(held.day);
});

test('a stricter line is tried live, and saving the settings is told', async () => {
  const page = await asAdmin('/admin/settings');
  const told = page.getByRole('status').filter({ hasText: 'With this rule' });
  const before = await told.textContent();
  await page.waitForLoadState('networkidle');
  await page.getByLabel('Attendance required').fill('100');
  await expect.poll(() => told.textContent()).not.toBe(before);
  await button(page, 'Save settings').click();
  await page.getByText('Settings saved').waitFor();
  expect((await row("select settings ->> 'threshold' line from school")).line).toBe(1000);
});
