/** Which days a calendar shows, and what an address names. */
import { expect, test } from 'vitest';
import { calendarDay, dayNamed, daysFrom, monthBeside, monthNamed, monthWeeks } from '#app/components/calendar/calendar-days';
import { BRITISH } from './british';

test.each(['1970-01-01', '2026-09-13', '2028-02-29', '2199-12-31'])('an address with %s names that day', (named) => {
  expect(dayNamed(named)).toBe(named);
});

test.each([null, '', '2026-02-30', '2026-9-7', 'today', '0001-01-01', '9999-12-31', '2026-09-07T00:00'])(
  'an address with %j names no day',
  (named) => {
    expect(dayNamed(named)).toBe(null);
  },
);

test.each(['2026-01', '1970-01', '2199-12'])('an address with %s names that month', (named) => {
  expect(monthNamed(named)).toBe(named);
});

test.each([null, '', '2026-13', '2026-00', '26-01', '2026-01-01', '1969-12', '2200-01'])(
  'an address with %j names no month',
  (named) => {
    expect(monthNamed(named)).toBe(null);
  },
);

test.each([
  ['2026-01', '2025-12', '2026-02'],
  ['2026-12', '2026-11', '2027-01'],
  ['2026-03', '2026-02', '2026-04'],
  ['2028-02', '2028-01', '2028-03'],
])('beside %s lie %s and %s', (month, previous, next) => {
  expect(monthBeside(month, -1)).toBe(previous);
  expect(monthBeside(month, 1)).toBe(next);
});

test('every month lies between its neighbours, for two centuries', () => {
  const steps = (month: string, count: number) => Array.from({ length: count }).reduce<string>((at) => monthBeside(at, 1), month);
  expect(steps('1970-01', 229 * 12 + 11)).toBe('2199-12');
});

test('days follow each other over a leap day and a change of clocks', () => {
  expect(daysFrom('2028-02-28', 3)).toEqual(['2028-02-28', '2028-02-29', '2028-03-01']);
  expect(daysFrom('2026-10-24', 3)).toEqual(['2026-10-24', '2026-10-25', '2026-10-26']);
});

test.each([
  ['2026-02', 1, 5, '2026-01-26', '2026-03-01'],
  ['2027-02', 1, 4, '2027-02-01', '2027-02-28'],
  ['2026-11', 1, 6, '2026-10-26', '2026-12-06'],
  ['2026-09', 1, 5, '2026-08-31', '2026-10-04'],
  ['2026-02', 7, 4, '2026-02-01', '2026-02-28'],
  ['2026-05', 7, 6, '2026-04-26', '2026-06-06'],
  ['2026-09', 6, 5, '2026-08-29', '2026-10-02'],
])('%s is shown, with weeks that begin on %d, as %d whole weeks', (month, firstWeekday, count, first, last) => {
  const weeks = monthWeeks(month, firstWeekday);
  expect(weeks).toHaveLength(count);
  expect(weeks.every((week) => week.length === 7)).toBe(true);
  expect([weeks[0]?.[0], weeks.at(-1)?.at(-1)]).toEqual([first, last]);
});

test('a calendar’s day knows whether it is today', () => {
  const monday = { day: '2026-09-07', isToday: true, label: 'Monday 7 September', weekday: 'Mon', number: 7 };
  expect(calendarDay('2026-09-07', '2026-09-07', BRITISH)).toEqual(monday);
  expect(calendarDay('2026-09-08', '2026-09-07', BRITISH).isToday).toBe(false);
});
