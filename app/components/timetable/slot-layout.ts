/** A term's slots laid out on a grid of hours, as a week of class sessions is. Pure. */
import { overlapColumns, type Place, type Span } from '#app/components/calendar/overlap-columns';
import { DAY_MINUTES, hoursOf, SHORTEST_MINUTES } from '#app/components/calendar/week-layout';
import type { ListedSlot } from '#domain/timetable/slot-clash';

/** Shown even where nothing is planned, so that something can be. */
const SCHOOL_DAY: Span = { from: 8 * 60, until: 17 * 60 };
const LAST_SCHOOL_DAY = 5;

export type SlotBox = Place & Span & { slot: ListedSlot };
export type SlotDay = { weekday: number; boxes: SlotBox[]; columns: number };
export type SlotLayout = { fromHour: number; untilHour: number; days: SlotDay[] };

function minuteOf(time: string): number {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return hour * 60 + minute;
}

/** "09:05" of minutes from midnight; the end of the day is its last minute. */
export function timeOf(minute: number): string {
  const shown = Math.min(minute, DAY_MINUTES - 1);
  const two = (part: number) => String(part).padStart(2, '0');
  return `${two(Math.floor(shown / 60))}:${two(shown % 60)}`;
}

/** One that ends after midnight ends with its day for the grid. */
function spanOf({ startTime, endTime }: ListedSlot): Span {
  const from = Math.min(minuteOf(startTime), DAY_MINUTES - SHORTEST_MINUTES);
  const end = minuteOf(endTime);
  return { from, until: Math.max(end <= from ? DAY_MINUTES : end, from + SHORTEST_MINUTES) };
}

function layDay(weekday: number, slots: readonly ListedSlot[]): SlotDay {
  const spans = slots.map(spanOf);
  const places = overlapColumns(spans);
  const boxes = slots.map((slot, index) => ({ slot, ...(spans[index] as Span), ...(places[index] as Place) }));
  return { weekday, boxes, columns: Math.max(1, ...boxes.map(({ columns }) => columns)) };
}

/** Monday to Friday, and the days of the weekend that have slots. Never throws. */
export function laySlots(slots: readonly ListedSlot[]): SlotLayout {
  const all = [1, 2, 3, 4, 5, 6, 7].map((weekday) =>
    layDay(
      weekday,
      slots.filter((slot) => slot.weekday === weekday),
    ),
  );
  const days = all.filter(({ weekday, boxes }) => weekday <= LAST_SCHOOL_DAY || boxes.length > 0);
  return { ...hoursOf([...days.flatMap(({ boxes }) => boxes), SCHOOL_DAY]), days };
}
