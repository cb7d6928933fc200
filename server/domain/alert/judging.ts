/** What becomes of a student's alerts: those that are due, those that have lost their ground, and those whose figures are others by now.
 *
 *  An alert is due when the marks so far give it a ground. It stands by the marks up to the last that it was raised on: attending later does
 *  not make it wrong, a correction of what it rests on does. Pure. */
import { groupBy } from '#domain/group';
import type { RatePolicy } from '#domain/rate';
import {
  ALERT_RULES,
  type AlertRule,
  type Rule,
  type RulePlan,
  type Scope,
  scopesOf,
  underSchoolRule,
} from '#domain/school/alert-rule';
import { type AlertMark, type Ground, groundOf } from './ground';
import { type AlertPeriod, canStillRaise, type PeriodTerm, periodKeyOf, periodNamed } from './period';

/** One that was raised and not retracted. */
export type StandingAlert = {
  id: number;
  rule: Rule;
  /** Null is all classes together. */
  sectionId: number | null;
  /** Key of its period. */
  period: string;
  ground: Ground;
  /** When the last class session it was raised on began. */
  throughAt: number;
};

export type NewAlert = Omit<StandingAlert, 'id' | 'period'> & { period: AlertPeriod };

export type JudgedStudent = {
  /** Oldest first, each period from its beginning. */
  marks: readonly AlertMark[];
  standing: readonly StandingAlert[];
  /** The first day of which something has changed. */
  fromDay: string;
  /** Class sessions ahead in the period of today, by section. */
  ahead: ReadonlyMap<number, number>;
};

/** What everybody is judged by. */
export type Bench = { plan: RulePlan; policy: RatePolicy; terms: readonly PeriodTerm[]; today: string };

export type Judgement = {
  raise: NewAlert[];
  retract: StandingAlert[];
  /** What they rest on is other than it was: figures, or all of it. */
  renew: (NewAlert & { id: number })[];
  /** A register they rest on is open again: they are judged when it is closed. */
  isDeferred: boolean;
};

type Part = { period: AlertPeriod; marks: readonly AlertMark[] };

const keyOf = (rule: AlertRule, sectionId: number | null) => `${rule} ${sectionId}`;
const isSame = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

function inScope(marks: readonly AlertMark[], sectionIds: readonly number[]): AlertMark[] {
  const wanted = new Set(sectionIds);
  return marks.filter(({ sectionId }) => wanted.has(sectionId));
}

function aheadIn(sectionIds: readonly number[], { ahead }: JudgedStudent, { period }: Part, { today }: Bench): number {
  const isNow = period.from <= today && today <= period.until;
  return isNow ? sectionIds.reduce((sum, id) => sum + (ahead.get(id) ?? 0), 0) : 0;
}

/** What a scope would raise by now; nothing while a register among them is open again. */
function dueOf(scope: Scope, student: JudgedStudent, part: Part, bench: Bench): NewAlert | null {
  const all = inScope(part.marks, scope.sectionIds);
  const marks = all.filter(({ isSettled }) => isSettled);
  const last = marks.at(-1);
  if (!last || all.some(({ isSettled, startsAt }) => !isSettled && startsAt <= last.startsAt)) return null;
  const remaining = aheadIn(scope.sectionIds, student, part, bench);
  const ground = groundOf(scope.rule, { marks, policy: bench.policy, remaining });
  if (!ground) return null;
  return { rule: scope.rule, sectionId: scope.sectionId, period: part.period, ground, throughAt: last.startsAt };
}

function dueIn(part: Part, student: JudgedStudent, bench: Bench): NewAlert[] {
  if (!canStillRaise(part.period, bench.today)) return [];
  const sectionIds = [...new Set([...part.marks.map(({ sectionId }) => sectionId), ...student.ahead.keys()])];
  const scopes = ALERT_RULES.flatMap((name) => scopesOf(bench.plan, name, sectionIds));
  return scopes.flatMap((scope) => dueOf(scope, student, part, bench) ?? []);
}

/** The marks an alert rests on, as they are now. */
function restsOn({ rule, sectionId, throughAt }: StandingAlert, { marks }: Part, { plan }: Bench): AlertMark[] {
  const all = [...new Set(marks.map((mark) => mark.sectionId))];
  const sectionIds = sectionId === null ? underSchoolRule(plan, rule.rule, all) : [sectionId];
  return inScope(marks, sectionIds).filter(({ startsAt }) => startsAt <= throughAt);
}

/** What becomes of one that stands, beside what is due under the same key. */
function judgeStanding(alert: StandingAlert, due: NewAlert | undefined, part: Part, bench: Bench): Partial<Judgement> {
  const marks = restsOn(alert, part, bench);
  if (!marks.every(({ isSettled }) => isSettled)) return { isDeferred: true };
  const ground = groundOf(alert.rule, { marks, policy: bench.policy, remaining: alert.ground.remaining ?? 0 });
  if (!ground) return due ? { renew: [{ ...due, id: alert.id }] } : { retract: [alert] };
  return isSame(ground, alert.ground) ? {} : { renew: [{ ...alert, ground, period: part.period }] };
}

function judgePart(part: Part, standing: readonly StandingAlert[], student: JudgedStudent, bench: Bench): Judgement {
  const due = new Map(dueIn(part, student, bench).map((one) => [keyOf(one.rule.rule, one.sectionId), one]));
  const verdicts = standing.map((alert) => {
    const key = keyOf(alert.rule.rule, alert.sectionId);
    const own = due.get(key);
    due.delete(key);
    return judgeStanding(alert, own, part, bench);
  });
  return {
    raise: [...due.values()],
    retract: verdicts.flatMap(({ retract = [] }) => retract),
    renew: verdicts.flatMap(({ renew = [] }) => renew),
    isDeferred: verdicts.some(({ isDeferred }) => isDeferred),
  };
}

/** The periods that hold marks or alerts, and may have changed. One whose term is gone holds no marks. */
function partsOf({ marks, standing, fromDay }: JudgedStudent, { terms }: Bench): Part[] {
  const byKey = groupBy(marks, ({ day }) => periodKeyOf(day, terms));
  const keys = new Set([...byKey.keys(), ...standing.map(({ period }) => period)]);
  return [...keys].flatMap((key) => {
    const period = periodNamed(key, terms) ?? { key, from: fromDay, until: fromDay, name: { term: '' } };
    return period.until < fromDay ? [] : [{ period, marks: byKey.get(key) ?? [] }];
  });
}

/** Judges one student. Never throws. */
export function judge(student: JudgedStudent, bench: Bench): Judgement {
  const parts = partsOf(student, bench).map((part) => {
    const standing = student.standing.filter(({ period }) => period === part.period.key);
    return judgePart(part, standing, student, bench);
  });
  return {
    raise: parts.flatMap(({ raise }) => raise),
    retract: parts.flatMap(({ retract }) => retract),
    renew: parts.flatMap(({ renew }) => renew),
    isDeferred: parts.some(({ isDeferred }) => isDeferred),
  };
}
