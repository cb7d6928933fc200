/** The instants that wall times in the school's zone mean. The only module that reckons with clock changes. */

import { Temporal } from 'temporal-polyfill';
import { MINUTE_MS } from '#domain/duration';
import { lastDayOf, minutesBetween, wallTimeAt } from '#domain/time';

/** The instant (epoch ms) a wall time means. One that a clock change skips moves forward by the gap; a doubled one is the first.
 *  @throws RangeError for a day, time or zone that does not exist */
export function instantOf(day: string, wallTime: string, zone: string): number {
  return Temporal.PlainDateTime.from(`${day}T${wallTime}`).toZonedDateTime(zone, { disambiguation: 'compatible' })
    .epochMilliseconds;
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
