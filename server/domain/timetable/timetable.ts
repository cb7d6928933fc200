/** Weekly slots become class sessions: expanded in local time first, then converted, so that a lesson stays at its wall time all year. */
import { instantsOf } from '#domain/instant';
import { addDays, daysBetween, earlierDay, laterDay, wallTimeAt, weekdayOf, weekStart } from '#domain/time';

export const WEEK_PATTERNS = ['every', 'A', 'B'] as const;
export type WeekPattern = (typeof WEEK_PATTERNS)[number];

export type Slot = {
  weekday: number;
  startTime: string;
  endTime: string;
  weeks: WeekPattern;
  validFrom: string;
  validUntil: string;
};
export type DayRange = { fromDay: string; untilDay: string };
export type Meeting = { day: string; startTime: string; endTime: string; startsAt: number; endsAt: number };

/** A term, and the weekday (1 Monday to 7 Sunday) on which its weeks begin. */
export type TermWeeks = { term: DayRange; firstWeekday: number };

/** `A` or `B`, counted from the week the term begins in (an A week). */
export function weekPatternOf(day: string, { term, firstWeekday }: TermWeeks): 'A' | 'B' {
  const [first, week] = [term.fromDay, day].map((one) => weekStart(one, firstWeekday));
  return (daysBetween(first as string, week as string) / 7) % 2 === 0 ? 'A' : 'B';
}

/** Whether `day` lies in `range`, both ends included. */
export function isWithin(day: string, range: DayRange): boolean {
  return day >= range.fromDay && day <= range.untilDay;
}

/** Whether a slot of some weeks meets in the week of a day. */
export const isOfWeek = (weeks: WeekPattern, day: string, counted: TermWeeks) =>
  weeks === 'every' || weeks === weekPatternOf(day, counted);

/** The first and the last day on which a slot meets, closures aside; null for one that never does. */
export function meetingSpan(slot: Slot, counted: TermWeeks): DayRange | null {
  const { term } = counted;
  const [from, until] = [laterDay(slot.validFrom, term.fromDay), earlierDay(slot.validUntil, term.untilDay)];
  const first = addDays(from, (slot.weekday - weekdayOf(from) + 7) % 7);
  const last = addDays(until, -((weekdayOf(until) - slot.weekday + 7) % 7));
  const fromDay = isOfWeek(slot.weeks, first, counted) ? first : addDays(first, 7);
  const untilDay = isOfWeek(slot.weeks, last, counted) ? last : addDays(last, -7);
  return fromDay <= untilDay ? { fromDay, untilDay } : null;
}

/** A meeting whose start the clocks skip, and the wall time at which it begins instead. */
export type MovedByClock = { day: string; time: string; moved: string };

/** The meetings that a clock change moves.
 *  @throws RangeError for an unknown zone */
export function movedByClock(meetings: readonly Meeting[], zone: string): MovedByClock[] {
  return meetings.flatMap(({ day, startTime: time, startsAt }) => {
    const moved = wallTimeAt(startsAt, zone);
    return moved === time ? [] : [{ day, time, moved }];
  });
}

/** The meetings of one slot within its term, its validity and `range`, without closures, in order of time.
 *  One past midnight is of the day on which it begins; one in an hour that the clocks skip is moved.
 *  @throws RangeError for an unknown zone */
export function expandSlot(slot: Slot, options: TermWeeks & { closures: DayRange[]; range: DayRange; zone: string }): Meeting[] {
  const { term, closures, range, zone } = options;
  const first = [slot.validFrom, term.fromDay, range.fromDay].sort().at(-1) as string;
  const last = [slot.validUntil, term.untilDay, range.untilDay].sort()[0] as string;
  const meetings: Meeting[] = [];
  for (let day = addDays(first, (slot.weekday - weekdayOf(first) + 7) % 7); day <= last; day = addDays(day, 7)) {
    if (!isOfWeek(slot.weeks, day, options)) continue;
    if (closures.some((closure) => isWithin(day, closure))) continue;
    const meeting = { day, startTime: slot.startTime, endTime: slot.endTime };
    meetings.push({ ...meeting, ...instantsOf(meeting, zone) });
  }
  return meetings;
}
