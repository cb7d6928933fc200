/** The pictures of the README and of the app's manifest, each from a page of the demo school as it is now. Run by `screenshots.mjs`. */
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from './helpers/browser';
import { openLiveClass, typeCode } from './helpers/live-class';
import { ROOT } from './helpers/program';
import { startServer } from './helpers/server';
import { enter } from './helpers/sign-in';

const FOLDER = path.join(ROOT, 'public/screenshots');

const NARROW = { viewport: { width: 390, height: 844 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true };
const WIDE = { viewport: { width: 1280, height: 800 } };

const STUDENT = 'student@demo.school';
const TEACHER = 'teacher@demo.school';
const ADMIN = 'admin@demo.school';

type Shot = { name: string; email: string; address: string; looks: typeof NARROW | typeof WIDE };

/** How many have checked in when the picture of a register is taken. */
const CHECKED_IN = 5;
const MARKED = 14;

async function openPage(browser: Browser, baseURL: string, { email, address, looks }: Omit<Shot, 'name'>): Promise<Page> {
  const context = await browser.newContext({
    baseURL,
    serviceWorkers: 'block',
    colorScheme: 'light',
    locale: 'en-GB',
    reducedMotion: 'reduce',
    ...looks,
  });
  await enter(context, email);
  const page = await context.newPage();
  await page.goto(address);
  await page.waitForLoadState('networkidle');
  return page;
}

async function take(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: path.join(FOLDER, `${name}.png`) });
  await page.context().close();
  console.log(`public/screenshots/${name}.png`);
}

async function main(): Promise<void> {
  await using server = await startServer();
  await using browser = await launchBrowser({ isShortLived: false });
  const live = await openLiveClass(server, { isAsShipped: true });
  const register = `/teach/sessions/${live.classSessionId}`;
  await take(await openPage(browser, server.url, { email: STUDENT, address: '/', looks: NARROW }), 'home-narrow');

  const teacher = await openPage(browser, server.url, { email: TEACHER, address: register, looks: WIDE });
  const unmarked = teacher.locator('[data-student]:not(:has(:checked))');
  for (let count = 0; count < MARKED; count++) {
    const status = count % 6 === 3 ? 'late' : count % 9 === 7 ? 'absent' : 'present';
    await unmarked.first().locator(`input[value=${status}]`).click();
  }
  for (const email of live.emails.slice(-CHECKED_IN)) {
    const page = await openPage(browser, server.url, { email, address: '/scan', looks: NARROW });
    await typeCode(page, live.classSessionId, await live.code());
    await page.locator('[data-outcome]').waitFor();
    await page.context().close();
  }
  await teacher.getByText('Just in').waitFor();
  await teacher.evaluate(() => window.scrollTo({ top: 0, behavior: 'instant' }));
  await take(teacher, 'register-wide');

  const rest: Shot[] = [
    { name: 'timetable-narrow', email: STUDENT, address: '/timetable', looks: NARROW },
    { name: 'attendance-narrow', email: STUDENT, address: '/attendance', looks: NARROW },
    { name: 'timetable-wide', email: TEACHER, address: '/timetable', looks: WIDE },
    { name: 'reports-wide', email: ADMIN, address: '/admin/reports', looks: WIDE },
  ];
  for (const { name, ...shot } of rest) await take(await openPage(browser, server.url, shot), name);
}

await main();
