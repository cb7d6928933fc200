/** The end of check-in, the head count, and class sessions added by hand: what staff do while class runs. */
import { eq, sql } from 'drizzle-orm';
import { expect, test } from 'vitest';
import type { Database } from '#db/client';
import { auditEvents, classSessions } from '#db/schema';
import { HOUR_MS, MINUTE_MS } from '#domain/duration';
import { refusalOf } from '../helpers/api';
import { action, as, auditOf, classroom } from '../helpers/classroom';
import { testDb } from '../helpers/db';
import { classSession, NOW, settings } from '../helpers/factories';

const extension = (classSessionId: number, minutes = 5, at = NOW) => ({ ...action(at), classSessionId, minutes });

async function endOf(db: Database, id: number) {
  const [row] = await db.select({ at: classSessions.checkInClosesAt }).from(classSessions).where(eq(classSessions.id, id));
  return row?.at;
}

/** The log as it is once its details are erased. */
async function withoutAudit(db: Database) {
  await db.run(sql`drop trigger if exists audit_events_no_update`);
  await db.update(auditEvents).set({ detail: {} });
}

test('extending check-in moves its end by the minutes, and is on the audit log', async () => {
  await using db = await testDb();
  const { assistant, session } = await classroom(db);
  const at = NOW + 10 * MINUTE_MS;
  const closesAt = NOW + 20 * MINUTE_MS;
  const { classSession } = as(db, assistant, at);
  expect(await classSession.extend(extension(session.id, 5, at))).toEqual({ checkInClosesAt: closesAt });
  expect(await endOf(db, session.id)).toBe(closesAt);
  expect(await auditOf(db, session.id)).toMatchObject([{ action: 'check-in.extended', actorId: assistant.id }]);
});

test('the same extension sent again, or many times at once, extends once', async () => {
  await using db = await testDb();
  const { teacher, session } = await classroom(db);
  const input = extension(session.id, 5);
  const answers = await Promise.all(Array.from({ length: 8 }, () => as(db, teacher).classSession.extend(input)));
  answers.push(await as(db, teacher, NOW + MINUTE_MS).classSession.extend(input));
  expect(new Set(answers.map(({ checkInClosesAt }) => checkInClosesAt))).toEqual(new Set([NOW + 20 * MINUTE_MS]));
  expect(await auditOf(db, session.id)).toHaveLength(1);
});

test('a replay changes nothing and head counts keep their order, whatever the audit log still says', async () => {
  await using db = await testDb();
  const { teacher, session } = await classroom(db);
  const { classSession: call } = as(db, teacher, NOW + 5 * MINUTE_MS);
  const count = (at: number, headCount: number) => ({ ...action(at), classSessionId: session.id, headCount });
  const input = extension(session.id, 5);
  const extended = await call.extend(input);
  const ended = { ...action(NOW + 4 * MINUTE_MS), classSessionId: session.id };
  await call.setHeadCount(count(NOW + 3 * MINUTE_MS, 21));
  await withoutAudit(db);
  expect(await call.extend(input)).toEqual(extended);
  expect(await call.endCheckIn(ended)).toEqual({ checkInClosesAt: NOW + 4 * MINUTE_MS });
  await withoutAudit(db);
  const again = await call.extend(extension(session.id, 10));
  expect(await call.endCheckIn(ended)).toEqual(again);
  expect(await call.setHeadCount(count(NOW + 2 * MINUTE_MS, 20))).toEqual({ outcome: 'kept', headCount: 21 });
  expect(await call.setHeadCount(count(NOW + 4 * MINUTE_MS, 22))).toEqual({ outcome: 'recorded', headCount: 22 });
});

test('two extensions are two', async () => {
  await using db = await testDb();
  const { teacher, session } = await classroom(db);
  await as(db, teacher).classSession.extend(extension(session.id, 5));
  await as(db, teacher).classSession.extend(extension(session.id, 5));
  expect(await endOf(db, session.id)).toBe(NOW + 25 * MINUTE_MS);
});

test('check-in that staff end is over at once, and stays so when ended again', async () => {
  await using db = await testDb();
  const { teacher, assistant, session } = await classroom(db);
  const end = (person: typeof teacher, at: number) =>
    as(db, person, at).classSession.endCheckIn({ ...action(at), classSessionId: session.id });
  expect(await end(teacher, NOW + 4 * MINUTE_MS)).toEqual({ checkInClosesAt: NOW + 4 * MINUTE_MS });
  expect(await end(assistant, NOW + 6 * MINUTE_MS)).toEqual({ checkInClosesAt: NOW + 4 * MINUTE_MS });
  const [row] = await db.select().from(classSessions);
  expect(row).toMatchObject({ state: 'open', checkInClosesAt: NOW + 4 * MINUTE_MS });
});

