/** Calendar days and wall times in the school's zone. Pages have these too: the instants they mean are in `instant.ts`. */

import { z } from 'zod';
import { DAY_MS } from '#domain/duration';
import { dateFormat } from '#domain/words/intl';
import { says } from '#domain/words/says';

/** `YYYY-MM-DD` that exists on the calendar. Rules about several days are asked only when each of them does. */
export const Day = z.iso.date({ error: says('form.date'), abort: true });
/** `HH:MM`, 24 hours. */
export const WallTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, says('form.time'));

const SHOWN = {
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
} as const;

type Part = 'year' | 'month' | 'day' | 'hour' | 'minute';

/** What calendar and clock show at `at` in `zone`, as digits. */
function partsAt(at: number, zone: string): Record<Part, string> {
  const parts = dateFormat('en-u-ca-iso8601', { ...SHOWN, timeZone: zone }).formatToParts(at);
  return Object.fromEntries(parts.map(({ type, value }) => [type, value])) as Record<Part, string>;
}

/** The calendar day that `at` falls on in `zone`.
 *  @throws RangeError for an unknown zone */
export function dayAt(at: number, zone: string): string {
  const { year, month, day } = partsAt(at, zone);
  return `${year}-${month}-${day}`;
}

/** The wall time (`HH:MM`) at `at` in `zone`.
 *  @throws RangeError for an unknown zone */
export function wallTimeAt(at: number, zone: string): string {
  const { hour, minute } = partsAt(at, zone);
  return `${hour}:${minute}`;
}

const DAY_MINUTES = 24 * 60;
/** Twelve hours and more past midnight are a time of the other half of the day: 14:00 to 03:00. */
const MOST_PAST_MIDNIGHT = DAY_MINUTES / 2;

const minutesOf = (wallTime: string) => Number(wallTime.slice(0, 2)) * 60 + Number(wallTime.slice(3));

/** Minutes from one wall time to the next of the other; a whole day where they are the same. */
export function minutesBetween(startTime: string, endTime: string): number {
  return (minutesOf(endTime) - minutesOf(startTime) + DAY_MINUTES) % DAY_MINUTES || DAY_MINUTES;
}

/** Whether a class can have these times: it ends after it starts, be it on the next day. */
export function isInOrder({ startTime, endTime }: { startTime: string; endTime: string }): boolean {
  return endTime > startTime || minutesBetween(startTime, endTime) < MOST_PAST_MIDNIGHT;
}

/** The day on which a class ends that begins on `day`. */
export function lastDayOf({ day, startTime, endTime }: { day: string; startTime: string; endTime: string }): string {
  return endTime > startTime ? day : addDays(day, 1);
}

/** Midnight in UTC, which has no clock changes. */
const midnightOf = (day: string) => Date.parse(`${day}T00:00Z`);
const dayOf = (midnight: number) => new Date(midnight).toISOString().slice(0, 10);

/** Whether this is a `YYYY-MM-DD` that exists on the calendar. */
export function isDay(text: unknown): text is string {
  if (typeof text !== 'string' || !/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const midnight = midnightOf(text);
  return !Number.isNaN(midnight) && dayOf(midnight) === text;
}

function existing(day: string): string {
  if (!isDay(day)) throw new RangeError(`There is no day ${day}.`);
  return day;
}

/** `day` moved by whole days.
 *  @throws RangeError for a day that does not exist, and beyond the year 9999 */
export function addDays(day: string, days: number): string {
  return existing(dayOf(midnightOf(existing(day)) + days * DAY_MS));
}

/** Whole days from `from` to `until`; negative when `until` is earlier.
 *  @throws RangeError for a day that does not exist */
export function daysBetween(from: string, until: string): number {
  return (midnightOf(existing(until)) - midnightOf(existing(from))) / DAY_MS;
}

/** ISO 8601 weekday: 1 Monday to 7 Sunday.
 *  @throws RangeError for a day that does not exist */
export function weekdayOf(day: string): number {
  return new Date(midnightOf(existing(day))).getUTCDay() || 7;
}

/** On which ISO weeks begin: those of reports, whatever the school's week is. */
export const MONDAY = 1;

const SATURDAY = 6;

/** Saturday or Sunday. @param weekday 1 Monday to 7 Sunday */
export const isWeekend = (weekday: number): boolean => weekday >= SATURDAY;

/** The weekdays (1 Monday to 7 Sunday) in the order of weeks that begin on `firstWeekday`. */
export function weekdaysFrom(firstWeekday: number): number[] {
  return Array.from({ length: 7 }, (_, index) => ((firstWeekday - 1 + index) % 7) + 1);
}

/** The first day of the week that holds `day`.
 *  @param firstWeekday on which weeks begin, 1 Monday to 7 Sunday: a setting of the school
 *  @throws RangeError for a day that does not exist */
export function weekStart(day: string, firstWeekday: number): string {
  return addDays(day, -((weekdayOf(day) - firstWeekday + 7) % 7));
}

/** The earlier of two days. */
export function earlierDay(a: string, b: string): string {
  return [a, b].sort()[0] as string;
}

/** The later of two days. */
export function laterDay(a: string, b: string): string {
  return [a, b].sort()[1] as string;
}
