/** A whole lesson with no network on any device: the teacher opens, shows the code, marks, counts and closes; a student scans. Hours later
 *  the devices are back, and the register is the one of the same lesson with a network. */
import path from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { HOUR_MS, MINUTE_MS } from '#domain/duration';
import { launchBrowser, launchProfile } from '../helpers/browser';
import { changeSchool, demoClassOfNow, makeItNoon, query } from '../helpers/database-file';
import { DESKTOP, PHONE, signedIn } from '../helpers/journey';
import { startLater } from '../helpers/later-server';
import { typeCode } from '../helpers/live-class';
import { openPage, ready, storeOf } from '../helpers/pwa';
import { writeQrFilm } from '../helpers/qr-video';
import { isChecked, markOf, openRegister, type Person, pressTool, qrOn, rowOf } from '../helpers/register-page';
import { filmWindows } from '../helpers/screen-film';
import { startServer, type TestServer } from '../helpers/server';
import { tempFolder } from '../helpers/temp-folder';

/** A window outlasts a look at it, also on a busy machine; three of them are scanned. */
const PERIOD_MS = 4_000;
const OUTAGE_MS = 5 * HOUR_MS;
const STUDENT = 'student@demo.school';
const TEACHER = 'teacher@demo.school';

type Lesson = { server: TestServer; classSessionId: number; marked: Person };

const ON_ROLL = `select u.id, u.name, u.email from class_sessions cs join enrolments e on e.section_id = cs.section_id
  join users u on u.id = e.student_id where cs.id = ? and e.until_day is null and u.email <> ? order by u.id`;

/** Everybody on the roll but the student who scans. */
function peopleOf({ server, classSessionId }: Pick<Lesson, 'server' | 'classSessionId'>): Promise<Person[]> {
  return query<Person>(server.dbPath, ON_ROLL, [classSessionId, STUDENT]);
}

/** A class that began 20 minutes ago, in a school where nobody is late yet: whoever scans now is present, and would not be in five hours. */
async function lessonOn(server: TestServer): Promise<Lesson> {
  await makeItNoon(server.dbPath);
  const classSessionId = await demoClassOfNow(server.dbPath);
  await changeSchool(server.dbPath, { periodMs: PERIOD_MS, lateAfterMs: 60 * MINUTE_MS });
  const [marked] = await peopleOf({ server, classSessionId });
  return { server, classSessionId, marked: marked as Person };
}

const REGISTER = `select u.email, a.status, a.source from attendance a join users u on u.id = a.student_id
  where a.class_session_id = ? order by u.email`;
const EVENTS = `select u.email, ev.from_status "from", ev.to_status "to", ev.source, ev.actor_role role, ev.reason
  from attendance_events ev join users u on u.id = ev.student_id where ev.class_session_id = ? order by u.email, ev.id`;
const CLAIMS = `select verdict, status, json_array_length(tokens) windows, reasons from claims where class_session_id = ?`;
const SESSION = 'select state, is_held isHeld, head_count headCount from class_sessions where id = ?';
const AUDIT = `select action from audit_events where subject = 'class-session:' || ? order by id`;

type Line = { email: string; status: string; source: string };
type Event = Record<'email' | 'from' | 'to' | 'source' | 'role' | 'reason', string | null>;
type Claim = { verdict: string; status: string; windows: number; reasons: string };

/** All that is kept of a lesson. */
async function outcomeOf({ server, classSessionId }: Lesson) {
  const ask = <Row>(sql: string) => query<Row>(server.dbPath, sql, [classSessionId]);
  return {
    register: await ask<Line>(REGISTER),
    events: await ask<Event>(EVENTS),
    claims: await ask<Claim>(CLAIMS),
    session: await ask<unknown>(SESSION),
    audit: (await ask<{ action: string }>(AUDIT)).map(({ action }) => action),
  };
}

/** Counts the class, closes its register, and says what the dialog has told. */
async function countAndClose(page: Page): Promise<string> {
  await page.getByLabel('In the room').fill('2');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expect.poll(() => page.getByRole('button', { name: 'Save', exact: true }).count()).toBe(0);
  await pressTool(page, 'Close register');
  const dialog = page.getByRole('dialog', { name: 'Close the register?' });
  const text = String(await dialog.textContent());
  await dialog.getByRole('button', { name: 'Close register' }).click();
  return text;
}

