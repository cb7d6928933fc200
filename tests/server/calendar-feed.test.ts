/** Calendar feeds, read by a library that had no part in writing them: the same instants in every zone, and nothing of anybody else. */
import ICAL from 'ical.js';
import { expect, test } from 'vitest';
import type { Database } from '#db/client';
import { calendarFeeds, enrolments } from '#db/schema';
import { DAY_MS } from '#domain/duration';
import { sha256Hex } from '#domain/encoding';
import { addDays, weekdayOf } from '#domain/time';
import { api, refusalOf } from '../helpers/api';
import { testDb } from '../helpers/db';
import { classSession, course, enrolment, NOW, section, settings, staffing, term, user } from '../helpers/factories';
import { at, mark, type TestPerson } from '../helpers/own-attendance';
import { fullScans } from '../helpers/query-plan';

const tokenOf = (url: string) => /\/calendar\/([\w-]{43})\.ics$/.exec(url)?.[1] ?? '';

async function feedOf(db: Database, actor: TestPerson, now = NOW) {
  const { url } = await api(db, { actor, now }).call.calendarFeed.create();
  return tokenOf(url);
}

const read = (db: Database, token: string, now = NOW) => api(db, { now }).call.calendarFeed.read({ token });

/** The events of a feed as the independent parser sees them. */
async function eventsIn(db: Database, token: string, now = NOW) {
  const feed = await read(db, token, now);
  const calendar = new ICAL.Component(ICAL.parse(feed?.body ?? '') as ConstructorParameters<typeof ICAL.Component>[0]);
  return calendar.getAllSubcomponents('vevent').map((component) => {
    const { uid, summary, location, sequence, startDate, endDate } = new ICAL.Event(component);
    const status = component.getFirstPropertyValue('status');
    const times = { startsAt: startDate.toJSDate().getTime(), endsAt: endDate.toJSDate().getTime() };
    return { uid, summary, location, sequence, status, ...times };
  });
}

/** A student of Mathematics A, whose teacher is Ms Teacher. */
async function school(db: Database) {
  const [student, teacher] = [await user(db, { name: 'Robin Achebe' }), await user(db, { role: 'teacher', name: 'Ms Teacher' })];
  const { id: courseId } = await course(db, { code: 'MA', title: 'Mathematics' });
  const { id: sectionId } = await section(db, { courseId, code: 'A' });
  await enrolment(db, { sectionId, studentId: student.id, fromDay: '2000-01-01' });
  await staffing(db, { sectionId, person: teacher });
  return { student, teacher, sectionId };
}

test('a class with a mark stays in the feed of a student who left it that day', async () => {
  await using db = await testDb();
  const { student, sectionId } = await school(db);
  const { id: classSessionId } = await classSession(db, { sectionId });
  await classSession(db, { sectionId, startsAt: NOW + 2 * DAY_MS });
  await db.update(enrolments).set({ untilDay: '2026-09-06' });
  const token = await feedOf(db, student);
  expect(await eventsIn(db, token)).toEqual([]);
  await mark(db, { classSessionId, studentId: student.id });
  expect(await eventsIn(db, token)).toMatchObject([{ startsAt: NOW }]);
});

test('a student’s feed holds own class sessions and names nobody', async () => {
  await using db = await testDb();
  const { student, sectionId } = await school(db);
  const { id } = await classSession(db, { sectionId, room: 'Room 12, upstairs; left' });
  await classSession(db);
  const token = await feedOf(db, student);
  expect(await eventsIn(db, token)).toEqual([
    {
      uid: `class-session-${id}@attendance.school.test`,
      summary: 'Mathematics (MA A)',
      location: 'Room 12, upstairs; left',
      sequence: 0,
      status: 'CONFIRMED',
      startsAt: NOW,
      endsAt: NOW + 60 * 60_000,
    },
  ]);
  expect((await read(db, token))?.body).not.toMatch(/Robin|Achebe|Teacher|student|@school\.test/);
});

test('staff have the class sessions they hold, an administrator none', async () => {
  await using db = await testDb();
  const { teacher, sectionId } = await school(db);
  await classSession(db, { sectionId });
  expect(await eventsIn(db, await feedOf(db, teacher))).toHaveLength(1);
  expect(await eventsIn(db, await feedOf(db, await user(db, { role: 'admin' })))).toEqual([]);
});

