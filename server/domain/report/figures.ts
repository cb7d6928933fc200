/** The engine of reports: tallies in, figures out, with what a reason makes of a mark applied here and nowhere else. What a mark is worth
 *  is `rate.ts`'s. Pure. */
import type { Counting } from '#domain/correction/reason-code';
import { groupBy } from '#domain/group';
import { pool, type RatePolicy, type Sums, sumsOf } from '#domain/rate';
import { addTallies, type Status, type Tally } from '#domain/register/attendance';
import { weekdayOf, weekdaysFrom } from '#domain/time';
import { type DayRange, overlapOf, type Period, periodAround } from './report-filter';

/** What reasons count as, by their ids; those that say nothing are left out. */
export type ReasonRules = ReadonlyMap<number, Counting>;

/** Everything a rate depends on. */
export type RateRules = RatePolicy & { threshold: number; reasons: ReasonRules };

/** Marks that share a reason code; 0 for those without. */
export type CodedTally = Tally & { reasonCodeId: number };

/** The same of class sessions that were held. */
export type HeldTally = CodedTally & { classSessions: number };

/** Marks of class sessions that were held, and what they are worth, in hundredths of a class session. */
export type Figures = Tally & Sums & { classSessions: number };

/** What marks of any reasons are worth together. */
export function sumsOfCoded(tallies: readonly CodedTally[], rules: RateRules): Sums {
  return pool(tallies.map(({ reasonCodeId, ...tally }) => sumsOf(tally, rules, rules.reasons.get(reasonCodeId) ?? null)));
}

/** One figure of several tallies. Never throws. */
export function figuresOf(tallies: readonly HeldTally[], rules: RateRules): Figures {
  const classSessions = tallies.reduce((sum, tally) => sum + tally.classSessions, 0);
  return { classSessions, ...addTallies(tallies), ...sumsOfCoded(tallies, rules) };
}

/** What a mark is to chronic absence, whatever the policy says of excuses: reasons alone may say otherwise. */
export function presenceOf(status: Status, reason: Counting | null): 'attended' | 'missed' | 'out' {
  if (reason === 'out') return 'out';
  const counted = reason ?? status;
  return counted === 'present' || counted === 'late' ? 'attended' : 'missed';
}

export type PeriodFigures = DayRange & Figures;

/** Figures of each day, ISO week or month in which anything was held, in order of time. The first and last are cut to the range. */
export function periodFigures(
  tallies: readonly (HeldTally & { day: string })[],
  { range, by, rules }: { range: DayRange; by: Period; rules: RateRules },
): PeriodFigures[] {
  const groups = groupBy(tallies, ({ day }) => periodAround(day, by).from);
  return [...groups.keys()].sort().flatMap((from) => {
    const days = overlapOf(periodAround(from, by), range);
    const figures = figuresOf(groups.get(from) ?? [], rules);
    return days && figures.classSessions > 0 ? [{ ...days, ...figures }] : [];
  });
}

export type KeyFigures = Figures & { key: number };

/** Figures by weekday (1 Monday to 7 Sunday) of tallies by day, in the order of the school's week. */
export function weekdayFigures(
  tallies: readonly (HeldTally & { day: string })[],
  rules: RateRules,
  firstWeekday: number,
): KeyFigures[] {
  const figures = keyFigures(
    tallies.map((tally) => ({ ...tally, key: weekdayOf(tally.day) })),
    rules,
  );
  return weekdaysFrom(firstWeekday).flatMap((weekday) => figures.filter(({ key }) => key === weekday));
}

/** Figures of each key, in the order of the keys. */
export function keyFigures(tallies: readonly (HeldTally & { key: number })[], rules: RateRules): KeyFigures[] {
  const groups = groupBy(tallies, ({ key }) => key);
  return [...groups.keys()].sort((a, b) => a - b).map((key) => ({ key, ...figuresOf(groups.get(key) ?? [], rules) }));
}
