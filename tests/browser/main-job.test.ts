/** The main job: a class checks in by the rotating QR while its register fills, the rest is marked by hand, and it is closed. */
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, expect, test } from 'vitest';
import { MINUTE_MS } from '#domain/duration';
import { launchBrowser } from '../helpers/browser';
import { changeSchool, demoClassOfNow, query } from '../helpers/database-file';
import { DESKTOP, PHONE, signedIn, tell } from '../helpers/journey';
import { typeCode } from '../helpers/live-class';
import { writeQrFilm } from '../helpers/qr-video';
import { closeRegister, isChecked, markOf, openRegister, type Person, qrOn, rowOf } from '../helpers/register-page';
import { filmScreen } from '../helpers/screen-film';
import { startServer } from '../helpers/server';
import { tempFolder } from '../helpers/temp-folder';

const folder = tempFolder();
/** What every phone's camera looks at. */
const film = path.join(folder.path, 'screen.y4m');
writeQrFilm(film, [null]);
const server = await startServer();
// Staff sit at their screens in one browser; students' phones are another.
const [desks, phones] = await Promise.all([launchBrowser(), launchBrowser({ cameraFilm: film })]);
afterAll(async () => {
  await Promise.all([desks.close(), phones.close()]);
  await server[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

/** The longest a school may choose: a code outlasts the way of a picture to the other browser, also on a busy machine. */
const PERIOD_MS = 30_000;
/** Of a window; what is scanned later is not fresh when it arrives. */
const TIME_TO_SCAN_MS = 6_000;

/** Of what is not there. */
const FAR = { y: Number.POSITIVE_INFINITY, height: 0 };

type Seat = { path?: string; permissions?: string[]; serviceWorkers?: 'allow' | 'block' };
/** Without the service worker, to save a busy machine some work. */
const QUICK: Seat = { serviceWorkers: 'block' };

const atDesk = (email: string, seat: Seat = {}) =>
  signedIn(desks, { email, baseURL: server.url, serviceWorkers: 'allow', ...seat });
const withPhone = (email: string, seat: Seat = {}) =>
  signedIn(phones, { email, baseURL: server.url, permissions: ['camera'], serviceWorkers: 'allow', ...PHONE, ...seat });

/** Everybody on the roll of a class session, in the register's order, and a student who is not. */
async function peopleOf(classSessionId: number): Promise<{ roll: Person[]; stranger: Person }> {
  const onRoll = 'select e.student_id from class_sessions cs join enrolments e on e.section_id = cs.section_id where cs.id = ?';
  const select = 'select id, name, email from users';
  const [roll, [stranger]] = await Promise.all([
    query<Person>(server.dbPath, `${select} where id in (${onRoll} and until_day is null) order by name collate nocase, id`, [
      classSessionId,
    ]),
    query<Person>(server.dbPath, `${select} where role = 'student' and id not in (${onRoll}) limit 1`, [classSessionId]),
  ]);
  return { roll, stranger: stranger as Person };
}

const heading = (page: Page) => page.getByRole('main').getByRole('heading', { level: 1 });

/** Holds the phones' cameras towards the code on a screen, early enough in its window. */
async function pointCamerasAt(screen: Page): Promise<void> {
  await expect.poll(() => PERIOD_MS - (Date.now() % PERIOD_MS), { timeout: PERIOD_MS }).toBeGreaterThan(TIME_TO_SCAN_MS);
  await filmScreen(qrOn(screen), film);
}

/** Opens the scanner as a student does, waits for its answer and tells the words. */
async function scan(page: Page): Promise<string | null> {
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Scan' }).click();
  await page.locator('[data-outcome]').waitFor({ timeout: 30_000 });
  return heading(page).textContent();
}

/** Milliseconds from the server's answer to a phone until a screen somewhere else shows `change`. */
async function liveDelay(phone: Page, change: Promise<unknown>): Promise<number> {
  await phone.waitForResponse('**/trpc/checkIn.submit');
  const answeredAt = performance.now();
  await change;
  return Math.round(performance.now() - answeredAt);
}

/** Moves to a student's row with the keyboard alone. */
async function moveTo(page: Page, person: Person): Promise<void> {
  const focused = () => page.evaluate(() => document.activeElement?.closest<HTMLElement>('[data-student]')?.dataset.student);
  for (let steps = 0; steps < 100; steps++) {
    await page.keyboard.press('j');
    if ((await focused()) === String(person.id)) return;
  }
  throw new Error(`${person.name} cannot be reached with the keyboard.`);
}

/** A page that is loaded anew forgets that it was kept. */
const keep = (page: Page) => page.evaluate(() => void Object.assign(globalThis, { isKept: true }));
const wasKept = (page: Page) => page.evaluate(() => 'isKept' in globalThis);

/** On a phone whose camera is not allowed. Tells what the student is told. */
async function checkInByCode(page: Page, classSessionId: number, code: string | null): Promise<string | null> {
  await page.goto('/scan');
  await typeCode(page, classSessionId, String(code));
  await page.locator('[data-outcome]').waitFor();
  return heading(page).textContent();
}

async function addNote(page: Page, person: Person, note: string): Promise<void> {
  await rowOf(page, person).getByRole('button', { name: person.name }).click();
  await page.getByRole('dialog', { name: person.name }).getByLabel('Note').fill(note);
  await page.getByRole('button', { name: 'Save note' }).click();
  await rowOf(page, person).getByRole('button', { name: note }).waitFor();
}

type MarkEvent = {
  studentId: number;
  from: string | null;
  to: string | null;
  source: string;
  note: string | null;
  actor: string | null;
  role: string;
};

const EVENTS = `select ev.student_id studentId, ev.from_status "from", ev.to_status "to", ev.source, ev.note, u.email actor, ev.actor_role role
  from attendance_events ev left join users u on u.id = ev.actor_id where ev.class_session_id = ? order by ev.id`;

/** A first mark, by the student's own check-in unless said otherwise. */
const event = ({ id, email }: Person, to: string | null, more: Partial<MarkEvent> = {}): MarkEvent => ({
  ...{ studentId: id, from: null, to, source: 'qr', note: null, actor: email, role: 'student', ...more },
});
const byTeacher = { source: 'teacher', actor: 'teacher@demo.school', role: 'teacher' };
const byAssistant = { source: 'teacher', actor: 'assistant@demo.school', role: 'assistant' };
const byClosing = { source: 'auto', actor: null, role: 'system' };

/** Marks of a class session by status: counted here, and as the database keeps count. */
async function talliesOf(classSessionId: number): Promise<unknown[]> {
  const sums = ['present', 'late', 'absent', 'excused'].map((status) => `coalesce(sum(status = '${status}'), 0) ${status}`);
  const counted = `select ${sums.join()} from attendance where class_session_id = ?`;
  const kept = 'select present, late, absent, excused from class_session_tallies where class_session_id = ?';
  const [own, theirs] = await Promise.all([counted, kept].map((sql) => query(server.dbPath, sql, [classSessionId])));
  return [...(own ?? []), ...(theirs ?? [])];
}

test('a class checks in by the rotating QR, is marked and closed, and every step is kept', async () => {
  const classSessionId = await demoClassOfNow(server.dbPath);
  await changeSchool(server.dbPath, { periodMs: PERIOD_MS, lateAfterMs: 60 * MINUTE_MS });
  const { roll, stranger } = await peopleOf(classSessionId);
  const punctual = roll.find(({ email }) => email === 'student@demo.school') as Person;
  const others = roll.filter((one) => one !== punctual);
  const [late, typist, helped, marked, ...unmarked] = others as [Person, Person, Person, Person, ...Person[]];

  const teacher = await atDesk('teacher@demo.school');
  await openRegister(teacher, classSessionId);
  await keep(teacher);
  const admin = await atDesk('admin@demo.school', { path: '/admin/live', ...QUICK });
  const board = admin.getByRole('listitem').filter({ has: admin.locator(`a[href="/teach/sessions/${classSessionId}"]`) });
  await board.getByText(`0 of ${roll.length} marked`).waitFor();
  await keep(admin);

  const phone = await withPhone(punctual.email);
  await pointCamerasAt(teacher);
  const delays = Promise.all([
    liveDelay(phone, isChecked(markOf(teacher, punctual, 'Present'))),
    liveDelay(phone, board.getByText(`1 of ${roll.length} marked`).waitFor()),
  ]);
  expect(await scan(phone)).toBe('You are present');
  const [onRegister, onBoard] = await delays;
  // Under the code, without scrolling.
  const justIn = (await teacher.getByRole('region', { name: 'Check-in' }).getByRole('listitem').first().boundingBox()) ?? FAR;
  expect(justIn.y + justIn.height).toBeLessThanOrEqual(Number(DESKTOP.viewport?.height));
  tell(`a check-in was on the register ${onRegister} ms, and on the school’s board ${onBoard} ms after its answer`);
  await phone.getByRole('link', { name: 'Done' }).click();
  await phone.waitForURL('/');
  expect(await scan(phone)).toBe('Already recorded');

  await changeSchool(server.dbPath, { lateAfterMs: 10 * MINUTE_MS });
  const [latePhone, strangePhone] = [await withPhone(late.email, QUICK), await withPhone(stranger.email, QUICK)];
  await pointCamerasAt(teacher);
  expect(await scan(latePhone)).toBe('You are marked late');
  const before = await rowOf(teacher, late).boundingBox();
  expect(await scan(strangePhone)).toBe('Waiting for your teacher');
  await isChecked(markOf(teacher, late, 'Late'));
  const waiting = teacher.getByRole('button', { name: '1 Waiting' });
  await waiting.waitFor();
  expect(await rowOf(teacher, late).boundingBox(), 'a row when a check-in waits').toEqual(before);
  await teacher.getByRole('button', { name: 'Full screen' }).click();
  const screen = teacher.getByRole('region', { name: 'Check-in' });
  await screen.getByText(/^2 of \d+ are in$/).waitFor();
  await screen.getByRole('listitem').first().filter({ hasText: late.name }).waitFor();
  await teacher.getByRole('button', { name: 'Leave full screen' }).click();
  const withoutCamera = await withPhone(typist.email, { permissions: [], ...QUICK });
  expect(await checkInByCode(withoutCamera, classSessionId, await teacher.getByText(/^\d{3} \d{3}$/).textContent())).toBe(
    'You are marked late',
  );
  await isChecked(markOf(teacher, typist, 'Late'));

  const assistant = await atDesk('assistant@demo.school', { path: '/teach', ...QUICK });
  await assistant.locator(`a[href="/teach/sessions/${classSessionId}"]`).first().click();
  await markOf(assistant, helped, 'Present').check();
  await isChecked(markOf(teacher, helped, 'Present'));
  await moveTo(teacher, marked);
  await teacher.keyboard.press('e');
  await isChecked(markOf(teacher, marked, 'Excused'));
  await addNote(teacher, marked, 'Choir rehearsal');
  const accept = teacher.getByRole('button', { name: `Accept ${stranger.name}` });
  await waiting.click();
  await accept.click();
  await isChecked(markOf(teacher, stranger, 'Late'));
  // The way back is beside what was said of it, also once the toast has gone.
  await expect.poll(() => teacher.evaluate(() => document.activeElement?.tagName)).toBe('P');
  await teacher.keyboard.press('Tab');
  await teacher.keyboard.press('Enter');
  await accept.waitFor();
  await expect.poll(() => markOf(teacher, stranger, 'Late').isChecked()).toBe(false);
  await expect.poll(() => teacher.evaluate(() => document.activeElement?.tagName)).toBe('P');
  await accept.click();
  await isChecked(markOf(teacher, stranger, 'Late'));
  await teacher.getByLabel('In the room').fill('6');
  await teacher.getByText('1 more than marked.').waitFor();
  await teacher.getByRole('button', { name: 'Save', exact: true }).click();

  await closeRegister(teacher, `${unmarked.length} students are unmarked and will be absent.`);
  for (const one of unmarked) await isChecked(markOf(teacher, one, 'Absent'));
  expect([await wasKept(teacher), await wasKept(admin)]).toEqual([true, true]);

  const events = await query<MarkEvent>(server.dbPath, EVENTS, [classSessionId]);
  expect(events.slice(0, -unmarked.length)).toEqual([
    event(punctual, 'present'),
    event(late, 'late'),
    event(typist, 'late', { source: 'code' }),
    event(helped, 'present', byAssistant),
    event(marked, 'excused', byTeacher),
    event(marked, 'excused', { ...byTeacher, from: 'excused', note: 'Choir rehearsal' }),
    event(stranger, 'late', byTeacher),
    event(stranger, null, { from: 'late', ...byTeacher }),
    event(stranger, 'late', byTeacher),
  ]);
  const byStudent = (a: MarkEvent, b: MarkEvent) => a.studentId - b.studentId;
  const absences = unmarked.map((one) => event(one, 'absent', byClosing)).sort(byStudent);
  expect(events.slice(-unmarked.length).sort(byStudent)).toEqual(absences);
  const tally = { present: 2, late: 3, absent: unmarked.length, excused: 1 };
  expect(await talliesOf(classSessionId)).toEqual([tally, tally]);
  const classSession = 'select state, is_held isHeld, head_count headCount from class_sessions where id = ?';
  expect(await query(server.dbPath, classSession, [classSessionId])).toEqual([{ state: 'closed', isHeld: 1, headCount: 6 }]);

  await phone.goto('/');
  const today = phone.getByRole('list', { name: 'Today’s classes' }).getByRole('listitem');
  const attended = `select count(*) count from attendance a join class_sessions cs on cs.id = a.class_session_id
    where a.student_id = ? and a.status = 'present' and cs.day = (select day from class_sessions where id = ?)`;
  const [inAll] = await query<{ count: number }>(server.dbPath, attended, [punctual.id, classSessionId]);
  await expect.poll(() => today.filter({ hasText: 'Present' }).count()).toBe(inAll?.count);
});
