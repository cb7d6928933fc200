/** Days, wall times and the instants they mean, across clock changes. */
import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import { expect, test } from 'vitest';
import { instantOf } from '#domain/instant';
import {
  addDays,
  Day,
  dayAt,
  daysBetween,
  isDay,
  isInOrder,
  MONDAY,
  WallTime,
  wallTimeAt,
  weekdayOf,
  weekdaysFrom,
  weekStart,
} from '#domain/time';

test.for([
  ['2026-09-07T09:00:00Z', 'UTC', '2026-09-07', '09:00'],
  ['2026-09-07T23:30:00Z', 'Europe/Berlin', '2026-09-08', '01:30'],
  ['2026-09-07T00:30:00Z', 'America/New_York', '2026-09-06', '20:30'],
  ['2026-09-07T20:00:00Z', 'Asia/Kolkata', '2026-09-08', '01:30'],
  ['2026-09-07T12:00:00Z', 'Pacific/Apia', '2026-09-08', '01:00'],
] as const)('%s is, in %s, %s at %s', ([instant, zone, day, time]) => {
  expect([dayAt(Date.parse(instant), zone), wallTimeAt(Date.parse(instant), zone)]).toEqual([day, time]);
});

test.for([
  ['an ordinary day', '2026-09-07', '09:00', 'Europe/Berlin', '2026-09-07T07:00:00Z'],
  ['in winter', '2026-12-07', '09:00', 'Europe/Berlin', '2026-12-07T08:00:00Z'],
  ['just before the clock moves forward', '2026-03-29', '01:59', 'Europe/Berlin', '2026-03-29T00:59:00Z'],
  ['skipped: moved forward by the gap', '2026-03-29', '02:30', 'Europe/Berlin', '2026-03-29T01:30:00Z'],
  ['first after the gap', '2026-03-29', '03:00', 'Europe/Berlin', '2026-03-29T01:00:00Z'],
  ['doubled: the first', '2026-10-25', '02:30', 'Europe/Berlin', '2026-10-25T00:30:00Z'],
  ['after the doubled hour', '2026-10-25', '03:00', 'Europe/Berlin', '2026-10-25T02:00:00Z'],
  ['a gap of half an hour', '2026-10-04', '02:15', 'Australia/Lord_Howe', '2026-10-03T15:45:00Z'],
  ['a gap at midnight', '2026-03-29', '00:30', 'Asia/Beirut', '2026-03-28T22:30:00Z'],
] as const)('a wall time on %s means one instant', ([, day, time, zone, expected]) => {
  expect(new Date(instantOf(day, time, zone)).toISOString().replace('.000', '')).toBe(expected);
});

test('a zone, day or time that does not exist is an error, not a guess', () => {
  expect(() => instantOf('2026-09-07', '09:00', 'Mars/Olympus')).toThrow(RangeError);
  expect(() => dayAt(0, 'Mars/Olympus')).toThrow(RangeError);
  expect(() => instantOf('2026-02-30', '09:00', 'UTC')).toThrow(RangeError);
});

