/** A class session over time: its states, opening hours, the end of check-in, locking, and what marking takes. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  checkInClosesAt,
  extendedCheckIn,
  isCheckInOpen,
  isKeyTime,
  isOpenable,
  locksAt,
  markingRule,
  NewClassSessionInput,
  ReopenInput,
  stateAt,
} from '#domain/register/class-session';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const STARTS = Date.UTC(2026, 8, 7, 9, 0);
const ENDS = STARTS + 60 * MINUTE;
const times = { startsAt: STARTS, endsAt: ENDS, closesAt: ENDS, openedAt: null, checkInClosesAt: null };
const scheduled = { ...times, state: 'scheduled' as const };
const open = { ...times, state: 'open' as const, openedAt: STARTS, checkInClosesAt: STARTS + 15 * MINUTE };
const closed = { ...open, state: 'closed' as const };
const cancelled = { ...times, state: 'cancelled' as const };

test.for([
  ['scheduled', ENDS - 1, 'scheduled'],
  ['scheduled', ENDS, 'closed'],
  ['open', ENDS - 1, 'open'],
  ['open', ENDS, 'closed'],
  ['open', ENDS + DAY, 'closed'],
  ['closed', STARTS, 'closed'],
  ['cancelled', ENDS + 1, 'cancelled'],
] as const)('stored as %s it is, at %i, %s', ([state, now, expected]) => {
  expect(stateAt({ state, closesAt: ENDS }, now)).toBe(expected);
});

test('a reopened register is open until it closes by itself, however long class has been over', () => {
  const reopened = { state: 'open' as const, closesAt: ENDS + DAY };
  expect(stateAt(reopened, ENDS + DAY - 1)).toBe('open');
  expect(stateAt(reopened, ENDS + DAY)).toBe('closed');
});

test.for([
  ['5 days before', STARTS - 5 * DAY, false],
  ['30 min and 1 ms before', STARTS - 30 * MINUTE - 1, false],
  ['30 min before', STARTS - 30 * MINUTE, true],
  ['at the start', STARTS, true],
  ['1 ms before the end', ENDS - 1, true],
  ['at the end', ENDS, false],
  ['the day after', ENDS + DAY, false],
] as const)('opening %s the class is allowed or not', ([, at, expected]) => {
  expect(isOpenable(scheduled, at)).toBe(expected);
});

test.for([
  [STARTS - 30 * MINUTE - 1, false],
  [STARTS - 30 * MINUTE, true],
  [ENDS + 10 * MINUTE, true],
  [ENDS + 10 * MINUTE + 1, false],
] as const)('the key is with staff from 30 min before until 10 min after (%i)', ([at, expected]) => {
  expect(isKeyTime(scheduled, at)).toBe(expected);
});

test.for([
  ['opened early', -20, 15, 15],
  ['opened at the start', 0, 15, 15],
  ['opened 7 min late', 7, 15, 22],
  ['opened 50 min late', 50, 15, 60],
  ['open for longer than class', 0, 90, 60],
  ['open for as long as class', 0, 60, 60],
] as const)('check-in %s ends %i min … after a TTL of %i min: %i', ([, openedAfter, ttl, endsAfter]) => {
  const openedAt = STARTS + openedAfter * MINUTE;
  expect(checkInClosesAt({ startsAt: STARTS, endsAt: ENDS, openedAt }, ttl)).toBe(STARTS + endsAfter * MINUTE);
});

test.for([-20, 0, 30])('a TTL of 0 leaves no instant in which check-in is open (opened %i min after the start)', (after) => {
  const openedAt = STARTS + after * MINUTE;
  const closing = checkInClosesAt({ startsAt: STARTS, endsAt: ENDS, openedAt }, 0);
  for (const now of [openedAt, openedAt + 1, STARTS, STARTS + 1].filter((instant) => instant >= openedAt))
    expect(isCheckInOpen({ ...open, openedAt, checkInClosesAt: closing }, now)).toBe(false);
});

test('check-in never ends after class, and with a TTL never before it began', () => {
  const minute = fc.integer({ min: -30, max: 59 });
  fc.assert(
    fc.property(minute, fc.integer({ min: 1, max: 600 }), (after, ttl) => {
      const openedAt = STARTS + after * MINUTE;
      const closing = checkInClosesAt({ startsAt: STARTS, endsAt: ENDS, openedAt }, ttl);
      expect(closing).toBeLessThanOrEqual(ENDS);
      expect(closing).toBeGreaterThan(openedAt);
      expect(closing).toBeGreaterThan(STARTS);
    }),
  );
});

test.for([
  ['while it runs', 10, 5, 20],
  ['at its very end', 15, 5, 20],
  ['after it ended', 30, 5, 35],
  ['beyond the class', 10, 120, 60],
] as const)('extending check-in %s (minute %i, by %i) moves its end to minute %i', ([, at, minutes, expected]) => {
  const facts = { endsAt: ENDS, checkInClosesAt: STARTS + 15 * MINUTE };
  expect(extendedCheckIn(facts, minutes, STARTS + at * MINUTE)).toBe(STARTS + expected * MINUTE);
});

test.for([
  ['open, 1 ms before its end', open, STARTS + 15 * MINUTE - 1, true],
  ['open, at its end', open, STARTS + 15 * MINUTE, false],
  ['not opened', scheduled, STARTS, false],
  ['closed by hand', closed, STARTS, false],
  ['cancelled', cancelled, STARTS, false],
] as const)('check-in of a class session that is %s is open or not', ([, facts, now, expected]) => {
  expect(isCheckInOpen(facts, now)).toBe(expected);
});

test('a register locks whole days after the end of class', () => {
  expect(locksAt(closed, 7)).toBe(ENDS + 7 * DAY);
  expect(locksAt(closed, 0)).toBe(ENDS);
});

test.for([
  ['more than 30 min before class', scheduled, STARTS - 30 * MINUTE - 1, 'too-early'],
  ['30 min before class', scheduled, STARTS - 30 * MINUTE, 'free'],
  ['in class, opened', open, STARTS + 1, 'free'],
  ['in class, never opened', scheduled, STARTS + 1, 'free'],
  ['closed by hand during class', closed, STARTS + 30 * MINUTE, 'with-reason'],
  ['as class ends', open, ENDS, 'with-reason'],
  ['1 ms before the lock', closed, ENDS + 7 * DAY - 1, 'with-reason'],
  ['at the lock', closed, ENDS + 7 * DAY, 'locked'],
  ['cancelled', cancelled, STARTS, 'cancelled'],
  ['cancelled long ago', cancelled, ENDS + 9 * DAY, 'cancelled'],
] as const)('marking %s takes what the rule says', ([, facts, now, expected]) => {
  expect(markingRule(facts, { lockDays: 7, now })).toBe(expected);
});

const NEW = { sectionId: 1, day: '2026-09-07', startTime: '09:00', endTime: '10:00' };

test.for([
  ['as the form sends it', { sectionId: '1', room: ' B12 ' }, null],
  ['that ends as it begins', { endTime: '09:00' }, 'endTime'],
  ['that ends before it begins', { endTime: '08:59' }, 'endTime'],
  ['on a day that does not exist', { day: '2026-02-30' }, 'day'],
  ['at 24:00', { startTime: '24:00' }, 'startTime'],
  ['at a time with seconds', { startTime: '10:00:00' }, 'startTime'],
  ['of no class', { sectionId: '' }, 'sectionId'],
] as const)('a class session added by hand %s is parsed, or refused at its field', ([, given, field]) => {
  const result = NewClassSessionInput.safeParse({ ...NEW, ...given });
  expect(result.error?.issues[0]?.path[0] ?? null).toBe(field);
});

test('reopening takes a reason of more than spaces', () => {
  const reopen = (reason: string) => ReopenInput.safeParse({ classSessionId: 1, reason }).success;
  expect([reopen(''), reopen('      '), reopen('forgot two')]).toEqual([false, false, true]);
});
