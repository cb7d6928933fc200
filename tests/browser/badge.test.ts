/** Badges and spot checks as people meet them: a student's phone and a printed card before a teacher's camera, with and without a
 *  network on both sides, and the names asked about when check-in has ended. Each new screen is looked at for accessibility. */
import path from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, expect, test } from 'vitest';
import type { IssuedCard } from '#domain/check-in/badge';
import { HOUR_MS } from '#domain/duration';
import { DEMO_PASSWORD } from '#domain/school/demo';
import { launchBrowser } from '../helpers/browser';
import { changeSchool, demoClassOfNow, query } from '../helpers/database-file';
import { PHONE, signedIn } from '../helpers/journey';
import { look } from '../helpers/look';
import { clearStore, storeOf, waitForPages } from '../helpers/pwa';
import { writeQrFilm } from '../helpers/qr-video';
import { isChecked, markOf, openRegister, type Person, pressTool } from '../helpers/register-page';
import { filmScreen } from '../helpers/screen-film';
import { startServer, type TestServer } from '../helpers/server';
import { tempFolder } from '../helpers/temp-folder';

const folder = tempFolder();
/** What the teacher's camera looks at, each time it is turned on. */
const film = path.join(folder.path, 'badge.y4m');
writeQrFilm(film, [null]);
// One school for those that leave its settings alone: each of them has a class of its own.
const [server, phones] = await Promise.all([startServer(), launchBrowser()]);
afterAll(async () => {
  await phones.close();
  await server[Symbol.asyncDispose]();
  folder[Symbol.dispose]();
});

/** A class of the demo teacher that is on, where nobody is late, with its first students. */
async function classOf({ dbPath }: TestServer) {
  const classSessionId = await demoClassOfNow(dbPath);
  await changeSchool(dbPath, { lateAfterMs: 4 * HOUR_MS });
  const roll = await query<Person>(
    dbPath,
    `select u.id, u.name, u.email from class_sessions cs join enrolments e on e.section_id = cs.section_id and e.until_day is null
      join users u on u.id = e.student_id where cs.id = ? order by u.email <> 'student@demo.school', u.id limit 6`,
    [classSessionId],
  );
  const [row] = await query<{ sectionId: number }>(dbPath, 'select section_id sectionId from class_sessions where id = ?', [
    classSessionId,
  ]);
  return { classSessionId, sectionId: Number(row?.sectionId), roll: roll as [Person, Person, Person, Person, Person, Person] };
}

type Worker = { serviceWorkers: 'allow' | 'block' };
const ALONE: Worker = { serviceWorkers: 'block' };
/** Staff may have a tablet: small controls grow for a finger. */
const TOUCH = { hasTouch: true };

/** A browser of the teacher's own: a camera that was used before goes on with the film it had. */
const launchDesk = () => launchBrowser({ cameraFilm: film });
const atDesk = (desk: Browser, server: TestServer, at: string, worker = ALONE) =>
  signedIn(desk, { email: 'teacher@demo.school', path: at, baseURL: server.url, permissions: ['camera'], ...TOUCH, ...worker });
const withPhone = (server: TestServer, email: string, at: string, worker = ALONE) =>
  signedIn(phones, { email, path: at, baseURL: server.url, ...PHONE, ...worker });

const button = (within: Page | Locator, name: string | RegExp) =>
  within.getByRole('button', { name, exact: typeof name === 'string' });
const badgeOn = (page: Page) => page.getByRole('img', { name: /^Badge of / });
const scanner = (page: Page) => page.getByRole('dialog', { name: 'Scan badges' });
const scanned = (page: Page) => scanner(page).getByRole('list', { name: 'Scanned badges' }).getByRole('listitem');

/** Turns the teacher's camera on, towards what the film shows. */
async function scanBadges(page: Page): Promise<Locator> {
  await pressTool(page, 'Scan badges');
  return scanned(page);
}

type MarkEvent = { from: string | null; to: string | null; source: string; actor: string; name: string };
/** What became of marks, but for those of whoever is on leave today. */
const eventsOf = (server: TestServer, classSessionId: number) =>
  query<MarkEvent>(
    server.dbPath,
    `select ev.from_status "from", ev.to_status "to", ev.source, a.email actor, s.name from attendance_events ev
      join users a on a.id = ev.actor_id join users s on s.id = ev.student_id where ev.class_session_id = ? and ev.source <> 'leave' order by ev.id`,
    [classSessionId],
  );
