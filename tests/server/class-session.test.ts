/** Running a class session: opening and closing, once and twice, alone and at the same time, at every edge of its hours. */
import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import type { Database } from '#db/client';
import { classSessions } from '#db/schema';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#domain/duration';
import { fromBase64Url } from '#domain/encoding';
import { refusalOf, testServices } from '../helpers/api';
import { action, as, auditOf, classroom, eventsOf, markOf, marksOf } from '../helpers/classroom';
import { testDb } from '../helpers/db';
import { classSession, enrolment, NOW, settings, user } from '../helpers/factories';

const ENDS = NOW + HOUR_MS;
const open = (id: number, at = NOW) => ({ ...action(at), classSessionId: id });

async function stored(db: Database, id: number) {
  const [row] = await db.select().from(classSessions).where(eq(classSessions.id, id));
  if (!row) throw new Error('no such class session');
  return row;
}

test('opening answers everything the screen of staff needs', async () => {
  await using db = await testDb();
  const { teacher, session } = await classroom(db, { open: false });
  const opened = await as(db, teacher, NOW + 5_000).classSession.open(open(session.id, NOW + 5_000));
  expect(opened).toEqual({
    outcome: 'opened',
    openedAt: NOW + 5_000,
    checkInClosesAt: NOW + 5_000 + 15 * MINUTE_MS,
    key: expect.stringMatching(/^[\w-]{43}$/),
    revision: 0,
    periodMs: 3_000,
    serverNow: NOW + 5_000,
  });
  expect(fromBase64Url(opened.key)).toEqual(await testServices(db).codeKeys.raw(session.id, 0));
  expect(await stored(db, session.id)).toMatchObject({ state: 'open', openedById: teacher.id, openedAt: NOW + 5_000 });
  expect(await auditOf(db, session.id)).toMatchObject([{ action: 'register.opened', actorId: teacher.id }]);
});

test.for([
  ['30 min and 1 ms before the start', NOW - 30 * MINUTE_MS - 1, 'conflict'],
  ['30 min before the start', NOW - 30 * MINUTE_MS, 'opened'],
  ['1 ms before the end', ENDS - 1, 'opened'],
  ['at the end', ENDS, 'conflict'],
  ['five days before', NOW - 5 * DAY_MS, 'conflict'],
  ['the day after', ENDS + DAY_MS, 'conflict'],
] as const)('opening %s: %s', async ([, at, expected]) => {
  await using db = await testDb();
  const { teacher, session } = await classroom(db, { open: false });
  const call = as(db, teacher, at).classSession.open(open(session.id, at));
  const outcome = expected === 'conflict' ? (await refusalOf(call)).code : (await call).outcome;
  expect(outcome).toBe(expected);
  expect((await stored(db, session.id)).openedAt).toBe(expected === 'conflict' ? null : at);
});

test('opened before the start, check-in lasts from the start', async () => {
  await using db = await testDb();
  const { teacher, session } = await classroom(db, { open: false });
  const opened = await as(db, teacher, NOW - 20 * MINUTE_MS).classSession.open(open(session.id, NOW - 20 * MINUTE_MS));
  expect(opened.checkInClosesAt).toBe(NOW + 15 * MINUTE_MS);
});

test('opening twice answers what already happened and changes nothing', async () => {
  await using db = await testDb();
  const { teacher, assistant, session } = await classroom(db, { open: false });
  const first = await as(db, teacher).classSession.open(open(session.id));
  const later = NOW + MINUTE_MS;
  for (const person of [teacher, assistant]) {
    const again = await as(db, person, later).classSession.open(open(session.id, later));
    expect(again).toEqual({ ...first, outcome: 'already-open', serverNow: later });
  }
  expect(await auditOf(db, session.id)).toHaveLength(1);
});

test('two staff who open at once open it once', async () => {
  await using db = await testDb();
  const { teacher, assistant, session } = await classroom(db, { open: false });
  const people = [teacher, assistant, teacher, assistant, teacher, assistant];
  const answers = await Promise.all(
    people.map((person, index) => as(db, person, NOW + index).classSession.open(open(session.id, NOW + index))),
  );
  expect(answers.map(({ outcome }) => outcome).sort()).toEqual([...Array(5).fill('already-open'), 'opened']);
  expect(new Set(answers.map(({ openedAt }) => openedAt)).size).toBe(1);
  expect(await auditOf(db, session.id)).toHaveLength(1);
});

