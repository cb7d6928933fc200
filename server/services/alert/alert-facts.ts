/** What alerts are judged from: the rules, and of some students their marks, the alerts that stand, and the class sessions ahead. */
import { and, between, count, eq, inArray, isNotNull, isNull, or, sql } from 'drizzle-orm';
import { alerts, attendance, classSessions, enrolments, sectionAlertRules, terms } from '#db/schema';
import { isOnRoll } from '#db/sql/roll';
import { isEnrolledThen } from '#db/sql/tally';
import { asJson } from '#db/sql/values';
import type { AlertMark } from '#domain/alert/ground';
import type { Bench, JudgedStudent, StandingAlert } from '#domain/alert/judging';
import { firstDayOf, periodOf } from '#domain/alert/period';
import { groupBy } from '#domain/group';
import type { Status } from '#domain/register/attendance';
import type { RulePlan } from '#domain/school/alert-rule';
import { dayAt, earlierDay } from '#domain/time';
import type { Services } from '#server/context/context';
import { loadRules, type ReportRules } from '#server/services/report/rules';

type Reader = Pick<Services, 'db' | 'now'>;

/** What everybody is judged by, and what reasons count as. */
export type Court = Bench & Pick<ReportRules, 'reasons'>;

/** All terms, which periods are told by. */
export function loadTerms({ db }: Pick<Reader, 'db'>) {
  const { id, name, fromDay, untilDay } = terms;
  return db.select({ id, name, fromDay, untilDay }).from(terms);
}

export async function loadCourt({ db, now }: Reader): Promise<Court> {
  const [rules, own, allTerms] = await Promise.all([loadRules({ db }), db.select().from(sectionAlertRules), loadTerms({ db })]);
  const { lateCredit, excusedCounts, threshold, reasons, settings } = rules;
  const sections = new Map(own.map((row) => [row.sectionId, row.rules]));
  const plan: RulePlan = { school: settings.alerts.rules, sections, threshold };
  const today = dayAt(now(), settings.zone);
  return { plan, policy: { lateCredit, excusedCounts }, terms: allTerms, today, reasons };
}

type Cell = [
  classSessionId: number,
  sectionId: number,
  day: string,
  startTime: string,
  startsAt: number,
  isHeld: 0 | 1,
  status: Status,
  reasonCodeId: number | null,
];

const inOrder = (a: AlertMark, b: AlertMark) => a.startsAt - b.startsAt || a.classSessionId - b.classSessionId;

/** Marks that count from a day on, and those in registers that are open again; a student's as one document, because a row each is dear. */
async function loadMarks({ db }: Reader, { reasons }: Court, studentIds: readonly number[], since: string) {
  const { id, sectionId, day, startTime, startsAt, isHeld, state } = classSessions;
  const { studentId, status, reasonCodeId } = attendance;
  const cell = sql`json_array(${id}, ${sectionId}, ${day}, ${startTime}, ${startsAt}, ${isHeld}, ${status}, ${reasonCodeId})`;
  const rows = await db
    .select({ studentId, cells: asJson<Cell[]>(sql`json_group_array(${cell})`) })
    .from(attendance)
    .innerJoin(classSessions, eq(id, attendance.classSessionId))
    .where(
      and(
        inArray(studentId, [...studentIds]),
        isNotNull(status),
        sql`+${day} >= ${since}`,
        or(eq(isHeld, true), eq(state, 'open')),
        isEnrolledThen(db, studentId),
      ),
    )
    .groupBy(studentId);
  const toMark = ([classSessionId, section, on, from, at, held, was, code]: Cell): AlertMark => ({
    ...{ classSessionId, sectionId: section, day: on, startTime: from, startsAt: at },
    ...{ isSettled: held === 1, status: was, reason: reasons.get(code ?? 0) ?? null },
  });
  return new Map(rows.map((row) => [row.studentId, row.cells.map(toMark).sort(inOrder)]));
}

async function loadStanding({ db }: Reader, studentIds: readonly number[]) {
  const { id, studentId, rule, sectionId, period, ground, throughAt, retractedAt } = alerts;
  const rows = await db
    .select({ studentId, alert: { id, rule, sectionId, period, ground, throughAt } })
    .from(alerts)
    .where(and(inArray(studentId, [...studentIds]), isNull(retractedAt)));
  return groupBy(rows, (row) => row.studentId);
}

/** Whether anybody is judged by what lies ahead. */
const looksAhead = ({ plan: { school, sections } }: Bench) =>
  school['out-of-reach'].isOn || [...sections.values()].some((own) => own['out-of-reach']);

/** Class sessions of the period of today that are not over, on days on which the student is on the roll: one that has begun may still be
 *  attended, until its register is closed. */
async function loadAhead({ db }: Reader, court: Court, studentIds: readonly number[]) {
  const { sectionId, state, day, id } = classSessions;
  if (!looksAhead(court)) return new Map<number, never[]>();
  const { from, until } = periodOf(court.today, court.terms);
  const isAhead = and(inArray(state, ['scheduled', 'open']), between(day, from, until), isOnRoll(day));
  const rows = await db
    .select({ studentId: enrolments.studentId, sectionId, remaining: count(sql`distinct ${id}`) })
    .from(enrolments)
    .innerJoin(classSessions, and(eq(sectionId, enrolments.sectionId), isAhead))
    .where(inArray(enrolments.studentId, [...studentIds]))
    .groupBy(enrolments.studentId, sectionId);
  return groupBy(rows, ({ studentId }) => studentId);
}

/** Somebody of whom something has changed since a day. */
export type Changed = { studentId: number; fromDay: string };

/** What students are judged from, by their ids. */
export async function loadJudged(ctx: Reader, court: Court, changed: readonly Changed[]): Promise<Map<number, JudgedStudent>> {
  const ids = changed.map(({ studentId }) => studentId);
  const since = changed.map(({ fromDay }) => firstDayOf(fromDay, court.terms)).reduce(earlierDay);
  const [marks, standing, ahead] = await Promise.all([
    loadMarks(ctx, court, ids, since),
    loadStanding(ctx, ids),
    loadAhead(ctx, court, ids),
  ]);
  return new Map(
    changed.map(({ studentId, fromDay }) => [
      studentId,
      {
        marks: marks.get(studentId) ?? [],
        standing: standing.get(studentId)?.map(({ alert }): StandingAlert => alert) ?? [],
        fromDay,
        ahead: new Map(ahead.get(studentId)?.map((row) => [row.sectionId, row.remaining])),
      },
    ]),
  );
}
