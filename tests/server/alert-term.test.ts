/** Alerts over a whole term: exactly those that a slow count of the same registers gives, and nobody reads of anybody else. */
import { asc, lte } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { wordNotification } from '#app/components/message/notification-said';
import { notificationWords } from '#app/components/message/notification-words';
import type { Database } from '#db/client';
import { alerts, deliveries, guardians, notifications } from '#db/schema';
import { toSchoolForm, toSectionForm } from '#domain/alert/rule-form';
import { HOUR_MS } from '#domain/duration';
import type { Notification } from '#domain/message/notification';
import type { SchoolRules } from '#domain/school/alert-rule';
import { DEFAULT_MESSAGES, PER_DAY_MAX } from '#domain/school/message-settings';
import type { Services } from '#server/context/context';
import { deliverMails } from '#server/delivery/deliver';
import { planDeliveries } from '#server/delivery/planning';
import { raiseAlerts } from '#server/services/alert/alert-raising';
import { settleDueSessions } from '#server/services/register/register-settling';
import { countRegisters } from '#server/services/report/register-counting';
import { BRITISH } from '../app/british';
import { type Counted, type CountedPlan, slowCount } from '../helpers/alert-count';
import {
  type AlertSchool,
  alertSchool,
  changeRolls,
  correct,
  holdClasses,
  reopen,
  settleClaims,
  startOf,
  WEEKS,
} from '../helpers/alert-term';
import { api, testServices } from '../helpers/api';
import { testDb } from '../helpers/db';
import { settings } from '../helpers/factories';

const RULES: SchoolRules = {
  'low-attendance': { isOn: true, threshold: null, least: 5 },
  'consecutive-absences': { isOn: true, count: 3 },
  chronic: { isOn: true, share: 200, least: 10 },
  'out-of-reach': { isOn: true, threshold: 700, least: 5 },
  'sudden-drop': { isOn: true, drop: 250, least: 5 },
};
const PLAN: CountedPlan = {
  school: [
    { rule: 'low-attendance', threshold: 800, least: 5 },
    { rule: 'consecutive-absences', count: 3 },
    { rule: 'chronic', share: 200, least: 10 },
    { rule: 'out-of-reach', threshold: 700, least: 5 },
    { rule: 'sudden-drop', drop: 250, least: 5 },
  ],
  own: new Map(),
};
const CALM: CountedPlan = {
  ...PLAN,
  school: PLAN.school.map((one) => (one.rule === 'consecutive-absences' ? { ...one, count: 4 } : one)),
};

/** Two classes with rules of their own, from the beginning. */
async function ownRules(db: Database, { admin, sections }: AlertSchool) {
  const [strict = 0, club = 0] = sections.map(({ id }) => id);
  const { call } = api(db, { actor: admin, now: startOf(0) });
  const form = toSectionForm({}, RULES);
  await call.alert.changeSectionRules({
    ...form,
    sectionId: strict,
    lowMode: 'own',
    lowThreshold: 90,
    rowMode: 'own',
    rowCount: 2,
  });
  await call.alert.changeSectionRules({ ...form, sectionId: club, lowMode: 'off', rowMode: 'off', reachMode: 'off' });
  const low = { rule: 'low-attendance', threshold: 900, least: 5 } as const;
  return new Map([
    [strict, { 'low-attendance': low, 'consecutive-absences': { rule: 'consecutive-absences', count: 2 } as const }],
    [club, { 'low-attendance': null, 'consecutive-absences': null, 'out-of-reach': null }],
  ]);
}

/** What stands in the table, and what has been, in one order. */
async function raised(db: Database): Promise<Counted[]> {
  const rows = await db.select().from(alerts);
  return rows.map(({ studentId, kind, sectionId, raisedAt, retractedAt, ground }) => ({
    ...{ studentId, kind, sectionId, raisedAt, retractedAt, named: ground.classSessionIds },
  }));
}
const inOrder = (list: Counted[]) => list.map((one) => JSON.stringify(Object.entries(one).sort())).sort();

