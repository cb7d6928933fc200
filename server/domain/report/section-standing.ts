/** How each student of a section stands: rate, recent weeks, where it is going, and what is still within reach. Pure. */
import { groupBy } from '#domain/group';
import { bestReachable, isBelow, MINIMUM_POSSIBLE, mayMiss, pool, type Sums } from '#domain/rate';
import { addTallies } from '#domain/register/attendance';
import { type CodedTally, type RateRules, sumsOfCoded } from './figures';
import type { SectionStudent, WeekSums } from './report-view';

/** A student's marks of a week with one reason, or none. There may be several of a week. */
export type StudentWeek = CodedTally & { studentId: number; week: string };

/** Weeks that a trend holds against all before them. */
const RECENT_WEEKS = 4;

const rateOf = ({ earned, possible }: Sums) => Math.round((earned * 1000) / possible);

/** The rate of the last four weeks less that of those before, in thousandths; null where either has too little to say. */
export function trendOf(weeks: readonly WeekSums[]): number | null {
  const [recent, before] = [pool(weeks.slice(-RECENT_WEEKS)), pool(weeks.slice(0, -RECENT_WEEKS))];
  const least = MINIMUM_POSSIBLE * 100;
  return recent.possible < least || before.possible < least ? null : rateOf(recent) - rateOf(before);
}

type Standing = { weeks: readonly StudentWeek[]; remaining: number; rules: RateRules };

function studentOf(person: { studentId: number; name: string }, { weeks: own, remaining, rules }: Standing): SectionStudent {
  const byWeek = groupBy(own, ({ week }) => week);
  const weeks = [...byWeek.keys()].sort().map((week) => ({ week, ...sumsOfCoded(byWeek.get(week) ?? [], rules) }));
  const sums = pool(weeks);
  return {
    ...person,
    ...sums,
    tally: addTallies(own),
    weeks,
    trend: trendOf(weeks),
    isBelow: isBelow(sums, rules.threshold),
    reachable: bestReachable(sums, remaining),
    mayMiss: mayMiss(sums, remaining, rules.threshold),
  };
}

/** The students of a roll, in its order.
 *  @param remaining class sessions ahead */
export function sectionStudents({
  roll,
  ...standing
}: Standing & { roll: readonly { studentId: number; name: string }[] }): SectionStudent[] {
  const byStudent = groupBy(standing.weeks, ({ studentId }) => studentId);
  return roll.map((person) => studentOf(person, { ...standing, weeks: byStudent.get(person.studentId) ?? [] }));
}
