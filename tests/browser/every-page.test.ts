/** Every page, loaded once, in the pseudo-language: nothing on it is English, nothing is cut off, nothing moves as it comes, it runs from
 *  right to left, and neither on a phone in the light, nor on a desktop in the dark, nor on paper has axe anything serious to say. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, expect, test } from 'vitest';
import { MINUTE_MS } from '#domain/duration';
import { pseudoText } from '#domain/words/pseudo';
import { launchBrowser } from '../helpers/browser';
import { query } from '../helpers/database-file';
import { fillSchool, SECTIONS } from '../helpers/full-school';
import { alive, DESKTOP, newPerson, PHONE } from '../helpers/journey';
import { allPages, answeredTo, pageFiles } from '../helpers/pages';
import { ROOT } from '../helpers/program';
import { PSEUDO_ENV, pseudoProblems, readPseudo } from '../helpers/pseudo';
import { ready, storeOf } from '../helpers/pwa';
import { startServer } from '../helpers/server';
import { shiftsOf, watchShifts } from '../helpers/shifts';
import { enter } from '../helpers/sign-in';
import { WALK_TIMEOUT_MS, WALKER, walk } from '../helpers/walk';

const [server, browser] = await Promise.all([startServer({ env: PSEUDO_ENV }), launchBrowser({ isLookedAt: true })]);
afterAll(async () => {
  await browser.close();
  await server[Symbol.asyncDispose]();
});

/** Somebody who reads the pseudo-language. @param email of nobody, for a stranger */
async function reader(email: string | null, looks = WALKER): Promise<Page> {
  const page = await newPerson(browser, { baseURL: server.url, ...looks });
  await readPseudo(page.context(), server.url);
  await watchShifts(page);
  if (email) await enter(page.context(), email);
  return page;
}

const heading = (page: Page, name: string) => page.getByRole('heading', { name: pseudoText(name) });
const button = (page: Page, name: string) => page.getByRole('button', { name: pseudoText(name), exact: true });

/** What is there a moment after the page. */
const LATER: Record<string, (page: Page) => Locator> = {
  '/c': (page) => heading(page, 'No code was scanned'),
  '/c#DAMAGED': (page) => heading(page, 'This code is damaged'),
  '/self-test': (page) => page.locator('main li').last(),
};

/** Loads a page and waits until its script runs it. */
async function load(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await alive(page);
  await LATER[address]?.(page).waitFor();
}

/** Goes to a page within the app, as its links do, and waits until it is drawn. */
async function goTo(page: Page, address: string): Promise<void> {
  await page.evaluate(async (to) => {
    const { __remixRouter: router } = globalThis as unknown as { __remixRouter: { navigate: (to: string) => Promise<void> } };
    await router.navigate(to);
    await new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)));
  }, address);
}

const shown = new Set<string>();

/** States of a page that are reached by hand, one after the other. */
type States = Record<string, () => Promise<unknown>>;

type Round = {
  /** Pages that nobody was shown before are looked at. */
  pages: string[];
  /** Others are told from them by their texts alone. */
  variants?: string[];
  /** By the page's address. */
  states?: Record<string, States>;
  /** Goes from one page to the next within the app, where people come to it so: much less work than loading each. */
  isInApp?: boolean;
};

/** What is wrong with what somebody is shown. */
async function problemsOf(page: Page, { pages, variants = [], states = {}, isInApp = true }: Round): Promise<string[]> {
  const { read, see, problems } = await walk(page, pseudoProblems);
  let reach = load;
  const open = async (address: string) => {
    await shiftsOf(page);
    await reach(page, address);
    problems.push(...(await shiftsOf(page)).map((shift) => `${address}: ${shift}`));
  };
  for (const address of variants) {
    await open(address);
    await read(address);
    if (isInApp) reach = goTo;
  }
  for (const address of pages) {
    await open(address);
    await see(address);
    const reached = Object.entries(states[address] ?? {});
    for (const [name, act] of reached) {
      await act();
      await see(name);
    }
    // Whoever has a dialog open cannot press a link.
    reach = isInApp && reached.length === 0 ? goTo : load;
  }
  await page.context().close();
  if (problems.length === 0) for (const address of pages) shown.add(address);
  return problems;
}