test.for(['Europe/London', 'America/Sao_Paulo', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'Pacific/Chatham'])(
  'in %s a wall time that exists once comes back as it was',
  (zone) => {
    const minute = fc.integer({ min: 0, max: 24 * 60 - 1 });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 730 }), minute, (days, minutes) => {
        const day = addDays('2026-01-01', days);
        const time = `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;
        const at = instantOf(day, time, zone);
        const back = `${dayAt(at, zone)}T${wallTimeAt(at, zone)}`;
        expect(back >= `${day}T${time}`).toBe(true);
        if (back !== `${day}T${time}`) expect(instantOf(dayAt(at, zone), wallTimeAt(at, zone), zone)).toBe(at);
      }),
    );
  },
);

test('days move over months, years and leap days', () => {
  expect(addDays('2026-12-31', 1)).toBe('2027-01-01');
  expect(addDays('2028-02-28', 1)).toBe('2028-02-29');
  expect(addDays('2026-03-01', -1)).toBe('2026-02-28');
  expect(daysBetween('2026-03-28', '2026-03-30')).toBe(2);
  expect(daysBetween('2026-03-30', '2026-03-28')).toBe(-2);
});

/** Any instant of the years schools keep registers of, and those about a clock change above all. */
const INSTANT = fc.oneof(
  fc.integer({ min: Date.parse('1990-01-01'), max: Date.parse('2060-01-01') }),
  fc.integer({ min: Date.parse('2026-03-28'), max: Date.parse('2026-04-06') }),
);
const ZONE = fc.constantFrom(...Intl.supportedValuesOf('timeZone'), 'UTC');

test('calendar and clock are those that Temporal shows, in every zone', () => {
  fc.assert(
    fc.property(INSTANT, ZONE, (at, zone) => {
      const shown = Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone);
      expect(dayAt(at, zone)).toBe(shown.toPlainDate().toString());
      expect(wallTimeAt(at, zone)).toBe(shown.toPlainTime().toString({ smallestUnit: 'minute' }));
    }),
    { numRuns: 2_000 },
  );
});

test('days are reckoned as Temporal does', () => {
  const days = fc.integer({ min: -40_000, max: 40_000 });
  fc.assert(
    fc.property(days, days, (start, by) => {
      const date = Temporal.PlainDate.from('2026-01-01').add({ days: start });
      const [day, moved] = [date.toString(), date.add({ days: by }).toString()];
      expect(addDays(day, by)).toBe(moved);
      expect(daysBetween(day, moved)).toBe(by);
      expect(weekdayOf(day)).toBe(date.dayOfWeek);
    }),
    { numRuns: 2_000 },
  );
});

test.for(['2026-02-30', '2026-13-01', '2026-9-7', '+010000-01-01', '', 'today'])('%s is no day', (text) => {
  expect(isDay(text)).toBe(false);
  expect(() => addDays(text, 1)).toThrow(RangeError);
  expect(() => weekdayOf(text)).toThrow(RangeError);
});

test('an ISO week begins on Monday', () => {
  expect(weekdayOf('2026-09-07')).toBe(1);
  expect(weekdayOf('2026-09-13')).toBe(7);
  for (let day = 7; day <= 13; day++) expect(weekStart(`2026-09-${String(day).padStart(2, '0')}`, MONDAY)).toBe('2026-09-07');
  expect(weekStart('2027-01-01', MONDAY)).toBe('2026-12-28');
});

test.for([
  [6, 'Saturday', '2026-09-05'],
  [7, 'Sunday', '2026-09-06'],
] as const)('with %i weeks begin on %s', ([firstWeekday, , expected]) => {
  expect(weekStart('2026-09-07', firstWeekday)).toBe(expected);
  expect(weekStart(expected, firstWeekday)).toBe(expected);
});

test('on whatever day weeks begin, each day is in one week of seven, in the order of its weekdays', () => {
  const days = fc.integer({ min: -40_000, max: 40_000 });
  fc.assert(
    fc.property(days, fc.integer({ min: 1, max: 7 }), (offset, firstWeekday) => {
      const day = addDays('2026-01-01', offset);
      const first = weekStart(day, firstWeekday);
      const week = Array.from({ length: 7 }, (_, index) => addDays(first, index));
      expect(week).toContain(day);
      expect(week.map((one) => weekStart(one, firstWeekday))).toEqual(week.map(() => first));
      expect(week.map(weekdayOf)).toEqual(weekdaysFrom(firstWeekday));
      expect(weekdayOf(first)).toBe(firstWeekday);
    }),
  );
});

test('a class ends after it starts, be it less than half a day past midnight', () => {
  const isClass = (startTime: string, endTime: string) => isInOrder({ startTime, endTime });
  expect([isClass('09:00', '10:00'), isClass('23:00', '00:30'), isClass('18:00', '05:59')]).toEqual([true, true, true]);
  expect([isClass('09:00', '09:00'), isClass('14:00', '03:00'), isClass('10:00', '09:00')]).toEqual([false, false, false]);
});

test('days and times are taken in one form only', () => {
  const days = ['2026-09-07', '2026-9-7', '07.09.2026', '2026-02-29', '2028-02-29', ''];
  expect(days.map((day) => Day.safeParse(day).success)).toEqual([true, false, false, false, true, false]);
  const times = ['00:00', '23:59', '24:00', '9:00', '09:60', '09:00:00', ''];
  expect(times.map((time) => WallTime.safeParse(time).success)).toEqual([true, true, false, false, false, false, false]);
});