test('a section has one open class session at a time, also when two are opened at once', async () => {
  await using db = await testDb();
  const { teacher, section, session } = await classroom(db, { open: false });
  const other = await classSession(db, { sectionId: section.id, startsAt: NOW + 5 * MINUTE_MS });
  const calls = [session, other].map(({ id }) => as(db, teacher).classSession.open(open(id)));
  const results = await Promise.allSettled(calls);
  expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  const refused = calls[results.findIndex(({ status }) => status === 'rejected')] as Promise<unknown>;
  expect(await refusalOf(refused)).toMatchObject({ code: 'conflict', message: expect.stringContaining('Another class session') });
  const states = await db.select({ id: classSessions.id, state: classSessions.state }).from(classSessions);
  expect(states.map(({ state }) => state).sort()).toEqual(['open', 'scheduled']);
  const idOf = (wanted: string) => states.find(({ state }) => state === wanted)?.id as number;
  const besideOf = (classSessionId: number) => as(db, teacher).classSession.openBeside({ classSessionId });
  expect(await besideOf(idOf('scheduled'))).toMatchObject({ classSessionId: idOf('open') });
  expect(await besideOf(idOf('open'))).toBeNull();
});

test('whoever only covers a class is not led to the open register in its way', async () => {
  await using db = await testDb();
  const { teacher, section } = await classroom(db);
  const later = await classSession(db, { sectionId: section.id, startsAt: NOW + 5 * MINUTE_MS });
  const colleague = await user(db, { role: 'teacher' });
  await as(db, teacher).cover.handOver({ classSessionId: later.id, userId: colleague.id });
  expect(await as(db, colleague).classSession.openBeside({ classSessionId: later.id })).toBeNull();
});

test('a class session left open gives way once its time is over', async () => {
  await using db = await testDb();
  const { teacher, section, session } = await classroom(db);
  const next = await classSession(db, { sectionId: section.id, startsAt: ENDS });
  expect(await as(db, teacher, ENDS).classSession.open(open(next.id, ENDS))).toMatchObject({ outcome: 'opened' });
  expect(await stored(db, session.id)).toMatchObject({ state: 'closed', isHeld: true });
});

test.for([
  ['an hour ago, during class', NOW + 10 * MINUTE_MS, NOW + 70 * MINUTE_MS, NOW + 10 * MINUTE_MS],
  ['in the future', NOW + 40 * MINUTE_MS, NOW + 10 * MINUTE_MS, NOW + 10 * MINUTE_MS],
  ['at a time outside opening hours', NOW - HOUR_MS, NOW + 10 * MINUTE_MS, NOW + 10 * MINUTE_MS],
  ['in 1970', 0, NOW + 10 * MINUTE_MS, NOW + 10 * MINUTE_MS],
] as const)('opened, says the device, %s', async ([, at, now, openedAt]) => {
  await using db = await testDb();
  const { teacher, session } = await classroom(db, { open: false });
  const opened = await as(db, teacher, now).classSession.open(open(session.id, at));
  expect(opened).toMatchObject({ outcome: 'opened', openedAt, checkInClosesAt: openedAt + 15 * MINUTE_MS });
});

test('an opening made with no network counts until it is older than the school lets claims be', async () => {
  await using db = await testDb();
  const { teacher, session } = await classroom(db, { open: false });
  const at = NOW + MINUTE_MS;
  const tooLate = as(db, teacher, at + DAY_MS + 1).classSession.open(open(session.id, at));
  expect((await refusalOf(tooLate)).code).toBe('conflict');
  expect(await as(db, teacher, at + DAY_MS).classSession.open(open(session.id, at))).toMatchObject({ openedAt: at });
});

test('with a TTL of 0 a class session opens, and check-in is over as it begins', async () => {
  await using db = await testDb();
  const { teacher, session } = await classroom(db, { open: false });
  const call = as(db, teacher, NOW, { policy: { codeTtlMinutes: 0 } });
  expect(await call.classSession.open(open(session.id))).toMatchObject({ outcome: 'opened', checkInClosesAt: NOW });
  const extend = call.classSession.extend({ ...action(), classSessionId: session.id, minutes: 5 });
  expect((await refusalOf(extend)).code).toBe('conflict');
});