const byBadge = ({ name }: Person, from: string | null = null) =>
  ({ from, to: 'present', source: 'badge', actor: 'teacher@demo.school', name }) as const;

/** Where it is on its page. */
const boxOf = (locator: Locator) =>
  locator.evaluate((element) => {
    const { left, top, right, height } = element.getBoundingClientRect();
    return { left, top: top + window.scrollY, right, height };
  });

const THUMB_PX = 44;

/** What of `within` a thumb could miss. */
function smallTargets(within: Locator): Promise<string[]> {
  return within.locator('button, summary, a, label:has(input)').evaluateAll(
    (all, least) =>
      all.flatMap((one) => {
        const { width, height } = one.getBoundingClientRect();
        const isSmall = one.checkVisibility() && width > 1 && (width < least || height < least);
        return isSmall ? [`${Math.round(width)}×${Math.round(height)} ${one.textContent}`] : [];
      }),
    THUMB_PX - 0.5,
  );
}

/** Looks at a screen as its device shows it, from the top, where no row is half under the strip that stays; and at its targets as a thumb
 *  finds them. */
async function see(page: Page, own: Locator): Promise<void> {
  await own.waitFor();
  await page.evaluate(() => window.scrollTo({ top: 0, behavior: 'instant' }));
  const { problems } = await look(page);
  expect([...problems, ...(await smallTargets(own))].join('\n')).toBe('');
}

test('a teacher scans the badge on a student’s phone, sees who it is, and takes it back', async () => {
  await using desk = await launchDesk();
  const { classSessionId, roll } = await classOf(server);
  const [student] = roll;
  const phone = await withPhone(server, student.email, '/');
  await phone.getByRole('link', { name: 'My badge' }).click();
  await badgeOn(phone).waitFor();
  expect(await smallTargets(phone.getByRole('main'))).toEqual([]);
  await filmScreen(badgeOn(phone), film);

  const teacher = await atDesk(desk, server, '/teach');
  await openRegister(teacher, classSessionId);
  const rows = await scanBadges(teacher);
  await rows.filter({ hasText: student.name }).getByText('Present').waitFor();
  await scanner(teacher)
    .getByRole('status')
    .filter({ hasText: `${student.name}, present.` })
    .waitFor();
  await isChecked(markOf(teacher, student, 'Present'));
  expect(await eventsOf(server, classSessionId)).toEqual([byBadge(student)]);
  await phone.getByRole('status').getByText('Scanned: Present').waitFor();
  await see(teacher, scanner(teacher));

  await button(rows, `Undo the scan of ${student.name}`).click();
  await rows.getByText('Scan undone.').waitFor();
  await expect.poll(() => markOf(teacher, student, 'Present').isChecked()).toBe(false);
  const takenBack = { ...byBadge(student, 'present'), to: null, source: 'teacher' };
  expect(await eventsOf(server, classSessionId)).toEqual([byBadge(student), takenBack]);
});

test('a printed card marks its student, and stops working when it is made anew', async () => {
  await using desk = await launchDesk();
  const { classSessionId, sectionId, roll } = await classOf(server);
  const [, student] = roll;
  await query(server.dbPath, 'delete from badge_cards');
  const admin = await signedIn(phones, {
    email: 'admin@demo.school',
    path: `/teach/sections/${sectionId}/cards`,
    baseURL: server.url,
    ...TOUCH,
  });
  const tick = admin.getByRole('checkbox', { name: `New card for ${student.name}` });
  const makeOne = async () => {
    const all = admin.getByRole('checkbox', { name: /selected|Select all/ });
    await all.check();
    await all.uncheck();
    await tick.check();
    await button(admin, 'Make 1 card').click();
  };
  await makeOne();
  const sheet = admin.getByRole('region', { name: 'New cards' });
  await sheet.getByText('1 card is ready to print').waitFor();
  await filmScreen(badgeOn(admin), film);
  await see(admin, admin.getByRole('main'));
  await admin.emulateMedia({ media: 'print' });
  expect(await admin.getByRole('navigation').first().isVisible()).toBe(false);
  expect(await badgeOn(admin).isVisible()).toBe(true);
  await admin.emulateMedia({ media: 'screen' });

  const teacher = await atDesk(desk, server, `/teach/sessions/${classSessionId}`);
  const rows = await scanBadges(teacher);
  await rows.filter({ hasText: student.name }).getByText('Present').waitFor();
  expect(await eventsOf(server, classSessionId)).toEqual([byBadge(student)]);

  await makeOne();
  const dialog = admin.getByRole('dialog', { name: 'Replace 1 card?' });
  await dialog.getByText('stops working at once').waitFor();
  await see(admin, dialog);
  await button(dialog, 'Make 1 card').click();
  await dialog.waitFor({ state: 'detached' });
  await sheet.getByText('1 card is ready to print').waitFor();

  // A page that is opened anew takes no badge for one that it has seen.
  await teacher.reload();
  await scanBadges(teacher);
  await rows.getByText(`${student.name}: no longer valid`).waitFor();
  await filmScreen(badgeOn(admin), film);
  await rows.getByText('Was present already. Nothing was changed.').waitFor();
  expect(await eventsOf(server, classSessionId)).toHaveLength(1);

  await admin.reload();
  await admin.getByText('Card since').first().waitFor();
  expect(await sheet.count()).toBe(0);
  await teacher.goto(`/teach/sections/${sectionId}/cards`);
  await teacher.getByText('Cards are made by an administrator.').waitFor();
  expect(await teacher.getByRole('checkbox').count()).toBe(0);
});

