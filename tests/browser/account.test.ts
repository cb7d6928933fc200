/** One's own account in a browser: a forgotten password by mail, an invitation, details and photo, colours, and a passkey. */
import type { Page } from 'playwright-core';
import { afterAll, expect, test } from 'vitest';
import { DEMO_PASSWORD } from '#domain/school/demo';
import { launchBrowser } from '../helpers/browser';
import { query } from '../helpers/database-file';
import { newPerson, PHONE, signedIn } from '../helpers/journey';
import { look } from '../helpers/look';
import { linkIn, openMailbox, recipientOf } from '../helpers/mailbox';
import { startServer } from '../helpers/server';
import { signIn } from '../helpers/sign-in';

const NEW_PASSWORD = 'seven purple lanterns';
const STRANGER = 'nobody@elsewhere.test';

const mailbox = await openMailbox();
/** Reached by a name: browsers make no passkeys for a number. */
const env = { BASE_URL: 'http://localhost:0', SMTP_URL: mailbox.url, MAIL_FROM: 'Demo School <demo@school.test>' };
const [server, browser] = await Promise.all([startServer({ env }), launchBrowser()]);
const baseURL = server.url.replace('127.0.0.1', 'localhost');
afterAll(async () => {
  await browser.close();
  await server[Symbol.asyncDispose]();
  await mailbox[Symbol.asyncDispose]();
});

const heading = (page: Page, name: string) => page.getByRole('heading', { name, level: 1 }).waitFor();
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

/** A student of the demo school whom no other journey here uses. */
async function someStudent(skip: number): Promise<{ id: number; email: string; name: string }> {
  const sql = `select id, email, name from users where role = 'student' and state = 'active' and email <> 'student@demo.school'
    order by id limit 1 offset ?`;
  const [student] = await query<{ id: number; email: string; name: string }>(server.dbPath, sql, [skip]);
  if (!student) throw new Error('the demo school has no such student');
  return student;
}

/** What is wrong with the page as it stands. */
const problems = async (page: Page) => (await look(page)).problems.map((problem) => `${page.url()}: ${problem}`);

test('a forgotten password is chosen anew with the link in a mail, once; a stranger’s address gets the same answer and no mail', async () => {
  const { email } = await someStudent(0);
  const page = await newPerson(browser, { baseURL });
  await page.goto('/sign-in');
  await page.getByRole('link', { name: 'Forgotten your password?' }).click();
  await heading(page, 'Forgotten password');
  for (const address of [STRANGER, email]) {
    await page.goto('/forgot-password');
    await page.getByLabel('Email').fill(address);
    await button(page, 'Ask for a link').click();
    await heading(page, 'Check your email');
  }
  const link = linkIn(await mailbox.nextTo(email));
  expect(mailbox.mails.map(recipientOf)).not.toContain(STRANGER);
  expect(link).toContain(`${baseURL}/reset-password#`);
  await page.goto(link);
  await heading(page, 'Choose a new password');
  await expect.poll(() => page.getByLabel('Code of your link').inputValue()).toBe(link.slice(link.indexOf('#') + 1));
  await page.getByLabel('New password').fill('password1234');
  await button(page, 'Change password').click();
  await page.getByText('This password is easy to guess.').waitFor();
  expect(await problems(page)).toEqual([]);
  await page.getByLabel('New password').fill(NEW_PASSWORD);
  await button(page, 'Change password').click();
  await page.getByText('Your password is changed').waitFor();
  await signIn(page, email, NEW_PASSWORD);
  const told = await mailbox.nextTo(email, 1);
  expect(told.subject).toContain('was changed');
  await page.context().clearCookies();
  await page.goto(link);
  await page.getByLabel('New password').fill(`${NEW_PASSWORD} again`);
  await button(page, 'Change password').click();
  await page.getByText('This link has been used or has expired.').waitFor();
});

async function newcomer(email: string): Promise<number> {
  const sql = `insert into users (email, name, role, state, created_at) values (?, 'Ada Lovelase', 'student', 'pending', 1) returning id`;
  const [row] = await query<{ id: number }>(server.dbPath, sql, [email]);
  return Number(row?.id);
}

