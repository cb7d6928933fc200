/**
 * Cases of a lesson with no network that cross several rules: what arrives late, twice, or after the facts have changed. Cases that
 * are one rule's are tested with that rule; those of the device itself are in `tests/browser/offline-cases.test.ts`.
 */
import { eq } from 'drizzle-orm';
import { expect, test } from 'vitest';
import { classSessions, enrolments } from '#db/schema';
import { windowAt } from '#domain/check-in/rotating-code';
import { DAY_MS, HOUR_MS, MINUTE_MS } from '#domain/duration';
import { instantOf } from '#domain/instant';
import { refusalOf } from '../helpers/api';
import { action, as, claimsOf, classroom, eventsOf, markOf, marksOf } from '../helpers/classroom';
import { testDb } from '../helpers/db';
import { classSession, NOW } from '../helpers/factories';
import { knownPhoneOf, phoneOf, scanBy, tokensAt } from '../helpers/phone';

const PERIOD_MS = 3_000;
const SCAN_AT = NOW + MINUTE_MS;
const LATER = NOW + 5 * HOUR_MS;

test('an instant at the edge of two windows belongs to the later one', () => {
  const edge = 1_000 * PERIOD_MS;
  expect([windowAt(edge - 1, PERIOD_MS), windowAt(edge, PERIOD_MS), windowAt(edge + 1, PERIOD_MS)]).toEqual([999, 1_000, 1_000]);
});

test.for([
  ['one window ahead of the server’s clock', SCAN_AT + PERIOD_MS, { outcome: 'recorded' }],
  ['two windows ahead of it', SCAN_AT + 2 * PERIOD_MS, { outcome: 'refused', reason: 'future' }],
  ['of the first window of check-in', NOW, { outcome: 'recorded' }],
  ['one window before check-in', NOW - PERIOD_MS, { outcome: 'refused', reason: 'outside-window' }],
] as const)('a scan %s is accepted or refused', async ([, at, outcome]) => {
  await using db = await testDb();
  const { session, student } = await classroom(db);
  const claim = await scanBy(db, await phoneOf(db, student), session, { at });
  expect(await as(db, student, Math.min(at + PERIOD_MS, SCAN_AT)).checkIn.submit(claim)).toMatchObject(outcome);
});

test.for([
  [10 * MINUTE_MS, 'present'],
  [10 * MINUTE_MS + PERIOD_MS, 'late'],
] as const)('a window that begins %i ms after class did is %s: the threshold counts as in time', async ([after, status]) => {
  await using db = await testDb();
  const { session, student } = await classroom(db);
  const claim = await scanBy(db, await knownPhoneOf(db, student), session, { at: NOW + after, windows: 3 });
  expect(await as(db, student, LATER).checkIn.submit(claim)).toMatchObject({ outcome: 'recorded', status });
});

test('the same batch delivered twice leaves one register, and changes nothing the second time', async () => {
  await using db = await testDb();
  const { session, teacher, student, friend } = await classroom(db, { students: 2, open: false });
  const classSessionId = session.id;
  const mark = { ...action(NOW + 1), classSessionId, studentId: friend.id, status: 'late' as const, version: 0 };
  const [open, close] = [action(NOW), action(NOW + 20 * MINUTE_MS)];
  const claim = await scanBy(db, await knownPhoneOf(db, student), session, { at: SCAN_AT, windows: 3 });
  const at = NOW + 30 * MINUTE_MS;
  await as(db, student, at).checkIn.submit(claim);
  await as(db, teacher, at).classSession.open({ ...open, classSessionId });
  await as(db, teacher, at).attendance.mark(mark);
  const { closedAt } = await as(db, teacher, at).classSession.close({ ...close, classSessionId });
  const [marks, events] = [await marksOf(db, classSessionId), await eventsOf(db, classSessionId)];
  expect(marks.map(({ status, source }) => `${status} ${source}`)).toEqual(['present offline', 'late teacher']);
  const again = await as(db, student, LATER).checkIn.submit(claim);
  expect(again).toMatchObject({ outcome: 'recorded', status: 'present', source: 'offline' });
  expect(await refusalOf(as(db, teacher, LATER).classSession.open({ ...open, classSessionId }))).toMatchObject({
    code: 'conflict',
  });
  expect(await as(db, teacher, LATER).classSession.close({ ...close, classSessionId })).toEqual({
    outcome: 'already-closed',
    closedAt,
  });
  expect([await marksOf(db, classSessionId), await eventsOf(db, classSessionId)]).toEqual([marks, events]);
});

