/**
 * How fast pages are on a cheap phone on slow 4G, in real Chromium, each figure the median of five: the student's home for the first time
 * and again, the scanner from the tap, and a register of 500 while it is scrolled and marked. Arguments choose among `home`, `scanner`
 * and `register`.
 */
import type { Browser, Page } from 'playwright-core';
import { launchBrowser } from '../helpers/browser';
import { DESKTOP } from '../helpers/journey';
import { writeQrFilm } from '../helpers/qr-video';
import { startServer, type TestServer } from '../helpers/server';
import { enter } from '../helpers/sign-in';
import { tempFolder } from '../helpers/temp-folder';
import { cheapPhone, samePhone, seenIn } from './helpers/cheap-phone';
import { crowdClass } from './helpers/crowded-class';
import { type Goal, goalLines } from './helpers/goals';
import { machineLine, median } from './helpers/measure';

const ROUNDS = 5;
/** Longer than a page takes to come alive and do all that it does by itself. Nobody asks it meanwhile: what Playwright waits with would
 *  run in the page, at a quarter of its speed. */
const SETTLE_MS = 7_000;
/** Between pressing and letting go, as a hand does it. */
const PRESS_MS = 60;

const [STUDENT, TEACHER] = ['student@demo.school', 'teacher@demo.school'];

type Figures = Record<string, number>;

/** The median of each figure. */
async function medians(measure: () => Promise<Figures>): Promise<Figures> {
  const rounds: Figures[] = [];
  for (let round = 0; round < ROUNDS; round++) rounds.push(await measure());
  const names = Object.keys(rounds[0] ?? {});
  return Object.fromEntries(names.map((name) => [name, median(rounds.map((figures) => Number(figures[name])))]));
}

/** Opens a page and leaves it alone until all is done. */
async function open(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await page.waitForTimeout(SETTLE_MS);
}

async function measureHome(browser: Browser, { url }: TestServer): Promise<Figures> {
  const first = await cheapPhone(browser, { baseURL: url });
  await enter(first.context(), STUDENT);
  await open(first, '/');
  const before = await seenIn(first);
  const again = await samePhone(browser, first);
  await open(again, '/');
  const after = await seenIn(again);
  await again.context().close();
  return { first: before.lcp, alive: before.alive, again: after.lcp };
}

/** From the press on *Scan* to a moving picture. */
async function measureScanner(browser: Browser, { url }: TestServer): Promise<Figures> {
  const page = await cheapPhone(browser, { baseURL: url, permissions: ['camera'] });
  await enter(page.context(), STUDENT);
  await open(page, '/');
  // No function in it has a name, as in `watchPage`.
  await page.evaluate(() =>
    document.addEventListener(
      'click',
      () => {
        const tappedAt = performance.now();
        const timer = setInterval(() => {
          if (!document.querySelector('video')?.currentTime) return;
          Object.assign(window, { seeingAfter: performance.now() - tappedAt });
          clearInterval(timer);
        }, 10);
      },
      { capture: true, once: true },
    ),
  );
  await page.getByRole('link', { name: 'Scan', exact: true }).tap();
  await page.waitForTimeout(SETTLE_MS);
  const seeing = await page.evaluate(() => (window as unknown as { seeingAfter?: number }).seeingAfter);
  if (seeing === undefined) throw new Error('The camera shows nothing.');
  await page.context().close();
  return { seeing };
}

/** Where students on the screen are marked present, or late where the round before has marked them. One look for all: to look for each by
 *  its role would be the longest task of all. */
const spotsOn = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll('[data-student]')]
      .flatMap((row) => row.querySelector('input:is([value=present], [value=late]):not(:checked)') ?? [])
      .map((radio) => radio.getBoundingClientRect())
      .filter(({ top, bottom }) => top > 200 && bottom < window.innerHeight)
      .map(({ x, y, width, height }) => ({ x: x + width / 2, y: y + height / 2 })),
  );

