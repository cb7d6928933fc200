/** A term's slots laid out on a grid of hours, as a week of class sessions is. Pure. */
import { overlapColumns, type Place, type Span } from '#app/components/calendar/overlap-columns';
import { DAY_MINUTES, hoursOf, SHORTEST_MINUTES } from '#app/components/calendar/week-layout';
import { HOUR_REM } from '#app/components/calendar/week-scale';
import { isWeekend, weekdaysFrom } from '#domain/time';
import type { ListedSlot } from '#domain/timetable/slot-clash';

/** Shown even where nothing is planned, so that something can be. */
const SCHOOL_DAY: Span = { from: 8 * 60, until: 17 * 60 };

/** One slot, or several of the same time as rows of one box, `perRow` of them side by side. */
export type SlotBox = Place & Span & { slots: ListedSlot[]; perRow: 1 | 2 };
export type SlotDay = { weekday: number; boxes: SlotBox[]; columns: number };
/** `hourRem` is how high an hour has to be for the rows of every box. */
export type SlotLayout = { fromHour: number; untilHour: number; hourRem: number; days: SlotDay[] };

/** So many have a row of their own, with the room; more of them stand side by side, where their box has the day to itself. */
const FEW = 2;

/** What stands above the rows of a box, and each of them. */
const HEAD_REM = 1.75;
const ROW_REM = 1.75;
/** A school's day still fits on three screens; a box with more rows scrolls. */
const HIGHEST_HOUR_REM = 12;

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

/** Slots of the same time, together. */
function sameTimes(slots: readonly ListedSlot[]): (Span & { slots: ListedSlot[] })[] {
  const groups = new Map<string, Span & { slots: ListedSlot[] }>();
  for (const slot of slots) {
    const span = spanOf(slot);
    const key = `${span.from}-${span.until}`;
    const group = groups.get(key) ?? { ...span, slots: [] };
    group.slots.push(slot);
    groups.set(key, group);
  }
  return [...groups.values()];
}

const rowsOf = ({ slots, perRow }: SlotBox) => Math.ceil(slots.length / perRow);

function layDay(weekday: number, slots: readonly ListedSlot[]): SlotDay {
  const groups = sameTimes(slots);
  const places = overlapColumns(groups);
  const boxes = groups.map((group, index) => {
    const place = places[index] as Place;
    const perRow = group.slots.length > FEW && place.columns === 1 ? (2 as const) : (1 as const);
    return { ...group, ...place, perRow };
  });
  return { weekday, boxes, columns: Math.max(1, ...boxes.map(({ columns, perRow }) => Math.max(columns, perRow))) };
}

function hourRemOf(boxes: readonly SlotBox[]): number {
  const crowded = boxes.filter(({ slots }) => slots.length > 1);
  const wanted = crowded.map((box) => ((HEAD_REM + rowsOf(box) * ROW_REM) * 60) / (box.until - box.from));
  return Math.min(HIGHEST_HOUR_REM, Math.max(HOUR_REM, ...wanted));
}

/** Monday to Friday, and the days of the weekend that have slots, in the order of the school's week. Never throws.
 *  @param firstWeekday 1 Monday to 7 Sunday */
export function laySlots(slots: readonly ListedSlot[], firstWeekday: number): SlotLayout {
  const all = weekdaysFrom(firstWeekday).map((weekday) =>
    layDay(
      weekday,
      slots.filter((slot) => slot.weekday === weekday),
    ),
  );
  const days = all.filter(({ weekday, boxes }) => !isWeekend(weekday) || boxes.length > 0);
  const boxes = days.flatMap((day) => day.boxes);
  return { ...hoursOf([...boxes, SCHOOL_DAY]), hourRem: hourRemOf(boxes), days };
}