/** The lesson with a network: the student types the code, which is all it takes. */
async function control() {
  await using server = await startServer();
  const lesson = await lessonOn(server);
  await using browser = await launchBrowser();
  const teacher = await signedIn(browser, { email: TEACHER, baseURL: server.url, path: '/teach' });
  await openRegister(teacher, lesson.classSessionId);
  const phone = await signedIn(browser, { email: STUDENT, baseURL: server.url, path: '/scan', ...PHONE });
  await typeCode(phone, lesson.classSessionId, String(await teacher.getByText(/^\d{3} \d{3}$/).textContent()));
  await phone.locator('[data-outcome]').waitFor();
  await markOf(teacher, lesson.marked, 'Late').check();
  await countAndClose(teacher);
  await teacher.getByRole('heading', { name: 'Register closed' }).waitFor();
  return outcomeOf(lesson);
}

/** The phone has checked in before, on another day: its scans count by themselves. */
async function knowPhone({ dbPath }: TestServer): Promise<void> {
  await query(
    dbPath,
    `insert into claims (id, class_session_id, student_id, device_id, tokens, signature, device_at, received_at, verdict, status, source, reasons)
      select 'of another day', 999999, d.user_id, d.id, '[]', '', :at, :at, 'accepted', 'present', 'qr', '[]'
      from devices d join users u on u.id = d.user_id where u.email = :email`,
    { at: Date.now() - 24 * HOUR_MS, email: STUDENT },
  );
}

/** A device with its pages and, for staff, its day pack; its scanner has been looked at once. */
async function takenAlong(context: BrowserContext, email: string): Promise<Page> {
  const page = await ready(context, email);
  if (email === TEACHER) await expect.poll(() => storeOf(page, 'packs').then(({ length }) => length)).toBe(1);
  return page;
}

const waiting = (page: Page) =>
  storeOf(page, 'outbox').then((entries) => entries.map((entry) => (entry as { procedure: string }).procedure));
const opensOffline = (page: Page) => page.getByRole('status').filter({ hasText: 'Shown without a network.' }).waitFor();

/** The teacher's side: opens, shows the code, marks one, is closed and opened anew, counts and closes. */
async function teachOffline(folder: string, { server, classSessionId, marked }: Lesson, film: string): Promise<BrowserContext> {
  const options = { baseURL: server.url, viewport: { width: 1280, height: 900 } };
  const before = await launchProfile(folder, options);
  const page = await takenAlong(before, TEACHER);
  await before.setOffline(true);
  await server.kill();
  await page.goto('/teach');
  await openRegister(page, classSessionId);
  await opensOffline(page);
  await page.getByText(/^\d{3} \d{3}$/).waitFor();
  await filmWindows(qrOn(page), { file: film, count: 3 });
  await markOf(page, marked, 'Late').check();
  await rowOf(page, marked).getByText('Not sent yet').waitFor();
  await before.close();

  const after = await launchProfile(folder, options);
  await after.setOffline(true);
  const again = await openPage(after);
  await again.goto('/teach');
  await again.getByText('Opened on this device, not sent yet').first().waitFor();
  await again.goto(`/teach/sessions/${classSessionId}`);
  await qrOn(again).waitFor();
  await isChecked(markOf(again, marked, 'Late'));
  await rowOf(again, marked).getByText('Not sent yet').waitFor();
  expect(await countAndClose(again)).toMatch(/\d+ students are unmarked and will be absent\.There is no network/);
  await again.getByRole('heading', { name: 'Closed on this device' }).waitFor();
  expect(await waiting(again)).toEqual([
    'classSession.open',
    'attendance.mark',
    'classSession.setHeadCount',
    'classSession.close',
  ]);
  return after;
}

/** The student's side: scans three windows with no network. */
async function scanOffline(page: Page): Promise<void> {
  await page.goto('/scan');
  await page.locator('[data-outcome]').waitFor({ timeout: 90_000 });
  expect(await page.getByRole('main').getByRole('heading', { level: 1 }).textContent()).toBe(
    'Saved on this phone, not yet confirmed',
  );
  expect(await waiting(page)).toEqual(['checkIn.submit']);
}

/** Puts a device back on the network and waits until its outbox is empty. */
async function reconnect(context: BrowserContext): Promise<void> {
  await context.setOffline(false);
  const page = context.pages().at(-1) as Page;
  await expect.poll(() => waiting(page), { timeout: 30_000 }).toEqual([]);
}

