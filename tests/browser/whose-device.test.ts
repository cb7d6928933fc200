/** One device, several people: what is kept belongs to the one who is signed in, and what waits to be sent to the one who did it. */

import type { BrowserContext, Page } from 'playwright-core';
import { v7 as newId } from 'uuid';
import { afterAll, afterEach, expect, test } from 'vitest';
import { launchBrowser } from '../helpers/browser';
import { keptPages, keptText, notedUser, openPage, queueCall, ready, storeOf, waitForPages, wholeStorage } from '../helpers/pwa';
import { startServer } from '../helpers/server';
import { signIn } from '../helpers/sign-in';

const STUDENT = 'student@demo.school';
const OTHER = 'student-002@demo.school';
const TEACHER = 'teacher@demo.school';

// One school for the file: each journey is another device's.
const [server, browser] = await Promise.all([startServer(), launchBrowser()]);
afterAll(async () => {
  await browser.close();
  await server[Symbol.asyncDispose]();
});

// A page that is left open goes on asking its server.
afterEach(async () => {
  for (const context of browser.contexts()) await context.close();
});

function newDevice(): Promise<BrowserContext> {
  return browser.newContext({ viewport: { width: 1280, height: 900 }, baseURL: server.url });
}

/** A check-in that the server takes and refuses: its signature is nobody's. */
function hopelessCheckIn(userId: number) {
  const input = { at: Date.now(), classSessionId: 1, tokens: ['X'], code: null, deviceId: crypto.randomUUID(), signature: 'x' };
  return { userId, procedure: 'checkIn.submit', input: { id: newId(), ...input } };
}

const signOutButton = (page: Page) => page.getByRole('complementary').getByRole('button', { name: 'Sign out' });
const heading = (page: Page) => page.getByRole('heading', { level: 1 });

test.for([
  [TEACHER, '/teach', 'packs'],
  [STUDENT, '/attendance', 'device'],
] as const)(
  'after %s signs out no page of theirs is in Cache Storage, and no key in any database',
  async ([email, own, keys]) => {
    const page = await ready(await newDevice(), email);
    expect(await keptPages(page)).toEqual(expect.arrayContaining([own, `${own}.data`, '/timetable']));
    expect(JSON.stringify(await storeOf(page, keys))).toContain('"key"');
    await signOutButton(page).click();
    await page.waitForURL('**/sign-in');
    await page.waitForLoadState('networkidle');

    expect(await keptPages(page)).toEqual([]);
    const ofPeople = (await page.evaluate(() => caches.keys())).filter((name) => /^muster-(?!former-assets)/.test(name));
    expect(ofPeople).toEqual([]);
    const stored = await wholeStorage(page);
    expect(JSON.stringify(stored)).not.toContain('"key"');
    const nothing = { 'muster/device': [], 'muster/packs': [], 'muster/outbox': [], 'muster/verdicts': [] };
    expect(stored).toMatchObject(nothing);
    await page.context().setOffline(true);
    await page.goto(own);
    expect(await heading(page).textContent()).toBe('This page needs a network');
  },
);

test('a sign-in that ends elsewhere, and another person’s begins: none of the former’s pages or keys is left', async () => {
  const context = await newDevice();
  const page = await ready(context, TEACHER);
  const isOfTeacher = async () => /role\W+teacher/.test(await keptText(page));
  expect(await isOfTeacher()).toBe(true);
  await page.evaluate(async () => {
    for (const registration of await navigator.serviceWorker.getRegistrations()) await registration.unregister();
  });
  await context.clearCookies();
  await page.goto('/sign-in');
  await expect.poll(() => keptPages(page), { timeout: 10_000 }).toEqual([]);
  await signIn(page, STUDENT);
  await waitForPages(page);
  expect(await isOfTeacher()).toBe(false);
  expect(await storeOf(page, 'packs')).toEqual([]);
  await context.setOffline(true);
  await page.goto('/teach');
  expect(await heading(page).textContent()).toBe('This page needs a network');
});

test('a tab that was left open does not go on showing the former person’s page', async () => {
  const context = await newDevice();
  const left = await ready(context, STUDENT);
  await left.goto('/timetable');
  await left.waitForLoadState('networkidle');
  const other = await openPage(context);
  await other.goto('/profile');
  await signOutButton(other).click();
  await other.waitForURL('**/sign-in');
  await left.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await left.waitForURL('**/sign-in**');
});

