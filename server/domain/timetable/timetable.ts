/** Weekly slots become class sessions: expanded in local time first, then converted, so that a lesson stays at its wall time all year. */
import { addDays, daysBetween, instantOf, weekdayOf, weekStart } from '#domain/time';

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

/** `A` or `B`, counted from the week the term begins in (an A week). */
export function weekPatternOf(day: string, term: DayRange): 'A' | 'B' {
  return (daysBetween(weekStart(term.fromDay), weekStart(day)) / 7) % 2 === 0 ? 'A' : 'B';
}

/** Whether `day` lies in `range`, both ends included. */
export function isWithin(day: string, range: DayRange): boolean {
  return day >= range.fromDay && day <= range.untilDay;
}

/** The meetings of one slot within its term, its validity and `range`, without closures, in order of time.
 *  A meeting that would end at or before its start (both in a skipped hour) is left out.
 *  @throws RangeError for an unknown zone */
export function expandSlot(
  slot: Slot,
  options: { term: DayRange; closures: DayRange[]; range: DayRange; zone: string },
): Meeting[] {
  const { term, closures, range, zone } = options;
  const first = [slot.validFrom, term.fromDay, range.fromDay].sort().at(-1) as string;
  const last = [slot.validUntil, term.untilDay, range.untilDay].sort()[0] as string;
  const meetings: Meeting[] = [];
  for (let day = addDays(first, (slot.weekday - weekdayOf(first) + 7) % 7); day <= last; day = addDays(day, 7)) {
    if (slot.weeks !== 'every' && slot.weeks !== weekPatternOf(day, term)) continue;
    if (closures.some((closure) => isWithin(day, closure))) continue;
    const startsAt = instantOf(day, slot.startTime, zone);
    const endsAt = instantOf(day, slot.endTime, zone);
    if (endsAt > startsAt) meetings.push({ day, startTime: slot.startTime, endTime: slot.endTime, startsAt, endsAt });
  }
  return meetings;
}
