/** What leaves the building beside mails about accounts: who is sent what by which way, when, how often, and what becomes of it. */
import { isNull, not, sql } from 'drizzle-orm';
import { expect, test, vi } from 'vitest';
import { wordNotification } from '#app/components/message/notification-said';
import type { Database } from '#db/client';
import { channelChoices, deliveries, notifications, pushSubscriptions } from '#db/schema';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#domain/duration';
import { sha256Hex } from '#domain/encoding';
import type { Notice } from '#domain/message/notification';
import { DEFAULT_MESSAGES } from '#domain/school/message-settings';
import { webhookSignature } from '#server/auth/webhook-secret';
import { webPush } from '#server/channels/push';
import { smtpMail } from '#server/channels/smtp';
import { isPublicAddress, nodeWebhook } from '#server/channels/webhook-node';
import type { Services } from '#server/context/context';
import { deriveVapidKeys } from '#server/context/vapid-keys';
import { deliverMails, deliverPushes, deliverWebhooks } from '#server/delivery/deliver';
import { planDeliveries } from '#server/delivery/planning';
import { api, refusalOf, testServices } from '../helpers/api';
import { action } from '../helpers/classroom';
import { testDb } from '../helpers/db';
import { NOW, settings, user } from '../helpers/factories';
import { openMailbox } from '../helpers/mailbox';
import { signedIn } from '../helpers/prove';
import { openPushService, pushBrowser } from '../helpers/push-service';
import { fullScans, planSteps } from '../helpers/query-plan';

const VAPID = { ...(await deriveVapidKeys('the secret of these tests')), subject: 'mailto:it@school.test' };
const FROM = 'Hill School <attendance@school.test>';
const MEETING = { day: '2026-09-16', startTime: '09:00', endTime: '10:00', room: 'Room 1' };
const MATHS = { courseTitle: 'Mathematics', sectionCode: 'A', meeting: MEETING };
const REMINDER: Notice = { kind: 'class-reminder', facts: MATHS };
const SOON: Notice = { kind: 'class-soon', facts: MATHS };
const RESTORED: Notice = { kind: 'class-restored', facts: MATHS };

type Person = Awaited<ReturnType<typeof user>>;
type Ways = Partial<Pick<Services, 'push' | 'mail' | 'webhook'>>;

const deliverOutgoing = (services: Services) =>
  Promise.all([deliverPushes(services), deliverMails(services), deliverWebhooks(services)]);

/** Plans and delivers once, at a time. */
async function sendAt(db: Database, at: number, ways: Ways, logs: Parameters<typeof testServices>[1] = {}) {
  const services = testServices(db, { ...logs, now: at, wordNotification, ...ways });
  await planDeliveries(services);
  await deliverOutgoing(services);
}

async function tell(db: Database, { id: userId }: Person, { kind, facts }: Notice, createdAt = NOW) {
  const [row] = await db.insert(notifications).values({ userId, kind, facts, createdAt }).returning();
  return row?.id ?? 0;
}

/** Somebody with a browser that takes pushes. */
async function subscribed(db: Database, given: Parameters<typeof user>[1] = {}) {
  const person = await user(db, given);
  await signedIn(db, person);
  const browser = pushBrowser(`browser-of-${person.id}`);
  await api(db, { actor: person, push: webPush(VAPID, () => NOW) }).call.push.subscribe(browser.subscription);
  return { person, browser };
}

const announce = (db: Database, actor: Person, title = 'Trip') =>
  api(db, { actor }).call.announcement.publish({
    ...action(),
    title,
    body: 'Bring *lunch* & <hat>.',
    audience: { kind: 'school' },
  });

