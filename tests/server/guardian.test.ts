/** Guardians: who is asked, who is told, what their links show, and what ends them. */
import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { wordNotification } from '#app/components/message/notification-said';
import type { Database } from '#db/client';
import { attendance, auditEvents, deliveries, guardianLinks, guardians, notifications, users } from '#db/schema';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#domain/duration';
import { GUARDIANS_MOST } from '#domain/person/guardian';
import type { MailMessage } from '#domain/school/mail';
import { DEFAULT_MESSAGES } from '#domain/school/message-settings';
import { deliverMails } from '#server/delivery/deliver';
import { planDeliveries } from '#server/delivery/planning';
import { loggedPath } from '#server/http/http-headers';
import { purgeExpired } from '#server/jobs/housekeeping';
import { api, type LogLine, refusalOf, testServices } from '../helpers/api';
import { testDb } from '../helpers/db';
import { classSession, enrolment, NOW, section, settings, term, user } from '../helpers/factories';
import { fullScans } from '../helpers/query-plan';

const ON = { messages: { ...DEFAULT_MESSAGES, guardiansGetAlerts: true } };
const MARIA = { name: 'Maria Byron', relation: 'Mother', email: 'maria@home.test' };

const GROUND = { earned: 100, possible: 300, missed: 2, all: 3, remaining: null, before: null };
const ALERT = {
  rule: { rule: 'consecutive-absences', count: 2 },
  section: null,
  period: { term: 'Autumn' },
  ground: GROUND,
  classSessions: [{ classSessionId: 1, day: '2026-09-04', startTime: '09:00', courseTitle: 'Physics', sectionCode: 'A' }],
};
const RETRACTED = { rule: 'consecutive-absences', section: null, period: { term: 'Autumn' } };

type NamedSection = { courseTitle: string; sectionCode: string };
type Person = Awaited<ReturnType<typeof user>>;

/** A school with an administrator, a student, and mails that are kept. */
async function school(db: Database, given: Parameters<typeof settings>[1] = ON) {
  await settings(db, { name: 'Hill School', ...given });
  const admin = await user(db, { role: 'admin', name: 'Office' });
  const ada = await user(db, { name: 'Ada Byron', preferredName: 'Countess' });
  const mails: MailMessage[] = [];
  const logs: LogLine[] = [];
  const mail = { send: async (message: MailMessage) => void mails.push(message) };
  /** Plans and sends once. Mails to people with an account are left aside. */
  const go = async (now = NOW) => {
    const services = testServices(db, { now, mail, wordNotification, logs });
    await planDeliveries(services);
    const before = mails.length;
    await deliverMails(services);
    return mails.slice(before).filter(({ to }) => to.address.endsWith('@home.test'));
  };
  const office = (now = NOW) => api(db, { actor: admin, now, mail }).call.guardian;
  const guest = (now = NOW) => api(db, { now, logs }).call.guardian;
  return { ada, admin, logs, go, office, guest };
}

type School = Awaited<ReturnType<typeof school>>;

/** The token of a link in a mail. */
const tokenIn = ({ text }: MailMessage, path: string) => new RegExp(`/guardian/${path}([\\w.-]+)`).exec(text)?.[1] ?? '';
const daysToken = (mail: MailMessage | undefined) => (mail ? tokenIn(mail, '(?!confirm|unsubscribe)') : '');
const stopTokenIn = (mail: MailMessage) => mail.unsubscribeUrl?.split('/').at(-1) ?? '';

/** A guardian who has confirmed. */
async function confirmed({ office, go, guest }: School, student: Person, given = MARIA) {
  const { guardianId } = await office().add({ studentId: student.id, ...given });
  const asked = (await go()).find(({ to }) => to.address === given.email);
  await guest().confirm({ token: asked ? tokenIn(asked, 'confirm/') : '' });
  return { guardianId, ref: { studentId: student.id, guardianId } };
}

async function raise(
  db: Database,
  { id: userId }: Person,
  createdAt = NOW,
  section: NamedSection | null = null,
  period = `term:${createdAt}`,
) {
  const [row] = await db
    .insert(notifications)
    .values({
      userId,
      kind: 'alert',
      facts: { ...ALERT, section },
      createdAt,
      ...{ rule: 'consecutive-absences', period },
    })
    .returning();
  return row?.id ?? 0;
}