/** The self-test says how things are, and offers what would mend them. */
async function testDevice(page: Page): Promise<void> {
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await page.goto('/self-test');
  const checks = page.getByRole('list', { name: 'Checks' }).getByRole('listitem');
  await checks.nth(7).waitFor();
  expect(await checks.count()).toBe(8);
  const texts = await checks.allTextContents();
  expect(texts).toContain('Without a networkGoodPages are kept on this device.');
  expect(texts).toContain('ClockGoodThis device’s clock is right.');
  expect(texts).toContain('NotificationsNot knownNot set up.');
  await page.getByRole('button', { name: 'Copy report' }).click();
  await page.getByRole('status').filter({ hasText: 'The report is copied' }).waitFor();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toContain('Clock: Good. This device’s clock is right.');
}

test('what waits is listed in words and counted in the frame, and signing out says that it stays; all is well for the self-test', async () => {
  const context = await newDevice();
  const page = await ready(context, STUDENT);
  await testDevice(page);
  const userId = await notedUser(page);
  await context.setOffline(true);
  await queueCall(page, hopelessCheckIn(userId));
  await queueCall(page, hopelessCheckIn(userId));
  await page.getByRole('complementary').getByRole('link', { name: '2 waiting to be sent' }).click();
  const waiting = page.getByRole('list', { name: 'Waiting to be sent' }).getByRole('listitem');
  await expect.poll(() => waiting.count()).toBe(2);
  expect(await waiting.first().textContent()).toMatch(/^Check-in.*Since/);
  await signOutButton(page).click();
  const dialog = page.getByRole('dialog');
  expect(await dialog.textContent()).toContain(
    '2 check-ins are not sent yet. They stay on this device and are sent when you sign in again.',
  );
  await dialog.getByRole('button', { name: 'Close', exact: true }).last().click();
  await page.goto('/timetable');
  await context.setOffline(false);
  const toast = page.getByRole('status').filter({ hasText: '2 check-ins reached your school. 2 need a look.' });
  await toast.getByRole('button', { name: 'Look' }).click();
  const answers = page.getByRole('list', { name: 'Answers received' }).getByRole('listitem');
  await expect.poll(() => answers.count()).toBe(2);
  expect(await answers.first().textContent()).toContain('This code does not work');
  await expect.poll(async () => JSON.stringify(await storeOf(page, 'verdicts'))).not.toContain('"isSeen":false');
  expect(await storeOf(page, 'outbox')).toEqual([]);
});

/** Their sign-in ends: what waits stays, they are asked to sign in, and then it is sent. */
async function endSignIn(page: Page, userId: number): Promise<void> {
  await page.context().clearCookies();
  await queueCall(page, hopelessCheckIn(userId));
  await page.evaluate(() => window.dispatchEvent(new Event('online')));
  const notice = page.getByRole('status').filter({ hasText: 'You are signed out' });
  await notice.waitFor();
  expect(await notice.textContent()).toContain('1 check-in waits on this device. Sign in again to send it.');
  expect(await storeOf(page, 'outbox')).toMatchObject([{ attempts: 0, lastError: 'signed-out' }]);
  await notice.getByRole('link', { name: 'Sign in' }).click();
  await signIn(page, STUDENT);
  await expect.poll(() => storeOf(page, 'outbox'), { timeout: 10_000 }).toEqual([]);
}

test('another person’s call is neither shown nor sent, until that person signs in; a sign-in that has ended is asked for', async () => {
  const context = await newDevice();
  const page = await ready(context, STUDENT);
  const first = await notedUser(page);
  await context.setOffline(true);
  await queueCall(page, hopelessCheckIn(first));
  await expect.poll(() => page.getByText('waiting to be sent').count()).toBeGreaterThan(0);
  await context.clearCookies();
  await context.setOffline(false);

  await page.goto('/sign-in');
  await signIn(page, OTHER);
  await waitForPages(page);
  await page.goto('/outbox');
  await page.getByText('Nothing waiting').waitFor();
  await page.evaluate(() => window.dispatchEvent(new Event('online')));
  await page.waitForTimeout(1_500);
  expect(await storeOf(page, 'outbox')).toMatchObject([{ userId: first, attempts: 0 }]);
  expect(await storeOf(page, 'verdicts')).toEqual([]);
  await signOutButton(page).click();
  await page.waitForURL('**/sign-in');

  await signIn(page, STUDENT);
  await expect.poll(() => storeOf(page, 'outbox'), { timeout: 10_000 }).toEqual([]);
  expect(await storeOf(page, 'verdicts')).toMatchObject([{ userId: first, procedure: 'checkIn.submit' }]);
  await endSignIn(page, first);
});
