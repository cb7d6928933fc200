/** The ground of an alert: what a student's marks are to a rule. Pure, on integers; every figure is the engine's. */
import type { Counting } from '#domain/correction/reason-code';
import { countedAs, creditOf, hasDropped, isBelow, pool, type RatePolicy, type Sums } from '#domain/rate';
import type { Status } from '#domain/register/attendance';
import { outlookOf } from '#domain/register/outlook';
import { presenceOf } from '#domain/report/figures';
import type { Rule } from '#domain/school/alert-rule';
import { addDays } from '#domain/time';

/** A mark that counts, or will once the register is closed again. */
export type AlertMark = {
  classSessionId: number;
  sectionId: number;
  day: string;
  startTime: string;
  startsAt: number;
  status: Status;
  /** What its reason counts as; null where it has none, or one that says nothing. */
  reason: Counting | null;
  /** The register is closed. */
  isSettled: boolean;
};

/** What an alert says. Sums are in hundredths of a class session. */
export type Ground = Sums & {
  /** Class sessions missed, those that are named. */
  missed: number;
  /** Class sessions they are out of. */
  all: number;
  /** Class sessions ahead, where it is about them. */
  remaining: number | null;
  /** The rate before, where it is about a drop. */
  before: Sums | null;
  /** Those missed, oldest first. */
  classSessionIds: number[];
};

/** Which marks an alert was raised on. */
export type RaisedOn = {
  sectionIds: readonly number[];
  /** The first day of its period then. */
  from: string;
  /** The day of the last class session. */
  until: string;
};

/** What is kept of an alert. */
export type AlertGround = Ground & { on: RaisedOn };

/** Two weeks are held against what was before. */
const RECENT_DAYS = 14;

type Judged = { marks: readonly AlertMark[]; policy: RatePolicy; remaining: number };

const idsOf = (marks: readonly AlertMark[]) => marks.map(({ classSessionId }) => classSessionId);
const sumsIn = (marks: readonly AlertMark[], policy: RatePolicy) =>
  pool(marks.map(({ status, reason }) => creditOf(status, policy, reason)));
const isMissed = ({ status, reason }: AlertMark, policy: RatePolicy) => countedAs(status, policy, reason) === 'absent';

/** Of marks whose rate is in question. */
function rateGround({ marks, policy }: Omit<Judged, 'remaining'>): Ground {
  const sums = sumsIn(marks, policy);
  const missed = idsOf(marks.filter((mark) => isMissed(mark, policy)));
  const about = { all: sums.possible / 100, remaining: null, before: null };
  return { ...sums, missed: missed.length, ...about, classSessionIds: missed };
}

const hasEnough = ({ possible }: Sums, least: number) => possible >= least * 100;

/** The class sessions missed last, with none attended since. Those that leave the rate are passed over. */
function missedLast({ marks, policy }: Judged): AlertMark[] {
  const counted = marks.filter(({ status, reason }) => countedAs(status, policy, reason) !== 'out');
  const lastAttended = counted.findLastIndex((mark) => !isMissed(mark, policy));
  return counted.slice(lastAttended + 1);
}

function chronicGround(marks: readonly AlertMark[]): Ground {
  const counted = marks.filter(({ status, reason }) => presenceOf(status, reason) !== 'out');
  const missed = idsOf(counted.filter(({ status, reason }) => presenceOf(status, reason) === 'missed'));
  const all = counted.length;
  const sums = { earned: (all - missed.length) * 100, possible: all * 100 };
  return { ...sums, missed: missed.length, all, remaining: null, before: null, classSessionIds: missed };
}

/** The last two weeks until the last mark, beside what was before them. */
function dropGround({ marks, policy }: Judged): Ground & { before: Sums } {
  const from = addDays(marks.at(-1)?.day ?? '1970-01-01', 1 - RECENT_DAYS);
  const before = sumsIn(
    marks.filter(({ day }) => day < from),
    policy,
  );
  return { ...rateGround({ marks: marks.filter(({ day }) => day >= from), policy }), before };
}

/** What a rule finds in marks, oldest first; null where they give it no ground. Never throws.
 *  @param judged.remaining class sessions ahead */
export function groundOf(rule: Rule, judged: Judged): Ground | null {
  switch (rule.rule) {
    case 'low-attendance': {
      const ground = rateGround(judged);
      return hasEnough(ground, rule.least) && isBelow(ground, rule.threshold) ? ground : null;
    }
    case 'out-of-reach': {
      const { remaining } = judged;
      const ground = { ...rateGround(judged), remaining };
      return hasEnough(ground, rule.least) && outlookOf(ground, remaining, rule.threshold).isOutOfReach ? ground : null;
    }
    case 'consecutive-absences': {
      const row = missedLast(judged);
      return row.length >= rule.count ? rateGround({ ...judged, marks: row }) : null;
    }
    case 'chronic': {
      const ground = chronicGround(judged.marks);
      return ground.all >= rule.least && ground.missed * 1000 >= rule.share * ground.all ? ground : null;
    }
    case 'sudden-drop': {
      const ground = dropGround(judged);
      const isEnough = hasEnough(ground, rule.least) && hasEnough(ground.before, rule.least);
      return isEnough && hasDropped(ground.before, ground, rule.drop) ? ground : null;
    }
  }
}
