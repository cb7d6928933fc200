/** The job that makes class sessions of slots: the whole of each term, once, whoever runs it and however often. */
import { asc } from 'drizzle-orm';
import { expect, test } from 'vitest';
import type { Database } from '#db/client';
import { classSessions } from '#db/schema';
import { seedDemoSchool } from '#db/seed/demo';
import { DAY_MS } from '#domain/duration';
import { dayAt, wallTimeAt } from '#domain/time';
import { JOBS, runDueJobs } from '#server/jobs/jobs';
import { materialiseTimetable } from '#server/services/timetable/materialise';
import { testServices } from '../helpers/api';
import { testDb } from '../helpers/db';
import { NOW, PASSWORD_HASH, section, settings, slot, term } from '../helpers/factories';
import { countCalls, fullScans } from '../helpers/query-plan';

const all = (db: Database) => db.select().from(classSessions).orderBy(asc(classSessions.startsAt), asc(classSessions.id));
const TERM = { fromDay: '2026-08-31', untilDay: '2026-12-18' };

test('the job makes the class sessions of the whole term ahead and nothing of the past, and once', async () => {
  await using db = await testDb();
  await slot(db, { weekday: 2 });
  const services = testServices(db, { now: NOW + 7 * DAY_MS });
  expect(await materialiseTimetable(services)).toMatchObject({ added: 14, moved: 0, removed: 0 });
  const made = await all(db);
  expect([made[0]?.day, made.at(-1)?.day]).toEqual(['2026-09-15', '2026-12-15']);
  expect(await materialiseTimetable(services)).toMatchObject({ added: 0, moved: 0, removed: 0 });
  expect(await all(db)).toEqual(made);
});

test('two processes at the same time make each class session once', async () => {
  await using db = await testDb();
  await slot(db, { weekday: 2 });
  await Promise.all(Array.from({ length: 4 }, () => materialiseTimetable(testServices(db))));
  const days = (await all(db)).map(({ day }) => day);
  expect(days).toEqual([...new Set(days)]);
  expect(days).toHaveLength(15);
});

test('archived terms and sections, and terms that are over, make nothing', async () => {
  await using db = await testDb();
  await slot(db, { termId: (await term(db, { archivedAt: NOW })).id });
  await slot(db, { sectionId: (await section(db, { archivedAt: NOW })).id });
  await slot(db, { termId: (await term(db, { fromDay: '2026-01-05', untilDay: '2026-07-01' })).id });
  expect(await materialiseTimetable(testServices(db))).toMatchObject({ added: 0 });
});

test('a school that moves to another zone keeps its wall times', async () => {
  await using db = await testDb();
  await slot(db, { weekday: 2 });
  await slot(db, { weekday: 2, startTime: '10:00', endTime: '11:00', sectionId: (await section(db)).id });
  await materialiseTimetable(testServices(db));
  await settings(db, { zone: 'America/New_York' });
  await materialiseTimetable(testServices(db));
  const made = await all(db);
  expect(made.every(({ zone, sequence }) => zone === 'America/New_York' && sequence === 1)).toBe(true);
  expect(
    made.every(
      ({ startsAt, day, startTime }) =>
        dayAt(startsAt, 'America/New_York') === day && wallTimeAt(startsAt, 'America/New_York') === startTime,
    ),
  ).toBe(true);
});

test('the job leaves the demo school as it is', async () => {
  await using db = await testDb();
  await seedDemoSchool(db, { now: NOW, passwordHash: PASSWORD_HASH });
  const before = await all(db);
  const report = await materialiseTimetable(testServices(db));
  expect(report).toMatchObject({ added: 0, moved: 0, removed: 0 });
  expect(await all(db)).toEqual(before);
});

test('the job is among those that timers run', async () => {
  await using db = await testDb();
  await slot(db, { weekday: 2 });
  await runDueJobs(testServices(db), JOBS);
  expect(await all(db)).toHaveLength(15);
});

test('twenty slots cost as many queries as one, and read no growing table from end to end', async () => {
  const growing = ['attendance', 'claims', 'class_sessions', 'slots'];
  const costs = [];
  for (const many of [1, 20]) {
    await using db = await testDb();
    const { id: termId } = await term(db, TERM);
    for (let index = 0; index < many; index++) await slot(db, { termId, weekday: (index % 5) + 1 });
    costs.push(await countCalls(db, () => materialiseTimetable(testServices(db))));
  }
  expect(costs[1]).toEqual(costs[0]);
  await using db = await testDb();
  await slot(db);
  expect(await fullScans(db, growing, () => materialiseTimetable(testServices(db)))).toEqual([]);
});
