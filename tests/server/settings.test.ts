/** The school's settings: read, changed with from and to, and asked "what if". */
import { asc, eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import type { Database } from '#db/client';
import { auditEvents, classSessions, studentSums, users } from '#db/schema';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#domain/duration';
import { DEFAULT_SETTINGS } from '#domain/school/school';
import { toSettingsForm } from '#domain/school/settings';
import { purgeExpired } from '#server/jobs/housekeeping';
import { loadSettings } from '#server/services/school/school';
import { materialiseTimetable } from '#server/services/timetable/materialise';
import { refusalOf, testServices } from '../helpers/api';
import { action, as, classroom } from '../helpers/classroom';
import { testDb } from '../helpers/db';
import { classSession, NOW, settings, slot, user } from '../helpers/factories';
import { fullScans } from '../helpers/query-plan';

const boss = (db: Database) => user(db, { role: 'admin', name: 'Grace Hopper' });
const FORM = { ...toSettingsForm(DEFAULT_SETTINGS), checkInMinutes: undefined, seenAt: 0 };

test('a change is saved and noted with from and to, and nothing else is', async () => {
  await using db = await testDb();
  const call = as(db, await boss(db));
  const { updatedAt } = await call.school.settings();
  const form = { ...FORM, seenAt: updatedAt, name: 'Harbour View', lateAfterMinutes: 5, studentDomains: '@pupils.test' };
  await call.school.changeSettings(form);
  expect(await loadSettings({ db })).toEqual({
    ...DEFAULT_SETTINGS,
    name: 'Harbour View',
    lateAfterMs: 5 * MINUTE_MS,
    emailDomains: { student: ['pupils.test'], teacher: [], assistant: [] },
  });
  expect(await db.select().from(auditEvents)).toMatchObject([
    {
      ...{ action: 'settings.changed', subject: 'school:1', actorName: 'Grace Hopper', at: NOW },
      detail: {
        changes: {
          name: { from: DEFAULT_SETTINGS.name, to: 'Harbour View' },
          lateAfterMs: { from: 10 * MINUTE_MS, to: 5 * MINUTE_MS },
          emailDomains: { from: DEFAULT_SETTINGS.emailDomains, to: { student: ['pupils.test'] } },
        },
      },
    },
  ]);
});

test('saving what is there changes nothing and is not noted', async () => {
  await using db = await testDb();
  expect(await as(db, await boss(db)).school.changeSettings(FORM)).toEqual({ changes: {} });
  expect(await db.select().from(auditEvents)).toEqual([]);
});

test('of two administrators who change the settings at once the second is told', async () => {
  await using db = await testDb();
  const call = as(db, await boss(db));
  await call.school.changeSettings({ ...FORM, name: 'First' });
  const second = call.school.changeSettings({ ...FORM, name: 'Second' });
  expect((await refusalOf(second)).code).toBe('conflict');
  expect((await loadSettings({ db })).name).toBe('First');
  const { updatedAt } = await call.school.settings();
  await call.school.changeSettings({ ...FORM, name: 'Second', seenAt: updatedAt });
  expect((await loadSettings({ db })).name).toBe('Second');
});

test('another zone is explained before it is taken while class sessions lie ahead', async () => {
  await using db = await testDb();
  const call = as(db, await boss(db));
  const zoned = { ...FORM, zone: 'Europe/Paris' };
  const { id, startsAt } = await classSession(db, { startsAt: NOW + HOUR_MS });
  expect((await call.school.settings()).ahead).toBe(1);
  const refusal = await refusalOf(call.school.changeSettings(zoned));
  expect(refusal.fieldErrors?.zone?.[0]).toContain('one at 10:00 now would read 12:00');
  expect((await loadSettings({ db })).zone).toBe('UTC');
  await call.school.changeSettings({ ...zoned, isZoneConfirmed: true });
  expect((await loadSettings({ db })).zone).toBe('Europe/Paris');
  const [kept] = (await db.$client.execute({ sql: 'select starts_at at from class_sessions where id = ?', args: [id] })).rows;
  expect(kept?.at).toBe(startsAt);
});

test('classes of the timetable keep their time of day in another zone, at once', async () => {
  await using db = await testDb();
  const call = as(db, await boss(db));
  await slot(db, { weekday: 2 });
  await materialiseTimetable(testServices(db));
  const [before] = await db.select().from(classSessions);
  await call.school.changeSettings({ ...FORM, zone: 'America/New_York', isZoneConfirmed: true });
  const [after] = await db.select().from(classSessions);
  expect(after).toMatchObject({ zone: 'America/New_York', day: before?.day, startTime: before?.startTime });
  expect(after?.startsAt).not.toBe(before?.startsAt);
});

test('other weeks are explained while classes of A or B weeks lie ahead, and plan anew what nobody has touched', async () => {
  await using db = await testDb();
  const call = as(db, await boss(db));
  const { id: slotId, sectionId } = await slot(db, { weekday: 7, weeks: 'A' });
  await materialiseTimetable(testServices(db));
  const daysOf = async () => (await db.select().from(classSessions).orderBy(asc(classSessions.day))).map(({ day }) => day);
  expect((await daysOf()).slice(0, 3)).toEqual(['2026-09-20', '2026-10-04', '2026-10-18']);
  await classSession(db, { slotId, sectionId, slotDay: '2026-09-06', startsAt: NOW - DAY_MS, state: 'closed' });
  await db.update(classSessions).set({ editedAt: NOW }).where(eq(classSessions.day, '2026-10-04'));
  const sundays = { ...FORM, firstWeekday: 7 };
  const refusal = await refusalOf(call.school.changeSettings(sundays));
  expect(refusal.fieldErrors?.firstWeekday?.[0]).toContain('7 class sessions of A or B weeks lie ahead');
  await call.school.changeSettings({ ...sundays, isWeekConfirmed: true });
  expect((await daysOf()).slice(0, 5)).toEqual(['2026-09-06', '2026-09-13', '2026-09-27', '2026-10-04', '2026-10-11']);
  expect(await loadSettings({ db })).toMatchObject({ firstWeekday: 7 });
  expect(await db.select().from(auditEvents)).toMatchObject([{ detail: { changes: { firstWeekday: { from: 1, to: 7 } } } }]);
});

test('other weeks need no confirmation of classes that meet every week, and leave them as they are', async () => {
  await using db = await testDb();
  const call = as(db, await boss(db));
  await slot(db, { weekday: 7 });
  await materialiseTimetable(testServices(db));
  const before = await db.select().from(classSessions);
  await call.school.changeSettings({ ...FORM, firstWeekday: 7 });
  expect(await db.select().from(classSessions)).toEqual(before);
});

test.each([0, 8, 1.5])('there is no weekday %d', async (firstWeekday) => {
  await using db = await testDb();
  const refusal = await refusalOf(as(db, await boss(db)).school.changeSettings({ ...FORM, firstWeekday }));
  expect(Object.keys(refusal.fieldErrors ?? {})).toEqual(['firstWeekday']);
});

test('without class sessions ahead another zone needs no confirmation', async () => {
  await using db = await testDb();
  await as(db, await boss(db)).school.changeSettings({ ...FORM, zone: 'Africa/Accra' });
  expect((await loadSettings({ db })).zone).toBe('Africa/Accra');
});

test.each([
  [{ checkInMinutes: 20 }, 15, NOW + 20 * MINUTE_MS],
  [{ checkInMinutes: null }, 15, NOW + 15 * MINUTE_MS],
  [{ checkInMinutes: 0 }, 15, NOW],
  [{ checkInMinutes: 20 }, 0, NOW],
])('check-in of a school with %j on a server of %i minutes', async (given, codeTtlMinutes, closesAt) => {
  await using db = await testDb();
  await settings(db, given);
  const { teacher, session } = await classroom(db, { open: false });
  const call = as(db, teacher, NOW, { policy: { codeTtlMinutes } });
  expect((await call.classSession.open({ ...action(), classSessionId: session.id })).checkInClosesAt).toBe(closesAt);
  expect((await call.offline.dayPack()).codeTtlMinutes).toBe((closesAt - NOW) / MINUTE_MS);
});

/** A student with this many marks over two sections. */
async function marked(db: Database, tally: { present: number; absent: number; archivedAt?: number }) {
  const { present, absent, archivedAt } = tally;
  const student = await user(db, { archivedAt: archivedAt ?? null });
  await db.insert(studentSums).values({ day: '9999-12-31', studentId: student.id, present, absent });
}

test('a rule is tried on everybody’s marks over all sections, without those who left', async () => {
  await using db = await testDb();
  const call = as(db, await boss(db));
  await marked(db, { present: 9, absent: 1 });
  await marked(db, { present: 9, absent: 1 });
  await marked(db, { present: 5, absent: 5 });
  await marked(db, { present: 0, absent: 9, archivedAt: NOW });
  const rule = { lateCredit: 100, excusedCounts: 'leaves' as const, thresholdPercent: 80 };
  expect(await call.school.simulateRule(rule)).toMatchObject({ students: 3, belowNow: 1, belowThen: 1, newlyBelow: 0 });
  const stricter = await call.school.simulateRule({ ...rule, thresholdPercent: 95 });
  expect(stricter).toMatchObject({ belowThen: 3, newlyBelow: 2, noLongerBelow: 0 });
  expect((await loadSettings({ db })).threshold).toBe(800);
});

test('reading, changing and trying reads no growing table from end to end', async () => {
  await using db = await testDb();
  const call = as(db, await boss(db));
  const use = async () => {
    await call.school.settings();
    await call.school.simulateRule({ lateCredit: 100, excusedCounts: 'leaves', thresholdPercent: 80 });
    await call.school.changeSettings({ ...FORM, name: 'Other' });
    await purgeExpired(testServices(db));
  };
  expect(await fullScans(db, ['users', 'student_sums', 'class_sessions', 'audit_events', 'import_batches'], use)).toEqual([]);
});

test('rejected sign-ups go after the retention, people and decided sign-ups stay', async () => {
  await using db = await testDb();
  await settings(db, { retentionDays: 30 });
  const old = NOW - 31 * DAY_MS;
  await boss(db);
  await user(db, { name: 'Rejected Long Ago', state: 'pending', archivedAt: old });
  await user(db, { name: 'Rejected Now', state: 'pending', archivedAt: NOW });
  await user(db, { name: 'Left Long Ago', archivedAt: old });
  await purgeExpired(testServices(db));
  const names = (await db.select().from(users)).map(({ name }) => name).sort();
  expect(names).toEqual(['Grace Hopper', 'Left Long Ago', 'Rejected Now']);
});