/** As the alerts' own job does it: one moment and one period for both, and what the section is called by then. */
async function retract(db: Database, { id: userId }: Person, alertId: number, at: number, section: NamedSection | null = null) {
  const isIt = eq(notifications.id, alertId);
  const [alert] = await db.update(notifications).set({ retractedAt: at }).where(isIt).returning();
  const facts = { ...RETRACTED, section };
  await db.insert(notifications).values({ userId, kind: 'alert-retracted', facts, createdAt: at, period: alert?.period ?? null });
}

test('an address is asked once, hears nothing of the student before it is confirmed, and then of alerts with a link to the days', async () => {
  await using db = await testDb();
  const made = await school(db);
  const { ada, go, office, guest, logs } = made;
  const physics = await section(db);
  await enrolment(db, { sectionId: physics.id, studentId: ada.id });
  const { guardianId } = await office().add({ studentId: ada.id, ...MARIA });
  await raise(db, ada);
  const [question, ...others] = await go();
  if (!question) throw new Error('nobody was asked');
  expect(others).toEqual([]);
  expect(`${question.subject} ${question.text} ${question.html} ${question.to.name}`).not.toMatch(/Ada|Byron|Maria|Countess/);
  expect(question.text).toContain('Hill School');
  expect(await go()).toEqual([]);
  expect(await guest().lookAtStopping({ token: stopTokenIn(question) })).toEqual({
    isValid: true,
    isStopped: false,
    student: null,
  });

  const token = tokenIn(question, 'confirm/');
  expect(await guest().lookAtConfirming({ token })).toEqual({ isValid: true, student: null });
  expect(await refusalOf(guest().confirm({ token: `${token.slice(0, -1)}_` }))).toMatchObject({ code: 'not-found' });
  expect(await guest().days({ token })).toBeNull();
  expect(await guest().confirm({ token })).toEqual({ student: 'Ada Byron' });
  expect(await guest().confirm({ token })).toEqual({ student: 'Ada Byron' });
  expect(await guest().lookAtConfirming({ token })).toEqual({ isValid: true, student: 'Ada Byron' });
  // What was raised before is of a term that is over.
  expect(await go()).toEqual([]);

  await raise(db, ada, NOW + 1);
  const [told] = await go(NOW + MINUTE_MS);
  expect(told).toMatchObject({
    to: { name: 'Maria Byron', address: 'maria@home.test' },
    subject: 'Ada Byron was absent several times in a row',
  });
  expect(told?.text).toMatch(/Autumn\. Absent in the last 2 classes\.\nThe latest classes missed:\nFri 4 Sept, 09:00, Physics A/);
  const days = await guest().days({ token: daysToken(told) });
  expect(days).toMatchObject({ student: 'Ada Byron', month: '2026-09', days: [], expiresAt: NOW + MINUTE_MS + 30 * DAY_MS });
  expect(await guest(NOW + 31 * DAY_MS).days({ token: daysToken(told) })).toBeNull();

  expect(JSON.stringify(logs)).not.toContain(token);
  expect(JSON.stringify(logs)).not.toContain(daysToken(told));
  expect(JSON.stringify(await db.select().from(guardianLinks))).not.toContain(token);
  for (const path of [token, `confirm/${token}`, `unsubscribe/${stopTokenIn(question)}`])
    expect([loggedPath(`/guardian/${path}`), loggedPath(`/Guardian/${path}`)]).toEqual(['/guardian/…', '/Guardian/…']);
  const told2 = await db.select({ action: auditEvents.action, actor: auditEvents.actorName }).from(auditEvents);
  expect(told2).toEqual([
    { action: 'guardian.added', actor: 'Office' },
    { action: 'guardian.confirmed', actor: 'Maria Byron' },
  ]);
  expect(guardianId).toBeGreaterThan(0);
});

