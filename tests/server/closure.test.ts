/** Closures: their days have no class sessions, and have them again afterwards; lists of public holidays; who may. */
import { asc } from 'drizzle-orm';
import { expect, test } from 'vitest';
import type { Database } from '#db/client';
import { auditEvents, classSessions, closures } from '#db/schema';
import { api, refusalOf } from '../helpers/api';
import { testDb } from '../helpers/db';
import { closure, section, settings, term, user } from '../helpers/factories';
import { mark } from '../helpers/own-attendance';

const WEEK = { name: 'Half term', fromDay: '2026-09-14', untilDay: '2026-09-20' };

/** A class on the Tuesdays of September, from the eighth. */
async function school(db: Database) {
  const call = api(db, { actor: await user(db, { role: 'admin' }) }).call;
  const { id: termId } = await term(db, { fromDay: '2026-09-07', untilDay: '2026-10-04' });
  const { id: sectionId } = await section(db);
  await call.slot.create({ sectionId, termId, weekday: 2, startTime: '09:00', endTime: '10:00', weeks: 'every' });
  return { call, sectionId };
}

const daysOf = async (db: Database) =>
  (await db.select().from(classSessions).orderBy(asc(classSessions.startsAt))).map(({ day }) => day);

test('a closure takes the class sessions of its days away, and gives them back when it moves or goes', async () => {
  await using db = await testDb();
  const { call } = await school(db);
  expect(await call.closure.create(WEEK)).toMatchObject({ added: 0, removed: 1, kept: [] });
  expect(await daysOf(db)).toEqual(['2026-09-08', '2026-09-22', '2026-09-29']);
  const [{ id: closureId } = { id: 0 }] = await call.closure.list();
  const moved = { ...WEEK, closureId, fromDay: '2026-09-21', untilDay: '2026-09-27' };
  expect(await call.closure.edit(moved)).toMatchObject({ added: 1, removed: 1 });
  expect(await daysOf(db)).toEqual(['2026-09-08', '2026-09-15', '2026-09-29']);
  expect(await call.closure.delete({ closureId })).toMatchObject({ added: 1 });
  expect(await daysOf(db)).toEqual(['2026-09-08', '2026-09-15', '2026-09-22', '2026-09-29']);
  expect(await call.closure.list()).toEqual([]);
  const log = await db.select().from(auditEvents).orderBy(asc(auditEvents.id));
  expect(log.map(({ action }) => action)).toEqual(['slot.created', 'closure.created', 'closure.edited', 'closure.deleted']);
  expect(log[2]?.detail).toMatchObject({ from: WEEK, to: { fromDay: '2026-09-21' } });
});

test('a class session with marks stays in a closure and is named', async () => {
  await using db = await testDb();
  const { call } = await school(db);
  const [, second] = await db.select().from(classSessions).orderBy(asc(classSessions.startsAt));
  await mark(db, { classSessionId: second?.id ?? 0, studentId: (await user(db)).id });
  expect(await call.closure.create(WEEK)).toMatchObject({ removed: 0, kept: [{ id: second?.id, reason: 'marked' }] });
});

const HOLIDAYS = [
  'BEGIN:VCALENDAR',
  'VERSION:2.0',
  'PRODID:-//Ministry//Holidays//EN',
  ...['BEGIN:VEVENT', 'UID:1', 'DTSTART;VALUE=DATE:20260915', 'SUMMARY:Founder\\, day', 'END:VEVENT'],
  ...['BEGIN:VEVENT', 'UID:2', 'DTSTART;VALUE=DATE:20261224', 'DTEND;VALUE=DATE:20261227', 'SUMMARY:Christmas', 'END:VEVENT'],
  ...['BEGIN:VEVENT', 'UID:3', 'DTSTART:20260921T230000Z', 'DTEND:20260922T200000Z', 'SUMMARY:Concert', 'END:VEVENT'],
  ...['BEGIN:VEVENT', 'UID:4', 'DTSTART;VALUE=DATE:20251128', 'RRULE:FREQ=YEARLY', 'SUMMARY:Yearly', 'END:VEVENT'],
  ...['BEGIN:VEVENT', 'UID:5', 'DTSTART;VALUE=DATE:20260930', 'STATUS:CANCELLED', 'SUMMARY:Not at all', 'END:VEVENT'],
  ...['BEGIN:VEVENT', 'UID:6', 'DTSTART;VALUE=DATE:20260930', 'END:VEVENT'],
  'END:VCALENDAR',
].join('\r\n');

test('a list of public holidays is shown before anything is saved, with what could not be read', async () => {
  await using db = await testDb();
  const { call } = await school(db);
  await settings(db, { zone: 'Europe/London' });
  await closure(db, { fromDay: '2026-12-24', untilDay: '2026-12-26' });
  expect(await call.closure.previewIcal({ ics: HOLIDAYS })).toEqual({
    found: [
      { name: 'Founder, day', fromDay: '2026-09-15', untilDay: '2026-09-15', isKnown: false },
      { name: 'Concert', fromDay: '2026-09-22', untilDay: '2026-09-22', isKnown: false },
      { name: 'Christmas', fromDay: '2026-12-24', untilDay: '2026-12-26', isKnown: true },
    ],
    unused: [
      { name: 'Yearly', reason: 'not-in-a-term' },
      { name: 'Not at all', reason: 'cancelled' },
      { name: '', reason: 'no-name' },
    ],
  });
  expect(await db.select().from(closures)).toHaveLength(1);
});

test('chosen holidays are added once, however often', async () => {
  await using db = await testDb();
  const { call } = await school(db);
  const { found } = await call.closure.previewIcal({ ics: HOLIDAYS });
  const chosen = { closures: found.map(({ isKnown: _, ...one }) => one) };
  expect(await call.closure.importIcal(chosen)).toMatchObject({ imported: 3, removed: 2 });
  expect(await daysOf(db)).toEqual(['2026-09-08', '2026-09-29']);
  expect(await call.closure.importIcal(chosen)).toMatchObject({ imported: 0, removed: 0 });
  expect((await call.closure.list()).map(({ name }) => name)).toEqual(['Christmas', 'Concert', 'Founder, day']);
  const log = (await db.select().from(auditEvents)).filter(({ action }) => action === 'closure.imported');
  expect(log).toHaveLength(1);
});

test.for([
  ['a text', 'Founder’s day, 15 September'],
  ['a page', '<!doctype html><html></html>'],
  ['a calendar that is cut off', HOLIDAYS.slice(0, 120)],
] as const)('%s is no calendar', async ([, ics]) => {
  await using db = await testDb();
  const { call } = await school(db);
  const refusal = await refusalOf(call.closure.previewIcal({ ics }));
  expect(refusal).toMatchObject({ code: 'invalid', fieldErrors: { ics: [expect.any(String)] } });
});

test('a calendar without events is an empty list', async () => {
  await using db = await testDb();
  const { call } = await school(db);
  expect(await call.closure.previewIcal({ ics: 'BEGIN:VCALENDAR\r\nEND:VCALENDAR' })).toEqual({ found: [], unused: [] });
});

test('a closure that is not there is not found, one that ends before it begins is refused', async () => {
  await using db = await testDb();
  const { call } = await school(db);
  for (const attempt of [call.closure.edit({ ...WEEK, closureId: 7 }), call.closure.delete({ closureId: 7 })])
    expect(await refusalOf(attempt)).toMatchObject({ code: 'not-found' });
  expect(await refusalOf(call.closure.create({ ...WEEK, untilDay: '2026-09-13' }))).toMatchObject({
    code: 'invalid',
    fieldErrors: { untilDay: [expect.any(String)] },
  });
});