/** A card as an administrator has made it some time ago. */
async function cardOf(server: TestServer, student: Person): Promise<string> {
  const body = new URLSearchParams({ email: 'admin@demo.school', password: DEMO_PASSWORD });
  const signedInAs = await fetch(`${server.url}/sign-in`, { method: 'POST', body, redirect: 'manual' });
  const cookie = signedInAs.headers.getSetCookie().map((line) => line.split(';')[0]);
  const response = await fetch(`${server.url}/trpc/badge.issueCards`, {
    method: 'POST',
    headers: { cookie: cookie.join('; '), 'content-type': 'application/json' },
    body: JSON.stringify({ studentIds: [student.id] }),
  });
  const { result } = (await response.json()) as { result: { data: IssuedCard[] } };
  return result.data[0]?.badge ?? '';
}

test('with both phones offline badges are verified and saved, and marked when the teacher is back; one without a badge says so', async () => {
  await using desk = await launchDesk();
  const { classSessionId, roll } = await classOf(server);
  const [student, carded, other] = roll;
  const [card, lateCard] = [await cardOf(server, carded), await cardOf(server, other)];
  const withWorker: Worker = { serviceWorkers: 'allow' };
  const phone = await withPhone(server, student.email, '/badge', withWorker);
  await badgeOn(phone).waitFor();
  await waitForPages(phone);
  const teacher = await atDesk(desk, server, '/teach', withWorker);
  await waitForPages(teacher);
  await expect.poll(async () => (await storeOf(teacher, 'packs')).length, { timeout: 30_000 }).toBe(1);
  await openRegister(teacher, classSessionId);
  // Made after the teacher's device has taken along the day: it cannot vouch for it.
  const newCard = await cardOf(server, other);

  await Promise.all([phone.context().setOffline(true), teacher.context().setOffline(true)]);
  await phone.goto('/badge');
  await badgeOn(phone).waitFor();
  await filmScreen(badgeOn(phone), film);
  const rows = await scanBadges(teacher);
  await rows.filter({ hasText: student.name }).getByText('Saved on this device, not yet confirmed.').waitFor();
  writeQrFilm(film, [card]);
  await rows.filter({ hasText: carded.name }).getByText('Saved on this device, not yet confirmed.').waitFor();
  writeQrFilm(film, [newCard]);
  await rows.getByText('Not known here').waitFor();
  await see(teacher, scanner(teacher));
  for (const one of [student, carded]) await isChecked(markOf(teacher, one, 'Present'));
  expect(await eventsOf(server, classSessionId)).toEqual([]);
  expect(await storeOf(teacher, 'outbox')).toHaveLength(2);

  await teacher.reload();
  for (const one of [student, carded]) await isChecked(markOf(teacher, one, 'Present'));
  writeQrFilm(film, [null]);
  await scanBadges(teacher);
  await expect.poll(() => rows.filter({ hasText: 'Saved on this device, not yet confirmed.' }).count()).toBe(2);
  await teacher.context().setOffline(false);
  await expect.poll(async () => (await eventsOf(server, classSessionId)).length, { timeout: 30_000 }).toBe(2);
  expect(await eventsOf(server, classSessionId)).toEqual([byBadge(student), byBadge(carded)]);
  await expect.poll(() => rows.getByText('not yet confirmed').count()).toBe(0);
  for (const one of [student, carded]) await isChecked(markOf(teacher, one, 'Present'));
  writeQrFilm(film, [lateCard]);
  await rows.getByText(`${other.name}: no longer valid`).waitFor();

  // The same phone as one that the school has not seen.
  await clearStore(phone, 'device');
  await phone.goto('/badge');
  await phone.getByRole('heading', { name: 'This phone has no badge yet' }).waitFor();
  await see(phone, phone.getByRole('main'));
  await phone.context().setOffline(false);
  await badgeOn(phone).waitFor();
});

