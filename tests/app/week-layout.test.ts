/** A week on the grid: which days and hours it has, and where a class is drawn. */
import { expect, test } from 'vitest';
import { daysFrom } from '#app/components/calendar/calendar-days';
import { layWeek, shownDays, type WeekDay } from '#app/components/calendar/week-layout';
import { instantOf } from '#domain/instant';
import type { TimetableEntry } from '#domain/timetable/timetable-view';
import { BRITISH } from './british';

const NOW = instantOf('2026-09-09', '10:30', BRITISH.zone);

function entry(day: string, from: string, minutes: number, zone = BRITISH.zone): TimetableEntry {
  const startsAt = instantOf(day, from, zone);
  const course = { courseCode: 'MA', courseTitle: 'Mathematics', sectionCode: 'A', room: null };
  const state = {
    state: 'scheduled',
    isMoved: false,
    isCheckInOpen: false,
    checkInClosesAt: null,
    mark: null,
    markSource: null,
    markedAt: null,
    claim: null,
  } as const;
  return { classSessionId: startsAt, ...course, day, startsAt, endsAt: startsAt + minutes * 60_000, ...state };
}

/** A week from Monday 7 September 2026, with these classes. */
const week = (...entries: TimetableEntry[]) => weekFrom('2026-09-07', ...entries);

function weekFrom(first: string, ...entries: TimetableEntry[]): WeekDay[] {
  return daysFrom(first, 7).map((day) => {
    const number = Number(day.slice(8));
    const words = { label: day, weekday: day, number };
    return { day, isToday: false, ...words, entries: entries.filter((one) => one.day === day) };
  });
}

const lay = (...entries: TimetableEntry[]) => layWeek(week(...entries), NOW, BRITISH);

test('the grid begins with the hour of the first class and ends with that of the last', () => {
  const { fromHour, hours } = lay(entry('2026-09-07', '08:30', 60), entry('2026-09-08', '14:45', 61));
  expect(fromHour).toBe(8);
  expect(hours).toEqual(['08:00', '09:00', '10:00', '11:00', '12:00', '13:00', '14:00', '15:00']);
});

test('a short day is drawn with six hours, and never beyond midnight', () => {
  expect(lay(entry('2026-09-07', '09:00', 60)).hours).toHaveLength(6);
  const late = lay(entry('2026-09-07', '22:00', 60));
  expect([late.fromHour, late.hours.at(-1)]).toEqual([18, '23:00']);
});

test('a class stands at its minutes by the school’s clock', () => {
  const [box] = lay(entry('2026-09-07', '09:15', 50)).days[0]?.boxes ?? [];
  expect(box).toMatchObject({ from: 9 * 60 + 15, until: 10 * 60 + 5, column: 0, columns: 1 });
});

test('a class of a quarter of an hour is drawn long enough to be read', () => {
  const [box] = lay(entry('2026-09-07', '09:00', 15)).days[0]?.boxes ?? [];
  expect(box).toMatchObject({ from: 540, until: 570 });
});

test('a class over midnight ends with its day', () => {
  const [box] = lay(entry('2026-09-07', '23:45', 60)).days[0]?.boxes ?? [];
  expect(box).toMatchObject({ from: 23 * 60 + 30, until: 24 * 60 });
});

test('a class in the hour that a clock change repeats keeps its length', () => {
  const days = week().map((day, index) => (index === 6 ? { ...day, entries: [entry('2026-10-25', '00:30', 120)] } : day));
  expect(layWeek(days, NOW, BRITISH).days[6]?.boxes[0]).toMatchObject({ from: 30, until: 150 });
});

test('a day is as wide as its classes side by side', () => {
  const { days } = lay(entry('2026-09-07', '09:00', 60), entry('2026-09-07', '09:30', 60), entry('2026-09-08', '09:00', 60));
  expect(days.map(({ columns }) => columns)).toEqual([2, 1, 1, 1, 1]);
});

test('the weekend is there as far as it has classes or is now', () => {
  const count = (days: WeekDay[]) => shownDays(days).length;
  expect(count(week())).toBe(5);
  expect(count(week(entry('2026-09-12', '09:00', 60)))).toBe(6);
  expect(count(week().map((day) => ({ ...day, isToday: day.number === 13 })))).toBe(7);
});

test('with weeks that begin before the Monday the weekend stands on both sides of it', () => {
  const shown = (days: WeekDay[]) => shownDays(days).map(({ number }) => number);
  expect(shown(weekFrom('2026-09-06'))).toEqual([7, 8, 9, 10, 11]);
  expect(shown(weekFrom('2026-09-06', entry('2026-09-06', '09:00', 60)))).toEqual([6, 7, 8, 9, 10, 11]);
  expect(shown(weekFrom('2026-09-06', entry('2026-09-12', '09:00', 60)))).toEqual([7, 8, 9, 10, 11, 12]);
  expect(shown(weekFrom('2026-09-05', entry('2026-09-05', '09:00', 60)))).toEqual([5, 6, 7, 8, 9, 10, 11]);
});

test('now is told in minutes of the school’s day', () => {
  expect(lay(entry('2026-09-07', '09:00', 60)).nowMinute).toBe(10 * 60 + 30);
});

test.each([
  { minutes: 60, hourRem: 4.5 },
  { minutes: 50, hourRem: 4.95 },
  { minutes: 45, hourRem: 5.5 },
  { minutes: 40, hourRem: 4.5 },
])('an hour is as high as a class of $minutes minutes needs for its lines', ({ minutes, hourRem }) => {
  expect(lay(entry('2026-09-07', '09:00', 60), entry('2026-09-08', '09:00', minutes)).hourRem).toBeCloseTo(hourRem, 5);
});
