/** A mark that is wrong: its student asks with a photo, of two who decide with the evidence beside it one counts, and the register tells
 *  both what it was and what it is. And leave, on which the student comes all the same. */
import type { Page } from 'playwright-core';
import { v7 as newId } from 'uuid';
import { afterAll, expect, test } from 'vitest';
import type { Register } from '#domain/register/register';
import { launchBrowser } from '../helpers/browser';
import { query } from '../helpers/database-file';
import { newPerson, PHONE, signedIn } from '../helpers/journey';
import { openLiveClass, typeCode } from '../helpers/live-class';
import { jpeg } from '../helpers/pictures';
import { startServer } from '../helpers/server';
import { enter } from '../helpers/sign-in';

const [server, browser] = await Promise.all([startServer(), launchBrowser()]);
afterAll(async () => {
  await browser.close();
  await server[Symbol.asyncDispose]();
});
const baseURL = server.url;

/** The last marks that the demo teacher gave the demo student, other than the one that is asked for. */
const MARKS = `select cs.id, cs.day, c.title, u.id studentId, a.status, te.name teacher from attendance a join users u on u.id = a.student_id
    join class_sessions cs on cs.id = a.class_session_id join sections s on s.id = cs.section_id join courses c on c.id = s.course_id
    join section_staff st on st.section_id = s.id join users te on te.id = st.user_id
  where u.email = 'student@demo.school' and te.email = 'teacher@demo.school' and cs.state = 'closed' and cs.is_held = 1
    and a.source <> 'admin' and a.status <> 'late' and not exists (select 1 from corrections r
      where r.class_session_id = cs.id and r.student_id = u.id)
  order by cs.starts_at desc limit 2`;

type Mark = { id: number; day: string; title: string; studentId: number; status: string; teacher: string };

const REASON = 'The bus broke down. I came ten minutes late.';

const calendarDay = ({ day }: Mark) => `/attendance?month=${day.slice(0, 7)}&day=${day}`;
const requestOn = (page: Page) => page.getByRole('listitem').filter({ hasText: REASON });

async function ask(page: Page, { id, title }: Mark): Promise<void> {
  // A day may have two classes of a course.
  const wrong = page.getByRole('link', { name: `This is wrong in ${title}` });
  await wrong.and(page.locator(`[href="/attendance/${id}/correction"]`)).click();
  await page.getByRole('radio', { name: 'Late' }).check();
  await page.getByLabel('What happened?').fill(REASON);
  const photo = { name: 'bus.jpg', mimeType: 'image/jpeg', buffer: Buffer.from(jpeg(40, 30)) };
  await page.getByLabel('Photo or PDF').setInputFiles(photo);
  await page.getByRole('button', { name: 'Send request' }).click();
  await page.getByText('A request is waiting').waitFor();
}

/** What the register says of the student.
 *  @param asAt epoch ms: as it stood then */
async function statusIn({ request }: Page, { id, studentId }: Mark, asAt?: number): Promise<string | null | undefined> {
  const input = JSON.stringify({ classSessionId: id, asAt });
  const answer = await request.get('/trpc/classSession.register', { params: { input } });
  const { result } = (await answer.json()) as { result: { data: Register } };
  return result.data.rows.find((row) => row.studentId === studentId)?.status;
}

const [mark, other] = await query<Mark>(server.dbPath, MARKS);
if (!mark || !other) throw new Error('The demo student has no marks to correct.');

test('a student asks with a photo, the teacher approves, and the register tells what it was and what it is', async () => {
  const student = await signedIn(browser, { email: 'student@demo.school', path: calendarDay(mark), baseURL, ...PHONE });
  await ask(student, mark);
  const teacher = await signedIn(browser, { email: 'teacher@demo.school', path: '/teach/corrections', baseURL });
  const request = requestOn(teacher);
  await request.getByRole('heading', { name: 'How the mark came to be' }).waitFor();
  await request.getByText('No mark in another class.').waitFor();
  const photo = await request.getByRole('link', { name: 'Photo' }).getAttribute('href');
  expect((await teacher.request.get(photo ?? '')).headers()['content-type']).toBe('image/jpeg');
  await request.getByLabel('Note to whoever asked').fill('The driver has told us.');
  const before = Date.now();
  await request.getByRole('button', { name: 'Approve' }).click();
  await teacher.getByText('Approved. Whoever asked is told.').waitFor();
  await expect.poll(() => requestOn(teacher).count()).toBe(0);
  expect(await statusIn(teacher, mark)).toBe('late');
  expect(await statusIn(teacher, mark, before)).toBe(mark.status);

  await student.goto(calendarDay(mark));
  const entry = student.getByRole('listitem').filter({ hasText: `Decided by ${mark.teacher}. The driver has told us.` });
  await entry.getByText('Late').last().waitFor();
  await student.goto('/inbox');
  await student.getByText(`The mark in ${mark.title}`).first().waitFor();
});