/** The teacher is back first: the student's absence is taken back when their phone follows. */
async function withoutNetwork() {
  await using server = await startServer();
  using folder = tempFolder();
  const film = path.join(folder.path, 'screen.y4m');
  writeQrFilm(film, [null]);
  const lesson = await lessonOn(server);
  await using phones = await launchBrowser({ cameraFilm: film });
  const phone = await phones.newContext({ baseURL: server.url, permissions: ['camera'], reducedMotion: 'reduce', ...PHONE });
  const page = await takenAlong(phone, STUDENT);
  await page.goto('/scan');
  await expect.poll(() => query(server.dbPath, 'select id from devices').then(({ length }) => length)).toBeGreaterThan(0);
  await page.goto('/timetable');
  await knowPhone(server);
  await phone.setOffline(true);

  const desk = await teachOffline(path.join(folder.path, 'desk'), lesson, film);
  await scanOffline(page);
  await using _later = await startLater(server, OUTAGE_MS);
  for (const device of [desk, phone]) await reconnect(device);
  const teacher = desk.pages().at(-1) as Page;
  await teacher.getByRole('heading', { name: 'Register closed' }).waitFor();
  const outcome = await outcomeOf(lesson);
  await desk.close();
  return outcome;
}

const isStudent = ({ email }: { email: string | null }) => email === STUDENT;

/** Two lessons' worth of browsers, on a machine that has other things to do. */
const TIMEOUT_MS = 300_000;

test('hours after a lesson with no network the register is that of the lesson with a network', {
  timeout: TIMEOUT_MS,
}, async () => {
  const online = await control();
  expect(online.register.filter(isStudent)).toEqual([{ email: STUDENT, status: 'present', source: 'code' }]);
  expect(online.register.filter(({ status }) => status === 'late')).toHaveLength(1);

  const offline = await withoutNetwork();
  expect(offline.claims).toEqual([{ verdict: 'accepted', status: 'present', windows: 3, reasons: '[]' }]);
  // All that tells the two apart is how the student's scan came.
  expect(offline.register).toEqual(online.register.map((line) => (isStudent(line) ? { ...line, source: 'offline' } : line)));
  expect([offline.session, offline.audit]).toEqual([online.session, online.audit]);
  const ofOthers = (events: Event[]) => events.filter((event) => !isStudent(event));
  expect(ofOthers(offline.events)).toEqual(ofOthers(online.events));
  expect(offline.events.filter(isStudent).map(({ from, to, source }) => [from, to, source])).toEqual([
    [null, 'absent', 'auto'],
    ['absent', 'present', 'offline'],
  ]);
});

const ASSISTANT = 'assistant@demo.school';

test('a mark that met a colleague’s is shown with both facts, and one tap decides', async () => {
  await using server = await startServer();
  const lesson = await lessonOn(server);
  const { classSessionId, marked } = lesson;
  await using browser = await launchBrowser();
  const context = await browser.newContext({ baseURL: server.url, reducedMotion: 'reduce', ...DESKTOP });
  const page = await takenAlong(context, TEACHER);
  await openRegister(page, classSessionId);
  await context.setOffline(true);
  await page.getByText('No network').waitFor();
  const [first, second] = [marked, (await peopleOf(lesson))[1] as Person];
  for (const one of [first, second]) {
    await markOf(page, one, 'Absent').check();
    await rowOf(page, one).getByText('Not sent yet').waitFor();
  }
  const colleague = await signedIn(browser, { email: ASSISTANT, baseURL: server.url, path: `/teach/sessions/${classSessionId}` });
  for (const one of [first, second]) {
    await markOf(colleague, one, 'Present').check();
    const isKept = () => outcomeOf(lesson).then(({ register }) => register.some(({ email }) => email === one.email));
    await expect.poll(isKept).toBe(true);
  }
  await context.setOffline(false);
  await page.getByRole('heading', { name: '2 of your changes need a look' }).waitFor();
  await page.reload();
  const toDecide = page.getByRole('list', { name: 'Marks to decide' }).getByRole('listitem');
  await toDecide
    .filter({ hasText: first.name })
    .getByText(/^You marked at \d\d:\d\d$/)
    .waitFor();
  await toDecide
    .filter({ hasText: first.name })
    .getByText(/ marked at \d\d:\d\d$/)
    .last()
    .waitFor();
  await toDecide.filter({ hasText: first.name }).getByRole('button', { name: 'Keep theirs' }).click();
  await toDecide.filter({ hasText: second.name }).getByRole('button', { name: 'Use mine' }).click();
  await expect.poll(() => toDecide.count()).toBe(0);
  await isChecked(markOf(page, first, 'Present'));
  await isChecked(markOf(page, second, 'Absent'));
  await page.reload();
  await isChecked(markOf(page, second, 'Absent'));
  expect(await toDecide.count()).toBe(0);
});
