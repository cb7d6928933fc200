/** The timetable of a school: an administrator makes a term, a closure and a slot; a teacher cancels a class; a student is told. */
import type { Page } from 'playwright-core';
import { afterAll, expect, test } from 'vitest';
import { DAY_MS } from '#domain/duration';
import { addDays, dayAt, weekdayOf } from '#domain/time';
import { seriousFindings } from '../helpers/axe';
import { launchBrowser } from '../helpers/browser';
import { query } from '../helpers/database-file';
import { alive, newPerson, PHONE, signedIn } from '../helpers/journey';
import { startServer } from '../helpers/server';
import { enter } from '../helpers/sign-in';

const [server, browser] = await Promise.all([startServer(), launchBrowser()]);
afterAll(async () => {
  await browser.close();
  await server[Symbol.asyncDispose]();
});

const ZONE = 'Europe/London';
/** Far enough ahead to meet nothing of the demo school: a term of three weeks from a Monday. */
const soon = dayAt(Date.now() + 70 * DAY_MS, ZONE);
const monday = addDays(soon, 1 - weekdayOf(soon));
const DAYS = [0, 7, 14].map((days) => addDays(monday, days));
const TERM = { from: monday, until: addDays(monday, 20) };

const ICS = ['BEGIN:VCALENDAR', 'BEGIN:VEVENT', 'UID:1', `DTSTART;VALUE=DATE:${DAYS[2]?.replaceAll('-', '')}`].concat([
  'SUMMARY:Bank holiday',
  'END:VEVENT',
  'END:VCALENDAR',
]);

async function isClean(page: Page) {
  expect(await seriousFindings(page), page.url()).toEqual([]);
}

async function addTerm(page: Page) {
  await page.goto('/admin/timetable/terms');
  await page.getByLabel('Name').fill('Journey term');
  await page.getByLabel('First day').fill(TERM.from);
  await page.getByLabel('Last day').fill(addDays(TERM.from, -1));
  await page.getByRole('button', { name: 'Add term' }).click();
  await page.getByText('The last day must not be before the first.').waitFor();
  expect(await page.getByLabel('Name').inputValue()).toBe('Journey term');
  await page.getByLabel('Last day').fill(TERM.until);
  await page.getByRole('button', { name: 'Add term' }).click();
  await page.getByText('Term added.').waitFor();
  await isClean(page);
}

async function addClosures(page: Page) {
  await page.goto('/admin/timetable/closures');
  await page.getByLabel('Name').fill('Inset day');
  await page.getByLabel('First day').fill(DAYS[1] ?? '');
  await page.getByLabel('Last day').fill(DAYS[1] ?? '');
  await page.getByRole('button', { name: 'Add closure' }).click();
  await page.getByText('Closure added', { exact: true }).waitFor();
  const file = { name: 'holidays.ics', mimeType: 'text/calendar', buffer: Buffer.from(ICS.join('\r\n')) };
  await page.getByLabel('Calendar file').setInputFiles(file);
  await page.getByRole('button', { name: 'Read file' }).click();
  await page.getByRole('checkbox', { name: /^Bank holiday/ }).waitFor();
  await isClean(page);
  await page.getByRole('button', { name: 'Add ticked' }).click();
  await page.getByText('1 closure added').waitFor();
}

async function addSlot(page: Page) {
  await page.goto('/admin/timetable');
  const term = page.getByLabel('Term');
  await term.focus();
  await term.selectOption({ label: 'Journey term' });
  await page.waitForURL(/term=\d+/);
  await expect.poll(() => term.evaluate((field) => field === document.activeElement)).toBe(true);
  const monday = page.getByRole('region', { name: 'Monday' });
  const { x = 0, y = 0, width = 0 } = (await monday.boundingBox()) ?? {};
  // Drawn an hour and a half long, three hours below the day's name.
  await page.mouse.move(x + width / 2, y + 56 + 3 * 72 + 2);
  await page.mouse.down();
  await page.mouse.move(x + width / 2, y + 56 + 4.5 * 72 - 2, { steps: 3 });
  await page.mouse.up();
  await page.getByRole('heading', { name: 'Add to timetable', level: 1 }).waitFor();
  expect(await page.getByLabel('From', { exact: true }).inputValue()).toBe('11:00');
  expect(await page.getByLabel('Until').inputValue()).toBe('12:30');
  await page.getByLabel('Class').selectOption({ label: 'Mathematics (MA A)' });
  await page.getByLabel('Room').fill('Room 99');
  await page.getByRole('button', { name: 'Preview' }).click();
  await page.getByText('Meets once. When saved: 1 class added.').waitFor();
  await page.getByText('Left out for closures: 2 classes').waitFor();
  await isClean(page);
  expect(await query(server.dbPath, 'select id from class_sessions where room = ?', ['Room 99'])).toEqual([]);
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Slot saved').waitFor();
}

