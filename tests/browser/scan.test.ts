/** A student checks in: with the camera, with typed digits, through the address a QR opens, and when something is in the way. */
import path from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, expect, test } from 'vitest';
import { openDatabase } from '#db/client';
import { seriousFindings } from '../helpers/axe';
import { launchBrowser } from '../helpers/browser';
import { newPerson } from '../helpers/journey';
import { chooseClass, openLiveClass, typeCode } from '../helpers/live-class';
import { writeQrFilm } from '../helpers/qr-video';
import { startServer } from '../helpers/server';
import { enter, signIn } from '../helpers/sign-in';
import { tempFolder } from '../helpers/temp-folder';

// One school for the file: each journey is another student's.
const [server, browser] = await Promise.all([startServer(), launchBrowser()]);
const films = tempFolder();
afterAll(async () => {
  await browser.close();
  await server[Symbol.asyncDispose]();
  films[Symbol.dispose]();
});
const live = await openLiveClass(server);
const students = live.emails.values();
const nextStudent = () => String(students.next().value);

/** The pages by themselves: what the service worker adds has journeys of its own. */
const PHONE: BrowserContextOptions = { viewport: { width: 390, height: 844 }, permissions: ['camera'], serviceWorkers: 'block' };
const ANDROID =
  'Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36';

/** A browser whose camera looks at a code, or at a wall. */
async function browserLookingAt(what: 'code' | 'wall'): Promise<Browser> {
  const film = path.join(films.path, `${crypto.randomUUID()}.y4m`);
  writeQrFilm(film, what === 'code' ? await live.qrTexts() : [null]);
  return launchBrowser({ cameraFilm: film });
}

function openPage(withCamera: Browser, options: BrowserContextOptions = PHONE): Promise<Page> {
  return newPerson(withCamera, { baseURL: server.url, ...options });
}

/** A page of theirs, with the camera that `browser` has. */
async function openAs(browser: Browser, email: string, address: string, options = PHONE): Promise<Page> {
  const page = await openPage(browser, options);
  await goAs(page, email, address);
  return page;
}

/** Whoever was signed in before. */
async function goAs(page: Page, email: string, address = '/scan'): Promise<void> {
  await enter(page.context(), email);
  await page.goto(address);
}

const heading = (page: Page) => page.getByRole('main').getByRole('heading', { level: 1 });

/** Waits for an outcome and answers its title. */
async function outcome(page: Page): Promise<string | null> {
  await page.locator('[data-outcome]').waitFor({ timeout: 30_000 });
  return heading(page).textContent();
}

async function checkInByCode(page: Page, code: string): Promise<string | null> {
  await typeCode(page, live.classSessionId, code);
  return outcome(page);
}

/** A code that is on screen neither now nor in the step before. */
async function wrongCode(): Promise<string> {
  const right = Number(await live.code());
  return String((right + 500_000) % 1_000_000).padStart(6, '0');
}

test('a scan makes the student present, and a second one says that it is recorded already', async () => {
  await using browser = await browserLookingAt('code');
  const page = await openAs(browser, nextStudent(), '/scan');

  expect(await outcome(page)).toBe('You are present');
  expect(await heading(page).evaluate((element) => element === document.activeElement)).toBe(true);
  await page.getByRole('status').filter({ hasText: 'You are present.' }).waitFor();
  expect(await page.evaluate(() => document.querySelector('video'))).toBeNull();

  await page.goto('/scan');
  expect(await outcome(page)).toBe('Already recorded');
  await page.getByRole('link', { name: 'Done' }).click();
  await page.waitForURL('/');
});