test('who confirms hears once of the alerts that stand: those of a period that runs, which nobody took back', async () => {
  await using db = await testDb();
  const made = await school(db);
  const { ada, go, guest, office } = made;
  const ben = await user(db, { name: 'Ben Byron' });
  const autumn = await term(db, { fromDay: '2026-09-01', untilDay: '2026-12-18' });
  const physics = { courseTitle: 'Physics', sectionCode: 'A' };
  const before = NOW - DAY_MS;
  await raise(db, ada, before, null, `term:${autumn.id}`);
  await raise(db, ada, before, physics, '2026-09/section:7');
  await raise(db, ada, before, null, '2026-08');
  await raise(db, ben, before, null, '2026-09');
  await retract(db, ada, await raise(db, ada, before - 1, null, '2026-09'), NOW - 1);
  const { guardianId } = await office().add({ studentId: ada.id, ...MARIA });
  const [question] = await go();
  await guest().confirm({ token: question ? tokenIn(question, 'confirm/') : '' });
  const use = () => planDeliveries(testServices(db, { mail: { send: async () => undefined }, wordNotification }));
  await Promise.all([use(), use()]);
  const [told, ...others] = await go();
  expect([told?.to.address, others]).toEqual([MARIA.email, []]);
  expect(told?.text.match(/Ada Byron was absent several times in a row/g)).toHaveLength(2);
  expect(await db.$count(deliveries, eq(deliveries.guardianId, guardianId))).toBe(3);
  expect(await go(NOW + HOUR_MS)).toEqual([]);
  // Another address is proved anew; what was told is not told again.
  await raise(db, ada, NOW + HOUR_MS, null, '2026-09');
  await office().edit({ studentId: ada.id, guardianId, ...MARIA, email: 'new@home.test' });
  const [again] = await go(NOW + HOUR_MS);
  await guest(NOW + HOUR_MS).confirm({ token: again ? tokenIn(again, 'confirm/') : '' });
  const later = await go(NOW + HOUR_MS);
  expect(later.map(({ to, text }) => [to.address, text.match(/in a row/g)?.length])).toEqual([['new@home.test', 1]]);
});

test('a link shows the marks that count of one student, and nothing of anybody else', async () => {
  await using db = await testDb();
  const made = await school(db);
  const { ada, go, guest } = made;
  const bob = await user(db, { name: 'Bob Stranger' });
  const physics = await section(db);
  for (const { id: studentId } of [ada, bob]) await enrolment(db, { sectionId: physics.id, studentId });
  const held = await classSession(db, { sectionId: physics.id, startsAt: NOW - DAY_MS * 3, state: 'closed', isHeld: true });
  const open = await classSession(db, { sectionId: physics.id, startsAt: NOW, state: 'open' });
  const by = { actorName: 'Mrs Secret', actorRole: 'teacher', note: 'fought with Bob Stranger', reason: 'sick', changedAt: NOW };
  const mark = { ...by, source: 'teacher' as const, version: 1, status: 'absent' as const };
  await db.insert(attendance).values([
    { ...mark, classSessionId: held.id, studentId: ada.id },
    { ...mark, classSessionId: open.id, studentId: ada.id },
    { ...mark, classSessionId: held.id, studentId: bob.id, status: 'late' },
  ]);
  await confirmed(made, ada);
  await raise(db, ada);
  const [mail] = await go();
  const days = await guest().days({ token: daysToken(mail) });
  expect(days?.days).toEqual([
    {
      day: '2026-09-04',
      entries: [{ startTime: '09:00', courseTitle: expect.any(String), sectionCode: physics.code, status: 'absent' }],
    },
  ]);
  expect(JSON.stringify(days)).not.toMatch(/Bob|Secret|sick|Countess|@/);
  expect(await guest().days({ token: daysToken(mail), month: '2026-08' })).toMatchObject({ month: '2026-08', days: [] });
});

