/** Whose mailbox an account is: proved by the link of a mail, told to administrators, and no way to find out who has an account. */
import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import type { Database } from '#db/client';
import { auditEvents, deliveries, oneTimeCodes, users } from '#db/schema';
import { DAY_MS } from '#domain/duration';
import { smtpMail } from '#server/channels/smtp';
import { deliverMails } from '#server/delivery/deliver';
import { api, refusalOf, testServices } from '../helpers/api';
import { testDb } from '../helpers/db';
import { NOW, PASSWORD_HASH, user } from '../helpers/factories';
import { linkIn, type Mailbox, openMailbox } from '../helpers/mailbox';

const FROM = 'Hill School <attendance@school.test>';
const PASSWORD = 'seven purple lanterns';
const ADA = { name: 'Ada Lovelace', email: 'ada@school.test', password: PASSWORD, role: 'student' as const };
const WAITS = { outcome: 'waits-for-approval' };

const mailOf = ({ url }: Mailbox) => smtpMail({ url, from: FROM });
const codeIn = (link: string) => link.slice(link.indexOf('#') + 1);
const confirmedAt = async (db: Database, email = ADA.email) =>
  (await db.select().from(users).where(eq(users.email, email)))[0]?.emailConfirmedAt;

/** The code that a mail has brought. */
async function codeFor(db: Database, mailbox: Mailbox, email = ADA.email, before = 0): Promise<string> {
  await deliverMails(testServices(db, { mail: mailOf(mailbox) }));
  return codeIn(linkIn(await mailbox.nextTo(email, before)));
}

