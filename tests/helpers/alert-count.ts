/** A slow count of the alerts there should be, from the rows, by rules written down here again. */
import type { Database } from '#db/client';
import { queryRows } from '#db/query';
import { DAY_MS } from '#domain/duration';
import type { Rule } from '#domain/school/alert-rule';
import { WAITING, type Waiting } from './alert-term';

type Row = {
  studentId: number;
  sectionId: number;
  sessionId: number;
  startsAt: number;
  day: string;
  status: string;
  countsAs: string | null;
  isHeld: number;
};
const ROWS = `select a.student_id studentId, cs.section_id sectionId, cs.id sessionId, cs.starts_at startsAt, cs.day, a.status,
    r.counts_as countsAs, cs.is_held isHeld
  from attendance a join class_sessions cs on cs.id = a.class_session_id left join reason_codes r on r.id = a.reason_code_id
  where a.status is not null and (cs.is_held or cs.state = 'open') and exists (select 1 from enrolments e where e.student_id = a.student_id
    and e.section_id = cs.section_id and e.from_day <= cs.day and (e.until_day is null or e.until_day >= cs.day))
  order by cs.starts_at, cs.id`;
/** Nobody changes the terms or the timetable. */
const AHEAD = `select e.student_id studentId, cs.section_id sectionId, count(distinct cs.id) count from enrolments e join class_sessions cs
  on cs.section_id = e.section_id and cs.state in ('scheduled', 'open') and e.from_day <= cs.day
    and (e.until_day is null or e.until_day >= cs.day) group by 1, 2`;

/** Present 1, absent 0, or null where it is not in the rate: excused leaves it, unless a reason says otherwise. */
const worth = ({ status, countsAs }: Row) => {
  const as = countsAs ?? (status === 'late' ? 'present' : status === 'excused' ? 'out' : status);
  return as === 'out' ? null : as === 'present' ? 1 : 0;
};
const rateOf = (rows: readonly Row[]) => {
  const rate = { came: 0, all: 0 };
  for (const row of rows) {
    const one = worth(row);
    if (one !== null) rate.all++;
    if (one === 1) rate.came++;
  }
  return rate;
};
const missedIn = (rows: readonly Row[]) => rows.filter((row) => worth(row) === 0).map(({ sessionId }) => sessionId);

/** The class sessions that an alert of a rule names, or null where there is no ground for one. */
function namedBy(rule: Rule, rows: readonly Row[], ahead: number): number[] | null {
  const { came, all } = rateOf(rows);
  if (rule.rule === 'low-attendance') return all >= rule.least && came * 1000 < rule.threshold * all ? missedIn(rows) : null;
  if (rule.rule === 'out-of-reach')
    return all >= rule.least && (came + ahead) * 1000 < rule.threshold * (all + ahead) ? missedIn(rows) : null;
  if (rule.rule === 'consecutive-absences') {
    const counted = rows.filter((row) => worth(row) !== null);
    const last = counted.slice(-rule.count);
    if (last.length < rule.count || last.some((row) => worth(row) === 1)) return null;
    const came = counted.findLastIndex((row) => worth(row) === 1);
    return counted.slice(came + 1).map(({ sessionId }) => sessionId);
  }
  if (rule.rule === 'chronic') {
    const counted = rows.filter(({ countsAs }) => countsAs !== 'out');
    const missed = counted.filter(({ status, countsAs }) => (countsAs ?? status) !== 'present' && status !== 'late');
    const isMuch = counted.length >= rule.least && missed.length * 1000 >= rule.share * counted.length;
    return isMuch ? missed.map(({ sessionId }) => sessionId) : null;
  }
  const since = new Date(Date.parse(rows.at(-1)?.day ?? '1970-01-01') - 13 * DAY_MS).toISOString().slice(0, 10);
  const isRecent = ({ day }: Row) => day >= since;
  const [recent, before] = [rows.filter(isRecent), rows.filter((row) => !isRecent(row))];
  const [now, then] = [rateOf(recent), rateOf(before)];
  if (now.all < rule.least || then.all < rule.least) return null;
  const drop = then.came * now.all - now.came * then.all;
  return drop * 1000 >= rule.drop * now.all * then.all ? missedIn(recent) : null;
}

/** One that was raised, as the count has it. */
export type Counted = {
  studentId: number;
  kind: Rule['rule'];
  sectionId: number | null;
  raisedAt: number;
  retractedAt: number | null;
  named: number[];
};
type Standing = Counted & { rule: Rule; throughAt: number; ids: number[]; ahead: number };

export type CountedPlan = {
  /** The rules of the school that are on. */
  school: Rule[];
  /** Of classes: a rule instead, or none. */
  own: Map<number, Partial<Record<Rule['rule'], Rule | null>>>;
};