const madeClasses = () =>
  query(server.dbPath, "select id, day, state from class_sessions where room = 'Room 99' order by day") as Promise<
    { id: number; day: string; state: string }[]
  >;

test('a term, its closures and a slot become classes; one that a teacher cancels is told to its students', async () => {
  const admin = await signedIn(browser, { email: 'admin@demo.school', path: '/admin', baseURL: server.url });
  await addTerm(admin);
  await addClosures(admin);
  await addSlot(admin);
  const [made, ...more] = await madeClasses();
  expect([made?.day, more]).toEqual([DAYS[0], []]);
  await admin.goto('/admin/timetable');
  await admin.getByRole('region', { name: 'Week' }).getByRole('link', { name: 'Mathematics' }).first().waitFor();

  const teacher = await signedIn(browser, {
    email: 'teacher@demo.school',
    path: `/timetable?week=${monday}`,
    baseURL: server.url,
  });
  await teacher.getByRole('link', { name: 'Mathematics' }).first().click();
  await teacher.getByRole('link', { name: 'Move or cancel this class' }).click();
  await teacher.locator('#cancel').getByLabel('Note to students').fill('Read chapter four.');
  await teacher.getByRole('button', { name: 'Cancel class' }).click();
  const question = teacher.getByRole('dialog', { name: 'Cancel this class?' });
  await question.getByText(/^\d+ students will be told\.$/).waitFor();
  expect(await madeClasses()).toMatchObject([{ state: 'scheduled' }]);
  await question.getByRole('button', { name: 'Cancel class' }).click();
  await teacher.getByText(/^Class cancelled\. \d+ students are told\.$/).waitFor();
  expect(await madeClasses()).toMatchObject([{ state: 'cancelled' }]);

  const student = await newPerson(browser, { ...PHONE, baseURL: server.url });
  await student.addInitScript(() => {
    navigator.setAppBadge = async (unread) => void Object.assign(globalThis, { onIcon: unread });
  });
  await enter(student.context(), 'student@demo.school');
  await student.goto('/');
  const unread = student.getByRole('region', { name: 'Unread messages' });
  await unread.getByRole('link', { name: /unread message/ }).waitFor();
  await student
    .getByRole('banner')
    .getByRole('link', { name: /^Inbox \d+ unread$/ })
    .waitFor();
  await student.waitForFunction(() => Number((globalThis as { onIcon?: number }).onIcon) > 0);
  await student.goto(`/timetable?week=${monday}`);
  await student.getByText('Cancelled').first().waitFor();
  await student.getByRole('link', { name: 'Inbox' }).first().click();
  await student.getByText('Mathematics A is cancelled').first().waitFor();
  await student.getByText(/Read chapter four\.$/).waitFor();
  await student.getByText('Nothing unread.').waitFor();
  await student.goto('/');
  expect(await unread.count()).toBe(0);
});

test('on a phone the days go on below each other, week after week', async () => {
  const student = await signedIn(browser, { ...PHONE, email: 'student@demo.school', path: '/timetable', baseURL: server.url });
  const days = student.getByRole('main').getByRole('heading', { level: 3 });
  expect((await days.first().boundingBox())?.y).toBeLessThan(320);
  await expect
    .poll(async () => {
      await days.last().scrollIntoViewIfNeeded();
      return days.count();
    })
    .toBeGreaterThan(14);
});