test('the camera is off while the page is hidden, and on again when it is back', async () => {
  await using browser = await browserLookingAt('wall');
  const page = await openAs(browser, nextStudent(), '/scan');
  const isRunning = () =>
    page.evaluate(() => {
      const stream = document.querySelector('video')?.srcObject as MediaStream | null;
      return stream?.getTracks().some((track) => track.readyState === 'live') ?? false;
    });
  const turn = (state: DocumentVisibilityState) =>
    page.evaluate((value) => {
      Object.defineProperty(document, 'visibilityState', { value, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    }, state);
  await expect.poll(isRunning).toBe(true);
  await turn('hidden');
  expect(await isRunning()).toBe(false);
  await turn('visible');
  await expect.poll(isRunning).toBe(true);
});

test('a code that was typed before the page could hear it is sent once it can, and comes into no address', async () => {
  const page = await openPage(browser);
  await enter(page.context(), nextStudent());
  let letThrough = () => {};
  const isLetThrough = new Promise<void>((resolve) => {
    letThrough = resolve;
  });
  await page.route(/\.js$/, async (route) => {
    await isLetThrough;
    await route.continue();
  });
  await page.goto('/scan', { waitUntil: 'commit' });
  const digits = await live.code();
  await typeCode(page, live.classSessionId, digits);
  await page.getByRole('button', { name: 'Check in' }).click();
  expect(new URL(page.url()).search).toBe('');
  const isAsked = (await page.locator('input[name=classSessionId]').count()) > 0;
  letThrough();
  if (isAsked) {
    await page.locator('form [aria-hidden]').filter({ hasText: digits }).waitFor();
    await page.getByRole('button', { name: 'Check in' }).click();
  }
  expect(await outcome(page)).toBe('You are present');
});

test('a device that the server has forgotten is registered anew without a word', async () => {
  const page = await openPage(browser);
  const isRegistered = page.waitForResponse('**/trpc/device.register');
  await goAs(page, nextStudent());
  await isRegistered;
  const db = await openDatabase({ url: `file:${server.dbPath}` });
  await db.$client.execute('update devices set revoked_at = created_at');
  db.$client.close();
  expect(await checkInByCode(page, await live.code())).toBe('You are present');
});

test('a code typed where there is no camera counts; a second student with the same phone waits for their teacher', async () => {
  const page = await openAs(browser, nextStudent(), '/scan');
  await page.getByRole('heading', { name: 'No camera was found' }).waitFor();
  const digits = await live.code();
  expect(await checkInByCode(page, `${digits.slice(0, 3)} ${digits.slice(3)}`)).toBe('You are present');
  await page.context().clearCookies({ name: 'muster_session' });
  await goAs(page, nextStudent());
  expect(await checkInByCode(page, await live.code())).toBe('Waiting for your teacher');
  await page.getByText('Another student has checked in to this class with this device.', { exact: false }).last().waitFor();
});

test('an unfinished code is said to be one before anything is sent; after five wrong ones a student is sent to the teacher', async () => {
  const page = await openAs(browser, nextStudent(), '/scan');
  const field = page.getByLabel('Code', { exact: true });
  await field.fill('123');
  await page.getByRole('button', { name: 'Check in' }).click();
  await page.getByText('The code has six digits.').waitFor();
  expect(await field.inputValue()).toBe('123');
  await field.fill('1234');
  expect(await page.getByText('The code has six digits.').count()).toBe(0);

  await chooseClass(page, live.classSessionId);
  for (let left = 4; left >= 0; left--) {
    await field.fill(await wrongCode());
    await page
      .getByText(new RegExp(`At most ${left} tr(y is|ies are) left\\.`))
      .first()
      .waitFor();
    expect(await field.evaluate((element: HTMLInputElement) => [element.value, element === document.activeElement])).toEqual([
      '',
      true,
    ]);
  }
  // Even with the right one.
  expect(await checkInByCode(page, await live.code())).toBe('Ask your teacher');
});

test('the camera is explained before the browser asks, and a refusal after it; the code can be typed', async () => {
  const page = await openPage(browser, { ...PHONE, userAgent: ANDROID });
  await page.addInitScript(() => {
    navigator.permissions.query = async () => Object.assign(new EventTarget(), { state: 'prompt' }) as PermissionStatus;
    navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('Permission denied', 'NotAllowedError'));
  });
  await goAs(page, nextStudent());
  await page.getByText('The picture never leaves your device.').waitFor();
  expect(await seriousFindings(page)).toEqual([]);
  await page.getByRole('button', { name: 'Turn on the camera' }).click();
  await page.getByRole('heading', { name: 'The camera is not allowed' }).waitFor();
  await page.getByText('Tap the icon at the left end of the address bar, then Permissions.').waitFor();
  expect(await checkInByCode(page, await live.code())).toBe('You are present');
});

test('a camera that was refused before is not asked for, and starts as soon as it is allowed', async () => {
  await using browser = await browserLookingAt('code');
  const page = await openAs(browser, nextStudent(), '/scan', { ...PHONE, permissions: [] });
  await page.getByRole('heading', { name: 'The camera is not allowed' }).waitFor();
  await page.context().grantPermissions(['camera'], { origin: server.url });
  expect(await outcome(page)).toBe('You are present');
});

test('a photo of the code is read on the device', async () => {
  await using browser = await browserLookingAt('code');
  const camera = await openPage(browser);
  await camera.goto('/sign-in');
  const photo = await camera.evaluate(async () => {
    const video = document.createElement('video');
    video.srcObject = await navigator.mediaDevices.getUserMedia({ video: true });
    await video.play();
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [video.videoWidth, video.videoHeight];
    canvas.getContext('2d')?.drawImage(video, 0, 0);
    return canvas.toDataURL('image/png').split(',')[1] ?? '';
  });
  const page = await openPage(browser, { ...PHONE, permissions: [] });
  await goAs(page, nextStudent());
  await page.getByText('Use a photo').click();
  const choose = (buffer: Buffer) =>
    page.getByLabel('Photo of the code').setInputFiles({ name: 'photo.png', mimeType: 'image/png', buffer });
  await choose(Buffer.from('not a picture'));
  await page.getByText('No check-in code could be read in this photo.').waitFor();
  await choose(Buffer.from(photo, 'base64'));
  expect(await outcome(page)).toBe('You are present');
});

test('the address of a QR, opened signed out, is kept through sign-in and then counts', async () => {
  const page = await openPage(browser);
  const [text = ''] = await live.qrTexts();
  await page.goto(text.replace(/^.*#/, '/C#'));
  await page.getByRole('heading', { name: 'Your scan is kept' }).waitFor();
  expect(page.url()).not.toContain('#');
  expect(await seriousFindings(page)).toEqual([]);

  await page.getByRole('link', { name: 'Sign in' }).click();
  await page.waitForURL('/sign-in?next=%2Fc');
  await signIn(page, nextStudent());
  expect(await outcome(page)).toBe('You are present');
  expect(await page.evaluate(() => JSON.stringify(localStorage))).not.toContain('pending-scan');

  await page.goto('/c');
  await page.getByRole('heading', { name: 'No code was scanned' }).waitFor();
});

test('the address of a QR, opened signed in, checks in at once', async () => {
  const page = await openAs(browser, nextStudent(), '/profile');
  const [text = ''] = await live.qrTexts();
  await page.goto(text.replace(/^.*#/, '/c#'));
  expect(await outcome(page)).toBe('You are present');
  expect(page.url()).not.toContain('#');
});

test('an address that holds no code leads to the scanner', async () => {
  const page = await openPage(browser);
  await page.goto('/c#DAMAGED');
  await page.getByRole('heading', { name: 'This code is damaged' }).waitFor();
  expect(await page.getByRole('link', { name: 'Sign in to scan' }).getAttribute('href')).toBe('/scan');
});

test('staff are told that students check in here, and the scanner is not theirs', async () => {
  const page = await openAs(browser, 'assistant@demo.school', '/c');
  await page.getByRole('heading', { name: 'Students check in here' }).waitFor();
  expect(await seriousFindings(page)).toEqual([]);
  expect((await page.goto('/scan'))?.status()).toBe(403);
});

test('without JavaScript the page says what a check-in takes', async () => {
  const html = await (await fetch(`${server.url}/c`)).text();
  expect(html).toMatch(/<noscript>.*Checking in needs JavaScript.*<\/noscript>/s);
});
