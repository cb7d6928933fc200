/** The rotating code as a school starts with it: a new one every three seconds, filmed as it goes, read by a phone's camera. */
import path from 'node:path';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { launchBrowser } from '../helpers/browser';
import { query } from '../helpers/database-file';
import { PHONE, signedIn } from '../helpers/journey';
import { openLiveClass } from '../helpers/live-class';
import { writeQrFilm } from '../helpers/qr-video';
import { startServer } from '../helpers/server';
import { tempFolder } from '../helpers/temp-folder';

const FRAMES_PER_SECOND = 10;
/** Longer than a busy machine needs to start its camera. */
const WINDOWS = 10;

test('a code that changes every three seconds is read from the screen and counts, with every setting as shipped', async () => {
  await using server = await startServer();
  using films = tempFolder();
  const live = await openLiveClass(server, { isAsShipped: true });
  expect(live.periodMs).toBe(3_000);

  const cameraFilm = path.join(films.path, 'camera.y4m');
  writeQrFilm(cameraFilm, [null]);
  await using browser = await launchBrowser({ cameraFilm });
  const options = { ...PHONE, baseURL: server.url, permissions: ['camera'] };
  const phone = await signedIn(browser, { email: String(live.emails[0]), ...options });

  const framesEach = (FRAMES_PER_SECOND * live.periodMs) / 1_000;
  writeQrFilm(cameraFilm, await live.comingQrTexts(WINDOWS), { framesPerSecond: FRAMES_PER_SECOND, framesEach });
  await phone.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Scan' }).click();
  await phone.locator('[data-outcome]').waitFor({ timeout: 30_000 });

  const claims = await query<{ verdict: string; source: string; period: number }>(
    server.dbPath,
    `select c.verdict, c.source, (select settings ->> 'periodMs' from school) period from claims c where c.class_session_id = ?`,
    [live.classSessionId],
  );
  expect(claims).toEqual([{ verdict: 'accepted', source: 'qr', period: 3_000 }]);
});

test('a new code is on the screen that asks for it and on every other at once, and the old one is dead', async () => {
  await using server = await startServer();
  const live = await openLiveClass(server);
  await using browser = await launchBrowser();
  const screens = await Promise.all(
    [1, 2].map(async () => {
      const page = await signedIn(browser, { email: 'teacher@demo.school', baseURL: server.url });
      await page.goto(`/teach/sessions/${live.classSessionId}`);
      return page;
    }),
  );
  const codesShown = () => Promise.all(screens.map((page) => page.getByText(/^Code to type: \d/).textContent()));
  const oldCode = async () => `Code to type: ${[...(await live.code())].join(' ')}`;
  const areOld = async () => {
    const old = await oldCode();
    return (await codesShown()).every((code) => code === old);
  };
  await expect.poll(areOld, { timeout: 20_000 }).toBe(true);

  const [asking] = screens as [Page, Page];
  await asking.getByRole('button', { name: 'New code' }).click();
  const dialog = asking.getByRole('dialog', { name: 'Start a new code?' });
  await dialog.getByText('It stops working at once').waitFor();
  await dialog.getByRole('button', { name: 'Start a new code' }).click();
  await dialog.waitFor({ state: 'hidden' });
  const areNew = async () => {
    const [[first, second], old] = [await codesShown(), await oldCode()];
    return first === second && first !== old;
  };
  await expect.poll(areNew, { timeout: 3_000 }).toBe(true);
});