test('an automatic absence is lifted by a scan that arrives hours after class, and the history keeps both', async () => {
  await using db = await testDb();
  const { session, teacher, student } = await classroom(db);
  const claim = await scanBy(db, await knownPhoneOf(db, student), session, { at: SCAN_AT, windows: 3 });
  await as(db, teacher, NOW + 30 * MINUTE_MS).classSession.close({ ...action(NOW + 30 * MINUTE_MS), classSessionId: session.id });
  const ids = { classSessionId: session.id, studentId: student.id };
  expect(await markOf(db, ids)).toMatchObject({ status: 'absent', source: 'auto' });
  expect(await as(db, student, LATER).checkIn.submit(claim)).toMatchObject({ outcome: 'recorded', source: 'offline' });
  expect(await markOf(db, ids)).toMatchObject({ status: 'present', source: 'offline', claimId: claim.id });
  const history = (await eventsOf(db, session.id)).map(({ fromStatus, toStatus }) => [fromStatus, toStatus]);
  expect(history).toEqual([
    [null, 'absent'],
    ['absent', 'present'],
  ]);
});

test('a scan of a class that was cancelled after it is kept and refused, and marks nobody', async () => {
  await using db = await testDb();
  const { session, student } = await classroom(db);
  const claim = await scanBy(db, await knownPhoneOf(db, student), session, { at: SCAN_AT, windows: 3 });
  await db.update(classSessions).set({ state: 'cancelled' }).where(eq(classSessions.id, session.id));
  expect(await as(db, student, LATER).checkIn.submit(claim)).toEqual({ outcome: 'refused', reason: 'bad-code' });
  expect(await claimsOf(db, session.id)).toMatchObject([{ id: claim.id, verdict: 'refused' }]);
  expect(await marksOf(db, session.id)).toEqual([]);
});

test('a student who was taken off the roll that morning, after the scan or before it, waits for staff', async () => {
  await using db = await testDb();
  const { session, student } = await classroom(db);
  const claim = await scanBy(db, await knownPhoneOf(db, student), session, { at: SCAN_AT, windows: 3 });
  await db.update(enrolments).set({ untilDay: '2026-09-06' }).where(eq(enrolments.studentId, student.id));
  expect(await as(db, student, LATER).checkIn.submit(claim)).toEqual({ outcome: 'waiting', reasons: ['not-on-roll'] });
  expect(await marksOf(db, session.id)).toEqual([]);
});

test.for([
  ['spring', '2027-03-28', '01:30', '03:30', HOUR_MS],
  ['autumn', '2026-10-25', '01:30', '03:30', 3 * HOUR_MS],
] as const)(
  'a class over the clock change in %s is judged by instants, not by what clocks say',
  async ([, day, from, to, lasts]) => {
    await using db = await testDb();
    const zone = 'Europe/Berlin';
    const [startsAt, endsAt] = [instantOf(day, from, zone), instantOf(day, to, zone)];
    expect(endsAt - startsAt).toBe(lasts);
    const opened = { startsAt, endsAt, openedAt: startsAt, checkInClosesAt: endsAt };
    const { session, student, friend } = await classroom(db, { students: 2, classSession: { zone, ...opened } });
    const inTime = await scanBy(db, await knownPhoneOf(db, student), session, { at: startsAt + 9 * MINUTE_MS, windows: 3 });
    const late = await scanBy(db, await knownPhoneOf(db, friend), session, { at: endsAt - MINUTE_MS, windows: 3 });
    expect(await as(db, student, endsAt + HOUR_MS).checkIn.submit(inTime)).toMatchObject({
      outcome: 'recorded',
      status: 'present',
    });
    expect(await as(db, friend, endsAt + HOUR_MS).checkIn.submit(late)).toMatchObject({ outcome: 'recorded', status: 'late' });
  },
);