test('closing makes the unmarked absent, leaves the marked, and is on the audit log', async () => {
  await using db = await testDb();
  const { teacher, session, students } = await classroom(db, { students: 3 });
  const [present] = students;
  const mark = { ...action(), classSessionId: session.id, studentId: present?.id ?? 0, status: 'present' as const, version: 0 };
  await as(db, teacher).attendance.mark(mark);
  const now = NOW + 20 * MINUTE_MS;
  const closed = await as(db, teacher, now).classSession.close({ ...action(now), classSessionId: session.id });
  expect(closed).toEqual({ outcome: 'closed', closedAt: now });
  expect((await marksOf(db, session.id)).map(({ status, source }) => `${status} ${source}`)).toEqual([
    'present teacher',
    'absent auto',
    'absent auto',
  ]);
  expect(await stored(db, session.id)).toMatchObject({ state: 'closed', isHeld: true, closedById: teacher.id, closedAt: now });
  expect(await auditOf(db, session.id)).toMatchObject([{ action: 'register.closed', actorId: teacher.id }]);
  expect(await eventsOf(db, session.id)).toHaveLength(3);
});

test('only students on the roll that day are made absent', async () => {
  await using db = await testDb();
  const { teacher, section, session, student } = await classroom(db);
  const left = await user(db);
  const joins = await user(db);
  const lastDay = await user(db);
  await enrolment(db, { sectionId: section.id, studentId: left.id, untilDay: '2026-09-06' });
  await enrolment(db, { sectionId: section.id, studentId: joins.id, fromDay: '2026-09-08' });
  await enrolment(db, { sectionId: section.id, studentId: lastDay.id, fromDay: '2026-09-07', untilDay: '2026-09-07' });
  await as(db, teacher).classSession.close({ ...action(), classSessionId: session.id });
  expect((await marksOf(db, session.id)).map(({ studentId }) => studentId)).toEqual([student.id, lastDay.id]);
});

test('closing twice, alone or together, closes once', async () => {
  await using db = await testDb();
  const { teacher, assistant, session } = await classroom(db, { students: 5 });
  const people = [teacher, assistant, teacher, assistant];
  const close = (person: typeof teacher, now: number) =>
    as(db, person, now).classSession.close({ ...action(now), classSessionId: session.id });
  const answers = await Promise.all(people.map((person, index) => close(person, NOW + MINUTE_MS + index)));
  expect(answers.map(({ outcome }) => outcome).sort()).toEqual(['already-closed', 'already-closed', 'already-closed', 'closed']);
  const again = await close(teacher, NOW + 30 * MINUTE_MS);
  expect(again).toEqual({ outcome: 'already-closed', closedAt: answers.find(({ outcome }) => outcome === 'closed')?.closedAt });
  expect(await auditOf(db, session.id)).toHaveLength(1);
  expect(await eventsOf(db, session.id)).toHaveLength(5);
});

test('what was never opened cannot be closed, nor what is closed opened', async () => {
  await using db = await testDb();
  const { teacher, session } = await classroom(db, { open: false });
  const { classSession: call } = as(db, teacher);
  expect(await refusalOf(call.close({ ...action(), classSessionId: session.id }))).toMatchObject({ code: 'conflict' });
  await call.open(open(session.id));
  await call.close({ ...action(), classSessionId: session.id });
  expect(await refusalOf(call.open(open(session.id)))).toMatchObject({
    code: 'conflict',
    message: expect.stringContaining('Reopen'),
  });
});

test('a cancelled class session is neither opened nor marked', async () => {
  await using db = await testDb();
  const { teacher, session, student } = await classroom(db, { open: false, classSession: { state: 'cancelled' } });
  const { classSession: call, attendance } = as(db, teacher);
  expect(await refusalOf(call.open(open(session.id)))).toMatchObject({ code: 'conflict' });
  const mark = { ...action(), classSessionId: session.id, studentId: student.id, status: 'present' as const, version: 0 };
  expect(await refusalOf(attendance.mark(mark))).toMatchObject({ code: 'conflict' });
});

test('a closing made with no network happened when the device says', async () => {
  await using db = await testDb();
  const { teacher, session } = await classroom(db);
  const at = NOW + 50 * MINUTE_MS;
  const closed = await as(db, teacher, at + 5 * MINUTE_MS).classSession.close({ ...action(at), classSessionId: session.id });
  expect(closed).toEqual({ outcome: 'closed', closedAt: at });
});

