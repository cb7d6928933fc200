/** A guardian, who signs in nowhere: asked by mail, told of an alert, shown the days of one student, and out again by the mail's own way. */
import type { ParsedMail } from 'mailparser';
import { expect, test } from 'vitest';
import { launchBrowser } from '../helpers/browser';
import { changeSchool, makeItNoon, query } from '../helpers/database-file';
import { newPerson, PHONE, signedIn } from '../helpers/journey';
import { look } from '../helpers/look';
import { openMailbox } from '../helpers/mailbox';
import { startServer } from '../helpers/server';

const GUARDIAN = 'maria@home.test';

const linkTo = ({ text }: ParsedMail, page: string) => new RegExp(`https?:\\S+/guardian/${page}\\S+`).exec(text ?? '')?.[0] ?? '';

/** Every mark of a student that counts is another one. */
const MARK_ALL = `update attendance set version = version + 1, status = ?, source = 'admin', changed_at = changed_at + 1
  where student_id = ? and class_session_id in (select id from class_sessions where is_held)`;

test('a guardian confirms, is told of an alert, sees that student’s days, and ends the mails', async () => {
  await using mailbox = await openMailbox();
  const env = { SMTP_URL: mailbox.url, MAIL_FROM: 'Demo School <demo@school.test>' };
  await using server = await startServer({ env });
  await using browser = await launchBrowser({ isLookedAt: true });
  const [baseURL, dbPath] = [server.url, server.dbPath];
  await makeItNoon(dbPath);
  await changeSchool(dbPath, { alerts: { rules: { 'consecutive-absences': { isOn: true, count: 3 } } } } as never);
  const [student] = await query<{ id: number; name: string }>(
    dbPath,
    `select id, name from users where email = 'student@demo.school'`,
  );
  const { id = 0, name = '' } = student ?? {};

  const admin = await signedIn(browser, { email: 'admin@demo.school', path: '/admin/settings', baseURL });
  await admin.getByLabel('Guardians get absence alerts by email').check();
  await admin.getByRole('button', { name: 'Save settings' }).click();
  await admin.getByText('Settings saved').waitFor();
  await admin.goto(`/admin/people/${id}`);
  await admin.getByRole('link', { name: 'Add guardians' }).click();
  const form = admin.getByRole('region', { name: 'Add a guardian' });
  await form.getByLabel('Name').fill('Maria Byron');
  await form.getByLabel('Email').fill(GUARDIAN);
  await admin.getByRole('button', { name: 'Add guardian' }).click();
  await admin.getByText('Guardian added.').waitFor();
  expect((await look(admin)).problems).toEqual([]);

  const question = await mailbox.nextTo(GUARDIAN);
  expect(question.text).not.toContain(name);
  const guardian = await newPerson(browser, { baseURL, ...PHONE });
  await guardian.goto(linkTo(question, 'confirm/'));
  expect((await look(guardian)).problems).toEqual([]);
  await guardian.getByRole('button', { name: 'Confirm this address' }).click();
  await guardian
    .getByText(`Your address is confirmed. You get an email when there is an alert about the attendance of ${name}.`)
    .waitFor();

  await query(dbPath, MARK_ALL, ['absent', id]);
  const told = await mailbox.nextTo(GUARDIAN, 1);
  expect(told.text).toContain(name);
  const answer = await guardian.goto(linkTo(told, '(?!confirm|unsubscribe)'));
  expect(await answer?.headerValue('referrer-policy')).toBe('strict-origin');
  expect(await answer?.headerValue('cache-control')).toContain('no-store');
  await guardian.getByRole('heading', { name: `Attendance of ${name}` }).waitFor();
  await guardian.getByText('0%').first().waitFor();
  await guardian.getByRole('link', { name: 'Previous month' }).click();
  await guardian.getByText('Absent').first().waitFor();
  expect((await look(guardian)).problems).toEqual([]);

  // As a mail program does it, which has no cookie.
  const { url } = (told.headers.get('list') as unknown as { unsubscribe: { url: string } }).unsubscribe;
  const stopped = await guardian.request.post(url, { form: { 'List-Unsubscribe': 'One-Click' } });
  expect(stopped.status()).toBe(200);
  const before = mailbox.mails.filter(({ text }) => text?.includes('Maria')).length;
  await query(dbPath, MARK_ALL, ['present', id]);
  const withdrawn = `select count(*) n from notifications where user_id = ? and kind = 'alert-retracted' and planned_at is not null`;
  await expect
    .poll(async () => (await query<{ n: number }>(dbPath, withdrawn, [id]))[0]?.n, { timeout: 30_000 })
    .toBeGreaterThan(0);
  expect(mailbox.mails.filter(({ text }) => text?.includes('Maria'))).toHaveLength(before);
  await guardian.goto(url);
  await guardian.getByText('No more of these emails are sent to you.').waitFor();
  // No secret of an address is in the log.
  const secrets = [linkTo(question, 'confirm/'), linkTo(told, '(?!confirm|unsubscribe)'), url].map(
    (link) => link.split('/').at(-1) ?? '',
  );
  for (const secret of secrets) expect(server.output()).not.toContain(secret);
  expect(server.output()).toContain('/guardian/…');
});
