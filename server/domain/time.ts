/** Calendar days and wall times in the school's zone, and the instants they mean. The only module that knows about zones on the server. */

import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { says } from '#domain/words/says';

/** `YYYY-MM-DD` that exists on the calendar. Rules about several days are asked only when each of them does. */
export const Day = z.iso.date({ error: says('form.date'), abort: true });
/** `HH:MM`, 24 hours. */
export const WallTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, says('form.time'));

/** The calendar day that `at` falls on in `zone`.
 *  @throws RangeError for an unknown zone */
export function dayAt(at: number, zone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainDate().toString();
}

/** The wall time (`HH:MM`) at `at` in `zone`.
 *  @throws RangeError for an unknown zone */
export function wallTimeAt(at: number, zone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(zone).toPlainTime().toString({ smallestUnit: 'minute' });
}

/** The instant (epoch ms) a wall time means. One that a clock change skips moves forward by the gap; a doubled one is the first.
 *  @throws RangeError for a day, time or zone that does not exist */
export function instantOf(day: string, wallTime: string, zone: string): number {
  return Temporal.PlainDateTime.from(`${day}T${wallTime}`).toZonedDateTime(zone, { disambiguation: 'compatible' })
    .epochMilliseconds;
}

/** `day` moved by whole days.
 *  @throws RangeError for a day that does not exist */
export function addDays(day: string, days: number): string {
  return Temporal.PlainDate.from(day).add({ days }).toString();
}

/** Whole days from `from` to `until`; negative when `until` is earlier. */
export function daysBetween(from: string, until: string): number {
  return Temporal.PlainDate.from(from).until(until, { largestUnit: 'days' }).days;
}

/** ISO 8601 weekday: 1 Monday to 7 Sunday. */
export function weekdayOf(day: string): number {
  return Temporal.PlainDate.from(day).dayOfWeek;
}

/** The Monday of the week that holds `day`. */
export function weekStart(day: string): string {
  return addDays(day, 1 - weekdayOf(day));
}

/** The earlier of two days. */
export function earlierDay(a: string, b: string): string {
  return [a, b].sort()[0] as string;
}

/** The later of two days. */
export function laterDay(a: string, b: string): string {
  return [a, b].sort()[1] as string;
}
