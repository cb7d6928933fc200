/** Calendar days and wall times in the school's zone, and the instants they mean. The only module that knows about zones on the server. */

import { Temporal } from 'temporal-polyfill';
import { z } from 'zod';
import { MINUTE_MS } from '#domain/duration';
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

/** The instants (epoch ms) of a class that begins on `day`; past midnight it ends on the next. Of one that the clocks skip as a whole,
 *  the length stays.
 *  @throws RangeError for a day, time or zone that does not exist */
export function instantsOf(
  meeting: { day: string; startTime: string; endTime: string },
  zone: string,
): { startsAt: number; endsAt: number } {
  const { day, startTime, endTime } = meeting;
  const [startsAt, endsAt] = [instantOf(day, startTime, zone), instantOf(lastDayOf(meeting), endTime, zone)];
  return { startsAt, endsAt: endsAt > startsAt ? endsAt : startsAt + minutesBetween(startTime, endTime) * MINUTE_MS };
}

export type ClockTime = { startsAt: number; startTime: string; zone: string };

/** Whether a class begins when its clock says so: not in an hour that the clocks skip, from which a weekly class is moved. Whoever names
 *  such a time by hand is told. */
export function isOnClock({ startsAt, startTime, zone }: ClockTime): boolean {
  return wallTimeAt(startsAt, zone) === startTime;
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
