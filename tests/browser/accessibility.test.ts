/** Every screen in its states, on a phone in the light and on a desktop in the dark: nothing serious for axe, nothing wider than the window. */
import path from 'node:path';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, expect, test } from 'vitest';
import { MINUTE_MS } from '#domain/duration';
import { launchBrowser } from '../helpers/browser';
import { demoClassOfNow, query } from '../helpers/database-file';
import { DESKTOP, newPerson, PHONE, tell } from '../helpers/journey';
import { openLiveClass } from '../helpers/live-class';
import { look } from '../helpers/look';
import { writeQrFilm } from '../helpers/qr-video';
import { startServer } from '../helpers/server';
import { enter } from '../helpers/sign-in';
import { tempFolder } from '../helpers/temp-folder';

const folder = tempFolder();
/** Cameras look at a wall. */
const film = path.join(folder.path, 'wall.y4m');
writeQrFilm(film, [null], { width: 320, height: 240, framesPerSecond: 1, framesEach: 1 });
const [server, browser] = await Promise.all([startServer(), launchBrowser({ cameraFilm: film, isShortLived: true })]);
afterAll(async () => {
  await browser.close();
  await server[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

const DEVICES = { phone: PHONE, desktop: DESKTOP };
type Device = keyof typeof DEVICES;

const openOn = (device: Device, storageState?: BrowserContextOptions['storageState']) =>
  newPerson(browser, { baseURL: server.url, permissions: ['camera'], storageState, ...DEVICES[device] });

type Walk = {
  /** Brings both devices to a state and looks at it. A text is an address to go to. What the first has done, the second is shown. */
  see: (name: string, reach: string | ((page: Page, isFirst: boolean) => Promise<unknown>)) => Promise<void>;
};

/** Walks through screens on both devices. Problems are gathered, so that one run names them all. */
async function walk(email: string | null, steps: (walk: Walk) => Promise<void>): Promise<void> {
  const phone = await openOn('phone');
  if (email) await enter(phone.context(), email);
  const pages = { phone, desktop: await openOn('desktop', await phone.context().storageState()) };
  const problems: string[] = [];
  const remarks = new Set<string>();
  const lookAt = async (device: Device, name: string) => {
    const sight = await look(pages[device]);
    problems.push(...sight.problems.map((problem) => `${name}, ${device}: ${problem}`));
    for (const remark of sight.remarks) remarks.add(`${name}, ${device}: ${remark}`);
  };
  const see: Walk['see'] = async (name, reach) => {
    if (typeof reach === 'string') await Promise.all(Object.values(pages).map((page) => page.goto(reach)));
    else for (const page of Object.values(pages)) await reach(page, page === pages.phone);
    await Promise.all([lookAt('phone', name), lookAt('desktop', name)]);
  };
  await steps({ see });
  for (const page of Object.values(pages)) await page.context().close();
  for (const remark of remarks) tell(remark);
  expect(problems).toEqual([]);
}

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: typeof name === 'string' });
const leave = (page: Page) => page.keyboard.press('Escape');

test('screens for strangers', async () => {
  await walk(null, async ({ see }) => {
    // With its errors a form shows all that it shows without them.
    await see('sign-in with errors', async (page) => {
      await page.goto('/sign-in');
      await page.getByLabel('Email').fill('nobody@demo.school');
      await page.getByLabel('Password', { exact: true }).fill('wrong password');
      await button(page, 'Sign in').click();
      await page.getByRole('alert').waitFor();
    });
    await see('sign-up with errors', async (page) => {
      await page.goto('/sign-up');
      await page.waitForLoadState('networkidle');
      await page.evaluate(() => document.querySelector('main form')?.setAttribute('novalidate', ''));
      await button(page, 'Ask for an account').click();
      await page.getByText('Enter your name.').waitFor();
    });
    await see('pending after sign-up', '/pending?new');
    await see('set-up', '/set-up');
    await see('no code', async (page) => {
      await page.goto('/c');
      await page.getByRole('heading', { name: 'No code was scanned' }).waitFor();
    });
    await see('damaged code', async (page) => {
      await page.goto('/c#DAMAGED');
      await page.getByRole('heading', { name: 'This code is damaged' }).waitFor();
    });
    await see('self-test', '/self-test');
    await see('nothing here', '/nowhere');
  });
});

/** Class sessions of the demo teacher on other days, by what became of them. */
const OTHER_DAYS = {
  'too early': `state = 'scheduled' and starts_at > ${Date.now() + 60 * MINUTE_MS}`,
  cancelled: `state = 'cancelled'`,
  closed: `state = 'closed' and is_held = 1 and is_locked = 0`,
  'not taken': `state = 'closed' and is_held = 0 and is_locked = 0`,
};

const SECTIONS = `select st.section_id from section_staff st join users u on u.id = st.user_id where u.email = 'teacher@demo.school'`;
const OF_TEACHER = `select id from class_sessions where section_id in (${SECTIONS})`;

/** Few students are as good as many to look at. */
const FEWER = `delete from enrolments where section_id in (${SECTIONS}) and student_id not in
  (select id from users where role = 'student' order by email <> 'student@demo.school', id limit 30)`;
const CANCEL = `update class_sessions set state = 'cancelled' where id = (${OF_TEACHER} and state = 'scheduled' order by starts_at desc limit 1)`;

const WAITING = `insert into claims (id, class_session_id, student_id, device_id, tokens, signature, device_at, received_at, verdict, status, source, reasons)
  select lower(hex(randomblob(16))), :id, e.student_id, 'device', '[]', '', :now, :now, 'waiting', 'present', 'offline', '["few-windows","new-device"]'
  from class_sessions cs join enrolments e on e.section_id = cs.section_id where cs.id = :id limit 1`;

test('screens for staff', async () => {
  const id = await demoClassOfNow(server.dbPath);
  for (const sql of [FEWER, CANCEL]) await query(server.dbPath, sql);
  await walk('teacher@demo.school', async ({ see }) => {
    await see('today', '/teach');
    await see('register to open', `/teach/sessions/${id}`);
    await see('register with a code', async (page, isFirst) => {
      if (isFirst) await button(page, 'Open register').click();
      await page.getByRole('img', { name: 'QR code to check in with.' }).waitFor();
    });
    await query(server.dbPath, WAITING, { id, now: Date.now() });
    await see('register with marks and a waiting check-in', async (page) => {
      if (await button(page, /^Register/).isVisible()) await button(page, /^Register/).click();
      await page.getByRole('heading', { name: '1 check-in waits for you' }).waitFor();
      for (const mark of ['present', 'late', 'absent', 'excused']) {
        await page.locator(`[data-student]:not(:has(:checked)) input[value=${mark}]`).last().click();
        await page.locator(`[data-student] input[value=${mark}]:checked`).first().waitFor();
      }
    });
    await see('note', async (page) => {
      await page
        .getByRole('button', { name: /^Note on/ })
        .first()
        .click();
      await page.getByRole('textbox', { name: 'Note' }).waitFor();
    });
    await see('closing', async (page) => {
      await leave(page);
      await button(page, 'Close register').click();
      await page.getByRole('dialog', { name: 'Close the register?' }).waitFor();
    });
    await see('shortcuts', async (page) => {
      await leave(page);
      await page.locator('[data-student] input').first().focus();
      await page.keyboard.press('?');
      await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
    });
    await see('everybody present', async (page, isFirst) => {
      await leave(page);
      const all = button(page, /unmarked present$/);
      if (isFirst) await all.click();
      await all.waitFor({ state: 'detached' });
    });
    await see('full screen', async (page) => {
      if (await button(page, 'Code').isVisible()) await button(page, 'Code').click();
      await button(page, 'Full screen').click();
      await button(page, 'Leave full screen').waitFor();
    });
    await see('check-in has ended', async (page, isFirst) => {
      await button(page, 'Leave full screen').click();
      if (isFirst) await button(page, 'End check-in').click();
      await page.getByText('Check-in has ended').waitFor();
    });
    for (const [name, condition] of Object.entries(OTHER_DAYS)) {
      const [other] = await query<{ id: number }>(
        server.dbPath,
        `${OF_TEACHER} and ${condition} order by starts_at desc limit 1`,
      );
      expect(other, name).toBeDefined();
      await see(`register ${name}`, `/teach/sessions/${other?.id}`);
    }
    await see('reopening', async (page) => {
      await button(page, /^(Reopen register|Take it now)$/).click();
      await page.getByRole('dialog').waitFor();
    });
    await see('new class session with errors', async (page) => {
      await page.goto('/teach/sessions/new');
      await page.waitForLoadState('networkidle');
      await page.evaluate(() => document.querySelector('main form')?.setAttribute('novalidate', ''));
      await page.getByLabel('Until').fill('00:00');
      await button(page, 'Add class').click();
      await page.locator('[aria-invalid]').first().waitFor();
    });
  });
});

test('screens for students', async () => {
  const live = await openLiveClass(server);
  await query(server.dbPath, 'update class_sessions set check_in_closes_at = ends_at where id = ?', [live.classSessionId]);
  await walk('student@demo.school', async ({ see }) => {
    await see('home', '/');
    await see('account menu', async (page) => {
      const menu = page.locator('summary').first();
      if (await menu.isVisible()) await menu.click();
    });
    await see('timetable as agenda', '/timetable?view=agenda');
    await see('timetable as week', '/timetable?view=week');
    await see('attendance', '/attendance');
    await see('profile', '/profile');
    await see('outbox', '/outbox');
    await see('scanner', async (page) => {
      await page.goto('/scan');
      await page.locator('video').waitFor();
    });
    await see('photo', (page) => page.getByText('Use a photo').click());
    await see('wrong code', async (page) => {
      await page
        .getByLabel('Code', { exact: true })
        .fill(String((Number(await live.code()) + 500_000) % 1_000_000).padStart(6, '0'));
      await button(page, 'Check in').click();
      await page.locator('[data-outcome]').waitFor();
    });
    await see('checked in', async (page) => {
      await button(page, 'Scan or type again').click();
      await page.getByLabel('Code', { exact: true }).fill(await live.code());
      await button(page, 'Check in').click();
      await page.locator('[data-outcome]').waitFor();
    });
    await see('no camera', async (page) => {
      await page.addInitScript(() => {
        navigator.permissions.query = async () => Object.assign(new EventTarget(), { state: 'denied' }) as PermissionStatus;
        navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', 'NotAllowedError'));
      });
      await page.goto('/scan');
      await page.getByRole('heading', { name: 'The camera is not allowed' }).waitFor();
    });
    await see('not theirs', '/teach');
  });
});

const PEOPLE = `insert into users (email, name, role, state, created_at)
  select 'new-' || value || '@demo.school', 'Newcomer ' || value, 'student', 'pending', :now from json_each('[1,2,3]')`;

test('screens for administrators', async () => {
  await walk('admin@demo.school', async ({ see }) => {
    await query(server.dbPath, PEOPLE, { now: Date.now() });
    await see('overview with approvals', '/admin');
    await see('rejecting', async (page) => {
      await page.getByRole('checkbox', { name: 'Select Newcomer 1' }).check();
      await button(page, 'Reject…').click();
      await page.getByRole('dialog', { name: 'Reject 1 person?' }).waitFor();
    });
    await see('live', '/admin/live');
    await see('audit log', '/admin/audit');
    await see('an entry of the audit log', (page) => page.locator('main summary').first().click());
  });
});
