/** What people hear: an administrator's announcement reaches every role, with its file, and shows who has not read it; a student is reminded
 *  of a class that has begun, on their device too, gets an alert when its register settles, and has it taken back by a correction. All of
 *  it while they look. */
import type { Page } from 'playwright-core';
import { v7 as newId } from 'uuid';
import { afterAll, expect, test } from 'vitest';
import { seriousFindings } from '../helpers/axe';
import { launchBrowser, launchProfile } from '../helpers/browser';
import { query } from '../helpers/database-file';
import { PHONE, signedIn } from '../helpers/journey';
import { openLiveClass } from '../helpers/live-class';
import { pushesTo } from '../helpers/preload';
import { pressNotification, pushFor, shownBy, subscribesAs } from '../helpers/push-page';
import { openPushService, pushBrowser } from '../helpers/push-service';
import { openPage } from '../helpers/pwa';
import { closeRegister, pressTool } from '../helpers/register-page';
import { startServer } from '../helpers/server';
import { enter } from '../helpers/sign-in';
import { tempFolder } from '../helpers/temp-folder';

const service = await openPushService();
const started = startServer({ env: { NODE_OPTIONS: pushesTo(service.url) } });
const [server, browser] = await Promise.all([started, launchBrowser()]);
afterAll(async () => {
  await browser.close();
  await server[Symbol.asyncDispose]();
  await service[Symbol.asyncDispose]();
});
const baseURL = server.url;

test('an announcement reaches students and staff who look, and says who has not read it', async () => {
  const student = await signedIn(browser, { email: 'student@demo.school', path: '/inbox', baseURL, ...PHONE });
  const admin = await signedIn(browser, { email: 'admin@demo.school', path: '/admin/announcements', baseURL });
  await admin.getByRole('link', { name: 'New announcement' }).click();
  await admin.getByRole('radio', { name: 'The whole school' }).check();
  await admin.getByLabel('Title').fill('Sports day');
  await admin.getByLabel('Message').fill('Bring **water**, see [the plan](https://plan.school.test). <b>Bold</b>');
  await admin.getByRole('button', { name: 'Preview' }).click();
  await admin.getByRole('region', { name: 'Preview' }).locator('strong', { hasText: 'water' }).waitFor();
  await admin.getByLabel('Pin it').check();
  const plan = { name: 'plan.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7 plan') };
  await admin.getByLabel('Photo or PDF').setInputFiles(plan);
  expect(await seriousFindings(admin)).toEqual([]);
  await admin.getByRole('button', { name: 'Publish' }).click();
  await admin.getByText(/^Sent to \d+ people\.$/).waitFor();
  expect(await seriousFindings(admin)).toEqual([]);
  const unread = admin.getByRole('list', { name: 'Not read yet' }).getByText('Daniel Osborne');
  await unread.waitFor();

  const messageOf = (page: Page) => page.getByRole('listitem').filter({ hasText: 'Sports day' });
  const message = messageOf(student);
  await message.getByText('<b>Bold</b>').waitFor();
  expect(await message.getByRole('link', { name: 'the plan' }).getAttribute('href')).toBe('https://plan.school.test');
  const file = await student.request.get((await message.getByRole('link', { name: 'PDF' }).getAttribute('href')) ?? '');
  expect([file.headers()['content-type'], (await file.body()).toString()]).toEqual(['application/pdf', '%PDF-1.7 plan']);
  const teacher = await signedIn(browser, { email: 'teacher@demo.school', path: '/inbox', baseURL });
  const assistant = await signedIn(browser, { email: 'assistant@demo.school', path: '/inbox', baseURL });
  await Promise.all([teacher, assistant].map((page) => messageOf(page).waitFor()));
  await student.getByText('Nothing unread.').waitFor();
  await student.goto('/');
  await student.getByRole('region', { name: 'Pinned announcements' }).getByText('Sports day').waitFor();

  // The author has read it, and three have looked.
  const readByFour = async () => {
    await admin.goto('/admin/announcements');
    return admin.getByText(/^4 of \d+ read$/).count();
  };
  await expect.poll(readByFour, { timeout: 10_000 }).toBe(1);
  await admin.getByRole('link', { name: /Sports day/ }).click();
  await admin.getByText(/^4 of \d+ have read it\.$/).waitFor();
  expect(await unread.count()).toBe(0);
  await admin.getByText('Withdraw it').click();
  await admin.getByRole('button', { name: 'Withdraw announcement' }).click();
  await admin.getByText('Withdrawn. It is gone from every inbox.').waitFor();
  await student.goto('/inbox');
  await student.getByRole('heading', { name: 'Inbox' }).waitFor();
  expect(await message.count()).toBe(0);
});