test('check-in that staff ended can be extended again', async () => {
  await using db = await testDb();
  const { teacher, session } = await classroom(db);
  await as(db, teacher, NOW + MINUTE_MS).classSession.endCheckIn({ ...action(NOW + MINUTE_MS), classSessionId: session.id });
  const at = NOW + 9 * MINUTE_MS;
  const extended = await as(db, teacher, at).classSession.extend(extension(session.id, 5, at));
  expect(extended.checkInClosesAt).toBe(NOW + 14 * MINUTE_MS);
});

test('closing the register ends its check-in, and reopening leaves it ended', async () => {
  await using db = await testDb();
  const { teacher, session } = await classroom(db);
  const at = NOW + 2 * MINUTE_MS;
  await as(db, teacher, at).classSession.close({ ...action(at), classSessionId: session.id });
  expect(await endOf(db, session.id)).toBe(at);
  await as(db, teacher, at + MINUTE_MS).classSession.reopen({ classSessionId: session.id, reason: 'A slip' });
  expect(await endOf(db, session.id)).toBe(at);
  const view = (await as(db, teacher, at + MINUTE_MS).classSession.register({ classSessionId: session.id })).classSession;
  expect(view).toMatchObject({ state: 'open', isCheckInOpen: false });
});

test('check-in is not extended after class, in a register that was reopened', async () => {
  await using db = await testDb();
  const { teacher, session } = await classroom(db);
  await as(db, teacher).classSession.close({ ...action(), classSessionId: session.id });
  const later = as(db, teacher, NOW + 2 * HOUR_MS);
  await later.classSession.reopen({ classSessionId: session.id, reason: 'A slip' });
  expect((await refusalOf(later.classSession.extend(extension(session.id, 5, NOW + 2 * HOUR_MS)))).code).toBe('conflict');
});

test('a register that is not open has no check-in to extend or end', async () => {
  await using db = await testDb();
  const { teacher, session } = await classroom(db, { open: false });
  const { classSession: call } = as(db, teacher);
  expect((await refusalOf(call.extend(extension(session.id)))).code).toBe('conflict');
  expect((await refusalOf(call.endCheckIn({ ...action(), classSessionId: session.id }))).code).toBe('conflict');
});

test.for([0, 121, 2.5])('check-in is not extended by %d minutes', async (minutes) => {
  await using db = await testDb();
  const { teacher, session } = await classroom(db);
  const refusal = await refusalOf(as(db, teacher).classSession.extend(extension(session.id, minutes)));
  expect(refusal).toMatchObject({ code: 'invalid', fieldErrors: { minutes: expect.any(Array) } });
});

test('a head count is kept, changed and forgotten', async () => {
  await using db = await testDb();
  const { teacher, session } = await classroom(db);
  for (const headCount of [23, 0, null]) {
    const input = { ...action(), classSessionId: session.id, headCount };
    expect(await as(db, teacher).classSession.setHeadCount(input)).toEqual({ outcome: 'recorded', headCount });
    const { classSession: view } = await as(db, teacher).classSession.register({ classSessionId: session.id });
    expect(view.headCount).toBe(headCount);
  }
  const wrong = as(db, teacher).classSession.setHeadCount({ ...action(), classSessionId: session.id, headCount: -1 });
  expect((await refusalOf(wrong)).code).toBe('invalid');
});

const NEW = { day: '2026-09-07', startTime: '14:00', endTime: '15:00' };

test('a class session added by hand lies at its wall time in the school’s zone', async () => {
  await using db = await testDb();
  await settings(db, { zone: 'America/New_York' });
  const { assistant, section } = await classroom(db);
  const added = await as(db, assistant).classSession.add({ sectionId: section.id, ...NEW, room: ' Lab 2 ' });
  const [row] = await db.select().from(classSessions).where(eq(classSessions.id, added.classSessionId));
  expect(row).toMatchObject({
    state: 'scheduled',
    zone: 'America/New_York',
    startsAt: Date.UTC(2026, 8, 7, 18, 0),
    endsAt: Date.UTC(2026, 8, 7, 19, 0),
    closesAt: Date.UTC(2026, 8, 7, 19, 0),
    room: 'Lab 2',
    createdById: assistant.id,
  });
  const log = await db
    .select()
    .from(auditEvents)
    .where(eq(auditEvents.subject, `section:${section.id}`));
  expect(log).toMatchObject([{ action: 'class-session.added', actorId: assistant.id }]);
});