const groups = <T>(rows: readonly T[], keyOf: (row: T) => number) => {
  const all = new Map<number, T[]>();
  for (const row of rows) {
    const group = all.get(keyOf(row));
    if (group) group.push(row);
    else all.set(keyOf(row), [row]);
  }
  return all;
};

/** Counts day by day what stands, and what has been. */
export function slowCount() {
  const all: Standing[] = [];
  /** By student, those not retracted. */
  const standing = new Map<number, Standing[]>();

  function scopesOf(plan: CountedPlan, sectionIds: number[]) {
    const kinds = ['low-attendance', 'consecutive-absences', 'chronic', 'out-of-reach', 'sudden-drop'] as const;
    return kinds.flatMap((kind) => {
      const school = plan.school.find(({ rule }) => rule === kind);
      const plain = sectionIds.filter((id) => plan.own.get(id)?.[kind] === undefined);
      const own = sectionIds.flatMap((id) => {
        const rule = plan.own.get(id)?.[kind];
        return rule ? [{ rule, sectionId: id as number | null, ids: [id] }] : [];
      });
      if (!school) return own;
      if (kind === 'consecutive-absences')
        return [...own, ...plain.map((id) => ({ rule: school, sectionId: id as number | null, ids: [id] }))];
      return [...own, { rule: school, sectionId: null, ids: plain }];
    });
  }

  function judgeStudent(
    plan: CountedPlan,
    rows: readonly Row[],
    at: { now: number; waits: boolean; ahead: Map<number, number> },
  ) {
    const studentId = rows[0]?.studentId ?? 0;
    const sectionIds = [...new Set(rows.map((row) => row.sectionId))];
    const due = scopesOf(plan, [...new Set([...sectionIds, ...at.ahead.keys()])]).flatMap(({ rule, sectionId, ids }) => {
      const own = rows.filter((row) => ids.includes(row.sectionId));
      const settled = own.filter(({ isHeld }) => isHeld);
      const last = settled.at(-1);
      if (!last || own.some(({ isHeld, startsAt }) => !isHeld && startsAt <= last.startsAt)) return [];
      const ahead = ids.reduce((sum, id) => sum + (at.ahead.get(id) ?? 0), 0);
      const named = namedBy(rule, settled, ahead);
      return named ? [{ studentId, kind: rule.rule, sectionId, rule, named, throughAt: last.startsAt, ids, ahead }] : [];
    });
    const before = standing.get(studentId) ?? [];
    for (const alert of before) {
      const again = due.find(({ kind, sectionId }) => kind === alert.kind && sectionId === alert.sectionId);
      const under = rows.filter((row) => alert.ids.includes(row.sectionId) && row.startsAt <= alert.throughAt);
      if (under.some(({ isHeld }) => !isHeld)) continue;
      const later = rows.filter((row) => alert.ids.includes(row.sectionId) && row.isHeld && row.startsAt > alert.throughAt);
      const ahead = Math.max(
        alert.ahead,
        alert.ids.reduce((sum, id) => sum + (at.ahead.get(id) ?? 0), later.length),
      );
      const named = namedBy(alert.rule, under, ahead);
      if (named) Object.assign(alert, { named, ahead });
      else if (again) Object.assign(alert, again);
      else alert.retractedAt = at.now;
    }
    const left = before.filter(({ retractedAt }) => retractedAt === null);
    const isNew = (one: (typeof due)[number]) =>
      !left.some(({ kind, sectionId }) => kind === one.kind && sectionId === one.sectionId);
    const fresh = at.waits ? [] : due.filter(isNew).map((one): Standing => ({ ...one, raisedAt: at.now, retractedAt: null }));
    all.push(...fresh);
    standing.set(studentId, [...left, ...fresh]);
  }

  return {
    all: (): Counted[] => all.map(({ rule: _, throughAt: __, ids: ___, ahead: ____, ...one }) => one),
    async judge(db: Database, plan: CountedPlan, now: number) {
      const rows = groups(await queryRows<Row>(db, ROWS), ({ studentId }) => studentId);
      const ahead = groups(
        await queryRows<{ studentId: number; sectionId: number; count: number }>(db, AHEAD),
        ({ studentId }) => studentId,
      );
      const waiting = new Set((await queryRows<Waiting>(db, WAITING)).map(({ studentId }) => studentId));
      for (const [studentId, own] of rows) {
        const left = new Map(ahead.get(studentId)?.map(({ sectionId, count }) => [sectionId, count]));
        judgeStudent(plan, own, { now, waits: waiting.has(studentId), ahead: left });
      }
      // Of whoever has no marks that count any more, nothing is left to say.
      for (const [studentId, own] of standing) if (!rows.has(studentId)) for (const alert of own) alert.retractedAt ??= now;
    },
  };
}
