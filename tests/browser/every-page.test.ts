/** Every page in the pseudo-language: nothing on it is English, nothing is cut off, and it runs from right to left. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, expect, test } from 'vitest';
import { MINUTE_MS } from '#domain/duration';
import { pseudoText } from '#domain/words/pseudo';
import { launchBrowser } from '../helpers/browser';
import { query } from '../helpers/database-file';
import { rosterOf, UNTIDY } from '../helpers/import-files';
import { DESKTOP, newPerson, PHONE } from '../helpers/journey';
import { openLiveClass } from '../helpers/live-class';
import { allPages, answeredTo, pageFiles } from '../helpers/pages';
import { ROOT } from '../helpers/program';
import { PSEUDO_ENV, pseudoProblems, readPseudo } from '../helpers/pseudo';
import { ready, storeOf } from '../helpers/pwa';
import { startServer } from '../helpers/server';
import { enter } from '../helpers/sign-in';

const [server, browser] = await Promise.all([startServer({ env: PSEUDO_ENV }), launchBrowser()]);
afterAll(async () => {
  await browser.close();
  await server[Symbol.asyncDispose]();
});

/** Somebody who reads the pseudo-language. @param email of nobody, for a stranger */
async function reader(email: string | null, looks = PHONE): Promise<Page> {
  const page = await newPerson(browser, { baseURL: server.url, ...looks });
  await readPseudo(page.context(), server.url);
  if (email) await enter(page.context(), email);
  return page;
}

/** Opens a page and waits until its script runs it. */
async function open(page: Page, address: string): Promise<void> {
  await page.goto(address);
  await page.waitForFunction(() => Object.keys(document).some((key) => key.startsWith('__reactContainer')));
}

const button = (page: Page, name: string) => page.getByRole('button', { name: pseudoText(name), exact: true });

const shown = new Set<string>();

/** What is wrong with pages that nobody was shown before, and with states of pages that are reached by hand. */
async function problemsOf(page: Page, addresses: string[], states: Record<string, (page: Page) => Promise<unknown>> = {}) {
  const problems: string[] = [];
  const lookAt = async (name: string) => {
    problems.push(...(await pseudoProblems(page)).map((problem) => `${name}: ${problem}`));
  };
  for (const address of addresses.filter((one) => !shown.has(one))) {
    await open(page, address);
    await lookAt(address);
  }
  for (const [name, reach] of Object.entries(states)) {
    await reach(page);
    await lookAt(name);
  }
  await page.context().close();
  if (problems.length === 0) for (const address of addresses) shown.add(address);
  return problems;
}

/** Makes something of everything that a page can show. */
async function fillSchool(): Promise<number> {
  const administrator = await reader('admin@demo.school');
  const file = { name: 'school.zip', mimeType: 'application/zip', buffer: Buffer.from(rosterOf(UNTIDY)) };
  await administrator.request.post('/admin/import', { multipart: { kind: 'oneroster', sectionId: '', file } });
  await administrator.context().close();
  const { classSessionId } = await openLiveClass(server);
  const now = Date.now();
  await query(server.dbPath, WAITING, { id: classSessionId, now });
  await query(server.dbPath, NEWCOMERS, { now });
  await query(server.dbPath, ANNOUNCEMENTS, { now });
  await query(server.dbPath, TO_SECTIONS);
  return classSessionId;
}

const WAITING = `insert into claims (id, class_session_id, student_id, device_id, tokens, signature, device_at, received_at, verdict, status, source, reasons)
  select 'waiting', :id, e.student_id, 'device', '[]', '', :now, :now, 'waiting', 'present', 'offline', '["few-windows","new-device"]'
  from class_sessions cs join enrolments e on e.section_id = cs.section_id where cs.id = :id limit 1`;
const NEWCOMERS = `insert into users (email, name, role, state, created_at)
  select 'new-' || value || '@demo.school', 'Newcomer ' || value, 'student', 'pending', :now from json_each('[1,2,3]')`;