test('a push arrives encrypted for its browser alone and signed as the school’s, with words and the page to open', async () => {
  await using db = await testDb();
  await using service = await openPushService();
  const push = webPush(VAPID, () => NOW, service.post);
  const { person, browser } = await subscribed(db);
  const admin = await user(db, { role: 'admin' });
  const { announcementId } = await announce(db, admin);
  await tell(db, person, REMINDER);
  await sendAt(db, NOW, { push });
  const [first, second] = service.arrived;
  expect(service.arrived).toHaveLength(2);
  const payloads = [first, second].map((one) => one && browser.read(one));
  expect(announcementId).toBeGreaterThan(0);
  expect(payloads).toContainEqual({
    ...{ title: 'Trip', body: 'Bring lunch & <hat>.', lang: 'en', dir: 'ltr' },
    ...{ url: expect.stringMatching(/^\/inbox#message-\d+$/), tag: expect.stringMatching(/^message-\d+$/) },
  });
  expect(payloads).toContainEqual(expect.objectContaining({ title: 'Mathematics A has begun', url: '/scan' }));
  expect(first && (await browser.verify(first))).toMatchObject({
    ...{ key: VAPID.publicKey, aud: 'https://fcm.googleapis.com', sub: VAPID.subject },
  });
  expect(first?.headers).toMatchObject({ 'content-encoding': 'aes128gcm', topic: expect.stringMatching(/^message-/) });
  const stored = JSON.stringify(await db.select().from(deliveries));
  expect(stored).not.toContain('Trip');
  await sendAt(db, NOW + MINUTE_MS, { push });
  expect(service.arrived).toHaveLength(2);
});

test('that a class is about to begin is sent to who chose it, for as long as that is true, and not in quiet hours', async () => {
  await using db = await testDb();
  await using service = await openPushService();
  const push = webPush(VAPID, () => NOW, service.post);
  const { person } = await subscribed(db);
  const soon = { userId: person.id, kind: 'class-soon' as const, facts: MATHS, rule: 'class-soon' };
  const tellAt = async (at: number, begins: number) => {
    await db.insert(notifications).values({ ...soon, period: String(at), createdAt: at, retractedAt: begins });
    await sendAt(db, at, { push });
  };
  await tellAt(NOW, NOW + 10 * MINUTE_MS);
  expect(service.arrived).toEqual([]);
  await db.insert(channelChoices).values({ userId: person.id, kindGroup: 'upcoming', channel: 'push', isOn: true });
  await tellAt(NOW, NOW + 5 * MINUTE_MS);
  expect(service.arrived.map(({ headers }) => headers.ttl)).toEqual(['300']);
  const night = NOW + 13 * HOUR_MS;
  await tellAt(night, night + 10 * MINUTE_MS);
  await sendAt(db, NOW + DAY_MS, { push });
  expect(service.arrived).toHaveLength(1);
  expect(await db.select().from(deliveries).where(isNull(deliveries.sentAt))).toEqual([]);
});

test('a browser is sent to on known push services only, while its sign-in lasts, and until its service says it is gone', async () => {
  await using db = await testDb();
  await using service = await openPushService();
  const push = webPush(VAPID, () => NOW, service.post);
  const { person, browser } = await subscribed(db);
  const { call } = api(db, { actor: person, push });
  const other = pushBrowser('x').subscription;
  for (const endpoint of ['http://fcm.googleapis.com/x', 'https://127.0.0.1/x', 'https://fcm.googleapis.com.evil.test/x', 'x'])
    expect(await refusalOf(call.push.subscribe({ ...other, endpoint }))).toMatchObject({ code: 'invalid' });
  const digest = await sha256Hex(browser.subscription.endpoint);
  expect(await call.push.mine({ digest })).toEqual({ publicKey: VAPID.publicKey, isKnown: true, browsers: 1 });
  await call.push.subscribe(other);
  expect(await call.push.mine({ digest })).toMatchObject({ isKnown: false, browsers: 1 });
  service.answer(410);
  await tell(db, person, RESTORED);
  await sendAt(db, NOW, { push });
  expect(await db.select().from(pushSubscriptions)).toEqual([]);
  expect(await db.select().from(deliveries)).toEqual([]);
  await call.push.subscribe(other);
  await tell(db, person, RESTORED);
  await planDeliveries(testServices(db, { push, wordNotification }));
  const next = await user(db);
  await signedIn(db, next);
  await api(db, { actor: next, push }).call.push.subscribe(other);
  expect(await db.select().from(deliveries)).toEqual([]);
  expect(await db.select().from(pushSubscriptions)).toMatchObject([{ userId: next.id }]);
  await call.push.subscribe(other);
  await db.$client.execute('delete from login_sessions');
  expect(await db.select().from(pushSubscriptions)).toEqual([]);
  expect(await refusalOf(call.push.subscribe(other))).toMatchObject({ code: 'conflict' });
});

test('an announcement comes by mail as text and HTML, and a POST from the mail ends such mails for that person and no other', async () => {
  await using db = await testDb();
  await using mailbox = await openMailbox();
  const mail = smtpMail({ url: mailbox.url, from: FROM });
  await settings(db, { name: 'Hill School' });
  const admin = await user(db, { role: 'admin' });
  const ada = await user(db, { email: 'ada@school.test', name: 'Ada' });
  const eve = await user(db, { email: 'eve@school.test', language: 'en-XB' });
  await announce(db, admin);
  await tell(db, ada, RESTORED);
  await sendAt(db, NOW, { mail });
  expect(mailbox.mails).toHaveLength(2);
  const arrived = await mailbox.nextTo('ada@school.test');
  const { url } = (arrived.headers.get('list') as unknown as { unsubscribe: { url: string } }).unsubscribe;
  expect(arrived.subject).toBe('Trip');
  expect(arrived.headerLines.map(({ line }) => line)).toContain('List-Unsubscribe-Post: List-Unsubscribe=One-Click');
  expect(arrived.text).toContain('Trip\nBring lunch & <hat>.');
  expect(arrived.html).toContain('<strong>Trip</strong><br>Bring lunch &amp; &lt;hat&gt;.');
  expect(arrived.html).not.toMatch(/<img|<script|https?:\/\/(?!attendance\.school\.test)/);
  expect((await mailbox.nextTo('eve@school.test')).html).toContain('<html lang="en-XB" dir="rtl">');
  const token = url.slice(url.lastIndexOf('/') + 1);
  const { channel } = api(db).call;
  expect(await channel.lookAtUnsubscribing({ token })).toEqual({ from: 'announcements' });
  const forged = token.replace(String(ada.id), String(eve.id));
  for (const wrong of [forged, token.replace('announcements', 'all'), '', 'x.y.z'])
    expect(await refusalOf(channel.unsubscribe({ token: wrong }))).toMatchObject({ code: 'not-found' });
  expect(await channel.unsubscribe({ token })).toEqual({ from: 'announcements' });
  expect((await api(db, { actor: ada }).call.channel.mine()).choices.announcements).toEqual({ push: true, mail: false });
  await announce(db, admin, 'Another');
  await sendAt(db, NOW + MINUTE_MS, { mail });
  expect(mailbox.mails.map(({ subject }) => subject).filter((subject) => subject === 'Another')).toHaveLength(1);
});

test('what is chosen holds, by group and channel', async () => {
  await using db = await testDb();
  await using service = await openPushService();
  const push = webPush(VAPID, () => NOW, service.post);
  const { person } = await subscribed(db);
  const { channel } = api(db, { actor: person, push }).call;
  const { choices } = await channel.mine();
  await channel.save({ ...choices, changes: { push: false, mail: false } });
  await tell(db, person, RESTORED);
  await sendAt(db, NOW, { push });
  expect(service.arrived).toEqual([]);
  await tell(db, person, REMINDER);
  await sendAt(db, NOW, { push });
  expect(service.arrived).toHaveLength(1);
});

test('in quiet hours only what is for now goes, the rest in the morning, and not what was read or retracted until then', async () => {
  await using db = await testDb();
  await using service = await openPushService();
  await settings(db, { zone: 'Europe/Berlin' });
  const push = webPush(VAPID, () => NOW, service.post);
  const { person, browser } = await subscribed(db);
  // 20:30 in Berlin.
  const evening = Date.UTC(2026, 8, 7, 18, 30);
  const read = await tell(db, person, RESTORED, evening);
  await tell(db, person, RESTORED, evening);
  await tell(db, person, { ...RESTORED, facts: { ...MATHS, meeting: { ...MEETING, day: '2026-09-07' } } } as Notice, evening);
  await tell(db, person, REMINDER, evening);
  await sendAt(db, evening, { push });
  expect(service.arrived).toHaveLength(2);
  await api(db, { actor: person, now: evening }).call.notification.markRead({ ids: [read] });
  for (const hours of [3, 6, 10]) await sendAt(db, evening + hours * HOUR_MS, { push });
  expect(service.arrived).toHaveLength(2);
  // 07:00 there.
  await sendAt(db, Date.UTC(2026, 8, 8, 5), { push });
  expect(service.arrived).toHaveLength(3);
  expect(service.arrived[2] && browser.read(service.arrived[2]).title).toBe('Mathematics A takes place after all');
  expect((await db.select().from(deliveries)).every(({ sentAt }) => sentAt !== null)).toBe(true);
});

test('what is too much for a day comes as one the next morning', async () => {
  await using db = await testDb();
  await using service = await openPushService();
  await settings(db, { messages: { ...DEFAULT_MESSAGES, messagesPerDay: 2 } });
  const push = webPush(VAPID, () => NOW, service.post);
  const { person, browser } = await subscribed(db);
  for (let n = 0; n < 3; n++) await tell(db, person, RESTORED, NOW + n);
  await sendAt(db, NOW + MINUTE_MS, { push });
  for (let n = 0; n < 2; n++) await tell(db, person, RESTORED, NOW + HOUR_MS);
  await tell(db, person, REMINDER, NOW + HOUR_MS);
  await db.insert(channelChoices).values({ userId: person.id, kindGroup: 'upcoming', channel: 'push', isOn: true });
  await tell(db, person, SOON, NOW + HOUR_MS);
  await sendAt(db, NOW + HOUR_MS, { push });
  expect(service.arrived).toHaveLength(4);
  await sendAt(db, Date.UTC(2026, 8, 8, 7), { push });
  expect(service.arrived).toHaveLength(5);
  expect(service.arrived[4] && browser.read(service.arrived[4])).toMatchObject({ title: '3 more messages', url: '/inbox' });
  await tell(db, person, RESTORED, NOW + DAY_MS);
  await sendAt(db, NOW + DAY_MS, { push });
  expect(service.arrived).toHaveLength(6);
  // What comes in the night counts for the day it goes.
  const night = NOW + DAY_MS + 13 * HOUR_MS;
  for (let n = 0; n < 3; n++) await tell(db, person, RESTORED, night);
  await sendAt(db, night, { push });
  await tell(db, person, RESTORED, NOW + 2 * DAY_MS);
  await sendAt(db, NOW + 2 * DAY_MS, { push });
  expect(service.arrived).toHaveLength(8);
});

test('mails that wait for the morning come in one', async () => {
  await using db = await testDb();
  await using mailbox = await openMailbox();
  await settings(db, { name: 'Hill School' });
  const mail = smtpMail({ url: mailbox.url, from: FROM });
  const admin = await user(db, { role: 'admin' });
  await user(db, { email: 'ada@school.test' });
  const night = Date.UTC(2026, 8, 7, 22);
  for (const title of ['One', 'Two'])
    await api(db, { actor: admin, now: night }).call.announcement.publish({
      ...{ ...action(), title, body: 'Text.', audience: { kind: 'school' } },
    });
  await sendAt(db, night, { mail });
  expect(mailbox.mails).toEqual([]);
  await sendAt(db, Date.UTC(2026, 8, 8, 7), { mail });
  expect(mailbox.mails.map(({ subject }) => subject)).toEqual(['2 messages from Hill School']);
  expect(mailbox.mails[0]?.text).toMatch(/One[\s\S]*Two/);
});

test('of messages that go as one, those go that no other process has taken meanwhile', async () => {
  await using db = await testDb();
  const admin = await user(db, { role: 'admin' });
  await user(db);
  for (const title of ['One', 'Two']) await announce(db, admin, title);
  const subjects: string[] = [];
  const services = testServices(db, { mail: { send: async ({ subject }) => void subjects.push(subject) }, wordNotification });
  await planDeliveries(services);
  let commits = 0;
  const commit: Services['commit'] = async (statements) => {
    if (++commits === 2)
      await db.$client.execute({ sql: 'update deliveries set due_at = ? where id = 1', args: [NOW + HOUR_MS] });
    return services.commit(statements);
  };
  await deliverMails({ ...services, commit });
  expect(subjects).toEqual(['Two']);
  expect(await db.select().from(deliveries)).toMatchObject([
    { tries: 0, sentAt: null },
    { tries: 1, sentAt: NOW },
  ]);
});

/** A process that is gone before it can say that it has sent. */
const dyingOnce = (services: Services, hasSent: () => boolean): Services => ({
  ...services,
  commit: async (statements) => (hasSent() ? Promise.reject(new Error('killed')) : services.commit(statements)),
});

test('ended between sending and marking, it goes once more and not again', async () => {
  await using db = await testDb();
  await using service = await openPushService();
  const push = webPush(VAPID, () => NOW, service.post);
  const { person } = await subscribed(db);
  await tell(db, person, RESTORED);
  await planDeliveries(testServices(db, { push, wordNotification }));
  const dying = dyingOnce(testServices(db, { push, wordNotification }), () => service.arrived.length > 0);
  await expect(deliverOutgoing(dying)).rejects.toThrow('killed');
  expect(service.arrived).toHaveLength(1);
  await sendAt(db, NOW + MINUTE_MS - 1, { push });
  expect(service.arrived).toHaveLength(1);
  for (let minutes = 1; minutes < 60; minutes += 5) await sendAt(db, NOW + minutes * MINUTE_MS, { push });
  expect(service.arrived).toHaveLength(2);
});

test('a mail that goes once more has the Message-ID it had, and what has come since goes with another', async () => {
  await using db = await testDb();
  const admin = await user(db, { role: 'admin' });
  await user(db, { email: 'ada@school.test' });
  await user(db, { email: 'bob@school.test' });
  const sent: { to: string; subject: string; messageId?: string }[] = [];
  const send: NonNullable<Services['mail']>['send'] = async ({ to, subject, messageId }) =>
    void sent.push({ to: to.address, subject, messageId });
  for (const title of ['One', 'Two']) await announce(db, admin, title);
  const services = testServices(db, { mail: { send }, wordNotification });
  await planDeliveries(services);
  const isAda = sql`${deliveries.userId} = (select id from users where email = 'ada@school.test')`;
  await db.delete(deliveries).where(not(isAda));
  await expect(deliverMails(dyingOnce(services, () => sent.length > 0))).rejects.toThrow('killed');
  await announce(db, admin, 'Three');
  await sendAt(db, NOW + HOUR_MS, { mail: { send } });
  const [first, ...later] = sent;
  expect(sent).toHaveLength(4);
  const again = later.filter(({ messageId }) => messageId === first?.messageId);
  expect(again).toEqual([first]);
  expect(new Set(later.map(({ messageId }) => messageId)).size).toBe(3);
  expect(later.filter(({ subject }) => subject === 'Three').map(({ to }) => to)).toContain('bob@school.test');
});

test('what fails is given up in the end, is shown with its reason, and is sent when it is asked for again', async () => {
  await using db = await testDb();
  await using service = await openPushService();
  const push = webPush(VAPID, () => NOW, service.post);
  const { person } = await subscribed(db, { name: 'Ada' });
  const admin = await user(db, { role: 'admin' });
  const urgent = await tell(db, person, REMINDER, NOW - HOUR_MS);
  await tell(db, person, REMINDER, NOW - 2 * HOUR_MS);
  await tell(db, person, RESTORED);
  service.answer(503);
  await sendAt(db, NOW, { push });
  expect(await db.select().from(deliveries)).toHaveLength(2);
  await sendAt(db, NOW + HOUR_MS, { push });
  expect((await db.select().from(deliveries)).map(({ notificationId }) => notificationId)).not.toContain(urgent);
  service.arrived.length = 0;
  for (let at = NOW + 2 * HOUR_MS; at < NOW + DAY_MS; at += 10 * MINUTE_MS) await sendAt(db, at, { push });
  expect(service.arrived).toHaveLength(4);
  const { delivery } = api(db, { actor: admin, now: NOW + DAY_MS, push }).call;
  const overview = await delivery.overview();
  expect(overview.channels).toContainEqual({ channel: 'push', waiting: 0, sent: 0, failed: 1 });
  expect(overview.failed).toMatchObject([
    { name: 'Ada', messageKind: 'class-restored', failure: 'The push service answered 503.' },
  ]);
  service.answer(201);
  expect(await delivery.resend({ id: overview.failed[0]?.id })).toEqual({ count: 1 });
  expect(await refusalOf(delivery.resend({}))).toMatchObject({ code: 'not-found' });
  await sendAt(db, NOW + DAY_MS, { push });
  expect((await delivery.overview()).channels).toContainEqual({ channel: 'push', waiting: 0, sent: 1, failed: 0 });
});

test('of failed mails about an account the latest goes again, unless one waits; a last try under way has not failed', async () => {
  await using db = await testDb();
  const admin = await user(db, { role: 'admin' });
  const { delivery } = api(db, { actor: admin }).call;
  const [ada, bob, eve] = [await user(db), await user(db), await user(db)];
  const row = { channel: 'mail' as const, kind: 'password-changed' as const, createdAt: NOW };
  const failed = { ...row, tries: 6, failure: 'No.' };
  const rows = [
    { ...failed, userId: ada.id },
    { ...failed, userId: ada.id },
    { ...failed, userId: bob.id },
    { ...row, userId: bob.id, dueAt: NOW + HOUR_MS },
    { ...row, userId: eve.id, tries: 5, dueAt: NOW },
  ];
  await db.insert(deliveries).values(rows);
  expect((await delivery.overview()).failed).toMatchObject([{ id: 2 }]);
  expect(await delivery.resend({})).toEqual({ count: 1 });
  const refusals: unknown[] = [];
  const send = async () => void refusals.push(await refusalOf(delivery.resend({})));
  await sendAt(db, NOW, { mail: { send } });
  expect(refusals).toMatchObject([{ code: 'not-found' }, { code: 'not-found' }]);
});

test('what does not end has failed before another process may take it', async () => {
  await using db = await testDb();
  const ada = await user(db);
  await db.insert(deliveries).values({ channel: 'mail', kind: 'password-changed', userId: ada.id, createdAt: NOW, dueAt: NOW });
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'], shouldAdvanceTime: true });
  const sending = sendAt(db, NOW, {
    mail: { send: () => new Promise(() => queueMicrotask(() => vi.advanceTimersByTime(MINUTE_MS - 1))) },
  });
  await sending.finally(() => vi.useRealTimers());
  expect(await db.select().from(deliveries)).toMatchObject([{ failure: 'It took too long.', tries: 1 }]);
});

test('a webhook gets kind, facts and words, signed; addresses inside the network are refused unless the operator names them', async () => {
  await using db = await testDb();
  await using service = await openPushService();
  const host = new URL((await service.post('https://x.test/where')).url).host;
  const url = 'https://hooks.school.test/sms';
  await settings(db, { messages: { ...DEFAULT_MESSAGES, webhookUrl: url } });
  const admin = await user(db, { role: 'admin' });
  const { secret } = await api(db, { actor: admin }).call.delivery.makeWebhookSecret();
  const ada = await user(db, { sourcedId: 'sis-7', email: 'ada@school.test' });
  await tell(db, ada, RESTORED);
  const inside = nodeWebhook([host]);
  const webhook = { post: (_: string, ...rest: [string, Record<string, string>]) => inside.post(`http://${host}/sms`, ...rest) };
  await sendAt(db, NOW, { webhook });
  const [, { headers, body }] = service.arrived as [unknown, (typeof service.arrived)[number]];
  expect(JSON.parse(String(body))).toMatchObject({
    ...{ kind: 'class-restored', facts: MATHS, title: 'Mathematics A takes place after all' },
    person: { id: 'sis-7', email: 'ada@school.test' },
  });
  expect(headers['muster-signature']).toBe(webhookSignature(secret, String(body), NOW));
  await expect(nodeWebhook([]).post(`http://${host}/sms`, '{}', {})).rejects.toThrow('private');
  await expect(nodeWebhook([]).post('https://localhost/sms', '{}', {})).rejects.toThrow('private');
  const addresses = ['10.1.2.3', '169.254.169.254', '::1', '::ffff:127.0.0.1', 'fd00::1', '8.8.8.8', '2606:4700::1'];
  expect(addresses.filter(isPublicAddress)).toEqual(['8.8.8.8', '2606:4700::1']);
});

test('ten thousand are planned and sent without a look at the whole of any table', async () => {
  await using db = await testDb();
  await using service = await openPushService();
  const push = webPush(VAPID, () => NOW, service.post);
  const { person } = await subscribed(db);
  const admin = await user(db, { role: 'admin' });
  await announce(db, admin);
  await tell(db, person, RESTORED);
  const mail = { send: async () => undefined };
  // A long queue is not sorted for each portion of it.
  const services = testServices(db, { push, mail, wordNotification });
  await planDeliveries(services);
  const steps = await planSteps(db, () => deliverOutgoing(services));
  expect(steps.filter((step) => step.includes('deliveries_due')).length).toBeGreaterThan(2);
  expect(steps).toContain('SEARCH deliveries USING INDEX deliveries_user (user_id=? AND channel=?)');
  // That of a few people's mails.
  expect(steps.filter((step) => step.includes('TEMP B-TREE'))).toHaveLength(1);
  await announce(db, admin, 'Another');
  await tell(db, person, RESTORED);
  // Last, because a write that was explained keeps its connection until it is collected.
  const uses = [
    () => sendAt(db, NOW, { push, mail }),
    () => api(db, { actor: admin }).call.delivery.overview(),
    () => api(db, { actor: person }).call.push.mine({}),
    () => api(db, { actor: person }).call.channel.mine(),
  ];
  const growing = ['notifications', 'deliveries', 'users', 'push_subscriptions', 'channel_choices', 'login_sessions'];
  for (const use of uses) expect(await fullScans(db, growing, use)).toEqual([]);
});