test.for([
  ['is not to be contacted', ({ office }: School, ref: Ref) => office().bar({ ...ref, isBarred: true })],
  ['is removed', ({ office }: School, ref: Ref) => office().remove(ref)],
  ['has another address', ({ office }: School, ref: Ref) => office().edit({ ...ref, ...MARIA, email: 'other@home.test' })],
  [
    'ended the mails',
    (_: School, __: Ref, mail: MailMessage, { guest }: School) => guest().stopMails({ token: stopTokenIn(mail) }),
  ],
  [
    'is of a student who has left',
    ({ ada }: School, _: Ref, __: MailMessage, { db }: WithDb) => change(db, ada, { archivedAt: NOW }),
  ],
  [
    'is of a student who is suspended',
    ({ ada }: School, _: Ref, __: MailMessage, { db }: WithDb) => change(db, ada, { state: 'suspended' }),
  ],
  [
    'is of somebody who is no student',
    ({ ada }: School, _: Ref, __: MailMessage, { db }: WithDb) => change(db, ada, { role: 'teacher' }),
  ],
  ['is of a school that has it off', (_: School, __: Ref, ___: MailMessage, { db }: WithDb) => settings(db, {})],
] as const)(
  'whoever %s is sent nothing, neither what is queued nor what comes, and their links open nothing',
  async ([why, end]) => {
    await using db = await testDb();
    const made = await school(db);
    const { ada, go, guest, office } = made;
    const { ref } = await confirmed(made, ada);
    await raise(db, ada);
    const [mail] = await go();
    if (!mail) throw new Error('nothing was sent');
    // Queued in the night, and waiting for the morning.
    const night = NOW + 12 * HOUR_MS;
    await raise(db, ada, night);
    expect(await go(night)).toEqual([]);
    expect(await db.$count(deliveries, eq(deliveries.guardianId, ref.guardianId))).toBe(3);
    await end(made, ref, mail, { ...made, db });
    await raise(db, ada, night + 1);
    expect((await go(NOW + DAY_MS)).filter(({ to }) => to.address === MARIA.email)).toEqual([]);
    const still = await guest(NOW + DAY_MS).days({ token: daysToken(mail) });
    if (why === 'ended the mails') expect(still).toMatchObject({ student: 'Ada Byron' });
    else expect(still).toBeNull();
    if (why !== 'is not to be contacted') return;
    await office().bar({ ...ref, isBarred: false });
    expect(await guest(NOW + DAY_MS).days({ token: daysToken(mail) })).toBeNull();
  },
);

type Ref = { studentId: number; guardianId: number };
type WithDb = School & { db: Database };
const change = (db: Database, { id }: Person, to: Partial<Person>) => db.update(users).set(to).where(eq(users.id, id));

test('ending the mails works with one’s own link alone, for that student alone, and for good', async () => {
  await using db = await testDb();
  const made = await school(db);
  const { ada, go, guest, office } = made;
  const ben = await user(db, { name: 'Ben Byron' });
  const [forAda, forBen] = [await confirmed(made, ada), await confirmed(made, ben)];
  for (const child of [ada, ben]) await raise(db, child);
  const mails = await go();
  expect(mails.map(({ subject }) => subject.split(' ')[0]).sort()).toEqual(['Ada', 'Ben']);
  const ofAda = mails.find(({ subject }) => subject.startsWith('Ada')) as MailMessage;
  const ofBen = mails.find(({ subject }) => subject.startsWith('Ben')) as MailMessage;
  expect(await guest().days({ token: daysToken(ofAda) })).toMatchObject({ student: 'Ada Byron' });
  const token = stopTokenIn(ofAda);
  const forged = token.replace(/^\d+/, String(forBen.guardianId));
  for (const wrong of [forged, '', 'x.y', `${forAda.guardianId}.`, daysToken(ofAda)])
    expect(await refusalOf(guest().stopMails({ token: wrong }))).toMatchObject({ code: 'not-found' });
  await guest().stopMails({ token });
  await guest().stopMails({ token });
  expect(await guest().lookAtStopping({ token })).toEqual({ isValid: true, isStopped: true, student: 'Ada Byron' });
  for (const child of [ada, ben]) await raise(db, child, NOW + 1);
  expect((await go(NOW + MINUTE_MS)).map(({ subject }) => subject.split(' ')[0])).toEqual(['Ben']);
  expect(await refusalOf(office().askAgain(forAda.ref))).toMatchObject({ code: 'conflict' });
  // The link of a former address does not end what goes to the present one.
  await office().edit({ ...forBen.ref, ...MARIA, email: 'new@home.test' });
  expect(await refusalOf(guest().stopMails({ token: stopTokenIn(ofBen) }))).toMatchObject({ code: 'not-found' });
});

test('a withdrawn alert is told to those who were told of it, even long after, and to nobody else', async () => {
  await using db = await testDb();
  const made = await school(db);
  const { ada, go } = made;
  await confirmed(made, ada);
  const alertId = await raise(db, ada);
  expect(await go()).toHaveLength(1);
  await confirmed(made, ada, { ...MARIA, name: 'Late Comer', email: 'late@home.test' });
  const later = NOW + 50 * DAY_MS;
  await purgeExpired(testServices(db, { now: later }));
  await retract(db, ada, alertId, later);
  const withdrawn = await go(later);
  expect(withdrawn.map(({ to, subject }) => [to.address, subject])).toEqual([
    ['maria@home.test', 'An alert about the attendance of Ada Byron is withdrawn'],
  ]);
  // The section has another name by then.
  const ofSection = await raise(db, ada, later + 1, { courseTitle: 'Physics', sectionCode: 'A' });
  expect(await go(later + 2)).toHaveLength(2);
  await retract(db, ada, ofSection, later + 3, { courseTitle: 'Natural science', sectionCode: 'A' });
  expect(await go(later + 4)).toHaveLength(2);
  // One that ends before its mail has gone is not told of at all.
  const night = later + 12 * HOUR_MS;
  const unheard = await raise(db, ada, night);
  await go(night);
  await retract(db, ada, unheard, night + 1);
  await go(night + 2);
  expect(await go(later + DAY_MS)).toEqual([]);
});

