/** What a student's own class offers in a list or calendar. */
import { expect, test } from 'vitest';
import { canCheckIn } from '#domain/check-in/can-check-in';
import type { TimetableEntry } from '#domain/timetable/timetable-view';

const NOW = Date.UTC(2026, 8, 7, 8, 10);

type Facts = Pick<TimetableEntry, 'isCheckInOpen' | 'checkInClosesAt' | 'mark' | 'claim'>;
const OPEN: Facts = { isCheckInOpen: true, checkInClosesAt: NOW + 1, mark: null, claim: null };

test.each([
  [{}, true],
  [{ claim: 'refused' }, true],
  [{ claim: 'waiting' }, false],
  [{ mark: 'late' }, false],
  [{ isCheckInOpen: false }, false],
  [{ checkInClosesAt: null }, false],
  // It was open when the page was loaded, and has ended since.
  [{ checkInClosesAt: NOW }, false],
  [{ checkInClosesAt: NOW - 1 }, false],
] as const)('with %j a check-in is offered: %s', (given, isOffered) => {
  expect(canCheckIn({ ...OPEN, ...given }, NOW)).toBe(isOffered);
});