/** Those that answer them and that nobody was shown before. */
const newTo = (page: Page) =>
  answeredTo(
    page.context(),
    addresses.filter((address) => !shown.has(address)),
  );

/** Has a form tell its errors, which browsers would keep to themselves. */
const noValidation = (page: Page) => page.evaluate(() => document.querySelector('main form')?.setAttribute('novalidate', ''));

const openClass = await fillSchool(server);
const addresses = await allPages(server.dbPath);

/** The last class session of the demo teacher of which something is true. */
async function classSession(condition: string): Promise<number> {
  const sql = `select id from class_sessions where section_id in (${SECTIONS}) and ${condition} order by starts_at desc limit 1`;
  const [row] = await query<{ id: number }>(server.dbPath, sql);
  expect(row, condition).toBeDefined();
  return Number(row?.id);
}

/** Class sessions by what became of them. The one that is open comes last. */
async function someRegisters() {
  const tooEarly = await classSession(`state = 'scheduled' and starts_at > ${Date.now() + 60 * MINUTE_MS}`);
  const cancelled = await classSession(`state = 'scheduled' and id <> ${tooEarly}`);
  await query(server.dbPath, `update class_sessions set state = 'cancelled' where id = ?`, [cancelled]);
  const taken = await classSession(`state = 'closed' and is_held = 1 and is_locked = 0`);
  const notTaken = await classSession(`state = 'closed' and is_held = 0 and is_locked = 0`);
  return { notTaken, all: [tooEarly, cancelled, taken, notTaken, openClass].map((id) => `/teach/sessions/${id}`) };
}

test('pages for strangers', { timeout: WALK_TIMEOUT_MS }, async () => {
  const page = await reader(null);
  const states = {
    '/sign-in': {
      'a wrong password': async () => {
        await page.locator('main [name=email]').fill('nobody@demo.school');
        await page.locator('main [name=password]').fill('wrong password');
        await button(page, 'Sign in').click();
        await page.getByRole('alert').waitFor();
      },
    },
    '/sign-up': {
      'a form that is not filled in': async () => {
        await noValidation(page);
        await button(page, 'Request an account').click();
        await page.locator('[aria-invalid=true]').first().waitFor();
      },
    },
  };
  const more = ['/pending?new', '/forgot-password?sent', '/c#DAMAGED', '/nowhere'];
  expect(await problemsOf(page, { pages: [...(await newTo(page)), ...more], states, isInApp: false })).toEqual([]);
});

test('pages for students', { timeout: WALK_TIMEOUT_MS }, async () => {
  const page = await reader('student@demo.school');
  const states = { '/': { 'the menu of the account': () => page.locator('header summary').first().click() } };
  const more = ['/timetable?view=agenda', '/timetable?view=week', '/teach'];
  const variants = ['/attendance?day=today', '/profile?saved'];
  expect(await problemsOf(page, { pages: [...(await newTo(page)), ...more], variants, states })).toEqual([]);
});

test('pages for teachers', { timeout: WALK_TIMEOUT_MS }, async () => {
  const page = await reader('teacher@demo.school');
  const registers = await someRegisters();
  const states: Record<string, States> = {
    '/teach/sessions/new': {
      'a class session that ends before it begins': async () => {
        await noValidation(page);
        await page.locator('main [name=endTime]').fill('00:00');
        await button(page, 'Add class').click();
        await page.locator('[aria-invalid=true]').first().waitFor();
      },
    },
    [`/teach/sessions/${registers.notTaken}`]: {
      'taking a register late': async () => {
        await button(page, 'Take it now').click();
        await page.locator('dialog[open]').waitFor();
      },
    },
    [`/teach/sessions/${openClass}`]: {
      'closing a register': async () => {
        await button(page, 'More for this register').click();
        await button(page, 'Close register').click();
        await page.locator('dialog[open]').waitFor();
      },
      shortcuts: async () => {
        await page.keyboard.press('Escape');
        await page.keyboard.press('Escape');
        await page.getByRole('button', { name: new RegExp(`^${pseudoText('Register')}`) }).click();
        await page.locator('[data-student] input').first().focus();
        await page.keyboard.press('?');
        await page.locator('dialog[open]').waitFor();
      },
      'what is not sent': async () => {
        await page.keyboard.press('Escape');
        await page.route('**/trpc/**', (route) => route.abort());
        await page.locator('[data-student] input[value=late]').last().click();
        await expect.poll(async () => (await storeOf(page, 'outbox')).length).toBe(1);
        await load(page, '/outbox');
        await page.locator('main li').first().waitFor();
      },
    },
  };
  const more = registers.all;
  const variants = ['/timetable', '/profile', ...registers.all.map((register) => `${register}/change`)];
  expect(await problemsOf(page, { pages: [...(await newTo(page)), ...more], variants, states })).toEqual([]);
});

