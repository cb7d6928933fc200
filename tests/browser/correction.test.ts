/** A mark that is wrong: its student asks with a photo, the teacher decides with the evidence beside it, and of two decisions one counts. */
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { launchBrowser } from '../helpers/browser';
import { query } from '../helpers/database-file';
import { PHONE, signedIn } from '../helpers/journey';
import { jpeg } from '../helpers/pictures';
import { startServer } from '../helpers/server';

/** The last mark that the demo teacher gave the demo student, other than the one that is asked for. */
const MARK = `select cs.id, cs.day, c.title, te.name teacher from attendance a join users u on u.id = a.student_id
    join class_sessions cs on cs.id = a.class_session_id join sections s on s.id = cs.section_id join courses c on c.id = s.course_id
    join section_staff st on st.section_id = s.id join users te on te.id = st.user_id
  where u.email = 'student@demo.school' and te.email = 'teacher@demo.school' and cs.state = 'closed' and cs.is_held = 1
    and a.source <> 'admin' and a.status <> 'late' and not exists (select 1 from corrections r
      where r.class_session_id = cs.id and r.student_id = u.id)
  order by cs.starts_at desc limit 1`;

type Mark = { id: number; day: string; title: string; teacher: string };

const REASON = 'The bus broke down. I came ten minutes late.';

const calendarDay = ({ day }: Mark) => `/attendance?month=${day.slice(0, 7)}&day=${day}`;
const requestOn = (page: Page) => page.getByRole('listitem').filter({ hasText: REASON });

async function ask(page: Page, { title }: Mark): Promise<void> {
  await page.getByRole('link', { name: `This is wrong in ${title}` }).click();
  await page.getByRole('radio', { name: 'Late' }).check();
  await page.getByLabel('What happened?').fill(REASON);
  const photo = { name: 'bus.jpg', mimeType: 'image/jpeg', buffer: Buffer.from(jpeg(40, 30)) };
  await page.getByLabel('Photo or PDF').setInputFiles(photo);
  await page.getByRole('button', { name: 'Send request' }).click();
  await page.getByText('A request is waiting').waitFor();
}

test('a student asks with a photo, the teacher approves, and a second decision is told of the first', async () => {
  await using server = await startServer();
  await using browser = await launchBrowser();
  const [mark] = await query<Mark>(server.dbPath, MARK);
  if (!mark) throw new Error('The demo student has no mark to correct.');
  const baseURL = server.url;
  const student = await signedIn(browser, { email: 'student@demo.school', path: calendarDay(mark), baseURL, ...PHONE });
  await ask(student, mark);

  const teacher = await signedIn(browser, { email: 'teacher@demo.school', path: '/teach/corrections', baseURL });
  const otherTab = await teacher.context().newPage();
  await otherTab.goto('/teach/corrections');
  const request = requestOn(teacher);
  await request.getByRole('heading', { name: 'How the mark came to be' }).waitFor();
  await request.getByText('No mark in another class.').waitFor();
  const photo = await request.getByRole('link', { name: 'Photo' }).getAttribute('href');
  expect((await teacher.request.get(photo ?? '')).headers()['content-type']).toBe('image/jpeg');
  await request.getByLabel('Note to whoever asked').fill('The driver has told us.');
  await request.getByRole('button', { name: 'Approve' }).click();
  await teacher.getByText('Approved. Whoever asked is told.').waitFor();
  await expect.poll(() => requestOn(teacher).count()).toBe(0);

  await requestOn(otherTab).getByRole('button', { name: 'Decline' }).click();
  await otherTab.getByText(`Already decided by ${mark.teacher}. Nothing was changed.`).waitFor();

  await student.goto(calendarDay(mark));
  const entry = student.getByRole('listitem').filter({ hasText: `Decided by ${mark.teacher}. The driver has told us.` });
  await entry.getByText('Late').last().waitFor();
  await student.goto('/inbox');
  await student.getByText(`The mark in ${mark.title}`).first().waitFor();
  await Promise.all([student, teacher].map((page) => page.context().close()));
});
