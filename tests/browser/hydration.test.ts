/** A slow phone: the page is there long before its script, and its person does not wait. */
import { afterAll, expect, test } from 'vitest';
import { launchBrowser } from '../helpers/browser';
import { startServer } from '../helpers/server';
import { enter } from '../helpers/sign-in';

const [server, browser] = await Promise.all([startServer(), launchBrowser()]);
afterAll(async () => {
  await browser.close();
  await server[Symbol.asyncDispose]();
});

/** Loads the sign-in page on a slow machine and types from the first moment on.
 *  @returns what went wrong, and whether the page's script runs it in the end */
async function typeEarly(rate: number) {
  const context = await browser.newContext({ baseURL: server.url, serviceWorkers: 'block' });
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('pageerror', ({ message }) => errors.push(message));
  await (await context.newCDPSession(page)).send('Emulation.setCPUThrottlingRate', { rate });
  await page.goto('/sign-in', { waitUntil: 'commit' });
  for (let times = 0; times < 8; times++) {
    await page.getByLabel('Email').fill(`person-${times}@school.test`);
    await page.getByLabel('Password', { exact: true }).fill('some password');
  }
  let isAlive = false;
  for (let times = 0; times < 40 && !isAlive; times++) {
    await page.getByRole('button', { name: 'Show password' }).click();
    await page.waitForTimeout(100);
    isAlive = (await page.locator('[name=password]').getAttribute('type')) === 'text';
  }
  await context.close();
  return { errors, isAlive };
}

test('typing before the script runs does not keep the page from coming alive', async () => {
  for (const rate of [3, 5, 7]) {
    expect(await typeEarly(rate)).toEqual({ errors: [], isAlive: true });
  }
});

test('a page comes alive with the dates and figures that the server has written', async () => {
  const context = await browser.newContext({ baseURL: server.url, serviceWorkers: 'block' });
  await enter(context, 'student@demo.school');
  await context.addInitScript(() => {
    const made: unknown[] = [];
    Object.assign(window, { made });
    for (const kind of ['DateTimeFormat', 'NumberFormat'] as const)
      Object.assign(Intl, {
        [kind]: new Proxy(Intl[kind], {
          construct: (target, args, self) => {
            made.push([kind, ...args]);
            return Reflect.construct(target, args, self);
          },
        }),
      });
  });
  const page = await context.newPage();
  for (const address of ['/', '/timetable', '/attendance']) {
    await page.goto(address);
    await page.waitForFunction(() => Object.keys([...document.querySelectorAll('main a')].at(-1) ?? {}).length > 0);
    expect(await page.evaluate(() => (window as unknown as { made: unknown[] }).made), address).toEqual([]);
  }
});