test('an administrator invites by mail, and the person corrects the name, chooses a password and is in', async () => {
  const email = 'ada@school.test';
  const id = await newcomer(email);
  const admin = await signedIn(browser, { email: 'admin@demo.school', path: `/admin/people/${id}/invite`, baseURL });
  await heading(admin, 'Invitation');
  await button(admin, 'Send invitation').click();
  await admin.getByText('The email goes out within a few seconds.').waitFor();
  expect(await problems(admin)).toEqual([]);
  const link = linkIn(await mailbox.nextTo(email));
  const page = await newPerson(browser, { baseURL, ...PHONE });
  await page.goto(link);
  await heading(page, 'Welcome, Ada Lovelase');
  expect(await page.getByLabel('Email').inputValue()).toBe(email);
  await page.getByLabel('Full name').fill('Ada Lovelace');
  await page.getByLabel('Password', { exact: true }).fill('ada lovelace');
  await button(page, 'Join').click();
  await page.getByText('This password is easy to guess.').waitFor();
  expect(await page.getByLabel('Full name').inputValue()).toBe('Ada Lovelace');
  expect(await problems(page)).toEqual([]);
  await page.getByLabel('Password', { exact: true }).fill(NEW_PASSWORD);
  await button(page, 'Join').click();
  await page.getByText('Your account is ready.').waitFor();
  await signIn(page, email, NEW_PASSWORD);
  await heading(page, 'Today');
  await admin.goto(`/admin/people/${id}/invite`);
  await heading(admin, 'New password');
  await button(admin, 'Create link').click();
  expect(await admin.getByLabel('Link').inputValue()).toContain('/reset-password#');
  expect(await problems(admin)).toEqual([]);
});

test('an invitation is accepted without script, with the code pasted', async () => {
  const email = 'grace@school.test';
  const id = await newcomer(email);
  const admin = await signedIn(browser, { email: 'admin@demo.school', path: `/admin/people/${id}/invite`, baseURL });
  await button(admin, 'Create link').click();
  const link = await admin.getByLabel('Link').inputValue();
  const page = await newPerson(browser, { baseURL, javaScriptEnabled: false });
  await page.goto(link);
  await page.getByLabel('Code of your invitation').fill(link.slice(link.indexOf('#') + 1));
  await button(page, 'Open the invitation').click();
  await page.getByLabel('Password', { exact: true }).fill(NEW_PASSWORD);
  await button(page, 'Join').click();
  await page.waitForURL('/sign-in?joined');
});

test('details, photo and colours are changed on the profile and stay', async () => {
  const { id, email } = await someStudent(1);
  const page = await signedIn(browser, { email, path: '/profile', baseURL });
  await page.getByRole('link', { name: 'Change details' }).click();
  await heading(page, 'Your details');
  await page.getByLabel('What you like to be called').fill('Sunny');
  await page.getByLabel('Phone').fill('not a number');
  await button(page, 'Save').click();
  await page.getByText('Write a phone number').waitFor();
  await page.getByLabel('Phone').fill('+44 20 7946 0000');
  await page.getByLabel('How dates and times are written').selectOption('en-US');
  await button(page, 'Save').click();
  await page.getByText('Your details have been saved.').waitFor();
  await page.getByText('Sunny').waitFor();
  // Any picture will do, as long as it is large and not square.
  const picture = { name: 'me.png', mimeType: 'image/png', buffer: await page.screenshot() };
  await page.getByLabel('Choose a picture').setInputFiles(picture);
  await page.getByText('Photo saved.').waitFor();
  const photo = page.locator(`img[src^="/photos/${id}?"]`).first();
  await photo.waitFor();
  expect(await photo.evaluate((image: HTMLImageElement) => [image.naturalWidth, image.naturalHeight])).toEqual([256, 256]);
  await page.getByText('Dark', { exact: true }).click();
  await page.waitForFunction(() => document.cookie.includes('muster_theme=dark'));
  await page.reload();
  expect(await page.locator('html').getAttribute('data-theme')).toBe('dark');
  await page.getByText('System', { exact: true }).click();
  await page.waitForFunction(() => document.cookie.includes('muster_theme=system'));
  const stranger = await signedIn(browser, { email: (await someStudent(2)).email, baseURL });
  expect((await stranger.request.get(`/photos/${id}`)).status()).toBe(404);
});

test('a name in registers is asked for, taken back, asked for again and approved with one tap', async () => {
  const { email, name } = await someStudent(5);
  const page = await signedIn(browser, { email, path: '/profile/edit', baseURL });
  const ask = async () => {
    await page.goto('/profile/edit');
    await page.getByLabel('Full name').fill('Rose ‮Bad‬ King');
    await button(page, 'Save').click();
    await page.getByText('This name has a character that cannot be seen.').waitFor();
    await page.getByLabel('Full name').fill('Rose King');
    await button(page, 'Save').click();
    await page.getByText('You asked for the name “Rose King”.').waitFor();
  };
  await ask();
  expect(await problems(page)).toEqual([]);
  await button(page, 'Withdraw').click();
  await page.getByText('Your name stays as it is.').waitFor();
  await ask();
  const admin = await signedIn(browser, { email: 'admin@demo.school', path: '/admin', baseURL });
  await admin.getByText(`${name} → Rose King`).waitFor();
  expect(await problems(admin)).toEqual([]);
  await button(admin, 'Approve Rose King').click();
  await admin.getByText('Name changed. The person has been told.').waitFor();
  await page.goto('/inbox');
  await page.getByText('Registers now say “Rose King”.').waitFor();
});