test.for([
  ['Europe/London', '2026-03-29'],
  ['Europe/London', '2026-10-25'],
  ['America/New_York', '2026-03-08'],
  ['America/New_York', '2026-11-01'],
  ['Australia/Lord_Howe', '2026-04-05'],
  ['Australia/Lord_Howe', '2026-10-04'],
  ['Africa/Accra', '2026-06-15'],
  ['America/Sao_Paulo', '2018-02-18'],
  ['America/Sao_Paulo', '2018-11-04'],
  ['Pacific/Apia', '2011-12-30'],
] as const)('in %s around %s the feed parses to the instants that were materialised', async ([zone, day]) => {
  await using db = await testDb();
  await settings(db, { zone });
  const { student, sectionId } = await school(db);
  const range = { fromDay: addDays(day, -15), untilDay: addDays(day, 15) };
  const { id: termId } = await term(db, range);
  const now = at(range.fromDay, '00:00', zone) - 2 * DAY_MS;
  const { call } = api(db, { actor: await user(db, { role: 'admin' }), now });
  const times = { sectionId, termId, weekday: weekdayOf(day), weeks: 'every' as const };
  for (const [startTime, endTime] of [
    ['00:15', '04:00'],
    ['09:00', '10:00'],
  ] as const)
    await call.slot.create({ ...times, startTime, endTime });
  const events = await eventsIn(db, await feedOf(db, student, now), now);
  const { entries } = await api(db, { actor: student, now }).call.timetable.mine({ from: range.fromDay, until: range.untilDay });
  expect(entries).toHaveLength(10);
  const instants = (list: { startsAt: number; endsAt: number }[]) => list.map(({ startsAt, endsAt }) => [startsAt, endsAt]);
  expect(instants(events)).toEqual(instants(entries));
});

test('a class session that is moved and then cancelled stays the same event, one number up each time', async () => {
  await using db = await testDb();
  const { student, teacher, sectionId } = await school(db);
  const { id: classSessionId } = await classSession(db, { sectionId, startsAt: NOW + DAY_MS });
  const token = await feedOf(db, student);
  const [before] = await eventsIn(db, token);
  const { call } = api(db, { actor: teacher });
  await call.classSession.move({ classSessionId, day: '2026-09-10', startTime: '11:00', endTime: '12:00' });
  expect(await eventsIn(db, token)).toMatchObject([{ uid: before?.uid, sequence: 1, startsAt: at('2026-09-10', '11:00') }]);
  await call.classSession.cancel({ classSessionId });
  expect(await eventsIn(db, token)).toMatchObject([
    { uid: before?.uid, sequence: 2, status: 'CANCELLED', summary: 'Cancelled: Mathematics (MA A)' },
  ]);
});

test('the tag stays while the feed does and changes with it', async () => {
  await using db = await testDb();
  const { student, teacher, sectionId } = await school(db);
  const { id: classSessionId } = await classSession(db, { sectionId, startsAt: NOW + DAY_MS });
  const token = await feedOf(db, student);
  const first = await read(db, token);
  expect(await read(db, token, NOW + 60_000)).toEqual(first);
  await api(db, { actor: teacher }).call.classSession.cancel({ classSessionId });
  expect((await read(db, token))?.etag).not.toBe(first?.etag);
});

test('the address is kept as a hash only, and a new one ends the one before', async () => {
  await using db = await testDb();
  const { student } = await school(db);
  const logs: never[] = [];
  const { call } = api(db, { actor: student, logs });
  expect(await call.calendarFeed.state()).toEqual({ createdAt: null });
  const { url } = await call.calendarFeed.create();
  expect(url).toMatch(/^https:\/\/attendance\.school\.test\/calendar\/[\w-]{43}\.ics$/);
  const first = tokenOf(url);
  expect(await db.select().from(calendarFeeds)).toEqual([
    { tokenHash: await sha256Hex(first), userId: student.id, createdAt: NOW },
  ]);
  expect(await call.calendarFeed.state()).toEqual({ createdAt: NOW });
  const second = await feedOf(db, student);
  expect([await read(db, first), (await read(db, second)) !== null]).toEqual([null, true]);
  expect(JSON.stringify(logs)).not.toContain(first);
});

test('a revoked feed is gone, and so is one whose owner is suspended or archived', async () => {
  await using db = await testDb();
  const { student } = await school(db);
  const token = await feedOf(db, student);
  await api(db, { actor: student }).call.calendarFeed.revoke();
  expect(await read(db, token)).toBeNull();
  for (const given of [{ state: 'suspended' as const }, { archivedAt: NOW }]) {
    const other = await user(db, given);
    expect(await read(db, await feedOf(db, { ...other, state: 'active' }))).toBeNull();
  }
});

test.for(['', 'x', 'a'.repeat(43), '%', 'a'.repeat(44)])('at %o there is no feed', async (token) => {
  await using db = await testDb();
  expect(await read(db, token)).toBeNull();
});

test('who is not signed in has no feed to make', async () => {
  await using db = await testDb();
  const { calendarFeed } = api(db).call;
  for (const attempt of [calendarFeed.create(), calendarFeed.state(), calendarFeed.revoke()])
    expect(await refusalOf(attempt)).toMatchObject({ code: 'unauthenticated' });
});

test('a feed is read without reading a growing table from end to end', async () => {
  await using db = await testDb();
  const { student, teacher, sectionId } = await school(db);
  await classSession(db, { sectionId });
  const growing = ['class_sessions', 'enrolments', 'users', 'calendar_feeds', 'section_staff'];
  for (const person of [student, teacher]) {
    const token = await feedOf(db, person);
    expect(await fullScans(db, growing, () => read(db, token))).toEqual([]);
  }
});