/** Ten screens down. */
async function scroll(page: Page): Promise<void> {
  await page.mouse.move(900, 600);
  for (let step = 0; step < 40; step++) {
    await page.mouse.wheel(0, 200);
    await page.waitForTimeout(50);
  }
}

/** Marks who is on the screen. */
async function mark(page: Page, spots: { x: number; y: number }[]): Promise<void> {
  for (const { x, y } of spots) {
    await page.mouse.click(x, y, { delay: PRESS_MS });
    await page.waitForTimeout(200);
  }
}

/** The longest task while something is done, ms: 0 when none was worth being noted. */
async function longestTask(page: Page, act: () => Promise<void>): Promise<number> {
  const { tasks } = await seenIn(page);
  await act();
  await page.waitForTimeout(500);
  return Math.max(0, ...(await seenIn(page)).tasks.slice(tasks.length));
}

async function measureRegister(browser: Browser, { url }: TestServer, id: number): Promise<Figures> {
  const page = await cheapPhone(browser, { ...DESKTOP, isMobile: false, hasTouch: false, baseURL: url });
  await enter(page.context(), TEACHER);
  const address = `/teach/sessions/${id}`;
  const answer = await page.context().request.get(address);
  const html = (await answer.body()).length / 1000;
  await open(page, address);
  const { alive } = await seenIn(page);
  const scrolling = await longestTask(page, () => scroll(page));
  const spots = await spotsOn(page);
  if (spots.length === 0) throw new Error('Nobody on the screen can be marked.');
  const marking = await longestTask(page, () => mark(page, spots));
  await page.context().close();
  return { alive, scrolling, marking, html };
}

/** What can be asked for by its name, each with its goals. */
const PARTS: Record<string, (browser: Browser, server: TestServer) => Promise<Goal[]>> = {
  async home(browser, server) {
    const { first, alive, again } = await medians(() => measureHome(browser, server));
    return [
      { what: "student's home, first: largest paint", value: Number(first) / 1000, atMost: 1.5, unit: ' s' },
      { what: "student's home, first: alive", value: Number(alive) / 1000, atMost: 1.8, unit: ' s' },
      { what: "student's home, again: largest paint", value: Number(again) / 1000, atMost: 0.6, unit: ' s' },
    ];
  },
  async scanner(browser, server) {
    const { seeing } = await medians(() => measureScanner(browser, server));
    return [{ what: 'scanner: seeing after the tap', value: Number(seeing) / 1000, atMost: 1.2, unit: ' s' }];
  },
  async register(browser, server) {
    const id = await crowdClass(server);
    const { alive, scrolling, marking, html } = await medians(() => measureRegister(browser, server, id));
    return [
      { what: 'register of 500: alive', value: Number(alive) / 1000, atMost: 2, unit: ' s' },
      { what: 'register of 500: longest task while scrolling', value: Number(scrolling), atMost: 50, unit: ' ms' },
      { what: 'register of 500: longest task while marking', value: Number(marking), atMost: 50, unit: ' ms' },
      { what: 'register of 500: HTML', value: Number(html), atMost: 300, unit: ' kB' },
    ];
  },
};

const asked = process.argv.slice(2);
await using server = await startServer();
using folder = tempFolder();
const film = `${folder.path}/wall.y4m`;
writeQrFilm(film, [null]);
const browser = await launchBrowser({ cameraFilm: film });
try {
  const goals: Goal[] = [];
  for (const [name, measure] of Object.entries(PARTS))
    if (asked.length === 0 || asked.includes(name)) goals.push(...(await measure(browser, server)));
  console.log(`\n${machineLine()}\nA phone 4 times slower, 150 ms away at 1.6 Mbit/s; medians of ${ROUNDS}\n`);
  console.log(`${goalLines(goals).join('\n')}\n`);
} finally {
  await browser.close();
}
