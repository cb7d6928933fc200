/** Which class a student's badge speaks of. */
import { expect, test } from 'vitest';
import { classesOn } from '#app/components/badge/badge-mark';
import type { TimetableEntry } from '#domain/timetable/timetable-view';

const NOW = 1_000_000_000;
const entry = (classSessionId: number, markedAt: number | null) =>
  ({ classSessionId, markedAt, state: 'open', startsAt: NOW - 1, endsAt: NOW + 1 }) as TimetableEntry;

test('of two classes at once a badge speaks of the one that marked its student last, and else of the first', () => {
  const idsOf = (...classes: TimetableEntry[]) => classesOn(classes, NOW).map(({ classSessionId }) => classSessionId);
  expect(idsOf(entry(1, NOW - 100), entry(2, NOW))).toEqual([2, 1]);
  expect(idsOf(entry(1, null), entry(2, null))).toEqual([1, 2]);
  expect(idsOf({ ...entry(1, NOW), state: 'closed' })).toEqual([]);
});
