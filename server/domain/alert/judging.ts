/** What becomes of a student's alerts: those that are due, those that have lost their ground, and those whose figures are others by now.
 *
 *  An alert is due when the marks so far give it a ground. It stands by the marks up to the last that it was raised on: attending later does
 *  not make it wrong, a correction of what it rests on does. What only the terms or the timetable changed is told to nobody. Pure. */
import { groupBy } from '#domain/group';
import type { RatePolicy } from '#domain/rate';
import { ALERT_RULES, type AlertRule, type Rule, type RulePlan, type Scope, scopesOf } from '#domain/school/alert-rule';
import { type AlertGround, type AlertMark, groundOf } from './ground';
import { type AlertPeriod, canStillRaise, type PeriodTerm, periodKeyOf, periodNamed } from './period';

/** One that was raised and not retracted. */
export type StandingAlert = {
  id: number;
  rule: Rule;
  /** Null is all classes together. */
  sectionId: number | null;
  /** Key of its period. */
  period: string;
  ground: AlertGround;
  /** When the last class session it was raised on began. */
  throughAt: number;
};

export type NewAlert = Omit<StandingAlert, 'id' | 'period'> & { period: AlertPeriod };

/** One whose figures, or whose period, are other than they were. */
export type RenewedAlert = NewAlert & { id: number; formerPeriod: string };

export type JudgedStudent = {
  /** Oldest first, each period from its beginning. */
  marks: readonly AlertMark[];
  standing: readonly StandingAlert[];
  /** The first day of which something has changed. */
  fromDay: string;
  /** Class sessions that are not over in the period of today, by section. */
  ahead: ReadonlyMap<number, number>;
};

/** What everybody is judged by. */
export type Bench = { plan: RulePlan; policy: RatePolicy; terms: readonly PeriodTerm[]; today: string };

export type Judgement = {
  raise: NewAlert[];
  /** Marks they rested on have changed. */
  retract: StandingAlert[];
  /** Terms or the timetable left nothing of them; no mark has changed, so nobody is told. */
  end: StandingAlert[];
  /** What they rest on is other than it was: figures, or all of it. */
  renew: RenewedAlert[];
  /** A register they rest on is open again: they are judged when it is closed. */
  isDeferred: boolean;
};

type Part = { period: AlertPeriod; marks: readonly AlertMark[] };
type Setting = { student: JudgedStudent; part: Part; bench: Bench };

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
  const found = groundOf(scope.rule, { marks, policy: bench.policy, remaining });
  if (!found) return null;
  const ground = { ...found, on: { sectionIds: scope.sectionIds, from: part.period.from, until: last.day } };
  return { rule: scope.rule, sectionId: scope.sectionId, period: part.period, ground, throughAt: last.startsAt };
}

function dueIn(part: Part, student: JudgedStudent, bench: Bench): NewAlert[] {
  if (!canStillRaise(part.period, bench.today)) return [];
  const sectionIds = [...new Set([...part.marks.map(({ sectionId }) => sectionId), ...student.ahead.keys()])];
  const scopes = ALERT_RULES.flatMap((name) => scopesOf(bench.plan, name, sectionIds));
  return scopes.flatMap((scope) => dueOf(scope, student, part, bench) ?? []);
}

const isUpTo = (throughAt: number) => (mark: AlertMark) => mark.startsAt <= throughAt;

/** Whether the marks that an alert was raised on still give it its ground, whatever terms and timetable are by now. */
function isAsRaised({ rule, ground, period, throughAt }: StandingAlert, { student, part, bench }: Setting): boolean {
  const { on, remaining } = ground;
  const isOfPart = period === part.period.key && on.from === part.period.from;
  const marks = inScope((isOfPart ? part : student).marks, on.sectionIds).filter(isUpTo(throughAt));
  const own = marks.filter(({ day }) => day >= on.from);
  return groundOf(rule, { marks: own, policy: bench.policy, remaining: remaining ?? 0 }) !== null;
}