test('pages for administrators', { timeout: WALK_TIMEOUT_MS }, async () => {
  const page = await reader('admin@demo.school');
  const states = {
    '/admin': {
      'rejecting people': async () => {
        await page.locator('main input[type=checkbox]').last().check();
        await button(page, 'Reject…').click();
        await page.locator('dialog[open]').waitFor();
      },
    },
    '/admin/audit': { 'an entry of the audit log': () => page.locator('main summary').first().click() },
  };
  const variants = [
    '/admin/people?q=a',
    '/admin/people?view=pending',
    '/admin/live?show=not-taken',
    '/admin/timetable/slots/new',
    '/profile',
  ];
  expect(await problemsOf(page, { pages: await newTo(page), variants, states })).toEqual([]);
});

test('no page is left out', () => {
  expect(addresses.filter((address) => !shown.has(address))).toEqual([]);
  expect(addresses).toHaveLength(pageFiles().length);
});

test('what stands left in English stands right', async () => {
  const page = await reader('teacher@demo.school', DESKTOP);
  await page.goto(`/teach/sessions/${openClass}/change`);
  const places = await page.evaluate(() => {
    const middleOf = (selector: string) => {
      const { left, right } = document.querySelector(selector)?.getBoundingClientRect() ?? {
        left: Number.NaN,
        right: Number.NaN,
      };
      return (left + right) / 2 / window.innerWidth;
    };
    const arrow = document.querySelector('main .lucide-arrow-left, main .lucide-chevron-left');
    return {
      sidebar: middleOf('aside') > 0.5,
      heading: middleOf('h1') > 0.5,
      arrow: arrow && getComputedStyle(arrow).scale,
      aligned: getComputedStyle(document.querySelector('h1') ?? document.body).textAlign,
    };
  });
  expect(places).toEqual({ sidebar: true, heading: true, arrow: '-1 1', aligned: 'start' });
  await page.context().close();
});

const CATALOGUES = readdirSync(path.join(ROOT, 'app/words/en')).filter((name) => name.endsWith('.po')).length;

/** How many catalogues the page has fetched whole: those of its first moments came without the worker. */
function fetchedWords(page: Page): Promise<number> {
  return page.evaluate(() => {
    const names = performance.getEntriesByType('resource').map(({ name }) => name);
    return new Set(names.filter((name) => name.includes('/assets/words-'))).size;
  });
}

test('a page that was kept opens without a network in its words, and so does the next', async () => {
  const context = await browser.newContext({ baseURL: server.url, reducedMotion: 'reduce', ...PHONE });
  await readPseudo(context, server.url);
  const page = await ready(context, 'student@demo.school');
  await expect.poll(() => fetchedWords(page), { timeout: 30_000 }).toBe(CATALOGUES);
  await context.setOffline(true);
  await page.goto('/timetable');
  await expect.poll(() => page.locator('main h1').textContent()).toBe(pseudoText('Timetable'));
  await page.locator('a[href="/attendance"]').last().click();
  await expect.poll(() => page.locator('main h1').textContent()).toBe(pseudoText('Attendance'));
  await context.close();
});

test('the words of the next page are there when it is shown', async () => {
  const page = await reader('student@demo.school');
  await page.goto('/inbox');
  await page.locator('a[href="/timetable"]').last().click();
  await page.waitForURL('**/timetable');
  await expect.poll(() => page.locator('main h1').textContent()).toBe(pseudoText('Timetable'));
});