test('a term raises and retracts exactly the alerts that its registers ask for, and names nobody else', {
  timeout: 120_000,
}, async () => {
  await using db = await testDb();
  const school = await alertSchool(db);
  await settings(db, {
    alerts: { rules: RULES, escalateAfterDays: 7 },
    messages: { ...DEFAULT_MESSAGES, guardiansGetAlerts: true, messagesPerDay: PER_DAY_MAX },
  });
  await addGuardians(db, school);
  const own = await ownRules(db, school);
  const count = slowCount();
  const settle = async (now: number) => {
    const services = testServices(db, { now });
    await settleDueSessions(services);
    await countRegisters(services);
  };
  const told = guardianMails(db, school);
  const judge = async (now: number, day: number) => {
    const services = testServices(db, { now });
    await (day % 7 === 1 ? Promise.all([raiseAlerts(services), raiseAlerts(services)]) : raiseAlerts(services));
    await count.judge(db, { ...(day < 23 ? PLAN : CALM), own }, now);
    await told.send(now);
  };
  for (let day = 0; day < WEEKS * 7; day++) {
    const now = startOf(day) + 12 * HOUR_MS;
    await told.send(startOf(day) - HOUR_MS);
    if (day === 23) {
      const { call } = api(db, { actor: school.admin, now });
      const { updatedAt } = await call.alert.rules();
      await call.alert.changeRules({ ...toSchoolForm(RULES), rowCount: 4, escalateAfterDays: null, seenAt: updatedAt });
    }
    if (!school.sessions.has(day)) continue;
    await holdClasses(db, school, day);
    if (day > 7) await correct(db, school, 15);
    if (day % 3 === 0) await settleClaims(db, school);
    if (day % 7 === 3 && day > 7) await changeRolls(db, school, day);
    if (day % 7 === 1 && day > 7) await reopen(db, school, day);
    // Some classes are over by then, and those that follow on them run.
    if (day % 7 === 3) {
      await settle(startOf(day) + 2.5 * HOUR_MS);
      await judge(startOf(day) + 2.5 * HOUR_MS, day);
    }
    await settle(now);
    // Every other day, so that more than one register has settled.
    if (day % 7 === 0 || day % 7 === 2) continue;
    await judge(now, day);
    if (day % 7 === 3) expect(inOrder(await raised(db)), `on day ${day}`).toEqual(inOrder(count.all()));
  }
  const all = count.all();
  const kinds = new Set(all.map(({ kind }) => kind));
  expect(kinds.size).toBe(5);
  expect(all.filter(({ retractedAt }) => retractedAt !== null).length).toBeGreaterThan(20);
  await expectMessages(db, school, all);
  await told.send(startOf(WEEKS * 7) - HOUR_MS);
  told.expect(all);
});

const isFollowed = (index: number) => index % 3 === 0;

/** Every third student has guardians: two who are told, and one for each reason not to be. */
async function addGuardians(db: Database, { students }: AlertSchool) {
  const reached = { confirmedAt: 1, askedAt: 1, createdAt: 0, position: 0 };
  const kinds = [
    { ...reached, name: 'Told' },
    { ...reached, name: 'Told-too' },
    { ...reached, name: 'Unconfirmed', confirmedAt: null },
    { ...reached, name: 'Barred', isBarred: true },
    { ...reached, name: 'Left', unsubscribedAt: 1 },
  ];
  const rows = students
    .filter((_, index) => isFollowed(index))
    .flatMap(({ id: studentId }) => kinds.map((kind) => ({ ...kind, studentId, email: `${kind.name}-${studentId}@home.test` })));
  for (let n = 0; n < rows.length; n += 100) await db.insert(guardians).values(rows.slice(n, n + 100));
}

/** Quiet hours begin with the evening's judgement and end with the morning. */
const isQuiet = (at: number) => new Date(at).getUTCHours() >= 20;
const morningAfter = (at: number) => (isQuiet(at) ? at + 11 * HOUR_MS : at);

