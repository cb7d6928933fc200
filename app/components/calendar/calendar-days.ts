/** The days a calendar shows: a week, a month in whole weeks, and what an address names. Pure. */

import type { Format } from '#app/words/format';
import { addDays, isDay, weekStart } from '#domain/time';

/** Addresses outside these years lead nowhere a school has been, and arithmetic ends at the year 9999. */
const FIRST_DAY = '1970-01-01';
const LAST_DAY = '2199-12-31';

const isInReach = (day: string) => day >= FIRST_DAY && day <= LAST_DAY;

/** `count` days from `from` on. */
export function daysFrom(from: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => addDays(from, index));
}

/** The day an address names; null when it names none, or none that exists. Never throws.
 *  @param named `YYYY-MM-DD` */
export function dayNamed(named: string | null): string | null {
  return isDay(named) && isInReach(named) ? named : null;
}

/** The month an address names; null when it names none, or none that exists. Never throws.
 *  @param named `YYYY-MM` */
export function monthNamed(named: string | null): string | null {
  const middle = `${named}-15`;
  return isDay(middle) && isInReach(middle) ? named : null;
}

/** The month `by` months after `month`. */
export function monthBeside(month: string, by: 1 | -1): string {
  return addDays(`${month}-15`, by * 30).slice(0, 7);
}

/** A month as rows of seven days, filled up with days of the months beside it.
 *  @param firstWeekday with which rows begin, 1 Monday to 7 Sunday */
export function monthWeeks(month: string, firstWeekday: number): string[][] {
  const first = weekStart(`${month}-01`, firstWeekday);
  const weeks = Array.from({ length: 6 }, (_, index) => daysFrom(addDays(first, index * 7), 7));
  return weeks.filter((days) => days.some((day) => day.startsWith(month)));
}

/** A day of a calendar with its words. */
export type CalendarDay = { day: string; isToday: boolean; label: string; weekday: string; number: number };

/** A day with everything a calendar says of it.
 *  @throws RangeError for a day that does not exist */
export function calendarDay(day: string, today: string, format: Format): CalendarDay {
  return {
    day,
    isToday: day === today,
    label: format.day(day, 'long'),
    weekday: format.day(day, 'weekday'),
    number: Number(day.slice(8)),
  };
}