test.for([
  ['over the whole of another', { startTime: '08:30', endTime: '10:30' }, 'startTime'],
  ['over its beginning', { startTime: '08:30', endTime: '09:30' }, 'startTime'],
  ['over its end', { startTime: '09:59', endTime: '10:30' }, 'startTime'],
  ['exactly as another', { startTime: '09:00', endTime: '10:00' }, 'startTime'],
  ['right before another', { startTime: '08:59', endTime: '09:00' }, null],
  ['right after another', { startTime: '10:00', endTime: '11:00' }, null],
  ['in the past', { day: '2026-09-06' }, 'day'],
  ['that is ending now', { day: '2026-09-07', startTime: '08:00', endTime: '08:30' }, 'day'],
] as const)('a class session added %s is refused at its field, or added', async ([, given, field]) => {
  await using db = await testDb();
  const { teacher, section } = await classroom(db);
  const call = as(db, teacher, NOW - 30 * MINUTE_MS).classSession.add({ sectionId: section.id, ...NEW, ...given });
  if (field === null) expect(await call).toEqual({ classSessionId: expect.any(Number) });
  else expect(await refusalOf(call)).toMatchObject({ code: 'invalid', fieldErrors: { [field]: [expect.any(String)] } });
});

test('a class session is not added into one of the night before', async () => {
  await using db = await testDb();
  const { teacher, section } = await classroom(db);
  const { classSession: call } = as(db, teacher);
  await call.add({ sectionId: section.id, day: '2026-09-08', startTime: '23:00', endTime: '00:30' });
  const into = { sectionId: section.id, day: '2026-09-09', startTime: '00:00', endTime: '01:00' };
  expect(await refusalOf(call.add(into))).toMatchObject({ code: 'invalid', fieldErrors: { startTime: [expect.any(String)] } });
});

test('the same class session added by many at once is there once', async () => {
  await using db = await testDb();
  const { teacher, assistant, section } = await classroom(db);
  const people = [teacher, assistant, teacher, assistant];
  const results = await Promise.allSettled(
    people.map((person, index) =>
      as(db, person).classSession.add({ sectionId: section.id, ...NEW, startTime: `14:0${index % 2}` }),
    ),
  );
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  for (const result of results) {
    if (result.status === 'rejected') expect(await refusalOf(Promise.reject(result.reason))).toMatchObject({ code: 'invalid' });
  }
});

test('the start of a cancelled class session is refused, a time beside it is not', async () => {
  await using db = await testDb();
  const { teacher, section } = await classroom(db);
  await classSession(db, { sectionId: section.id, startsAt: Date.UTC(2026, 8, 7, 14, 0), state: 'cancelled' });
  const { classSession: call } = as(db, teacher);
  expect((await refusalOf(call.add({ sectionId: section.id, ...NEW }))).code).toBe('invalid');
  expect(await call.add({ sectionId: section.id, ...NEW, startTime: '14:10' })).toEqual({ classSessionId: expect.any(Number) });
});

test('a time that the clocks skip is refused at its field', async () => {
  await using db = await testDb();
  await settings(db, { zone: 'Europe/Berlin' });
  const { teacher, section } = await classroom(db);
  const skipped = { sectionId: section.id, day: '2027-03-28', startTime: '02:30', endTime: '03:15' };
  const refusal = await refusalOf(as(db, teacher).classSession.add(skipped));
  expect(refusal).toMatchObject({ code: 'invalid', fieldErrors: { startTime: [expect.any(String)] } });
});

test('sections to choose from are one’s own, and all of them for an administrator', async () => {
  await using db = await testDb();
  const first = await classroom(db);
  const second = await classroom(db);
  const admin = { id: 999, name: 'Admin', role: 'admin' as const, state: 'active' as const };
  const ids = async (person: Parameters<typeof as>[1]) =>
    (await as(db, person).classSession.sections()).map(({ sectionId }) => sectionId).sort((a, b) => a - b);
  expect(await ids(first.teacher)).toEqual([first.section.id]);
  expect(await ids(second.assistant)).toEqual([second.section.id]);
  expect(await ids(admin)).toEqual([first.section.id, second.section.id]);
});
