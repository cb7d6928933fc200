/** Days of a calendar as the weekly slot that has them: every week or every other one, from when until when. */
import { addDays, daysBetween, weekdayOf } from '#domain/time';
import { type DayRange, isWithin, type TermWeeks, weekPatternOf } from '#domain/timetable/timetable';
import type { Message } from '#domain/words/message';
import type { Refusal } from '../import-classes';
import type { Dated, Weekly } from './slot-draft';

/** Days named at most. */
const MOST_NAMED = 8;

const greatestDivisor = (a: number, b: number): number => (b === 0 ? a : greatestDivisor(b, a % b));

/** Every how many weeks the days come. */
function stepOf(days: readonly string[]): number {
  return days.slice(1).reduce((step, day, index) => greatestDivisor(daysBetween(days[index] ?? day, day) / 7, step), 0);
}

/** The days between the first and the last, so many weeks apart, that are missing although the school is open. */
function missingIn(days: readonly string[], step: number, closures: readonly DayRange[]): string[] {
  const [first = '', last = ''] = [days[0], days.at(-1)];
  const there = new Set(days);
  const missing: string[] = [];
  for (let day = first; day <= last; day = addDays(day, step * 7))
    if (!there.has(day) && !closures.some((closure) => isWithin(day, closure))) missing.push(day);
  return missing;
}

/** The first of the days, and whether there are more. */
const named = (days: readonly string[]) => ({
  days: days.slice(0, MOST_NAMED).map((day) => ({ day })),
  more: String(days.length > MOST_NAMED),
});

/** That a calendar has days which none of the terms has. */
export function daysLeftOut({ days: all }: Dated, terms: readonly (DayRange & { name: string })[]): Message[] {
  const days = all.filter((day) => !terms.some((term) => isWithin(day, term)));
  if (days.length === 0) return [];
  return [{ id: 'import.days-left-out', values: { count: days.length, terms: terms.map(({ name }) => name), ...named(days) } }];
}

/** The slot whose meetings in a term are the days, with the days that only the slot has; refused for days that no slot has. */
export function fitDays(
  { startTime, endTime, days: all }: Dated,
  counted: TermWeeks,
  closures: readonly DayRange[],
): { meets: Weekly; remarks: Message[] } | Refusal {
  const days = all.filter((day) => isWithin(day, counted.term));
  const [from = '', until = ''] = [days[0], days.at(-1)];
  if (days.length === 0) return { refusal: 'import.no-term-of-days' };
  if (days.length === 1) return { refusal: { id: 'import.meets-once', values: { day: { day: from } } } };
  const step = stepOf(days);
  const missing = step === 0 ? [] : missingIn(days, step, closures);
  if (step > 2 || missing.length > days.length) return { refusal: 'import.not-weekly' };
  const weeks = step === 2 ? weekPatternOf(from, counted) : 'every';
  const meets: Weekly = { weekday: weekdayOf(from), startTime, endTime, weeks, from, until };
  return { meets, remarks: missing.length > 0 ? [{ id: 'import.days-missing', values: named(missing) }] : [] };
}
