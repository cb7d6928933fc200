/** Who gets in and where to: signing in and up, approval, what is closed to a role, the first administrator, and forms without script.
 *  Which page is whose is in `http/roles.test.ts`. */
import type { Page } from 'playwright-core';
import { afterAll, expect, test } from 'vitest';
import { DEMO_PASSWORD } from '#domain/school/demo';
import { launchBrowser } from '../helpers/browser';
import { freeSection, query } from '../helpers/database-file';
import { newPerson, PHONE, signedIn } from '../helpers/journey';
import { SCHOOL_ENV, startServer } from '../helpers/server';
import { signIn } from '../helpers/sign-in';

const [server, browser] = await Promise.all([startServer(), launchBrowser()]);
afterAll(async () => {
  await browser.close();
  await server[Symbol.asyncDispose]();
});

const baseURL = server.url;
const heading = (page: Page) => page.getByRole('heading', { level: 1 });

/** Class sessions of others: staff of none of them knows that they are there. */
async function someClassNotOf(email: string): Promise<number> {
  const sql = `select cs.id from class_sessions cs where section_id not in
    (select st.section_id from section_staff st join users u on u.id = st.user_id where u.email = ?) limit 1`;
  const [row] = await query<{ id: number }>(server.dbPath, sql, [email]);
  return Number(row?.id);
}

test('a stranger is asked to sign in, and is at home then', async () => {
  const page = await newPerson(browser, { baseURL, ...PHONE });
  await page.goto('/');
  await page.waitForURL('/sign-in');
  await signIn(page, 'teacher@demo.school');
  await page.waitForURL('/teach');
  await page.getByRole('heading', { name: 'Today', level: 1 }).waitFor();
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Timetable' }).waitFor();
  await page.context().close();
});

test('what is not there for a person says so, in the frame they know', async () => {
  const page = await signedIn(browser, { email: 'assistant@demo.school', baseURL });
  const foreign = `/teach/sessions/${await someClassNotOf('assistant@demo.school')}`;
  for (const path of ['/nowhere', foreign]) {
    expect([path, (await page.goto(path))?.status()]).toEqual([path, 404]);
    expect(await heading(page).textContent()).toBe('There is nothing here');
    await page.getByRole('navigation', { name: 'Main' }).waitFor();
  }
  expect((await page.goto('/admin'))?.status()).toBe(403);
  expect(await heading(page).textContent()).toBe('You cannot open this page');
  await page.getByRole('link', { name: 'Go to the home page' }).click();
  await page.waitForURL('/teach');
  await page.context().close();
});

test('signing in leads back to where somebody wanted to go, and never elsewhere', async () => {
  const page = await newPerson(browser, { baseURL });
  await page.goto('/timetable?view=week');
  await page.waitForURL('/sign-in?next=%2Ftimetable%3Fview%3Dweek');
  await signIn(page, 'teacher@demo.school');
  await page.waitForURL('/timetable?view=week');
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.waitForURL('/sign-in');
  await page.goto('/sign-in?next=https://elsewhere.test/');
  await signIn(page, 'teacher@demo.school');
  await page.waitForURL('/teach');
  await page.context().close();
});

test('a wrong password is said to be one, and what was typed stays', async () => {
  const page = await newPerson(browser, { baseURL });
  await page.goto('/sign-in');
  await page.getByLabel('Email').fill('teacher@demo.school');
  await page.getByLabel('Password', { exact: true }).fill('not my password');
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.getByRole('alert').waitFor();
  expect(await page.getByLabel('Email').inputValue()).toBe('teacher@demo.school');
  expect(new URL(page.url()).pathname).toBe('/sign-in');
  await page.context().close();
});

type Newcomer = { name: string; email: string; role: string };

async function askForAccount(page: Page, { name, email, role }: Newcomer): Promise<void> {
  await page.goto('/sign-up');
  await page.getByLabel(role, { exact: false }).first().check();
  await page.getByLabel('Full name').fill(name);
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(DEMO_PASSWORD);
  await page.getByRole('button', { name: 'Request an account' }).click();
  await page.waitForURL('/pending?new');
}