const CHECKED_IN = `insert into attendance (class_session_id, student_id, status, source, version, actor_id, actor_name, actor_role, changed_at)
  select ?, value, 'present', 'qr', 1, value, 'Student', 'student', ? from json_each(?)`;
const MISSED = `insert into spot_checks (class_session_id, student_id, is_flagged, is_here, answered_at, answered_by_id)
  select id, ?, 0, 0, ?, ? from class_sessions where section_id = ? and state = 'closed' order by starts_at desc limit 1`;

test('when check-in ends a few names are asked about, and the answers become the class’s figure', async () => {
  await using server = await startServer();
  await using desk = await launchDesk();
  const { classSessionId, sectionId, roll } = await classOf(server);
  const flagged = roll[3];
  const now = Date.now();
  await query(server.dbPath, MISSED, [flagged.id, now - HOUR_MS, flagged.id, sectionId]);
  const teacher = await atDesk(desk, server, '/teach');
  await openRegister(teacher, classSessionId);
  await query(server.dbPath, CHECKED_IN, [classSessionId, now, JSON.stringify(roll.map(({ id }) => id))]);
  await isChecked(markOf(teacher, flagged, 'Present'));
  const deck = teacher.getByRole('region', { name: 'Spot check' });
  expect(await deck.count()).toBe(0);
  const row = await boxOf(teacher.locator('[data-student]').first());
  await button(teacher, 'End check-in').click();

  const cards = deck.getByRole('list', { name: 'Spot check', exact: true }).getByRole('listitem');
  await cards.first().waitFor();
  expect(await cards.count()).toBe(3);
  // It stands beside the register, which stays where it was.
  expect(await boxOf(teacher.locator('[data-student]').first())).toEqual(row);
  expect((await boxOf(deck)).right).toBeLessThan(row.left);
  const first = cards.filter({ hasText: flagged.name });
  await first.getByText('Worth a look').waitFor();
  await deck.getByText('Not here at spot checks of this class: 100%, 1 of 1').waitFor();
  // So wide that its buttons fit beside the name as soon as one of them goes.
  await teacher.setViewportSize({ width: 600, height: 800 });
  await button(teacher, 'Code').click();
  const answers = await boxOf(button(first, 'Here'));
  await button(first, 'Not here').click();
  expect(await boxOf(button(first, 'Here'))).toEqual(answers);
  await teacher.setViewportSize({ width: 1280, height: 800 });
  await first.getByText('The mark stays present until you change it.').waitFor();
  await button(cards.nth(1), 'Here').click();
  await cards.nth(1).getByText('Noted.').waitFor();
  await deck.getByText('66.7%, 2 of 3').click();
  await see(teacher, deck);
  await deck.getByRole('list', { name: 'Spot checks of this class' }).getByText('1 of 2 not here').waitFor();
  await button(first, 'Mark absent').click();
  await isChecked(markOf(teacher, flagged, 'Absent'));
  await button(cards.nth(2), /^Skip/).click();
  await deck.getByText('Done.').waitFor();
  const given =
    'select student_id studentId, is_here isHere, is_flagged isFlagged from spot_checks where class_session_id = ? order by is_here';
  await expect
    .poll(() => query(server.dbPath, given, [classSessionId]))
    .toMatchObject([
      { studentId: flagged.id, isHere: 0, isFlagged: 1 },
      { isHere: 1, isFlagged: 0 },
    ]);

  await teacher.reload();
  await expect.poll(() => button(first, 'Not here').getAttribute('aria-pressed')).toBe('true');
  await changeSchool(server.dbPath, { spotCheck: false });
  await teacher.reload();
  await teacher.getByRole('heading', { name: 'Register', exact: true }).waitFor();
  expect(await deck.count()).toBe(0);
});