/** The last marks that the student has in the class, and the one to come. */
const MARKS = `select cs.id, c.title, u.id studentId, coalesce(a.version, 0) version, a.status from class_sessions cs
    join sections s on s.id = cs.section_id join courses c on c.id = s.course_id
    join users u on u.email = 'student@demo.school' left join attendance a on a.class_session_id = cs.id and a.student_id = u.id
  where cs.section_id = (select section_id from class_sessions where id = ?) and (cs.is_held = 1 or cs.id = ?)
  order by cs.starts_at desc limit 3`;

type Mark = { id: number; title: string; studentId: number; version: number; status: string | null };

/** The student's phone, which takes pushes. */
async function studentWithPushes(folder: string) {
  const context = await launchProfile(folder, { ...PHONE, isWhole: true, baseURL, permissions: ['notifications'] });
  const page = await openPage(context);
  const phone = pushBrowser(newId());
  await subscribesAs(page, phone.subscription);
  await enter(context, 'student@demo.school');
  await page.goto('/profile/notifications');
  await page.getByRole('button', { name: 'Turn on notifications' }).click();
  await page.getByText('This device shows notifications.').waitFor();
  await page.goto('/inbox');
  return { student: page, phone };
}

/** The push that has arrived for the phone is the school's, is shown with its words, and a press on it opens its page. */
async function expectPush(page: Page, phone: ReturnType<typeof pushBrowser>, { title, path }: Record<'title' | 'path', string>) {
  const isForPhone = (to: string) => phone.subscription.endpoint.endsWith(to);
  const find = () => service.arrived.find((one) => isForPhone(one.path) && phone.read(one).title === title);
  await expect.poll(find, { timeout: 30_000 }).toBeDefined();
  const arrived = find();
  if (!arrived) return;
  expect(await phone.verify(arrived)).toMatchObject({ aud: 'https://fcm.googleapis.com' });
  const payload = phone.read(arrived);
  expect(payload.url).toBe(path);
  await page.goto('/');
  const push = await pushFor(page);
  const pushAndLook = () => push(JSON.stringify(payload)).then(() => shownBy(page));
  await expect.poll(pushAndLook, { timeout: 30_000, interval: 1_000 }).toEqual([{ title, body: payload.body }]);
  await pressNotification(page);
  await page.waitForURL(`**${path}`);
  await expect.poll(() => shownBy(page)).toEqual([]);
}

test('a student hears while they look: a reminder, on the page and as a push, an alert when the register settles, and that a correction took it back', async () => {
  const { classSessionId } = await openLiveClass(server);
  const marks = () => query<Mark>(server.dbPath, MARKS, [classSessionId, classSessionId]);
  using folder = tempFolder();
  const { student, phone } = await studentWithPushes(folder.path);
  const [teacher, admin] = [
    await signedIn(browser, { email: 'teacher@demo.school', path: `/teach/sessions/${classSessionId}`, baseURL }),
    await signedIn(browser, { email: 'admin@demo.school', path: '/', baseURL }),
  ];
  const mark = async ({ id, studentId, version }: Mark, status: string) => {
    const data = { id: newId(), at: Date.now(), classSessionId: id, studentId, version, status, reason: 'Looked up' };
    expect((await admin.request.post('/trpc/attendance.mark', { data })).status()).toBe(200);
  };
  const [now, ...earlier] = await marks();
  for (const before of earlier) if (before.status !== 'absent') await mark(before, 'absent');

  // Who goes on looking has read it, and is sent nothing more.
  const seen = student
    .getByText(/ has begun$/)
    .waitFor()
    .then(() => student.goto('about:blank'));
  await pressTool(teacher, 'Remind those missing');
  await teacher.getByText(/^\d+ students told\.$/).waitFor();
  await seen;
  await expectPush(student, phone, { title: `${now?.title} A has begun`, path: '/scan' });
  await student.goto('/inbox');
  await closeRegister(teacher, 'absent');
  const alerts = student.getByRole('listitem').filter({ hasText: 'You were absent several times in a row' });
  const alert = alerts.filter({ hasText: now?.title });
  await alert.waitFor();
  const [settled] = await marks();
  if (settled) await mark(settled, 'present');
  await student.getByText('An alert about your attendance is withdrawn').waitFor();
  await expect.poll(() => alert.count()).toBe(0);
  await student.context().close();
});
