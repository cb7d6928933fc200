/** The period that an alert is of: the term of a day, or its month where there is no term. Pure. */
import type { DayRange } from '#domain/report/report-filter';
import { addDays, earlierDay, laterDay } from '#domain/time';
import { daysOfMonth } from '#domain/timetable/calendar';

export type PeriodTerm = { id: number; name: string; fromDay: string; untilDay: string };

/** What a reader is told of it. */
export type PeriodName = { term: string } | { month: string };

/** `key` is `term:3`, or `2026-09`. */
export type AlertPeriod = DayRange & { key: string; name: PeriodName };

const keyOfTerm = ({ id }: PeriodTerm) => `term:${id}`;

function ofTerm(term: PeriodTerm): AlertPeriod {
  const { name, fromDay, untilDay } = term;
  return { key: keyOfTerm(term), from: fromDay, until: untilDay, name: { term: name } };
}

function ofMonth(month: string): AlertPeriod {
  return { key: month, ...daysOfMonth(month), name: { month } };
}

/** Of terms that overlap, the one that begins last. */
function termOf(day: string, terms: readonly PeriodTerm[]): PeriodTerm | undefined {
  const holding = terms.filter(({ fromDay, untilDay }) => fromDay <= day && day <= untilDay);
  const latest = holding.map(({ fromDay }) => fromDay).reduce(laterDay, '');
  return holding.find(({ fromDay }) => fromDay === latest);
}

export function periodOf(day: string, terms: readonly PeriodTerm[]): AlertPeriod {
  const term = termOf(day, terms);
  return term ? ofTerm(term) : ofMonth(day.slice(0, 7));
}

/** Its key alone, which is asked of every mark. */
export function periodKeyOf(day: string, terms: readonly PeriodTerm[]): string {
  const term = termOf(day, terms);
  return term ? keyOfTerm(term) : day.slice(0, 7);
}

/** The period that an alert was raised in; null where its term is gone. */
export function periodNamed(key: string, terms: readonly PeriodTerm[]): AlertPeriod | null {
  if (!key.startsWith('term:')) return ofMonth(key);
  const term = terms.find((one) => keyOfTerm(one) === key);
  return term ? ofTerm(term) : null;
}

/** The first day of the periods that a day or a later one is of. */
export function firstDayOf(day: string, terms: readonly PeriodTerm[]): string {
  const running = terms.filter(({ untilDay }) => untilDay >= day);
  return [ofMonth(day.slice(0, 7)).from, ...running.map(({ fromDay }) => fromDay)].reduce(earlierDay);
}

/** Keys of the periods that are not over on a day. */
export function keysRunningOn(day: string, terms: readonly PeriodTerm[]): string[] {
  return [day.slice(0, 7), ...terms.filter(({ untilDay }) => untilDay >= day).map(keyOfTerm)];
}

/** Days after its end in which a period still raises alerts: registers settle late, but nobody is told of last year. */
const SETTLING_DAYS = 14;

export function canStillRaise({ from, until }: DayRange, today: string): boolean {
  return from <= today && today <= addDays(until, SETTLING_DAYS);
}