test('what is too much for a day comes as one in the morning, and what waits for the morning too', async () => {
  await using db = await testDb();
  const made = await school(db, { messages: { ...ON.messages, messagesPerDay: 2 } });
  const { ada, go } = made;
  await confirmed(made, ada);
  for (let n = 0; n < 4; n++) await raise(db, ada, NOW + n);
  const [first] = await go(NOW + MINUTE_MS);
  expect(first?.subject).toBe('2 messages from Hill School');
  const [rest, ...more] = await go(NOW + DAY_MS);
  expect([rest?.subject, more.length]).toEqual(['2 messages from Hill School', 0]);
});

test('administrators keep a list: checked as people’s details are, in an order, a few at most, each change on the log', async () => {
  await using db = await testDb();
  const { ada, admin, office, go } = await school(db, {});
  const bob = await user(db);
  const studentId = ada.id;
  const bad = { name: 'Eve\r\nBcc: x@y.test\u202e', relation: 'x'.repeat(41), email: 'a@b.test\nBcc: c@d.test' };
  const { fieldErrors } = await refusalOf(office().add({ studentId, ...bad }));
  expect(Object.keys(fieldErrors ?? {}).sort()).toEqual(['email', 'name', 'relation']);
  expect(await refusalOf(office().add({ studentId: admin.id, ...MARIA }))).toMatchObject({ code: 'not-found' });
  const { guardianId } = await office().add({ studentId, ...MARIA, email: ' Maria@HOME.test ' });
  expect(await refusalOf(office().add({ studentId, ...MARIA }))).toMatchObject({ fieldErrors: { email: [expect.any(String)] } });
  await office().add({ studentId: bob.id, ...MARIA });
  for (let n = 1; n < GUARDIANS_MOST; n++)
    await office().add({ studentId, name: `Uncle ${n}`, relation: '', email: `u${n}@home.test` });
  const tooMany = Promise.all([1, 2].map((n) => office().add({ studentId, name: 'Aunt', email: `a${n}@home.test` })));
  expect(await refusalOf(tooMany)).toMatchObject({ code: 'conflict' });
  const list = async () => (await office().list({ studentId })).guardians;
  const last = (await list()).at(-1)?.id ?? 0;
  await office().moveUp({ studentId, guardianId: last });
  await office().moveUp({ studentId, guardianId });
  expect((await list()).map(({ name }) => name)).toEqual(['Maria Byron', 'Uncle 1', 'Uncle 2', 'Uncle 3', 'Uncle 5', 'Uncle 4']);
  const foreign = { studentId: bob.id, guardianId };
  for (const call of [office().remove(foreign), office().moveUp(foreign), office().bar({ ...foreign, isBarred: true })])
    expect(await refusalOf(call)).toMatchObject({ code: 'not-found' });
  await office().bar({ studentId, guardianId: last, isBarred: true });
  // Nobody is asked while the school has it off; then everybody who may be, and again not at once.
  expect(await go()).toEqual([]);
  await settings(db, ON);
  expect(await go()).toHaveLength(GUARDIANS_MOST);
  expect(await refusalOf(office().askAgain({ studentId, guardianId }))).toMatchObject({ code: 'conflict' });
  await office(NOW + HOUR_MS).askAgain({ studentId, guardianId });
  expect(await go(NOW + HOUR_MS)).toHaveLength(1);
  await office().edit({ studentId, guardianId, ...MARIA, name: 'Maria King', email: 'king@home.test' });
  expect(await go(NOW + HOUR_MS)).toMatchObject([{ to: { address: 'king@home.test' } }]);
  await office().remove({ studentId, guardianId });
  expect(await list()).toHaveLength(GUARDIANS_MOST - 1);
  const log = await db.select({ action: auditEvents.action, detail: auditEvents.detail }).from(auditEvents);
  expect(new Set(log.map(({ action }) => action)).size).toBe(6);
  expect(JSON.stringify(log)).not.toContain('@');
});

