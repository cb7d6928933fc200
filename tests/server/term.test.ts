/** Terms: made, edited with what their slots made, archived when they are over; who may. */
import { asc } from 'drizzle-orm';
import { expect, test } from 'vitest';
import type { Database } from '#db/client';
import { auditEvents, classSessions, slots, terms } from '#db/schema';
import { DAY_MS } from '#domain/duration';
import { api, refusalOf } from '../helpers/api';
import { testDb } from '../helpers/db';
import { NOW, section, user } from '../helpers/factories';

const AUTUMN = { name: 'Autumn', fromDay: '2026-09-07', untilDay: '2026-09-27' };

async function admin(db: Database, now = NOW) {
  return api(db, { actor: await user(db, { role: 'admin' }), now }).call;
}

const daysOf = async (db: Database) =>
  (await db.select().from(classSessions).orderBy(asc(classSessions.startsAt))).map(({ day }) => day);
const actions = async (db: Database) =>
  (await db.select().from(auditEvents).orderBy(asc(auditEvents.id))).map((one) => one.action);

test('a term is made, listed and on the audit log', async () => {
  await using db = await testDb();
  const call = await admin(db);
  const { termId } = await call.term.create(AUTUMN);
  expect(await call.term.list()).toEqual([{ ...AUTUMN, id: termId, isArchived: false, slots: 0 }]);
  expect(await actions(db)).toEqual(['term.created']);
});

test('a term whose days change takes its class sessions along, and the slots that were valid for all of it', async () => {
  await using db = await testDb();
  const call = await admin(db);
  const { termId } = await call.term.create(AUTUMN);
  const { id: sectionId } = await section(db);
  const input = { sectionId, termId, weekday: 2, startTime: '09:00', endTime: '10:00', weeks: 'every' as const };
  await call.slot.create(input);
  await call.slot.create({ ...input, weekday: 4, validUntil: '2026-09-17' });
  expect(await daysOf(db)).toEqual(['2026-09-08', '2026-09-10', '2026-09-15', '2026-09-17', '2026-09-22']);

  expect(await call.term.edit({ ...AUTUMN, termId, untilDay: '2026-10-04' })).toMatchObject({ added: 1, removed: 0 });
  expect((await daysOf(db)).at(-1)).toBe('2026-09-29');
  expect((await db.select().from(slots)).map(({ validUntil }) => validUntil)).toEqual(['2026-10-04', '2026-09-17']);

  expect(await call.term.edit({ ...AUTUMN, termId, untilDay: '2026-09-13' })).toMatchObject({ added: 0, removed: 4 });
  expect(await daysOf(db)).toEqual(['2026-09-08', '2026-09-10']);
  expect(await actions(db)).toEqual(['term.created', 'slot.created', 'slot.created', 'term.edited', 'term.edited']);
});

test('a term that begins a week later swaps its A and B weeks', async () => {
  await using db = await testDb();
  const call = await admin(db);
  const { termId } = await call.term.create({ ...AUTUMN, fromDay: '2026-09-01' });
  const { id: sectionId } = await section(db);
  const input = { sectionId, termId, weekday: 2, startTime: '09:00', endTime: '10:00' };
  await call.slot.create({ ...input, weeks: 'A', room: 'A room' });
  await call.slot.create({ ...input, weeks: 'B', room: 'B room' });
  await call.term.edit({ ...AUTUMN, termId });
  const made = await db.select().from(classSessions).orderBy(asc(classSessions.startsAt));
  expect(made.map(({ day, room }) => [day, room])).toEqual([
    ['2026-09-08', 'A room'],
    ['2026-09-15', 'B room'],
    ['2026-09-22', 'A room'],
  ]);
});

test('a term with class sessions to come is not archived; one that is over is, and comes back', async () => {
  await using db = await testDb();
  const call = await admin(db);
  const { termId } = await call.term.create(AUTUMN);
  const { id: sectionId } = await section(db);
  await call.slot.create({ sectionId, termId, weekday: 2, startTime: '09:00', endTime: '10:00', weeks: 'every' });
  expect(await refusalOf(call.term.archive({ termId }))).toMatchObject({
    code: 'conflict',
    message: expect.stringContaining('3 classes to come'),
  });
  const later = await admin(db, NOW + 60 * DAY_MS);
  await later.term.archive({ termId });
  expect(await later.term.list()).toMatchObject([{ id: termId, isArchived: true, slots: 1 }]);
  await later.term.restore({ termId });
  expect(await later.term.list()).toMatchObject([{ id: termId, isArchived: false }]);
  expect((await actions(db)).slice(-2)).toEqual(['term.archived', 'term.restored']);
});

test.for([
  ['no name', { name: ' ' }, 'name'],
  ['a last day before the first', { untilDay: '2026-09-01' }, 'untilDay'],
  ['a day that does not exist', { untilDay: '2026-09-31' }, 'untilDay'],
  ['two years', { untilDay: '2028-09-01' }, 'untilDay'],
] as const)('%s is refused at its field', async ([, given, field]) => {
  await using db = await testDb();
  const call = await admin(db);
  expect(await refusalOf(call.term.create({ ...AUTUMN, ...given }))).toMatchObject({
    code: 'invalid',
    fieldErrors: { [field]: [expect.any(String)] },
  });
  expect(await db.select().from(terms)).toEqual([]);
});

test('a term that is not there is not found', async () => {
  await using db = await testDb();
  const call = await admin(db);
  for (const attempt of [
    call.term.edit({ ...AUTUMN, termId: 7 }),
    call.term.archive({ termId: 7 }),
    call.term.restore({ termId: 7 }),
  ])
    expect(await refusalOf(attempt)).toMatchObject({ code: 'not-found' });
});
