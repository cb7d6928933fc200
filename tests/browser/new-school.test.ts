/** A school begins: from the link that its server prints to a student who sees the first mark, every step on a screen. */
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { DAY_MS, HOUR_MS } from '#domain/duration';
import { addDays, dayAt, wallTimeAt, weekdayOf, weekStart } from '#domain/time';
import { launchBrowser } from '../helpers/browser';
import { noonZone, query } from '../helpers/database-file';
import { realFile, rosterOf, UNTIDY } from '../helpers/import-files';
import { newPerson, PHONE } from '../helpers/journey';
import { closeRegister, isChecked, markOf, openRegister, type Person } from '../helpers/register-page';
import { SCHOOL_ENV, startServer, type TestServer } from '../helpers/server';
import { signIn } from '../helpers/sign-in';

/** By http, because nothing here has a certificate. */
const BASE_URL = 'http://attendance.school.test';
/** On which its weeks begin. */
const SATURDAY = 6;
const PASSWORD = 'seven grey herons';
const SECTION = { title: 'Introduction to Physics', name: 'PHY123 Phys 100 - 1' };

/** The line of an enrolment without days. */
const OPEN_ENDED = /^e-4.*\r\n/m;

/** A school as its information system exports it, of a year that is over: nobody is on a roll any more. */
function earlierYear(): Uint8Array {
  const real = realFile('v1p1-full.zip');
  if (real) return real;
  const earlier = Object.entries(UNTIDY).map(([name, text]) => [name, text.replaceAll('2026', '2022')]);
  const { enrollments = '', ...files } = Object.fromEntries(earlier) as Record<string, string>;
  return rosterOf({ ...files, enrollments: enrollments.replace(OPEN_ENDED, '') });
}

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name, exact: typeof name === 'string' });

/** Somebody of the file, as the school knows them. */
async function personOf(school: TestServer, name: string): Promise<Person> {
  const [person] = await query<Person>(school.dbPath, 'select id, name, email from users where name = ?', [name]);
  if (!person) throw new Error(`${name} is not there.`);
  return person;
}

