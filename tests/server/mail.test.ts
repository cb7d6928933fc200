/** Mails about accounts through a real mail server: what arrives, when it is tried again, and that no secret is stored or logged. */
import { expect, test } from 'vitest';
import { deliveries, oneTimeCodes, users } from '#db/schema';
import { MINUTE_MS } from '#domain/duration';
import { type MailFacts, mailOf } from '#domain/school/mail';
import { readerOf } from '#domain/words/translate';
import { smtpMail } from '#server/channels/smtp';
import { deliverMails } from '#server/delivery/deliver';
import { api, type LogLine, testServices } from '../helpers/api';
import { testDb } from '../helpers/db';
import { NOW, PASSWORD_HASH, settings, user } from '../helpers/factories';
import { linkIn, openMailbox, recipientOf } from '../helpers/mailbox';

const FROM = 'Hill School <attendance@school.test>';

test('an invitation arrives as text and HTML with one link, and neither the database nor the log has it', async () => {
  await using db = await testDb();
  await using mailbox = await openMailbox();
  await settings(db, { name: 'Hill & Dale "School"' });
  const admin = await user(db, { role: 'admin' });
  const ada = await user(db, { state: 'pending', name: 'Ada <Lovelace>', email: 'ada@school.test' });
  const mail = smtpMail({ url: mailbox.url, from: FROM });
  const logs: LogLine[] = [];
  const { call } = api(db, { actor: admin, mail, logs });
  expect(await call.invitation.send({ userIds: [ada.id] })).toEqual({ results: [{ userId: ada.id, outcome: 'sent' }] });
  await deliverMails(testServices(db, { mail, logs }));
  const arrived = await mailbox.nextTo('ada@school.test');
  const link = linkIn(arrived);
  expect(arrived.from?.text).toBe('"Hill School" <attendance@school.test>');
  expect(arrived.subject).toBe('Your account at Hill & Dale "School"');
  expect(arrived.headers.get('auto-submitted')).toBe('auto-generated');
  expect(link).toMatch(/^https:\/\/attendance\.school\.test\/accept-invitation#[0-9A-HJKMNP-TV-Z]{26}$/);
  expect(arrived.html).toContain(`<a href="${link}"`);
  expect(arrived.html).toContain('Hello Ada &lt;Lovelace&gt;,');
  expect(arrived.html).not.toMatch(/<img|<script|https?:\/\/(?!attendance\.school\.test)/);
  const code = link.slice(link.indexOf('#') + 1);
  const stored = JSON.stringify([await db.select().from(oneTimeCodes), await db.select().from(deliveries)]);
  expect(stored + JSON.stringify(logs)).not.toContain(code);
  expect(await db.select().from(deliveries)).toMatchObject([{ userId: ada.id, kind: 'invite', dueAt: null, sentAt: NOW }]);
  await deliverMails(testServices(db, { mail }));
  expect(mailbox.mails).toHaveLength(1);
});

test('who chose no language is written to in the school’s', async () => {
  await using db = await testDb();
  await using mailbox = await openMailbox();
  await settings(db, { language: 'en-XB' });
  const admin = await user(db, { role: 'admin' });
  const follows = await user(db, { state: 'pending', email: 'follows@school.test' });
  const chose = await user(db, { state: 'pending', email: 'chose@school.test', language: 'en' });
  const mail = smtpMail({ url: mailbox.url, from: FROM });
  await api(db, { actor: admin, mail }).call.invitation.send({ userIds: [follows.id, chose.id] });
  await deliverMails(testServices(db, { mail }));
  expect((await mailbox.nextTo('follows@school.test')).html).toContain('<html lang="en-XB" dir="rtl">');
  expect((await mailbox.nextTo('chose@school.test')).html).toContain('<html lang="en" dir="ltr">');
});

test('a server that takes nothing is tried again later each time, and then the mail is given up and shown', async () => {
  await using db = await testDb();
  await using mailbox = await openMailbox();
  mailbox.refuse(true);
  const admin = await user(db, { role: 'admin' });
  const ada = await user(db, { state: 'pending' });
  const mail = smtpMail({ url: mailbox.url, from: FROM });
  const logs: LogLine[] = [];
  const { call } = api(db, { actor: admin, mail });
  await call.invitation.send({ userIds: [ada.id] });
  expect(await call.invitation.undelivered()).toEqual([]);
  await deliverMails(testServices(db, { mail, logs }));
  await deliverMails(testServices(db, { mail, logs, now: NOW + MINUTE_MS - 1 }));
  expect(logs).toMatchObject([{ level: 'warn', event: 'mail.failed', kind: 'invite', userId: ada.id, tries: 1 }]);
  expect(await call.invitation.undelivered()).toMatchObject([{ userId: ada.id, kind: 'invite', tries: 1 }]);
  for (let now = NOW + MINUTE_MS; now < NOW + 24 * 60 * MINUTE_MS; now += 10 * MINUTE_MS)
    await deliverMails(testServices(db, { mail, logs, now }));
  expect(logs).toHaveLength(6);
  expect(await db.select().from(deliveries)).toMatchObject([{ dueAt: null, sentAt: null, tries: 6 }]);
  expect(await call.invitation.undelivered()).toMatchObject([{ userId: ada.id, tries: 6 }]);
  mailbox.refuse(false);
  await call.invitation.send({ userIds: [ada.id] });
  await deliverMails(testServices(db, { mail }));
  expect(mailbox.mails).toHaveLength(1);
});

test('of several processes one sends', async () => {
  await using db = await testDb();
  await using mailbox = await openMailbox();
  const mail = smtpMail({ url: mailbox.url, from: FROM });
  const admin = await user(db, { role: 'admin' });
  const ids: number[] = [];
  for (let index = 0; index < 8; index++) ids.push((await user(db, { state: 'pending' })).id);
  await api(db, { actor: admin, mail }).call.invitation.send({ userIds: ids });
  await Promise.all([1, 2, 3].map(() => deliverMails(testServices(db, { mail }))));
  expect(mailbox.mails).toHaveLength(8);
  expect(new Set(mailbox.mails.map(recipientOf)).size).toBe(8);
});

test('who has joined, been suspended or left meanwhile is sent nothing', async () => {
  await using db = await testDb();
  await using mailbox = await openMailbox();
  const mail = smtpMail({ url: mailbox.url, from: FROM });
  const admin = await user(db, { role: 'admin' });
  const ids: number[] = [];
  for (let index = 0; index < 3; index++) ids.push((await user(db, { state: 'pending' })).id);
  await api(db, { actor: admin, mail }).call.invitation.send({ userIds: ids });
  await db.$client.batch(
    [
      { sql: "update users set password_hash = 'x', state = 'active' where id = ?", args: [ids[0] ?? 0] },
      { sql: "update users set state = 'suspended' where id = ?", args: [ids[1] ?? 0] },
      { sql: 'update users set archived_at = 1 where id = ?', args: [ids[2] ?? 0] },
    ],
    'write',
  );
  await deliverMails(testServices(db, { mail }));
  expect(mailbox.mails).toEqual([]);
  expect(await db.select().from(oneTimeCodes)).toEqual([]);
});

test('with no mail the demo logs the link once; a real school logs nothing', async () => {
  await using db = await testDb();
  await user(db, { email: 'ada@school.test', passwordHash: PASSWORD_HASH });
  await api(db).call.auth.forgotPassword({ email: 'ada@school.test' });
  const logs: LogLine[] = [];
  await deliverMails(testServices(db, { logs }));
  expect(logs).toEqual([]);
  await deliverMails(testServices(db, { logs, policy: { isDemo: true } }));
  await deliverMails(testServices(db, { logs, policy: { isDemo: true } }));
  expect(logs).toMatchObject([{ event: 'mail.demo', to: 'ada@school.test', link: expect.stringContaining('/reset-password#') }]);
  expect(await db.select().from(users)).toHaveLength(1);
});

test('names with line breaks or markup cannot add headers or tags', () => {
  const facts: MailFacts = {
    schoolName: 'School\r\nBcc: eve@elsewhere.test',
    baseUrl: 'https://attendance.school.test',
    person: { name: '<b>Eve</b>\r\nX: y', email: 'eve@school.test' },
    link: null,
  };
  const { subject, to, html } = mailOf('password-changed', facts, readerOf('en'));
  expect(subject).toBe('Your password at School Bcc: eve@elsewhere.test was changed');
  expect(to.name).toBe('<b>Eve</b> X: y');
  expect(html).not.toContain('<b>');
});
