/** Bringing a school in from a file: upload, preview, apply with progress, undo; with keyboard-sized screens, and without script. */
import { afterAll, expect, test } from 'vitest';
import { launchBrowser } from '../helpers/browser';
import { query } from '../helpers/database-file';
import { rosterOf, UNTIDY } from '../helpers/import-files';
import { PHONE, signedIn } from '../helpers/journey';
import { look } from '../helpers/look';
import { startServer } from '../helpers/server';

const [server, browser] = await Promise.all([startServer(), launchBrowser()]);
afterAll(async () => {
  await browser.close();
  await server[Symbol.asyncDispose]();
});

const administrator = (options = {}) =>
  signedIn(browser, { email: 'admin@demo.school', path: '/admin/import', baseURL: server.url, ...options });

/** A file as the form's field takes it. */
const file = (name: string, bytes: Uint8Array | string, mimeType = 'application/zip') => ({
  name,
  mimeType,
  buffer: Buffer.from(bytes),
});

const fromFile = () => query(server.dbPath, `select count(*) n from users where sourced_id is not null`);

test('a OneRoster file is looked at, applied, and undone', async () => {
  const page = await administrator();
  await page.getByLabel('File', { exact: true }).setInputFiles(file('school.zip', rosterOf(UNTIDY)));
  await page.getByRole('button', { name: 'Upload and preview' }).click();
  await page.waitForURL(/\/admin\/import\/\d+$/);
  await page.getByText('Nothing is applied yet.').waitFor();
  expect(await fromFile()).toEqual([{ n: 0 }]);

  await page.getByRole('link', { name: /^Refused/ }).click();
  await page.waitForURL(/show=refused/);
  await page.getByText('Only an administrator can make somebody an administrator, not a file.').waitFor();
  await expect.poll(() => page.getByRole('list', { name: 'Rows of the file' }).getByRole('listitem').count()).toBe(2);
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: /^Download the 2 refused rows/ }).click();
  expect((await download).suggestedFilename()).toMatch(/^import-\d+-refused\.csv$/);

  await page.getByRole('button', { name: 'Apply 11 rows' }).click();
  await page.getByText('11 rows applied: 11 new.').waitFor();
  expect(await fromFile()).toEqual([{ n: 4 }]);
  await page.getByText('Undo this import…').click();
  expect((await look(page)).problems).toEqual([]);
  await page.getByRole('button', { name: 'Undo the whole import' }).click();
  await page.getByText('The school is as it was before this import.').waitFor();
  expect(await fromFile()).toEqual([{ n: 0 }]);
});

test('what stands against undoing is told, and nothing is undone', async () => {
  const page = await administrator();
  await page.getByLabel('File', { exact: true }).setInputFiles(file('school.zip', rosterOf(UNTIDY)));
  await page.getByRole('button', { name: 'Upload and preview' }).click();
  await page.getByRole('button', { name: 'Apply 11 rows' }).click();
  await page.getByText('11 rows applied').waitFor();
  await query(server.dbPath, `update users set preferred_name = 'Mae' where sourced_id = 'u-mary'`);
  await page.getByText('Undo this import…').click();
  await page.getByRole('button', { name: 'Undo the whole import' }).click();
  await page.getByRole('alert').getByText('1 person changed since').waitFor();
  expect(await fromFile()).toEqual([{ n: 4 }]);
});

test('without script, on a phone: an enrolment list with its choices, applied and undone', async () => {
  const page = await administrator({ ...PHONE, javaScriptEnabled: false });
  await page.getByLabel(/^Enrolment list/).check();
  await page
    .getByLabel('File', { exact: true })
    .setInputFiles(file('list.csv', 'email,name\nnew.pupil@demo.school,New Pupil\n', 'text/csv'));
  const classes = page.getByLabel('Class for every line');
  await classes.selectOption({ index: 1 });
  await page.getByLabel('Create accounts for unknown students').check();
  await page.getByRole('button', { name: 'Upload and preview' }).click();
  await page.getByRole('button', { name: 'Apply 1 row' }).click();
  await expect
    .poll(async () => {
      await page.reload();
      return page.getByText('1 row applied').isVisible();
    })
    .toBe(true);
  await page.getByText('Undo this import…').click();
  await page.getByRole('button', { name: 'Undo the whole import' }).click();
  await expect
    .poll(async () => {
      await page.reload();
      return page.getByText('The school is as it was before this import.').isVisible();
    })
    .toBe(true);
});

test('a file that cannot be read keeps what was chosen and says why at its field', async () => {
  const page = await administrator(PHONE);
  await page.getByLabel(/^Enrolment list/).check();
  await page
    .getByLabel('File', { exact: true })
    .setInputFiles(file('photo.csv', new Uint8Array([0x89, 0x50, 0, 1, 2]), 'text/csv'));
  await page.getByRole('button', { name: 'Upload and preview' }).click();
  await page.getByText('photo.csv could not be read as text.').waitFor();
  expect(await page.getByLabel(/^Enrolment list/).isChecked()).toBe(true);
  expect((await look(page)).problems).toEqual([]);
});

test('a timetable is shown as a table, asks for the class it does not find, and is applied', async () => {
  const page = await administrator();
  await page.getByRole('main').getByText('Timetable', { exact: true }).click();
  const list = 'Class,Day,Start,End,Room\nScience,Saturday,9:00,10:30,Lab\nScience,Someday,9:00,10:30,Lab\n';
  await page.getByLabel('File', { exact: true }).setInputFiles(file('timetable.csv', list, 'text/csv'));
  await page.getByLabel('Term for every line').selectOption({ index: 1 });
  await page.getByRole('button', { name: 'Upload and preview' }).click();
  await page.getByRole('combobox', { name: 'Science' }).selectOption({ index: 1 });
  await page.getByRole('button', { name: 'Read the file with these answers' }).click();
  await page.getByRole('row', { name: /New Saturday 09:00–10:30 Lab Every week/ }).waitFor();
  expect((await look(page)).problems).toEqual([]);
  await page.getByRole('button', { name: 'Apply 1 row' }).click();
  await page.getByText('1 row applied: 1 new.').waitFor();
});