/** The ground of one that stands, as it is now. Class sessions added to the timetable count as ahead of it. */
function groundNow({ rule, ground, throughAt }: StandingAlert, { student, part, bench }: Setting) {
  const { sectionIds, until } = ground.on;
  const all = inScope(part.marks, sectionIds);
  const marks = all.filter(isUpTo(throughAt));
  const later = all.filter((mark) => mark.isSettled && !isUpTo(throughAt)(mark)).length;
  const remaining = Math.max(ground.remaining ?? 0, later + aheadIn(sectionIds, student, part, bench));
  const found = groundOf(rule, { marks, policy: bench.policy, remaining });
  return {
    isSettled: marks.every(({ isSettled }) => isSettled),
    ground: found && { ...found, on: { sectionIds, from: part.period.from, until } },
  };
}

/** What becomes of one that stands, beside what is due under the same key. */
function judgeStanding(alert: StandingAlert, due: NewAlert | undefined, setting: Setting): Partial<Judgement> {
  const { isSettled, ground } = groundNow(alert, setting);
  if (!isSettled) return { isDeferred: true };
  const { id, period: formerPeriod } = alert;
  if (!ground && due) return { renew: [{ ...due, id, formerPeriod }] };
  if (!ground) return isAsRaised(alert, setting) ? { end: [alert] } : { retract: [alert] };
  const isUnchanged = isSame(ground, alert.ground) && formerPeriod === setting.part.period.key;
  return isUnchanged ? {} : { renew: [{ ...alert, ground, period: setting.part.period, formerPeriod }] };
}

/** Of one kind that came together in a period, the one that was of it before, or else the latest, stands. */
function oneOfEach(standing: readonly StandingAlert[], { key }: AlertPeriod) {
  const kinds = [...groupBy(standing, ({ rule, sectionId }) => keyOf(rule.rule, sectionId))];
  return kinds.map(([kind, alike]) => {
    const latest = alike.reduce((a, b) => (b.throughAt > a.throughAt ? b : a));
    const alert = alike.find(({ period }) => period === key) ?? latest;
    return { kind, alert, others: alike.filter((one) => one !== alert) };
  });
}

const inAll = (verdicts: readonly Partial<Judgement>[]): Judgement => ({
  raise: verdicts.flatMap(({ raise = [] }) => raise),
  retract: verdicts.flatMap(({ retract = [] }) => retract),
  end: verdicts.flatMap(({ end = [] }) => end),
  renew: verdicts.flatMap(({ renew = [] }) => renew),
  isDeferred: verdicts.some(({ isDeferred }) => isDeferred),
});

function judgePart(part: Part, standing: readonly StandingAlert[], student: JudgedStudent, bench: Bench): Judgement {
  const due = new Map(dueIn(part, student, bench).map((one) => [keyOf(one.rule.rule, one.sectionId), one]));
  const verdicts = oneOfEach(standing, part.period).flatMap(({ kind, alert, others }): Partial<Judgement>[] => {
    const own = due.get(kind);
    due.delete(kind);
    return [{ end: others }, judgeStanding(alert, own, { student, part, bench })];
  });
  return inAll([{ raise: [...due.values()] }, ...verdicts]);
}

/** The periods that hold marks or alerts, and may have changed. An alert is of the period of its last class session. */
function judgedParts({ marks, standing, fromDay }: JudgedStudent, { terms }: Bench) {
  const marksByKey = groupBy(marks, ({ day }) => periodKeyOf(day, terms));
  const alertsByKey = groupBy(standing, ({ ground }) => periodKeyOf(ground.on.until, terms));
  return [...new Set([...marksByKey.keys(), ...alertsByKey.keys()])].flatMap((key) => {
    const period = periodNamed(key, terms);
    if (!period || period.until < fromDay) return [];
    return [{ part: { period, marks: marksByKey.get(key) ?? [] }, standing: alertsByKey.get(key) ?? [] }];
  });
}

/** Judges one student. Never throws. */
export function judge(student: JudgedStudent, bench: Bench): Judgement {
  return inAll(judgedParts(student, bench).map(({ part, standing }) => judgePart(part, standing, student, bench)));
}