/** The mails that guardians get, and what they should be: of each alert and of each that is withdrawn, one to each of two. */
function guardianMails(db: Database, { students }: AlertSchool) {
  const got: { to: string; at: number; text: string }[] = [];
  const send = async (now: number) => {
    const mail: Services['mail'] = {
      send: async ({ to, subject, text, html }) => void got.push({ to: to.address, at: now, text: `${subject} ${text} ${html}` }),
    };
    const services = testServices(db, { now, mail, wordNotification });
    await planDeliveries(services);
    if (isQuiet(now)) return deliverMails(services);
    // A round ends after some seconds.
    for (let round = 0; round < 20 && (await db.$count(deliveries, lte(deliveries.dueAt, now))) > 0; round++)
      await deliverMails(services);
  };
  const names = new Map(students.map(({ id }, index) => [id, `Pupil-${index}`]));
  const studentOf = (address: string) => Number(/-(\d+)@/.exec(address)?.[1]);
  return {
    send,
    expect: (all: Counted[]) => {
      const due = all.filter(({ studentId }) => isFollowed(students.findIndex(({ id }) => id === studentId)));
      const eachTold = (studentId: number, at: number | null) =>
        ['Told', 'Told-too'].map((name) => `${name}-${studentId}@home.test ${morningAfter(at ?? 0)}`);
      const ofReach = ({ kind, retractedAt }: Counted) => kind === 'out-of-reach' && retractedAt !== null;
      const raisedOrLost = due.flatMap((one) => {
        const lost = one.retractedAt === null || ofReach(one) ? [] : eachTold(one.studentId, one.retractedAt);
        return [...eachTold(one.studentId, one.raisedAt), ...lost];
      });
      // Out of reach also ends when more lies ahead, and then nobody is told.
      const perhaps = new Set(due.filter(ofReach).flatMap(({ studentId, retractedAt }) => eachTold(studentId, retractedAt)));
      // A moment's messages of one guardian are one mail.
      const expected = [...new Set(raisedOrLost)];
      const mails = got.map(({ to, at }) => `${to} ${at}`);
      expect(expected.length).toBeGreaterThan(200);
      expect(new Set(mails).size).toBe(mails.length);
      expect(expected.filter((one) => !mails.includes(one))).toEqual([]);
      expect(mails.filter((one) => !expected.includes(one) && !perhaps.has(one))).toEqual([]);
      for (const { to, text } of got) expect(new Set(text.match(/Pupil-\d+/g))).toEqual(new Set([names.get(studentOf(to))]));
    },
  };
}

/** Every alert has its message, every retraction another, and none of them names a student. */
async function expectMessages(db: Database, { students }: AlertSchool, all: Counted[]) {
  const rows = await db.select().from(notifications).orderBy(asc(notifications.id));
  const of = (kind: string) => rows.filter((row) => row.kind === kind);
  const keyed = (list: { userId: number; at: number | null }[]) => list.map(({ userId, at }) => `${userId} ${at}`).sort();
  const told = of('alert').map(({ userId, createdAt, retractedAt }) => ({ userId, at: createdAt, retractedAt }));
  expect(keyed(told)).toEqual(keyed(all.map(({ studentId, raisedAt }) => ({ userId: studentId, at: raisedAt }))));
  expect(keyed(told.map((one) => ({ ...one, at: one.retractedAt })))).toEqual(
    keyed(all.map(({ studentId, retractedAt }) => ({ userId: studentId, at: retractedAt }))),
  );
  // Out of reach also ends when more lies ahead, and then nobody is told.
  const lost = all.filter(({ kind, retractedAt }) => retractedAt !== null && kind !== 'out-of-reach');
  const taken = of('alert-retracted').filter(({ facts }) => facts.rule !== 'out-of-reach');
  expect(keyed(taken.map(({ userId, createdAt }) => ({ userId, at: createdAt })))).toEqual(
    keyed(lost.map(({ studentId, retractedAt }) => ({ userId: studentId, at: retractedAt }))),
  );
  const ids = new Set(students.map(({ id }) => id));
  for (const { id, userId, kind, facts } of rows) {
    expect(ids).toContain(userId);
    const { title, body } = notificationWords(BRITISH, { id, kind, facts, at: 0, readAt: null } as Notification);
    expect(`${JSON.stringify(facts)} ${title} ${body}`).not.toMatch(/Pupil|@|studentId/);
  }
}
