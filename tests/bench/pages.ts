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
/** All that a page does by itself after it has come alive. */
const SETTLE_MS = 4_000;

const [STUDENT, TEACHER] = ['student@demo.school', 'teacher@demo.school'];

type Figures = Record<string, number>;

/** The median of each figure. */
async function medians(measure: () => Promise<Figures>): Promise<Figures> {
  const rounds: Figures[] = [];
  for (let round = 0; round < ROUNDS; round++) rounds.push(await measure());
  const names = Object.keys(rounds[0] ?? {});
  return Object.fromEntries(names.map((name) => [name, median(rounds.map((figures) => Number(figures[name])))]));
}

async function untilAlive(page: Page): Promise<void> {
  await page.waitForFunction(() => (window as unknown as { seen: { alive: number } }).seen.alive > 0);
}

async function measureHome(browser: Browser, { url }: TestServer): Promise<Figures> {
  const first = await cheapPhone(browser, { baseURL: url });
  await enter(first.context(), STUDENT);
  await first.goto('/');
  await untilAlive(first);
  await first.waitForTimeout(SETTLE_MS);
  const again = await samePhone(browser, first);
  await again.goto('/');
  await untilAlive(again);
  await again.waitForTimeout(1_000);
  const [before, after] = [await seenIn(first), await seenIn(again)];
  await first.context().close();
  return { first: before.lcp, alive: before.alive, again: after.lcp };
}

/** From the press on *Scan* to a moving picture. */
async function measureScanner(browser: Browser, { url }: TestServer): Promise<Figures> {
  const page = await cheapPhone(browser, { baseURL: url, permissions: ['camera'] });
  await enter(page.context(), STUDENT);
  await page.goto('/');
  await untilAlive(page);
  await page.waitForTimeout(SETTLE_MS);
  await page.evaluate(() => {
    document.addEventListener('click', () => Object.assign(window, { tappedAt: performance.now() }), {
      capture: true,
      once: true,
    });
  });
  await page.getByRole('link', { name: 'Scan', exact: true }).tap();
  const seeing = await page.waitForFunction(() => {
    const video = document.querySelector('video');
    const { tappedAt } = window as unknown as { tappedAt: number };
    return video && video.currentTime > 0 && performance.now() - tappedAt;
  });
  const ms = Number(await seeing.jsonValue());
  await page.context().close();
  return { seeing: ms };
}

/** Where students on the screen are marked present. One look for all: to look for each by its role would be the longest task of all. */
const spotsOn = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll('input[value=present]:not(:checked)')]
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
    await page.mouse.click(x, y);
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
  await page.goto(address);
  await untilAlive(page);
  await page.waitForTimeout(SETTLE_MS);
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
