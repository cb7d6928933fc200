/** States of screens that only a hand reaches, on a phone in the light and on a desktop in the dark: nothing serious for axe, nothing wider
 *  than the window. Every page as it opens is looked at in `every-page.test.ts`. */
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, expect, test } from 'vitest';
import { launchBrowser } from '../helpers/browser';
import { demoClassOfNow, query } from '../helpers/database-file';
import { FEWER, WAITING } from '../helpers/full-school';
import { newPerson } from '../helpers/journey';
import { openLiveClass, typeCode } from '../helpers/live-class';
import { writeQrFilm } from '../helpers/qr-video';
import { startServer } from '../helpers/server';
import { enter } from '../helpers/sign-in';
import { tempFolder } from '../helpers/temp-folder';
import { WALK_TIMEOUT_MS, WALKER, type Walk, walk } from '../helpers/walk';

const folder = tempFolder();
/** Cameras look at a wall. */
const film = path.join(folder.path, 'wall.y4m');
writeQrFilm(film, [null], { width: 320, height: 240, framesPerSecond: 1, framesEach: 1 });
const [server, browser] = await Promise.all([startServer(), launchBrowser({ cameraFilm: film, isLookedAt: true })]);
afterAll(async () => {
  await browser.close();
  await server[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

/** Walks through states of screens as somebody who has just signed in. */
async function walkAs(email: string, steps: (page: Page, walk: Walk) => Promise<void>): Promise<void> {
  const page = await newPerson(browser, { baseURL: server.url, permissions: ['camera'], ...WALKER });
  await enter(page.context(), email);
  const begun = await walk(page);
  await steps(page, begun);
  expect(begun.problems, begun.problems.join('\n')).toEqual([]);
}

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: typeof name === 'string' });

test('a register from its opening to the end of check-in', { timeout: WALK_TIMEOUT_MS }, async () => {
  const id = await demoClassOfNow(server.dbPath);
  await query(server.dbPath, FEWER);
  await walkAs('teacher@demo.school', async (page, { see, turn, lookOn }) => {
    const show = async (tab: RegExp) => {
      if (await button(page, tab).isVisible()) await button(page, tab).click();
    };
    await page.goto(`/teach/sessions/${id}`);
    await button(page, 'Open register').waitFor();
    await see('register to open');
    await button(page, 'Open register').click();
    await page.getByRole('img', { name: 'QR code to check in with.' }).waitFor();
    await see('register with a code');

    await query(server.dbPath, WAITING, { id, now: Date.now() });
    await show(/^Register/);
    await button(page, '1 Waiting').click();
    await page.getByRole('heading', { name: '1 check-in waits for you' }).waitFor();
    await see('check-in that waits');
    await page.keyboard.press('Escape');
    for (const mark of ['present', 'late', 'absent', 'excused']) {
      await page.locator(`[data-student]:not(:has(:checked)) input[value=${mark}]`).last().click();
      await page.locator(`[data-student] input[value=${mark}]:checked`).first().waitFor();
    }
    await see('register with marks and a waiting check-in');
    await page.locator('[data-student]:has(:checked) button').first().click();
    await page.getByRole('textbox', { name: 'Note' }).waitFor();
    await see('note');
    await page.keyboard.press('Escape');
    // By keyboard: wherever the page has been scrolled to, the strip that stays may lie over it.
    const all = button(page, /as present$/);
    await all.press('Enter');
    await all.waitFor({ state: 'detached' });
    await see('everybody present');

    for (const device of ['desktop', 'phone'] as const) {
      await turn(device);
      await show(/^Code$/);
      await button(page, 'Full screen').click();
      await button(page, 'Leave full screen').waitFor();
      await lookOn(device, 'full screen');
      await button(page, 'Leave full screen').click();
    }
    await button(page, 'End check-in').click();
    await page.getByText('Check-in has ended').waitFor();
    await see('check-in has ended');
  });
});

test('the scanner with a camera and without', { timeout: WALK_TIMEOUT_MS }, async () => {
  const live = await openLiveClass(server);
  await query(server.dbPath, 'update class_sessions set check_in_closes_at = ends_at where id = ?', [live.classSessionId]);
  const wrongCode = async () => String((Number(await live.code()) + 500_000) % 1_000_000).padStart(6, '0');
  await walkAs('student@demo.school', async (page, { see }) => {
    const type = (code: string) => typeCode(page, live.classSessionId, code);
    await page.goto('/scan');
    await page.locator('video').waitFor();
    await see('scanner');
    await page.getByText('Use a photo').click();
    await see('photo');
    await type(await wrongCode());
    await page.getByText('At most 4 tries are left.').first().waitFor();
    await see('wrong code');
    await type(await live.code());
    await page.locator('[data-outcome]').waitFor();
    await see('checked in');
    await page.addInitScript(() => {
      navigator.permissions.query = async () => Object.assign(new EventTarget(), { state: 'denied' }) as PermissionStatus;
      navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', 'NotAllowedError'));
    });
    await page.goto('/scan');
    await page.getByRole('heading', { name: 'The camera is not allowed' }).waitFor();
    await see('no camera');
  });
});