test('nothing is closed before it was opened, whatever the device says', async () => {
  await using db = await testDb();
  const { teacher, session } = await classroom(db);
  const closed = await as(db, teacher, NOW + 100).classSession.close({ ...action(NOW - 100), classSessionId: session.id });
  expect(closed.closedAt).toBe(NOW);
});

test('the code’s key is there again for staff of an open class session, until 10 min after its end', async () => {
  await using db = await testDb();
  const { teacher, session } = await classroom(db);
  const key = await as(db, teacher).classSession.key({ classSessionId: session.id });
  expect(fromBase64Url(key.key)).toEqual(await testServices(db).codeKeys.raw(session.id, session.revision));
  await as(db, teacher).classSession.close({ ...action(), classSessionId: session.id });
  expect((await refusalOf(as(db, teacher).classSession.key({ classSessionId: session.id }))).code).toBe('conflict');
});

test('a new revision is another key', async () => {
  await using db = await testDb();
  const { teacher, session } = await classroom(db);
  const { classSession: call } = as(db, teacher);
  const before = await call.key({ classSessionId: session.id });
  await db.update(classSessions).set({ revision: session.revision + 1 });
  const after = await call.key({ classSessionId: session.id });
  expect(after.revision).toBe(before.revision + 1);
  expect(after.key).not.toBe(before.key);
});

test('a reopened register counts nowhere until it closes again, by itself after an hour', async () => {
  await using db = await testDb();
  const { teacher, session, student } = await classroom(db);
  await as(db, teacher).classSession.close({ ...action(), classSessionId: session.id });
  const now = ENDS + 2 * HOUR_MS;
  const reopened = await as(db, teacher, now).classSession.reopen({ classSessionId: session.id, reason: 'Forgot two' });
  expect(reopened).toEqual({ closesAt: now + HOUR_MS });
  expect(await stored(db, session.id)).toMatchObject({ state: 'open', isHeld: false, closedAt: null });
  const ids = { classSessionId: session.id, studentId: student.id };
  const mark = { ...action(now), ...ids, status: 'present' as const, version: 1 };
  expect(await as(db, teacher, now).attendance.mark(mark)).toMatchObject({ outcome: 'recorded' });
  const later = as(db, teacher, now + HOUR_MS);
  expect(await later.classSession.close({ ...action(), classSessionId: session.id })).toMatchObject({
    outcome: 'already-closed',
  });
  expect(await stored(db, session.id)).toMatchObject({ state: 'closed', isHeld: true, closedAt: now + HOUR_MS });
  expect(await markOf(db, ids)).toMatchObject({ status: 'present' });
  const [, reopening] = await auditOf(db, session.id);
  expect(reopening).toMatchObject({ action: 'register.reopened', detail: { reason: 'Forgot two' } });
});

test.for([
  ['1 ms before the lock', ENDS + 7 * DAY_MS - 1, 'reopened'],
  ['at the lock', ENDS + 7 * DAY_MS, 'conflict'],
] as const)('reopening %s: %s', async ([, now, expected]) => {
  await using db = await testDb();
  const { teacher, session } = await classroom(db);
  await as(db, teacher).classSession.close({ ...action(), classSessionId: session.id });
  const call = as(db, teacher, now).classSession.reopen({ classSessionId: session.id, reason: 'Forgot two' });
  const result = await call.then(
    () => 'reopened',
    () => refusalOf(call).then(({ code }) => code),
  );
  expect(result).toBe(expected);
});

test('a school that locks at once lets nothing be reopened', async () => {
  await using db = await testDb();
  await settings(db, { lockDays: 0 });
  const { teacher, session } = await classroom(db);
  const call = as(db, teacher, ENDS).classSession.reopen({ classSessionId: session.id, reason: 'Forgot two' });
  expect((await refusalOf(call)).code).toBe('conflict');
});

test('an open register is not reopened, nor one while another of the section is open', async () => {
  await using db = await testDb();
  const { teacher, section, session } = await classroom(db);
  const { classSession: call } = as(db, teacher);
  expect((await refusalOf(call.reopen({ classSessionId: session.id, reason: 'Forgot two' }))).code).toBe('conflict');
  await call.close({ ...action(), classSessionId: session.id });
  const other = await classSession(db, { sectionId: section.id, startsAt: NOW + MINUTE_MS });
  await call.open(open(other.id));
  const refusal = await refusalOf(call.reopen({ classSessionId: session.id, reason: 'Forgot two' }));
  expect(refusal).toMatchObject({ code: 'conflict', message: expect.stringContaining('Another class session') });
});
