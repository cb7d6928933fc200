/** A week of class sessions laid out on a grid of hours. For loaders only: wall times come from `#domain/time`. Drawn by `week-grid.tsx`. */

import type { Format } from '#app/words/format';
import { isWeekend, wallTimeAt, weekdayOf } from '#domain/time';
import type { TimetableEntry } from '#domain/timetable/timetable-view';
import type { CalendarDay } from './calendar-days';
import { overlapColumns, type Place, type Span } from './overlap-columns';
import { HOUR_REM, ONE_LINE_MINUTES } from './week-scale';

/** A shorter class is drawn as long as this, so that its name can be read. */
export const SHORTEST_MINUTES = 30;
/** Name, time, and room with what came of it. */
const WHOLE_BOX_REM = 4.125;
/** A grid of fewer hours would look like a list. */
const FEWEST_HOURS = 6;
export const DAY_MINUTES = 24 * 60;

export type WeekDay = CalendarDay & { entries: TimetableEntry[] };

/** Where one class session is drawn: minutes from midnight, and its column of those side by side. */
export type Box = Place & Span & { entry: TimetableEntry };

/** `columns` is the most that stand side by side that day. */
export type GridDay = CalendarDay & { boxes: Box[]; columns: number };

/** `fromHour` is where the grid begins; `hours` are the words of each hour it holds, `hourRem` how high each is. */
export type WeekLayout = { fromHour: number; hours: string[]; hourRem: number; nowMinute: number; days: GridDay[] };

/** Minutes from midnight of `at` on the clocks of `zone`. */
function minuteOf(at: number, zone: string): number {
  const [hour, minute] = wallTimeAt(at, zone).split(':').map(Number);
  return (hour ?? 0) * 60 + (minute ?? 0);
}

/** A day ends at midnight for the grid, whenever a class does. */
function spanOf({ startsAt, endsAt }: TimetableEntry, zone: string): Span {
  const from = Math.min(minuteOf(startsAt, zone), DAY_MINUTES - SHORTEST_MINUTES);
  const minutes = Math.max((endsAt - startsAt) / 60_000, SHORTEST_MINUTES);
  return { from, until: Math.min(from + minutes, DAY_MINUTES) };
}

function layDay({ entries, ...day }: WeekDay, zone: string): GridDay {
  const spans = entries.map((entry) => spanOf(entry, zone));
  const places = overlapColumns(spans);
  const boxes = entries.map((entry, index) => ({ entry, ...(spans[index] as Span), ...(places[index] as Place) }));
  return { ...day, boxes, columns: Math.max(1, ...boxes.map(({ columns }) => columns)) };
}

/** Monday to Friday, and the weekend before and after as far as it has classes or is now. */
export function shownDays(days: readonly WeekDay[]): WeekDay[] {
  const isShown = ({ day, entries, isToday }: WeekDay) => !isWeekend(weekdayOf(day)) || entries.length > 0 || isToday;
  return days.slice(days.findIndex(isShown), days.findLastIndex(isShown) + 1);
}

/** The hours of a grid that holds all of them. */
export function hoursOf(boxes: readonly Span[]): { fromHour: number; untilHour: number } {
  const fromHour = Math.floor(Math.min(...boxes.map(({ from }) => from)) / 60);
  const untilHour = Math.ceil(Math.max(...boxes.map(({ until }) => until)) / 60);
  const enough = Math.min(24, Math.max(untilHour, fromHour + FEWEST_HOURS));
  return { fromHour: Math.min(fromHour, enough - FEWEST_HOURS), untilHour: enough };
}

/** An hour is as high as the shortest class that is shown whole needs. */
function hourRemOf(boxes: readonly Span[]): number {
  const whole = boxes.map(({ from, until }) => until - from).filter((minutes) => minutes >= ONE_LINE_MINUTES);
  return Math.max(HOUR_REM, ...whole.map((minutes) => (WHOLE_BOX_REM * 60) / minutes));
}

/** Lays out a week that has at least one class session.
 *  @param now epoch ms
 *  @throws RangeError for an unknown zone or locale */
export function layWeek(week: readonly WeekDay[], now: number, { zone, hour }: Format): WeekLayout {
  const days = shownDays(week).map((day) => layDay(day, zone));
  const boxes = days.flatMap((day) => day.boxes);
  const { fromHour, untilHour } = hoursOf(boxes);
  const hours = Array.from({ length: untilHour - fromHour }, (_, index) => hour(fromHour + index));
  return { fromHour, hours, hourRem: hourRemOf(boxes), nowMinute: minuteOf(now, zone), days };
}
