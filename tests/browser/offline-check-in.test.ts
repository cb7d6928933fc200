/**
 * A student's whole lesson with no network, in a browser that keeps what it stores, service worker included: pages, scan, closing the
 * browser, and hours later the verdict. The server's clock is moved; the phone's is not asked. A browser that knows of having no network
 * scans in `offline-lesson.test.ts`.
 */
import path from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { v7 as newId } from 'uuid';
import { expect, test } from 'vitest';
import { DAY_MS, HOUR_MS } from '#domain/duration';
import { seriousFindings } from '../helpers/axe';
import { launchProfile } from '../helpers/browser';
import { query } from '../helpers/database-file';
import { startLater } from '../helpers/later-server';
import { openLiveClass } from '../helpers/live-class';
import { openPage, ready, storeOf } from '../helpers/pwa';
import { writeQrFilm } from '../helpers/qr-video';
import { startServer, type TestServer } from '../helpers/server';
import { tempFolder } from '../helpers/temp-folder';

const LATER_MS = 5 * HOUR_MS;
const PHONE = { viewport: { width: 390, height: 844 }, permissions: ['camera'] };
const SAVED = 'Saved on this phone, not yet confirmed';

const heading = (page: Page) => page.getByRole('main').getByRole('heading', { level: 1 });
const titled = (page: Page, name: string) => page.getByRole('heading', { level: 1, name, exact: true });
const told = (page: Page, text: string | RegExp) => page.getByRole('status').filter({ hasText: text });

/** Signs in, waits until all is here that a lesson needs, and makes the phone one that has checked in before. */
async function prepare(context: BrowserContext, { dbPath }: TestServer, email: string): Promise<void> {
  const page = await ready(context, email);
  const [device] = (await storeOf(page, 'device')) as { deviceId: string; userId: number; isRegistered: boolean }[];
  expect(device).toMatchObject({ isRegistered: true, privateKey: 'key' });
  const before = Date.now() - DAY_MS;
  await query(
    dbPath,
    `insert into claims (id, class_session_id, student_id, device_id, tokens, signature, device_at, received_at, verdict, status, source, reasons)
     values (?, 999999, ?, ?, '[]', '', ?, ?, 'accepted', 'present', 'qr', '[]')`,
    [newId(), Number(device?.userId), String(device?.deviceId), before, before],
  );
}

const CLAIMS = `select c.verdict, c.reasons, c.source evidence, json_array_length(c.tokens) windows, a.status, a.source
  from claims c join users u on u.id = c.student_id
    left join attendance a on a.claim_id = c.id
  where u.email = ? and c.class_session_id = ?`;

test('a lesson while the server is gone: pages open cold, the scan is saved, and hours later it is one claim with the status of its window', async () => {
  await using server = await startServer();
  using folder = tempFolder();
  const live = await openLiveClass(server);
  const email = String(live.emails[0]);
  const cameraFilm = path.join(folder.path, 'screen.y4m');
  writeQrFilm(cameraFilm, await live.qrTexts(3), { framesEach: 12 });
  const profile = path.join(folder.path, 'profile');
  const launch = () => launchProfile(profile, { ...PHONE, baseURL: server.url, cameraFilm });

  const before = await launch();
  await prepare(before, server, email);
  await before.close();
  await server.kill();

  const during = await launch();
  const page = await openPage(during);
  await page.goto('/timetable');
  await titled(page, 'Timetable').waitFor();
  await page.goto('/attendance');
  await titled(page, 'Attendance').waitFor();
  await page.goto('/scan');
  await page.locator('[data-outcome]').waitFor({ timeout: 60_000 });
  expect(await heading(page).textContent()).toBe(SAVED);
  expect(await seriousFindings(page)).toEqual([]);
  expect(await storeOf(page, 'outbox')).toMatchObject([{ procedure: 'checkIn.submit', input: { tokens: { length: 3 } } }]);
  await during.close();

  await using _later = await startLater(server, LATER_MS);
  const after = await launch();
  const next = await openPage(after);
  await next.goto('/');
  await told(next, 'Check-in. You are present').waitFor({ timeout: 30_000 });
  expect(await query(server.dbPath, CLAIMS, [email, live.classSessionId])).toEqual([
    { verdict: 'accepted', reasons: '[]', evidence: 'offline', windows: 3, status: 'present', source: 'offline' },
  ]);
  expect(await storeOf(next, 'outbox')).toEqual([]);
  await after.close();
});

test('a code opened by the phone’s own camera with no network is saved, and hours later its one window waits for staff', async () => {
  await using server = await startServer();
  using folder = tempFolder();
  const live = await openLiveClass(server);
  const email = String(live.emails[1]);
  const launch = () => launchProfile(folder.path, { ...PHONE, baseURL: server.url });
  const before = await launch();
  await prepare(before, server, email);
  await before.close();
  const [text = ''] = await live.qrTexts();
  await server.kill();

  const during = await launch();
  const page = await openPage(during);
  await page.goto(text.replace(/^.*#/, '/c#'));
  await page.locator('[data-outcome]').waitFor({ timeout: 60_000 });
  expect(await heading(page).textContent()).toBe(SAVED);
  expect(page.url()).not.toContain('#');
  await during.close();

  await using _later = await startLater(server, LATER_MS);
  const after = await launch();
  const next = await openPage(after);
  await next.goto('/');
  await told(next, 'Check-in. Waiting for your teacher').waitFor({ timeout: 30_000 });
  expect(await query(server.dbPath, CLAIMS, [email, live.classSessionId])).toEqual([
    { verdict: 'waiting', reasons: '["few-windows"]', evidence: 'offline', windows: 1, status: null, source: null },
  ]);
  await after.close();
});
