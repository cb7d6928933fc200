/** What anybody may know of the school, and that a row of settings as another version wrote it shuts nothing. */
import { sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import type { Database } from '#db/client';
import { school } from '#db/schema';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#domain/duration';
import { DEFAULT_SETTINGS, type SchoolSettings } from '#domain/school/school';
import { lockRegisters, settleDueSessions } from '#server/services/register/register-settling';
import { loadSchoolLanguage } from '#server/services/school/school';
import { api, testServices } from '../helpers/api';
import { as, classroom } from '../helpers/classroom';
import { testDb } from '../helpers/db';
import { NOW, settings, user } from '../helpers/factories';
import { phoneOf, scanBy } from '../helpers/phone';

test('name, locale, zone, first day of the week and the time there are for everybody, and nothing else is', async () => {
  await using db = await testDb();
  const known = { name: 'Harbour View', zone: 'Europe/Oslo', locale: 'nb-NO', firstWeekday: 7 };
  await settings(db, { ...known, emailDomains: DEFAULT_SETTINGS.emailDomains });
  expect(await api(db).call.school.profile()).toEqual({ ...known, serverNow: NOW });
});

test('a school that has saved nothing has its defaults', async () => {
  await using db = await testDb();
  const { name, locale, zone, firstWeekday } = DEFAULT_SETTINGS;
  expect(await api(db).call.school.profile()).toEqual({ name, locale, zone, firstWeekday, serverNow: NOW });
});

test('the school’s language is asked for only where there are several', async () => {
  await using db = await testDb();
  await settings(db, { language: 'en-XB' });
  expect(await loadSchoolLanguage(testServices(db))).toBe('en-XB');
  expect(await loadSchoolLanguage(testServices(db, { policy: { languages: ['en'] } }))).toBe('en');
});

const FIELDS = Object.keys(DEFAULT_SETTINGS) as (keyof SchoolSettings)[];

/** What depends on settings, once around: a lesson with its check-in, the screens of the day, and how the register ends. */
async function askAll(db: Database) {
  const { teacher, student, session } = await classroom(db);
  const at = NOW + 12 * MINUTE_MS;
  const scan = await scanBy(db, await phoneOf(db, student), session, { at });
  const checkIn = await as(db, student, at).checkIn.submit(scan);
  const { rows } = await as(db, teacher, at).classSession.register({ classSessionId: session.id });
  const { classSessions } = await as(db, student, at).timetable.today();
  const { rows: live } = await as(db, await user(db, { role: 'admin' }), at).live.overview({});
  const closed = await settleDueSessions(testServices(db, { now: NOW + HOUR_MS }));
  const locked = await lockRegisters(testServices(db, { now: NOW + HOUR_MS + DEFAULT_SETTINGS.lockDays * DAY_MS }));
  return { checkIn, marks: rows.map(({ status }) => status), classes: classSessions.length, live: live.length, closed, locked };
}

test.for(FIELDS)('without %s in its row of settings a school runs with the default', async (field) => {
  await using db = await testDb();
  await settings(db, DEFAULT_SETTINGS);
  await db.update(school).set({ settings: sql`json_remove(${school.settings}, ${`$.${field}`})` });
  const checkIn = { outcome: 'recorded', status: 'late', source: 'qr' };
  const { zone, locale, name, firstWeekday } = DEFAULT_SETTINGS;
  expect(await askAll(db)).toEqual({ checkIn, marks: ['late'], classes: 1, live: 1, closed: 1, locked: 1 });
  expect(await api(db).call.school.profile()).toMatchObject({ name, zone, locale, firstWeekday });
});