const ANNOUNCEMENTS = `insert into announcements (action_id, author_id, title, body, audience, is_pinned, published_at)
  select role, id, 'Sports day', '**Shoes** and water.', case role when 'admin' then 'school' else 'sections' end, 1, :now from users
  where email in ('admin@demo.school', 'teacher@demo.school')`;
const TO_SECTIONS = `insert into announcement_sections (announcement_id, section_id)
  select a.id, st.section_id from announcements a join section_staff st on st.user_id = a.author_id where a.audience = 'sections'`;

const openClass = await fillSchool();
const addresses = await allPages(server.dbPath);

const OF_TEACHER = `select cs.id from class_sessions cs join section_staff st on st.section_id = cs.section_id
  join users u on u.id = st.user_id and u.email = 'teacher@demo.school'`;

async function classSession(condition: string): Promise<number> {
  const sql = `${OF_TEACHER} where ${condition} order by cs.starts_at desc limit 1`;
  const [row] = await query<{ id: number }>(server.dbPath, sql);
  return Number(row?.id);
}

test('pages for strangers', async () => {
  const page = await reader(null);
  const own = await answeredTo(page.context(), addresses);
  const states = {
    'a self-test that is done': async () => {
      await open(page, '/self-test');
      await page.locator('main li').last().waitFor();
    },
    'a wrong password': async () => {
      await open(page, '/sign-in');
      await page.locator('main [name=email]').fill('nobody@demo.school');
      await page.locator('main [name=password]').fill('wrong password');
      await button(page, 'Sign in').click();
      await page.getByRole('alert').waitFor();
    },
    'a form that is not filled in': async () => {
      await open(page, '/sign-up');
      await page.evaluate(() => document.querySelector('main form')?.setAttribute('novalidate', ''));
      await button(page, 'Ask for an account').click();
      await page.locator('[aria-invalid=true]').first().waitFor();
    },
  };
  expect(await problemsOf(page, [...own, '/pending?new', '/forgot-password?sent', '/c#DAMAGED', '/nowhere'], states)).toEqual([]);
});

test('pages for students', async () => {
  const page = await reader('student@demo.school');
  const own = await answeredTo(page.context(), addresses);
  const more = ['/attendance?day=today', '/timetable?view=agenda', '/timetable?view=week', '/profile?saved', '/teach'];
  expect(await problemsOf(page, [...own, ...more])).toEqual([]);
});

test('pages for teachers', async () => {
  const page = await reader('teacher@demo.school');
  const own = await answeredTo(page.context(), addresses);
  const scheduled = await classSession(`cs.state = 'scheduled' and cs.starts_at > ${Date.now() + 60 * MINUTE_MS}`);
  const cancelled = await classSession(`cs.state = 'scheduled' and cs.id <> ${scheduled}`);
  await query(server.dbPath, `update class_sessions set state = 'cancelled' where id = ?`, [cancelled]);
  const registers = [openClass, scheduled, cancelled].map((id) => `/teach/sessions/${id}`);
  const more = [...registers, ...registers.map((register) => `${register}/change`), '/timetable', '/profile'];
  const states = {
    'closing a register': async () => {
      await open(page, `/teach/sessions/${openClass}`);
      await button(page, 'Close register').click();
      await page.locator('dialog[open]').waitFor();
    },
    shortcuts: async () => {
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
      await open(page, '/outbox');
      await page.locator('main li').first().waitFor();
    },
  };
  expect(await problemsOf(page, [...own, ...more], states)).toEqual([]);
});

test('pages for administrators', async () => {
  const page = await reader('admin@demo.school');
  const own = await answeredTo(page.context(), addresses);
  const more = [
    '/admin/people?q=a',
    '/admin/people?view=pending',
    '/admin/live?show=not-taken',
    '/admin/timetable/slots/new',
    '/profile',
  ];
  const states = {
    'rejecting people': async () => {
      await open(page, '/admin');
      await page.locator('main input[type=checkbox]').last().check();
      await button(page, 'Reject…').click();
      await page.locator('dialog[open]').waitFor();
    },
  };
  expect(await problemsOf(page, [...own, ...more], states)).toEqual([]);
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