test('merged accounts keep their guardians, and links show the student who stays', async () => {
  await using db = await testDb();
  const made = await school(db);
  const { ada, admin, go, guest } = made;
  const twin = await user(db, { name: 'Ada B.' });
  await confirmed(made, twin);
  await raise(db, twin);
  const [mail] = await go();
  await api(db, { actor: admin }).call.person.merge({ personId: ada.id, otherId: twin.id, marks: {} });
  expect(await guest().days({ token: daysToken(mail) })).toMatchObject({ student: 'Ada Byron' });
  await raise(db, ada, NOW + 1);
  expect(await go(NOW + MINUTE_MS)).toHaveLength(1);
});

test.for([
  ['is not to be contacted', ({ office }: School, ref: Ref) => office().bar({ ...ref, isBarred: true }), 'barred'],
  ['ended the mails', ({ guest }: School, _: Ref, mail: MailMessage) => guest().stopMails({ token: stopTokenIn(mail) }), 'left'],
] as const)(
  'whoever %s by one account of a student is not told by the other once they are one, until that is undone',
  async ([, end, state]) => {
    await using db = await testDb();
    const made = await school(db);
    const { ada, admin, go, office } = made;
    const twin = await user(db, { name: 'Ada B.' });
    await confirmed(made, ada);
    const { ref } = await confirmed(made, twin);
    await raise(db, twin);
    const [mail] = await go();
    await end(made, ref, mail as MailMessage);
    const { person } = api(db, { actor: admin }).call;
    const { mergeId } = await person.merge({ personId: ada.id, otherId: twin.id, marks: {} });
    await raise(db, ada, NOW + 1);
    expect(await go(NOW + MINUTE_MS)).toEqual([]);
    expect((await office().list({ studentId: ada.id })).guardians).toMatchObject([{ state }]);
    await person.undoMerge({ mergeId });
    expect((await office().list({ studentId: ada.id })).guardians).toMatchObject([{ state: 'confirmed' }]);
    expect((await office().list({ studentId: twin.id })).guardians).toMatchObject([{ state }]);
  },
);

test('whoever was not asked after all, because the school had it off or the office said no for a while, is asked later', async () => {
  await using db = await testDb();
  const { ada, office, go } = await school(db);
  const night = NOW + 12 * HOUR_MS;
  const { guardianId } = await office().add({ studentId: ada.id, ...MARIA });
  expect(await go(night)).toEqual([]);
  await settings(db, {});
  expect(await go(NOW + DAY_MS)).toEqual([]);
  await settings(db, ON);
  expect(await go(NOW + DAY_MS + MINUTE_MS)).toHaveLength(1);
  for (const isBarred of [true, false]) await office().bar({ studentId: ada.id, guardianId, isBarred });
  expect(await go(NOW + DAY_MS + HOUR_MS)).toHaveLength(1);
});

test('guardians go with a student who left long ago', async () => {
  await using db = await testDb();
  const made = await school(db);
  const { ada, go } = made;
  await confirmed(made, ada);
  await raise(db, ada);
  await go();
  await change(db, ada, { archivedAt: NOW });
  await purgeExpired(testServices(db, { now: NOW + 300 * DAY_MS }));
  expect(await db.$count(guardians)).toBe(1);
  await purgeExpired(testServices(db, { now: NOW + 400 * DAY_MS }));
  expect([await db.$count(guardians), await db.$count(guardianLinks), await db.$count(deliveries)]).toEqual([0, 0, 0]);
});

test('nothing that grows is read from end to end, neither for links nor for what is sent', async () => {
  await using db = await testDb();
  const made = await school(db);
  const { ada, go, guest } = made;
  await confirmed(made, ada);
  await raise(db, ada);
  const [mail] = await go();
  const token = daysToken(mail);
  await raise(db, ada, NOW + 1);
  await confirmed(made, ada, { ...MARIA, email: 'other@home.test' });
  const uses = [
    () => go(NOW + MINUTE_MS),
    () => guest().days({ token }),
    () => guest().lookAtStopping({ token: mail ? stopTokenIn(mail) : '' }),
  ];
  const growing = ['deliveries', 'notifications', 'users', 'guardian_links', 'guardians', 'attendance'];
  for (const use of uses) expect(await fullScans(db, growing, use)).toEqual([]);
});