test('an administrator edits a slot without script, and clashes are confirmed before they are saved', async () => {
  const admin = await signedIn(browser, { email: 'admin@demo.school', path: '/admin', baseURL: server.url });
  const context = await browser.newContext({
    baseURL: server.url,
    javaScriptEnabled: false,
    storageState: await admin.context().storageState(),
  });
  const page = await context.newPage();
  const [slot] = (await query(server.dbPath, "select id, weekday from slots where room = 'Room 12' order by id")) as {
    id: number;
  }[];
  await page.goto(`/admin/timetable/slots/${slot?.id}`);
  await page.getByLabel('Room').fill('Room 7');
  await page.getByLabel('Day', { exact: true }).selectOption('Monday');
  await page.getByLabel('From', { exact: true }).fill('10:15');
  await page.getByLabel('Until').fill('11:15');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Other classes meet at the same time', { exact: true }).waitFor();
  await page.getByText(/English literature A has the same room/).waitFor();
  expect(await page.getByLabel('Room').inputValue()).toBe('Room 7');
  await page.getByLabel('Save anyway, with classes at the same time').check();
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Slot saved').waitFor();
  await context.close();
});

test('a calendar address is shown once and serves the timetable until it is stopped; the log never has it', async () => {
  const student = await signedIn(browser, { ...PHONE, email: 'student@demo.school', path: '/timetable', baseURL: server.url });
  await student.locator('main summary', { hasText: 'More for this timetable' }).click();
  await student.getByRole('link', { name: 'Add to calendar' }).click();
  await student.getByRole('button', { name: 'Create link' }).click();
  const first = await student.getByRole('textbox', { name: 'Link' }).inputValue();
  const google = await student.getByRole('link', { name: 'Add to Google' }).getAttribute('href');
  expect(new URL(google ?? '').searchParams.get('cid')).toBe(first.replace(/^http/, 'webcal'));
  await student.getByRole('button', { name: 'Create a new link' }).click();
  expect((await fetch(server.url + new URL(first).pathname)).status).toBe(200);
  await student.getByRole('dialog').getByRole('button', { name: 'Create a new link' }).click();
  await expect.poll(() => student.getByRole('textbox', { name: 'Link' }).inputValue()).not.toBe(first);
  const url = await student.getByRole('textbox', { name: 'Link' }).inputValue();
  expect((await fetch(server.url + new URL(first).pathname)).status).toBe(404);
  await isClean(student);
  const path = new URL(url).pathname;
  const feed = await fetch(server.url + path);
  expect([feed.status, feed.headers.get('content-type')]).toEqual([200, 'text/calendar; charset=utf-8']);
  expect(await feed.text()).toMatch(/^BEGIN:VCALENDAR[\s\S]*Mathematics \(MA A\)/);
  const again = await fetch(server.url + path, { headers: { 'If-None-Match': feed.headers.get('etag') ?? '' } });
  expect(again.status).toBe(304);
  await student.reload();
  expect(await student.getByRole('textbox', { name: 'Link' }).count()).toBe(0);
  await student.getByRole('button', { name: 'Turn off link' }).click();
  await student.getByRole('dialog').getByRole('button', { name: 'Turn off link' }).click();
  await student.getByText('The link has been turned off.').waitFor();
  expect((await fetch(server.url + path)).status).toBe(404);
  expect((await fetch(`${server.url}/calendar/nothing.ics`)).status).toBe(404);
  await expect.poll(server.output).toContain('/calendar/…');
  expect(server.output()).not.toContain(path.slice('/calendar/'.length, -'.ics'.length));
});

test('a student keeps own attendance as a file', async () => {
  const student = await signedIn(browser, { email: 'student@demo.school', path: '/attendance', baseURL: server.url });
  const [download] = await Promise.all([
    student.waitForEvent('download'),
    student.getByRole('link', { name: 'Download as CSV' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('my-attendance.csv');
});

test('a choice that had the focus before the page came alive has it after it was made', async () => {
  const admin = await newPerson(browser, { baseURL: server.url });
  await enter(admin.context(), 'admin@demo.school');
  let letIn = () => {};
  const scripts = new Promise<void>((resolve) => {
    letIn = resolve;
  });
  await admin.route('**/assets/*.js', async (route) => {
    await scripts;
    await route.continue();
  });
  await admin.goto('/admin/timetable', { waitUntil: 'commit' });
  const classes = admin.getByLabel('Class');
  await classes.focus();
  letIn();
  await alive(admin);
  await classes.selectOption({ index: 1 });
  await admin.waitForURL(/section=\d+/);
  await expect.poll(() => classes.evaluate((field) => field === document.activeElement)).toBe(true);
});
