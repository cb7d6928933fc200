/** Live views: whole at first, then what changed and when, for as long as somebody watches. */
import { expect, test } from 'vitest';
import { type Database, openDatabase } from '#db/client';
import { MINUTE_MS } from '#domain/duration';
import type { RegisterChange } from '#domain/register/register';
import type { ActorContext } from '#server/context/context';
import { watchOverview } from '#server/services/register/live/overview';
import { watchRegister } from '#server/services/register/live/watch-register';
import { refusalOf, testContext } from '../helpers/api';
import { action, as, classroom } from '../helpers/classroom';
import { testDb } from '../helpers/db';
import { NOW, user } from '../helpers/factories';
import { knownPhoneOf, phoneOf, scanBy } from '../helpers/phone';

/** From a check-in to the screen, in the worst case. */
const SOON_MS = 1_500;
type Person = Parameters<typeof as>[1];

function contextOf(db: Database, actor: Person, now: () => number): ActorContext {
  return testContext(db, { actor, now }).ctx as ActorContext;
}

/** Somebody who watches a register: `next()` is the next message, `none(ms)` that there is none for a while. */
function watching(db: Database, actor: Person, classSessionId: number, now: () => number = () => NOW) {
  const left = new AbortController();
  const messages = watchRegister(contextOf(db, actor, now), classSessionId, left.signal);
  let pending: Promise<IteratorResult<RegisterChange>> | undefined;
  const read = () => {
    pending ??= messages.next();
    return pending;
  };
  const next = async () => {
    const { value } = await read();
    pending = undefined;
    return value as RegisterChange;
  };
  const isQuietFor = (ms: number) => {
    const silence = new Promise<boolean>((resolve) => setTimeout(resolve, ms, true));
    return Promise.race([read().then(() => false), silence]);
  };
  return { next, isQuietFor, end: read, [Symbol.dispose]: () => left.abort(), leave: () => left.abort() };
}

test('a live register is whole at first, then says what changed, soon', async () => {
  await using db = await testDb();
  const { teacher, session, students, student } = await classroom(db, { students: 3 });
  using watcher = watching(db, teacher, session.id);
  expect(await watcher.next()).toMatchObject({ isWhole: true, classSession: { id: session.id }, rows: students.map(() => ({})) });
  const claim = await scanBy(db, await phoneOf(db, student), session, { at: NOW });
  await as(db, student).checkIn.submit(claim);
  const startedAt = performance.now();
  const change = await watcher.next();
  expect(performance.now() - startedAt).toBeLessThan(SOON_MS);
  expect(change).toMatchObject({
    isWhole: false,
    rows: [{ studentId: student.id, status: 'present', source: 'qr', version: 1 }],
  });
});

test('a commit of this process is on screen at once, and what another process writes soon', async () => {
  await using db = await testDb();
  const { teacher, session } = await classroom(db);
  using watcher = watching(db, teacher, session.id);
  await watcher.next();
  await watcher.isQuietFor(200);
  const startedAt = performance.now();
  await as(db, teacher).classSession.setHeadCount({ ...action(), classSessionId: session.id, headCount: 3 });
  expect(await watcher.next()).toMatchObject({ classSession: { headCount: 3 } });
  expect(performance.now() - startedAt).toBeLessThan(400);
  const other = await openDatabase({ url: `file:${db.file}` });
  await as(other, teacher).classSession.setHeadCount({ ...action(), classSessionId: session.id, headCount: 4 });
  other.$client.close();
  expect(await watcher.next()).toMatchObject({ classSession: { headCount: 4 } });
  expect(performance.now() - startedAt).toBeLessThan(SOON_MS);
});

test('another key of the code is told at once, so that screens take it', async () => {
  await using db = await testDb();
  const { teacher, assistant, session } = await classroom(db);
  using watcher = watching(db, teacher, session.id);
  expect(await watcher.next()).toMatchObject({ classSession: { revision: 1 } });
  await as(db, assistant).classSession.renewKey({ classSessionId: session.id });
  expect(await watcher.next()).toMatchObject({ isWhole: false, classSession: { revision: 2 }, rows: [] });
});

test('a claim that waits appears, and disappears when it is settled', async () => {
  await using db = await testDb();
  const { teacher, session, student } = await classroom(db, { students: 2 });
  using watcher = watching(db, teacher, session.id);
  await watcher.next();
  const claim = await scanBy(db, await knownPhoneOf(db, student), session, { at: NOW });
  await as(db, student, NOW + 5 * MINUTE_MS).checkIn.submit(claim);
  expect((await watcher.next()).rows).toMatchObject([{ studentId: student.id, waiting: ['few-windows'], version: 0 }]);
  await as(db, teacher, NOW + 5 * MINUTE_MS).checkIn.settle({ ...action(), claimId: claim.id, decision: 'decline' });
  expect((await watcher.next()).rows).toMatchObject([{ studentId: student.id, waiting: [], claims: [], status: null }]);
});