test('somebody asks for an account, waits, is let in by an administrator and signs in', async () => {
  const grace = { name: 'Grace Okafor', email: 'grace@demo.school', role: 'Teacher' };
  const page = await newPerson(browser, { baseURL, ...PHONE });
  await askForAccount(page, grace);
  await page.getByRole('heading', { name: 'Your request has been sent', level: 1 }).waitFor();
  await page.getByRole('link', { name: 'Go to sign-in' }).click();
  await signIn(page, grace.email);
  await page.waitForURL('/pending');
  await page.getByRole('heading', { name: 'Your account is waiting for approval', level: 1 }).waitFor();
  expect(new URL((await page.request.get('/teach')).url()).pathname).toBe('/sign-in');

  const admin = await signedIn(browser, { email: 'admin@demo.school', path: '/admin', baseURL });
  // For whom, is asked first.
  expect(await admin.getByRole('button', { name: 'Reject…' }).count()).toBe(0);
  await admin.getByRole('button', { name: `Approve ${grace.name}` }).click();
  await admin.getByText('1 person approved. They can sign in now.').waitFor();
  await page.reload();
  await page.waitForURL('/sign-in?approved');
  await signIn(page, grace.email);
  await page.waitForURL('/teach');
  await Promise.all([page.context().close(), admin.context().close()]);
});

test('without script one signs in, signs up, adds a class, approves and signs out', async () => {
  const plain = { baseURL, javaScriptEnabled: false };
  await freeSection(server.dbPath, 'Geography');
  const teacher = await signedIn(browser, { email: 'assistant@demo.school', path: '/teach/sessions/new', ...plain });
  await teacher.getByLabel('Class', { exact: true }).selectOption({ label: 'Geography (GE A)' });
  await teacher.getByLabel('Room').fill('Library');
  await teacher.getByRole('button', { name: 'Add class' }).click();
  await teacher.waitForURL(/\/teach\/sessions\/\d+$/);
  await teacher.getByText('Library').first().waitFor();
  await teacher.getByRole('button', { name: 'Sign out' }).first().click();
  await teacher.waitForURL('/sign-in');

  const newcomer = await newPerson(browser, plain);
  await askForAccount(newcomer, { name: 'Noor Aziz', email: 'noor@demo.school', role: 'Student' });
  const admin = await signedIn(browser, { email: 'admin@demo.school', path: '/admin', ...plain });
  await admin.getByRole('button', { name: 'Approve Noor Aziz' }).click();
  await admin.getByText('1 person approved. They can sign in now.').waitFor();
  await Promise.all([teacher, newcomer, admin].map((page) => page.context().close()));
});

/** Stands in for the proxy that brings https to a school: what the page asks of `BASE_URL` is asked of the server behind it. */
async function behindProxy(url: string): Promise<Page> {
  const { BASE_URL } = SCHOOL_ENV;
  const page = await newPerson(browser, { baseURL: BASE_URL });
  await page.route(`${BASE_URL}/**`, async (route) => {
    const asked = route.request();
    const response = await route.fetch({ url: asked.url().replace(BASE_URL, url), maxRedirects: 0 });
    await route.fulfill({ response });
  });
  return page;
}

test('the link that a new school’s server prints makes the first administrator, once', async () => {
  await using school = await startServer({ env: SCHOOL_ENV });
  const [link = ''] = school.output().match(/https:\S+\/set-up#\S+/) ?? [];
  const page = await behindProxy(school.url);
  await page.goto(link);
  await page.getByLabel('School name').fill('Hill School');
  await page.getByLabel('Time zone').fill('Europe/London');
  await page.getByLabel('Your full name').fill('Ada Mensah');
  await page.getByLabel('Email').fill('ada@school.test');
  await page.getByLabel('Password', { exact: true }).fill(DEMO_PASSWORD);
  await page.getByRole('button', { name: 'Set up the school' }).click();
  await page.waitForURL('/admin?welcome');
  const [cookie] = await page.context().cookies();
  expect(cookie).toMatchObject({ name: 'muster_session', secure: true, httpOnly: true, sameSite: 'Lax' });

  const second = await behindProxy(school.url);
  await second.goto(link);
  await second.getByLabel('School name').fill('Mallory School');
  await second.getByLabel('Time zone').fill('Europe/London');
  await second.getByLabel('Your full name').fill('Mallory Quick');
  await second.getByLabel('Email').fill('mallory@school.test');
  await second.getByLabel('Password', { exact: true }).fill(DEMO_PASSWORD);
  await second.getByRole('button', { name: 'Set up the school' }).click();
  await second.getByRole('alert').waitFor();
  expect(await query(school.dbPath, 'select email, role from users')).toEqual([{ email: 'ada@school.test', role: 'admin' }]);
  for (const one of [page, second]) await one.unrouteAll({ behavior: 'ignoreErrors' });
  await Promise.all([page.context().close(), second.context().close()]);
});