test('a sign-up without script confirms its address with the code of the mail, which administrators see', async () => {
  const email = 'signs-up@school.test';
  const page = await newPerson(browser, { baseURL, javaScriptEnabled: false });
  await page.goto('/sign-up');
  await page.getByText('Student', { exact: true }).click();
  await page.getByLabel('Full name').fill('李');
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(NEW_PASSWORD);
  await button(page, 'Request an account').click();
  await page.getByText('An email with a link is on its way').waitFor();
  const admin = await signedIn(browser, { email: 'admin@demo.school', path: '/admin', baseURL });
  const row = admin.getByRole('listitem').filter({ hasText: email });
  await row.getByText('Address not confirmed').waitFor();
  const link = linkIn(await mailbox.nextTo(email));
  expect(link).toContain(`${baseURL}/confirm-address#`);
  await page.goto(link);
  await page.getByLabel('Code of your link').fill('wrong');
  await button(page, 'Confirm my address').click();
  await page.getByText('This link has been used or has expired.').waitFor();
  await page.getByLabel('Code of your link').fill(link.slice(link.indexOf('#') + 1));
  await button(page, 'Confirm my address').click();
  await page.getByText('Your address is confirmed').waitFor();
  await admin.reload();
  await row.waitFor();
  expect(await row.getByText('Address not confirmed').count()).toBe(0);
  await page.goto('/confirm-address');
  await page.getByLabel('Email').fill(email);
  await button(page, 'Send a new link').click();
  await page.getByText('If an account with this address is waiting to be confirmed').waitFor();
});

test('a new password signs the other browser out', async () => {
  const { email } = await someStudent(3);
  const [here, there] = [
    await signedIn(browser, { email, path: '/profile/password', baseURL }),
    await signedIn(browser, { email, baseURL }),
  ];
  await here.getByLabel('Current password').fill('not mine at all');
  await here.getByLabel('New password').fill(NEW_PASSWORD);
  await button(here, 'Change password').click();
  await here.getByText('This is not your current password.').waitFor();
  await here.getByLabel('Current password').fill(DEMO_PASSWORD);
  await here.getByLabel('New password').fill(NEW_PASSWORD);
  await button(here, 'Change password').click();
  await here.getByText('Your password is changed.').waitFor();
  await there.goto('/profile');
  await there.waitForURL(/\/sign-in/);
});

test('a passkey is added on the profile, signs in without typing, and no more once it is removed', async () => {
  const { email } = await someStudent(4);
  const page = await signedIn(browser, { email, path: '/profile', baseURL });
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('WebAuthn.enable');
  await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  await button(page, 'Add a passkey').click();
  await page.getByText('Before a passkey is added').waitFor();
  expect(await page.evaluate(() => document.activeElement?.getAttribute('name'))).toBe('current');
  expect(await problems(page)).toEqual([]);
  await page.getByLabel('Your password').fill('not mine at all');
  await button(page, 'Continue').click();
  await page.getByText('This is not your current password.').waitFor();
  await page.getByLabel('Your password').fill(DEMO_PASSWORD);
  await button(page, 'Continue').click();
  await page.getByText('Now add the passkey.').waitFor();
  await page.waitForFunction(() => document.activeElement?.textContent === 'Add a passkey');
  await button(page, 'Add a passkey').click();
  const list = page.getByRole('list', { name: 'Passkeys' });
  await list.getByText('not used yet').waitFor();
  expect(await problems(page)).toEqual([]);
  await list.getByText('Change', { exact: true }).click();
  await list.getByLabel('Name').fill('My laptop');
  await list.getByRole('button', { name: 'Save name' }).click();
  await list.getByText('My laptop', { exact: true }).waitFor();
  await page.context().clearCookies();
  await page.goto('/sign-in?next=/profile');
  await button(page, 'Sign in with a passkey').waitFor();
  expect(await problems(page)).toEqual([]);
  await button(page, 'Sign in with a passkey').click();
  await page.waitForURL('/profile');
  await list.getByText('last used').waitFor();
  await list.getByText('Change', { exact: true }).click();
  await list.getByRole('button', { name: 'Remove My laptop' }).click();
  await page.getByText('Before a passkey is removed').waitFor();
  await button(page, 'Use a passkey').click();
  await page.getByText('Passkey removed.').waitFor();
  await page.context().clearCookies();
  await page.goto('/sign-in');
  await button(page, 'Sign in with a passkey').click();
  await page.getByText('This passkey could not be used here.').waitFor();
});
