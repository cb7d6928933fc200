/** What a calendar says of a class session, and which ones a filter leaves. */
import { expect, test } from 'vitest';
import { countByStatus, entryFilter, entryMark, filtered, isCounted } from '#app/components/calendar/entry-mark';
import type { TimetableEntry } from '#domain/timetable/timetable-view';

type Facts = Pick<TimetableEntry, 'state' | 'mark' | 'claim' | 'courseCode' | 'sectionCode'>;

const entry = (given: Partial<Facts> = {}): Facts => ({
  ...{ state: 'closed', mark: null, claim: null, courseCode: 'MA', sectionCode: 'A' },
  ...given,
});

test.each([
  [{ state: 'scheduled' }, 'planned'],
  [{ state: 'open' }, 'planned'],
  [{ state: 'closed' }, 'unmarked'],
  [{ state: 'cancelled' }, 'cancelled'],
  [{ state: 'cancelled', mark: 'present' }, 'cancelled'],
  [{ state: 'open', mark: 'late' }, 'late'],
  [{ state: 'closed', mark: 'excused' }, 'excused'],
  [{ state: 'open', claim: 'waiting' }, 'waiting'],
  [{ state: 'closed', claim: 'waiting' }, 'waiting'],
  [{ state: 'open', claim: 'refused' }, 'planned'],
  [{ state: 'closed', claim: 'refused' }, 'unmarked'],
] as const)('%j is shown as %s', (given, shown) => {
  expect(entryMark(entry(given))).toBe(shown);
});

test('a mark counts once its register is closed', () => {
  expect(isCounted(entry({ mark: 'present' }))).toBe(true);
  expect(isCounted(entry({ mark: 'present', state: 'open' }))).toBe(false);
  expect(isCounted(entry())).toBe(false);
});

const MONTH = [
  entry({ mark: 'present' }),
  entry({ mark: 'absent' }),
  entry({ mark: 'absent', courseCode: 'PH' }),
  entry({ mark: 'absent', state: 'cancelled' }),
  entry({ state: 'scheduled', sectionCode: 'B' }),
];

test.each([
  [{ section: null, status: null }, 5],
  [{ section: 'MA-A', status: null }, 3],
  [{ section: null, status: 'absent' }, 2],
  [{ section: 'PH-A', status: 'absent' }, 1],
  [{ section: 'PH-A', status: 'present' }, 0],
] as const)('the filter %j leaves %d', (filter, count) => {
  expect(filtered(MONTH, filter)).toHaveLength(count);
});

test('a class that is cancelled has no status', () => {
  expect(countByStatus(MONTH)).toEqual({ present: 1, late: 0, absent: 2, excused: 0 });
});

test.each([
  ['section=MA-A&status=absent', { section: 'MA-A', status: 'absent' }],
  ['', { section: null, status: null }],
  ['section=XX-A&status=asleep', { section: null, status: null }],
])('the address %j asks for %j', (search, filter) => {
  expect(entryFilter(new URLSearchParams(search), MONTH)).toEqual(filter);
});
