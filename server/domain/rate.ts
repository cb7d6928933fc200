/** Attendance rates. Integers throughout: a rate is a pair of sums until it is shown. Every figure of every screen comes from here. */
import type { Counting } from './correction/reason-code';
import type { Status, Tally } from './register/attendance';
import type { SchoolSettings } from './school/school';

export type RatePolicy = Pick<SchoolSettings, 'lateCredit' | 'excusedCounts'>;

/** Earned and possible credit, in hundredths of a class session. */
export type Sums = { earned: number; possible: number };

const EACH_STATUS: readonly Status[] = ['present', 'late', 'absent', 'excused'];

/** Fewer than this says nothing yet. */
export const MINIMUM_POSSIBLE = 5;

/** What a mark counts as: what its reason says; else what its status says, and of `excused` the policy. `out` leaves both sums. */
export function countedAs(
  status: Status,
  policy: RatePolicy,
  reason: Counting | null = null,
): 'present' | 'late' | 'absent' | 'out' {
  if (reason !== null) return reason;
  if (status !== 'excused') return status;
  return policy.excusedCounts === 'leaves' ? 'out' : policy.excusedCounts;
}

/** Credit of one mark: present 1, late by policy, absent 0. Never throws.
 *  @param reason what the mark's reason counts as; null where it has none, or one that says nothing */
export function creditOf(status: Status, policy: RatePolicy, reason: Counting | null = null): Sums {
  const counted = countedAs(status, policy, reason);
  const earned = { present: 100, late: policy.lateCredit, absent: 0, out: 0 };
  return { earned: earned[counted], possible: counted === 'out' ? 0 : 100 };
}

/** Credit of marks that share a reason, or have none. Never throws. */
export function sumsOf(tally: Tally, policy: RatePolicy, reason: Counting | null = null): Sums {
  return pool(
    EACH_STATUS.map((status) => {
      const { earned, possible } = creditOf(status, policy, reason);
      return { earned: tally[status] * earned, possible: tally[status] * possible };
    }),
  );
}

/** Several students or sections: sums, not a mean of percentages. */
export function pool(all: readonly Sums[]): Sums {
  return all.reduce((sum, one) => ({ earned: sum.earned + one.earned, possible: sum.possible + one.possible }), {
    earned: 0,
    possible: 0,
  });
}

/** Whether a rate is below a threshold (thousandths), on unrounded values. No data is not below anything. */
export function isBelow({ earned, possible }: Sums, threshold: number): boolean {
  return possible > 0 && earned * 1000 < threshold * possible;
}

/** Whether a rate is at least `drop` (thousandths) under another, on unrounded values. No data has dropped from nothing. */
export function hasDropped(before: Sums, now: Sums, drop: number): boolean {
  if (before.possible === 0 || now.possible === 0) return false;
  const difference = before.earned * now.possible - now.earned * before.possible;
  return difference * 1000 >= drop * before.possible * now.possible;
}

/** A rate for people: one decimal, but never rounded up to a whole percent, which is where thresholds lie: 89.96 reads 89.9.
 *  Null is "no data": 0 of 0 is not 0 %. */
export function percentOf({ earned, possible }: Sums): number | null {
  if (possible === 0) return null;
  const thousandths = Math.round((earned * 1000) / possible);
  const isRoundedUp = thousandths * possible > earned * 1000;
  return (isRoundedUp && thousandths % 10 === 0 ? thousandths - 1 : thousandths) / 10;
}

/** The best rate still reachable when every remaining class session is attended. */
export function bestReachable(sums: Sums, remaining: number): Sums {
  return { earned: sums.earned + remaining * 100, possible: sums.possible + remaining * 100 };
}

/** How many of the remaining class sessions may be missed without ending below the threshold; 0 when it is out of reach. */
export function mayMiss(sums: Sums, remaining: number, threshold: number): number {
  const best = bestReachable(sums, remaining);
  const spare = best.earned * 1000 - threshold * best.possible;
  return Math.max(0, Math.min(remaining, Math.floor(spare / (100 * 1000))));
}

/** Own rate under the threshold with enough class sessions to say so. */
export function isFrequentAbsentee(sums: Sums, threshold: number): boolean {
  return sums.possible >= MINIMUM_POSSIBLE * 100 && isBelow(sums, threshold);
}

/** One in so many, missed, is chronic absence. */
export const CHRONIC_SHARE = 10;

/** Chronic absence: missed a tenth or more of all class sessions, excused or not (the measure used by the US Department of Education). */
export function isChronicallyAbsent(tally: Tally): boolean {
  const missed = tally.absent + tally.excused;
  const all = missed + tally.present + tally.late;
  return all > 0 && missed * CHRONIC_SHARE >= all;
}

/** A policy with the rate it asks for, in thousandths. */
export type RateRule = RatePolicy & { threshold: number };

/** Students whose marks over all their sections are the same. */
export type TallyGroup = Tally & { students: number };

/** `students` have enough class sessions under either rule to say anything of them. */
export type RuleComparison = { students: number; belowNow: number; belowThen: number; newlyBelow: number; noLongerBelow: number };

/** Who would be a frequent absentee under another rule. Never throws. */
export function compareRules(groups: readonly TallyGroup[], now: RateRule, then: RateRule): RuleComparison {
  const result = { students: 0, belowNow: 0, belowThen: 0, newlyBelow: 0, noLongerBelow: 0 };
  for (const { students, ...tally } of groups) {
    const [before, after] = [sumsOf(tally, now), sumsOf(tally, then)];
    const isBefore = isFrequentAbsentee(before, now.threshold);
    const isAfter = isFrequentAbsentee(after, then.threshold);
    if (Math.max(before.possible, after.possible) >= MINIMUM_POSSIBLE * 100) result.students += students;
    if (isBefore) result.belowNow += students;
    if (isAfter) result.belowThen += students;
    if (isAfter && !isBefore) result.newlyBelow += students;
    if (isBefore && !isAfter) result.noLongerBelow += students;
  }
  return result;
}