test('a second student with the same token is accepted: the screen is there for all of them', async () => {
  await using db = await testDb();
  const { session, student, friend } = await classroom(db, { students: 2 });
  const claims = await Promise.all(
    [student, friend].map(async (owner) => ({
      owner,
      claim: await scanBy(db, await phoneOf(db, owner), session, { at: SCAN_AT }),
    })),
  );
  expect(claims[0]?.claim.tokens).toEqual(claims[1]?.claim.tokens);
  for (const { owner, claim } of claims)
    expect(await as(db, owner, SCAN_AT).checkIn.submit(claim)).toMatchObject({ outcome: 'recorded' });
});

test('what was captured stays valid when the screen is refreshed, or shown on a second one', async () => {
  await using db = await testDb();
  const { session, teacher, assistant, student } = await classroom(db);
  const tokens = await tokensAt(db, session, SCAN_AT, 3);
  const shown = await as(db, teacher, SCAN_AT).classSession.key({ classSessionId: session.id });
  for (const staff of [teacher, assistant]) {
    const again = await as(db, staff, SCAN_AT + 1).classSession.open({ ...action(SCAN_AT + 1), classSessionId: session.id });
    expect(again).toMatchObject({ outcome: 'already-open', key: shown.key, revision: shown.revision, openedAt: shown.openedAt });
  }
  expect(await tokensAt(db, session, SCAN_AT, 3)).toEqual(tokens);
  const claim = await scanBy(db, await knownPhoneOf(db, student), session, { at: SCAN_AT, tokens });
  expect(await as(db, student, LATER).checkIn.submit(claim)).toMatchObject({ outcome: 'recorded' });
});

test('an opening made with no network waits while another class session of its section is open, and counts once that is closed', async () => {
  await using db = await testDb();
  const { section, session, teacher, student } = await classroom(db, { open: false });
  const next = await classSession(db, { sectionId: section.id, startsAt: session.endsAt });
  const claim = await scanBy(db, await knownPhoneOf(db, student), session, { at: SCAN_AT, windows: 3 });
  const opening = { ...action(NOW), classSessionId: session.id };
  const at = session.endsAt + 10 * MINUTE_MS;
  await as(db, teacher, session.endsAt).classSession.open({ ...action(session.endsAt), classSessionId: next.id });
  expect(await as(db, student, at).checkIn.submit(claim)).toEqual({ outcome: 'waiting', reasons: ['not-opened-yet'] });
  expect(await refusalOf(as(db, teacher, at).classSession.open(opening))).toMatchObject({ code: 'unavailable' });
  await as(db, teacher, at + 1).classSession.close({ ...action(at + 1), classSessionId: next.id });
  expect(await as(db, teacher, at + 2).classSession.open(opening)).toMatchObject({ outcome: 'opened', openedAt: NOW });
  expect(await marksOf(db, session.id)).toMatchObject([{ status: 'present', source: 'offline' }]);
});

test('an opening of now is told at once that another class session of its section is open', async () => {
  await using db = await testDb();
  const { section, session, teacher } = await classroom(db, { classSession: { endsAt: NOW + 2 * HOUR_MS } });
  const next = await classSession(db, { sectionId: section.id, startsAt: NOW + 10 * MINUTE_MS });
  const at = NOW + 5 * MINUTE_MS;
  expect(session.state).toBe('open');
  const opening = as(db, teacher, at).classSession.open({ ...action(at - 1_000), classSessionId: next.id });
  expect(await refusalOf(opening)).toMatchObject({ code: 'conflict' });
  const stale = as(db, teacher, at).classSession.open({ ...action(at - 3 * DAY_MS), classSessionId: next.id });
  expect(await refusalOf(stale)).toMatchObject({ code: 'conflict' });
});
