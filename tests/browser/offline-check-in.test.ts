/** A student checks in with no network at all, closes the browser, and is in the register after the next start. */
import path from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, expect, test } from 'vitest';
import { DEMO_PASSWORD } from '#domain/demo';
import { launchProfile } from '../helpers/browser';
import { query } from '../helpers/database-file';
import { openLiveClass } from '../helpers/live-class';
import { writeQrFilm } from '../helpers/qr-video';
import { startServer } from '../helpers/server';
import { tempFolder } from '../helpers/temp-folder';

const server = await startServer();
const folder = tempFolder();
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

const PHONE = { viewport: { width: 390, height: 844 }, permissions: ['camera'] };

async function signIn(context: BrowserContext, email: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(`${server.url}/sign-in`);
  await page.getByLabel('Email').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(DEMO_PASSWORD);
  await page.getByRole('main').getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.waitForURL((url) => url.pathname === '/');
  return page;
}

/** Until the worker has the scanner's page and data, and the device its key. */
async function untilTakenAlong(page: Page): Promise<void> {
  const isRegistered = page.waitForResponse('**/trpc/device.register');
  await page.goto(`${server.url}/scan`);
  await isRegistered;
  await page.waitForFunction(async () => (await caches.match('/scan')) && (await caches.match('/scan.data')), undefined, {
    timeout: 30_000,
  });
}

function storedFor(email: string) {
  const sql = `select c.verdict, json_array_length(c.tokens) windows, a.status, (select count(*) from attendance_events e
      where e.claim_id = c.id) events
    from claims c join users u on u.id = c.student_id left join attendance a on a.claim_id = c.id where u.email = ?`;
  return query(server.dbPath, sql, [email]);
}

test('scanned offline, browser closed, online at the next start: one claim, one mark, and the student is told', async () => {
  const live = await openLiveClass(server);
  const email = 'student@demo.school';
  const profile = path.join(folder.path, 'profile');
  const film = path.join(folder.path, 'film.y4m');

  const before = await launchProfile(profile, PHONE);
  await untilTakenAlong(await signIn(before, email));
  await before.close();

  writeQrFilm(film, await live.qrTexts(3), { framesEach: 50 });
  const offline = await launchProfile(profile, { ...PHONE, cameraFilm: film });
  await offline.setOffline(true);
  const scanner = await offline.newPage();
  await scanner.goto(`${server.url}/scan`);
  await scanner.getByRole('heading', { name: 'Saved on this phone, not yet confirmed' }).waitFor({ timeout: 45_000 });
  expect(await storedFor(email)).toEqual([]);
  await offline.close();

  const online = await launchProfile(profile, PHONE);
  const home = await online.newPage();
  await home.goto(`${server.url}/`);
  await expect
    .poll(() => storedFor(email), { timeout: 20_000 })
    .toMatchObject([{ windows: 3, verdict: 'accepted', status: 'present', events: 1 }]);
  await home
    .getByText(/present/i)
    .first()
    .waitFor();
  await online.close();
});