test('a sign-up is confirmed by the link of the mail it sends, once, and still waits for approval', async () => {
  await using db = await testDb();
  await using mailbox = await openMailbox();
  const { call, logs } = api(db, { mail: mailOf(mailbox) });
  expect(await call.auth.signUp(ADA)).toEqual(WAITS);
  const { people } = await api(db, { actor: await user(db, { role: 'admin' }) }).call.user.pending({});
  expect(people).toMatchObject([{ email: ADA.email, emailConfirmedAt: null }]);
  await deliverMails(testServices(db, { mail: mailOf(mailbox) }));
  const link = linkIn(await mailbox.nextTo(ADA.email));
  expect(link).toMatch(/^https:\/\/attendance\.school\.test\/confirm-address#[0-9A-HJKMNP-TV-Z]{26}$/);
  const code = codeIn(link);
  expect(JSON.stringify([await db.select().from(oneTimeCodes), logs])).not.toContain(code);
  expect(await call.auth.confirmAddress({ code: code.toLowerCase() })).toEqual({ outcome: 'confirmed' });
  expect(await db.select().from(users).where(eq(users.email, ADA.email))).toMatchObject([
    { state: 'pending', emailConfirmedAt: NOW },
  ]);
  expect(await db.select().from(auditEvents)).toMatchObject([{ action: 'user.address-confirmed', actorName: ADA.name }]);
  expect(await refusalOf(call.auth.confirmAddress({ code }))).toMatchObject({ code: 'invalid' });
});

test('nothing is sent to an address that has an account, and the answers are the same', async () => {
  await using db = await testDb();
  await using mailbox = await openMailbox();
  await user(db, { email: ADA.email, passwordHash: PASSWORD_HASH, emailConfirmedAt: 1 });
  const { call } = api(db, { mail: mailOf(mailbox) });
  expect(await call.auth.signUp(ADA)).toEqual(WAITS);
  for (const email of [ADA.email, 'nobody@school.test'])
    expect(await call.auth.resendConfirmation({ email })).toEqual({ outcome: 'asked' });
  expect(await db.select().from(deliveries)).toEqual([]);
  expect(await confirmedAt(db)).toBe(1);
});

test('the link comes again when asked for, three times an hour; after seven days or another address it is worth nothing', async () => {
  await using db = await testDb();
  await using mailbox = await openMailbox();
  const mail = mailOf(mailbox);
  const { call } = api(db, { mail });
  await call.auth.signUp(ADA);
  const first = await codeFor(db, mailbox);
  await call.auth.resendConfirmation({ email: ADA.email });
  const second = await codeFor(db, mailbox, ADA.email, 1);
  for (let tries = 0; tries < 2; tries++) await call.auth.resendConfirmation({ email: ADA.email });
  expect(await refusalOf(call.auth.resendConfirmation({ email: ADA.email }))).toMatchObject({ code: 'rate-limited' });
  const late = api(db, { now: NOW + 7 * DAY_MS }).call;
  expect(await refusalOf(late.auth.confirmAddress({ code: first }))).toMatchObject({ code: 'invalid' });
  await db.update(users).set({ email: 'eve@school.test' }).where(eq(users.email, ADA.email));
  expect(await refusalOf(call.auth.confirmAddress({ code: second }))).toMatchObject({ code: 'invalid' });
  expect(await confirmedAt(db, 'eve@school.test')).toBeNull();
});

test('a code of another kind confirms nothing, and one that confirms opens nothing', async () => {
  await using db = await testDb();
  await using mailbox = await openMailbox();
  const { call } = api(db, { mail: mailOf(mailbox) });
  await call.auth.signUp(ADA);
  const code = await codeFor(db, mailbox);
  const ben = await user(db, { email: 'ben@school.test', passwordHash: PASSWORD_HASH });
  await call.auth.forgotPassword({ email: ben.email });
  const reset = await codeFor(db, mailbox, ben.email);
  expect(await refusalOf(call.auth.confirmAddress({ code: reset }))).toMatchObject({ code: 'invalid' });
  expect(await refusalOf(call.auth.resetPassword({ code, password: PASSWORD }))).toMatchObject({ code: 'invalid' });
  expect(await refusalOf(call.auth.acceptInvitation({ code, name: 'Eve', password: PASSWORD }))).toMatchObject({
    code: 'invalid',
  });
});

test('where there is no mail nothing is sent, now or later, and an administrator may still approve', async () => {
  await using db = await testDb();
  const actor = await user(db, { role: 'admin' });
  await api(db).call.auth.signUp(ADA);
  expect(await db.select().from(deliveries)).toEqual([]);
  expect(await refusalOf(api(db).call.auth.resendConfirmation({ email: ADA.email }))).toMatchObject({ code: 'conflict' });
  const { call } = api(db, { actor });
  const [person] = (await call.user.pending({})).people;
  expect(await call.user.decideApprovals({ userIds: [person?.id ?? 0], decision: 'approve' })).toMatchObject({
    results: [{ outcome: 'approved' }],
  });
});

test('an invitation or a new password by mail proves the address; a link that was handed over does not', async () => {
  await using db = await testDb();
  await using mailbox = await openMailbox();
  const mail = mailOf(mailbox);
  const { call } = api(db, { actor: await user(db, { role: 'admin' }), mail });
  const [mailed, handed] = [await user(db, { email: 'm@school.test' }), await user(db, { email: 'h@school.test' })];
  await call.invitation.send({ userIds: [mailed.id] });
  const code = await codeFor(db, mailbox, mailed.email);
  await call.auth.acceptInvitation({ code, name: mailed.name, password: PASSWORD });
  expect(await confirmedAt(db, mailed.email)).toBe(NOW);
  const { url } = await call.invitation.link({ userId: handed.id });
  await call.auth.acceptInvitation({ code: codeIn(url), name: handed.name, password: PASSWORD });
  expect(await confirmedAt(db, handed.email)).toBeNull();
  const again = await call.invitation.link({ userId: handed.id });
  await api(db).call.auth.resetPassword({ code: codeIn(again.url), password: PASSWORD });
  expect(await confirmedAt(db, handed.email)).toBeNull();
  await call.auth.forgotPassword({ email: handed.email });
  await call.auth.resetPassword({ code: await codeFor(db, mailbox, handed.email), password: PASSWORD });
  expect(await confirmedAt(db, handed.email)).toBe(NOW);
});

test('who takes up a rejected account proves the address anew', async () => {
  await using db = await testDb();
  await using mailbox = await openMailbox();
  const given = { email: ADA.email, passwordHash: PASSWORD_HASH, state: 'pending' as const };
  const { id: userId } = await user(db, { ...given, archivedAt: NOW, emailConfirmedAt: 1 });
  await db.insert(oneTimeCodes).values({ hash: 'old', purpose: 'confirm', userId, expiresAt: NOW + DAY_MS, mailedTo: ADA.email });
  await api(db, { mail: mailOf(mailbox) }).call.auth.signUp(ADA);
  expect(await confirmedAt(db)).toBeNull();
  expect(await db.select().from(oneTimeCodes)).toEqual([]);
  expect(await db.select().from(deliveries)).toMatchObject([{ userId, kind: 'confirm' }]);
});