test('a claim whose doubt changes is shown with the doubt it has now', async () => {
  await using db = await testDb();
  const { teacher, session } = await classroom(db, { open: false });
  const guest = await user(db);
  await as(db, guest).checkIn.submit(await scanBy(db, await phoneOf(db, guest), session, { at: NOW }));
  using watcher = watching(db, teacher, session.id);
  const first = await watcher.next();
  expect(first.rows.find(({ studentId }) => studentId === guest.id)?.waiting).toEqual(['not-opened-yet']);
  await as(db, teacher, NOW + 1_000).classSession.open({ ...action(), classSessionId: session.id });
  const shown = async (): Promise<unknown> => {
    const row = (await watcher.next()).rows.find(({ studentId }) => studentId === guest.id);
    return row ? row.waiting : shown();
  };
  expect(await shown()).toEqual(['not-on-roll']);
});

test('a register is quiet while nothing happens', async () => {
  await using db = await testDb();
  const { teacher, session } = await classroom(db);
  const other = await classroom(db);
  using watcher = watching(db, teacher, session.id);
  await watcher.next();
  await as(db, other.teacher).classSession.setHeadCount({ ...action(), classSessionId: other.session.id, headCount: 3 });
  expect(await watcher.isQuietFor(700)).toBe(true);
});

test('whoever is no longer of the register makes it whole again, without them', async () => {
  await using db = await testDb();
  const { teacher, session } = await classroom(db, { students: 2 });
  const guest = await user(db);
  const claim = await scanBy(db, await phoneOf(db, guest), session, { at: NOW });
  await as(db, guest).checkIn.submit(claim);
  using watcher = watching(db, teacher, session.id);
  expect((await watcher.next()).rows).toHaveLength(3);
  await as(db, teacher).checkIn.settle({ ...action(), claimId: claim.id, decision: 'decline' });
  expect(await watcher.next()).toMatchObject({ isWhole: true, rows: [{}, {}] });
});

test('the end of check-in, the closing and its absences are seen without a reload', async () => {
  await using db = await testDb();
  const { teacher, session } = await classroom(db, { students: 2 });
  let now = NOW;
  using watcher = watching(db, teacher, session.id, () => now);
  expect((await watcher.next()).classSession.isCheckInOpen).toBe(true);
  now = NOW + 15 * MINUTE_MS;
  expect((await watcher.next()).classSession).toMatchObject({ state: 'open', isCheckInOpen: false });
  await as(db, teacher, now).classSession.close({ ...action(now), classSessionId: session.id });
  const closed = await watcher.next();
  expect(closed.classSession).toMatchObject({ state: 'closed', isHeld: true, closedAt: now });
  expect(closed.rows.map(({ status, source }) => `${status} ${source}`)).toEqual(['absent auto', 'absent auto']);
});

test('the watch ends when the reader leaves', async () => {
  await using db = await testDb();
  const { teacher, session } = await classroom(db);
  const watcher = watching(db, teacher, session.id);
  await watcher.next();
  const startedAt = performance.now();
  const end = watcher.end();
  watcher.leave();
  expect((await end).done).toBe(true);
  expect(performance.now() - startedAt).toBeLessThan(400);
});

test('a register of another section is not found, in a subscription as elsewhere', async () => {
  await using db = await testDb();
  const { session } = await classroom(db);
  const other = await classroom(db);
  const messages = await as(db, other.teacher).live.register({ classSessionId: session.id });
  const first = (messages as AsyncIterable<unknown>)[Symbol.asyncIterator]().next();
  expect((await refusalOf(first)).code).toBe('not-found');
});

test('the school’s overview is sent again when a count changes', async () => {
  await using db = await testDb();
  const { student, session } = await classroom(db);
  const admin = await user(db, { role: 'admin' });
  const left = new AbortController();
  const messages = watchOverview(
    contextOf(db, admin, () => NOW),
    left.signal,
  );
  expect((await messages.next()).value).toMatchObject({ rows: [{ tally: { present: 0 } }] });
  await as(db, student).checkIn.submit(await scanBy(db, await phoneOf(db, student), session, { at: NOW }));
  const startedAt = performance.now();
  expect((await messages.next()).value).toMatchObject({ rows: [{ tally: { present: 1 } }] });
  expect(performance.now() - startedAt).toBeLessThan(SOON_MS);
  left.abort();
  expect((await messages.next()).done).toBe(true);
});

test('a claim that is judged again is told anew, with what it waits for now', async () => {
  await using db = await testDb();
  const { teacher, session, student } = await classroom(db, { open: false });
  const at = NOW + 20 * MINUTE_MS;
  using watcher = watching(db, teacher, session.id, () => at);
  await watcher.next();
  const claim = await scanBy(db, await phoneOf(db, student), session, { at: NOW + MINUTE_MS, windows: 3 });
  await as(db, student, at).checkIn.submit(claim);
  expect((await watcher.next()).rows).toMatchObject([{ waiting: ['not-opened-yet'], claims: [{ claimId: claim.id }] }]);
  await as(db, teacher, at).classSession.open({ ...action(), classSessionId: session.id });
  const reasons = ['new-device'];
  let change = await watcher.next();
  if (change.rows.length === 0) change = await watcher.next();
  expect(change.rows).toMatchObject([{ waiting: reasons, claims: [{ claimId: claim.id, reasons }] }]);
});