async function setUp(page: Page, school: TestServer, zone: string): Promise<void> {
  const [link = ''] = school.output().match(/http:\S+\/set-up#\S+/) ?? [];
  await page.goto(link);
  await page.getByLabel('School name').fill('Hill School');
  expect(await page.getByLabel('Time zone').inputValue()).toBe('Africa/Nairobi');
  await page.getByLabel('Time zone').fill(zone);
  expect(await page.getByLabel('First day of the week').inputValue()).toBe('7');
  await page.getByLabel('First day of the week').selectOption(String(SATURDAY));
  await page.getByLabel('Your full name').fill('Ada Mensah');
  await page.getByLabel('Email').fill('ada@school.test');
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await button(page, 'Set up the school').click();
  await page.waitForURL('/admin?welcome');
  await page.getByRole('list', { name: 'First steps' }).waitFor();
  await page.goto('/admin/settings');
  expect(await page.getByLabel('School name').inputValue()).toBe('Hill School');
  expect(await page.getByLabel('Time zone', { exact: true }).inputValue()).toBe(zone);
  expect(await page.getByLabel('First day of the week').inputValue()).toBe(String(SATURDAY));
}

async function importFile(page: Page): Promise<void> {
  await page.goto('/admin/import');
  const file = { name: 'school.zip', mimeType: 'application/zip', buffer: Buffer.from(earlierYear()) };
  await page.getByLabel('File', { exact: true }).setInputFiles(file);
  await button(page, 'Upload and preview').click();
  await page.getByText('Nothing is applied yet.').waitFor();
  await button(page, /^Apply \d+ rows$/).click();
  await page.getByText(/^\d+ rows applied/).waitFor();
}

/** Puts students on the roll from today, as their information system will only next time. */
async function enrol(page: Page, names: string[]): Promise<void> {
  await page.goto('/admin/sections');
  await page.getByRole('link', { name: SECTION.name }).click();
  await page.getByText('Nobody is on the roll today.').waitFor();
  for (const name of names) {
    await page.getByRole('searchbox', { name: 'Enrol students' }).fill(name);
    await page.getByRole('checkbox', { name }).check();
  }
  await button(page, `Enrol ${names.length} students`).click();
  await page.getByText(`${names.length} students enrolled.`).waitFor();
}

async function addTerm(page: Page, zone: string): Promise<void> {
  await page.goto('/admin/timetable/terms');
  await page.getByLabel('Name').fill('First term');
  await page.getByLabel('First day').fill(dayAt(Date.now() - 7 * DAY_MS, zone));
  await page.getByLabel('Last day').fill(dayAt(Date.now() + 7 * DAY_MS, zone));
  await button(page, 'Add term').click();
  await page.getByText('Term added.').waitFor();
}

/** A class of today that begins in an hour: a timetable plans nothing that could be open already. */
async function addSlot(page: Page, zone: string): Promise<void> {
  const startsAt = Date.now() + HOUR_MS;
  await page.goto('/admin/timetable');
  await page.getByRole('link', { name: 'Add to timetable' }).click();
  await page.getByRole('heading', { name: 'Add to timetable', level: 1 }).waitFor();
  await page.getByLabel('Class').selectOption({ label: `${SECTION.title} (${SECTION.name})` });
  await page.getByLabel('Day', { exact: true }).selectOption(String(weekdayOf(dayAt(startsAt, zone))));
  await page.getByLabel('From', { exact: true }).fill(wallTimeAt(startsAt, zone));
  await page.getByLabel('Until').fill(wallTimeAt(startsAt + HOUR_MS, zone));
  await page.getByLabel('Room').fill('Room 2-B');
  await button(page, 'Save').click();
  await page.getByText('Slot saved').waitFor();
}

/** An hour passes: the class begins now. */
async function reachClass(school: TestServer, classSessionId: number): Promise<void> {
  const times = ['starts_at', 'ends_at', 'closes_at'].map((name) => `${name} = ${name} - ${HOUR_MS}`);
  await query(school.dbPath, `update class_sessions set ${times} where id = ?`, [classSessionId]);
}

/** The way from the list of people to a link that is handed over. */
async function linkFor(page: Page, { name }: Person): Promise<string> {
  await page.goto(`/admin/people?q=${encodeURIComponent(name)}`);
  await page.getByRole('link', { name, exact: true }).click();
  await page.getByRole('link', { name: 'Invite', exact: true }).click();
  await button(page, 'Create link').click();
  return page.getByLabel('Link', { exact: true }).inputValue();
}

/** Somebody in a browser of their own, who chooses a password with the link and signs in. */
async function join(page: Page, link: string, { name, email }: Person): Promise<Page> {
  await page.goto(link);
  await page.getByRole('heading', { name: `Welcome, ${name}` }).waitFor();
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await button(page, 'Join').click();
  await page.getByText('Your account is ready.').waitFor();
  await signIn(page, email, PASSWORD);
  return page;
}

async function checkIn(page: Page, code: string | null): Promise<void> {
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Scan' }).click();
  await page.getByLabel('Code', { exact: true }).fill(String(code));
  await page.getByRole('heading', { name: 'You are present', level: 1 }).waitFor();
}

/** The student's month and week tell the same; an address may name the last day of the week. */
async function seesMark(page: Page, zone: string): Promise<void> {
  await page.goto('/attendance');
  await page.getByRole('columnheader').first().filter({ hasText: 'Saturday' }).waitFor();
  await page.locator('#day').getByRole('listitem').filter({ hasText: SECTION.title }).getByText('Present').waitFor();
  await page.locator('#log').getByRole('link', { name: SECTION.title }).waitFor();
  await page.goto(`/timetable?week=${addDays(weekStart(dayAt(Date.now(), zone), SATURDAY), 6)}`);
  await page.getByRole('listitem').filter({ hasText: SECTION.title }).getByText('Present').first().waitFor();
}

const MARKS = `select u.name, a.status, a.source from attendance a join users u on u.id = a.student_id
  where a.class_session_id = ? order by u.name`;
const CLASSES = `select cs.id, cs.room, cs.state from class_sessions cs join sections s on s.id = cs.section_id
  join courses c on c.id = s.course_id where cs.day = ? and c.title = ?`;

test('an empty school is set up, filled from a file and put on a timetable; its first class is taken', async () => {
  await using school = await startServer({ env: { ...SCHOOL_ENV, BASE_URL } });
  await using browser = await launchBrowser({ school: { baseUrl: BASE_URL, url: school.url } });
  const zone = noonZone();
  const newPage = (options = {}) => newPerson(browser, { baseURL: BASE_URL, ...options });
  const admin = await newPage({ timezoneId: 'Africa/Nairobi', locale: 'en-US' });
  await setUp(admin, school, zone);
  await importFile(admin);
  await enrol(admin, ['Mary Jones', 'Anna Brown']);
  await addTerm(admin, zone);
  await addSlot(admin, zone);

  const today = await query<{ id: number }>(school.dbPath, CLASSES, [dayAt(Date.now(), zone), SECTION.title]);
  expect(today).toMatchObject([{ room: 'Room 2-B', state: 'scheduled' }]);
  const classSessionId = Number(today[0]?.id);
  await admin.goto('/admin/live');
  await admin.locator(`a[href="/teach/sessions/${classSessionId}"]`).first().waitFor();

  const [john, mary] = await Promise.all([personOf(school, 'John Doe'), personOf(school, 'Mary Jones')]);
  const links = [await linkFor(admin, john), await linkFor(admin, mary)] as const;
  const teacher = await join(await newPage(), links[0], john);
  await teacher.waitForURL('/teach');
  const student = await join(await newPage(PHONE), links[1], mary);
  await student.waitForURL('/');

  await reachClass(school, classSessionId);
  await teacher.reload();
  await openRegister(teacher, classSessionId);
  await checkIn(student, await teacher.getByText(/^\d{3} \d{3}$/).textContent());
  await isChecked(markOf(teacher, mary, 'Present'));
  await closeRegister(teacher, '1 student is unmarked and will be absent.');
  await seesMark(student, zone);

  expect(await query(school.dbPath, MARKS, [classSessionId])).toEqual([
    { name: 'Anna Brown', status: 'absent', source: 'auto' },
    { name: 'Mary Jones', status: 'present', source: 'code' },
  ]);
  expect(await query(school.dbPath, 'select state, is_held isHeld from class_sessions where id = ?', [classSessionId])).toEqual([
    { state: 'closed', isHeld: 1 },
  ]);
  const haveJoined = `select name from users where password_hash is not null order by name`;
  expect(await query(school.dbPath, haveJoined)).toEqual([{ name: 'Ada Mensah' }, { name: 'John Doe' }, { name: 'Mary Jones' }]);
});