/** Makes an assistant one. */
const SECOND_ADMINISTRATOR = `update users set role = 'admin', name = 'Otto Second' where email = 'assistant@demo.school'`;

test('of two administrators who decide at once one counts, and the other is told by whom it was decided', async () => {
  await query(server.dbPath, SECOND_ADMINISTRATOR);
  const student = await newPerson(browser, { baseURL });
  await enter(student.context(), 'student@demo.school');
  const { id: classSessionId, studentId } = other;
  const data = { id: newId(), at: Date.now(), classSessionId, studentId, wanted: 'late', reason: REASON };
  expect((await student.request.post('/trpc/correction.request', { data })).status()).toBe(200);
  const queue = { path: '/admin/corrections', baseURL };
  const first = await signedIn(browser, { email: 'assistant@demo.school', ...queue });
  const second = await signedIn(browser, { email: 'admin@demo.school', ...queue });
  await requestOn(first).getByRole('button', { name: 'Approve' }).click();
  await first.getByText('Approved. Whoever asked is told.').waitFor();
  await requestOn(second).getByRole('button', { name: 'Decline' }).click();
  await second.getByText('Already decided by Otto Second. Nothing was changed.').waitFor();
  expect(await statusIn(second, other)).toBe('late');
  await second.goto('/admin/audit?action=correction.approved');
  const entries = second.getByRole('list', { name: 'Entries' }).getByRole('listitem').filter({ hasText: 'Otto Second' });
  await entries.getByText('Correction approved').first().waitFor();
});

test('a check-in on a day of leave wins, and the leave says that it was attended', async () => {
  const student = await signedIn(browser, { email: 'student@demo.school', path: '/leave', baseURL, ...PHONE });
  const today = String(await student.getByLabel('First day').getAttribute('min'));
  await student.getByLabel('First day').fill(today);
  await student.getByLabel('Last day').fill(today);
  await student.getByLabel('Why').fill('A wedding.');
  await student.getByRole('button', { name: 'Ask for leave' }).click();
  const leave = student.getByRole('list', { name: 'Your leave' }).getByRole('listitem').filter({ hasText: 'A wedding.' });
  await leave.waitFor();
  const teacher = await signedIn(browser, { email: 'teacher@demo.school', path: '/teach/corrections/leave', baseURL });
  const request = teacher.getByRole('listitem').filter({ hasText: 'A wedding.' });
  await request.getByRole('button', { name: 'Approve' }).click();
  await expect.poll(() => request.count()).toBe(0);

  const live = await openLiveClass(server);
  const ofStudent = `select a.status, a.source from attendance a join users u on u.id = a.student_id
    where a.class_session_id = ? and u.email = 'student@demo.school'`;
  const marked = () => query(server.dbPath, ofStudent, [live.classSessionId]);
  expect(await marked()).toEqual([{ status: 'excused', source: 'leave' }]);
  await student.goto('/scan');
  await typeCode(student, live.classSessionId, await live.code());
  await student.locator('[data-outcome]').waitFor();
  expect(await marked()).toEqual([{ status: 'present', source: 'code' }]);
  await student.goto('/leave');
  const attended = `select count(*) count from attendance a join users u on u.id = a.student_id join class_sessions cs on cs.id = a.class_session_id
    where u.email = 'student@demo.school' and cs.day = ? and a.status in ('present', 'late')`;
  const [inAll] = await query<{ count: number }>(server.dbPath, attended, [today]);
  await leave.getByText(`${inAll?.count} of them attended`).waitFor();
});
