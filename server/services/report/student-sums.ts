/** What the marks of each student add up to over a range of days: whole weeks from the tallies by week; days at its ends, of everybody from
 *  the tallies by day, of a part of the school from the marks. Composed by hand: which sums there are is the caller's question. */
import { and, between, eq, gt, isNotNull, type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core';
import type { Database } from '#db/client';
import { attendance, classSessions, sectionWeekTallies, studentDayTallies, studentWeekTallies } from '#db/schema';
import { weighed } from '#db/sql/credit';
import { isInScope, isWholeSchool, type ReadableScope } from '#db/sql/report-scope';
import type { Counting } from '#domain/correction/reason-code';
import { STATUSES, type Status } from '#domain/register/attendance';
import type { RateRules } from '#domain/report/figures';
import { type DayRange, splitWeeks } from '#domain/report/report-filter';
import { isEnrolledThen } from './tally-source';

/** What one mark of a status and a reason adds to each sum, by the sum's name in the statement. */
export type Weights = Record<string, (status: Status, reason: Counting | null) => number>;

export type SumsOf = { range: DayRange; scope: ReadableScope; rules: RateRules; weights: Weights };

type Marks = Parameters<typeof weighed>[0];

/** A mark as a tally of one. */
const MARK_AS_TALLY: Marks = {
  ...(Object.fromEntries(STATUSES.map((status) => [status, sql`(${attendance.status} = ${status})`])) as Record<Status, SQL>),
  reasonCodeId: sql`coalesce(${attendance.reasonCodeId}, 0)`,
};

type Source = { from: SQLWrapper; studentId: SQLWrapper; marks: Marks; where: SQL | undefined };

function sumsIn({ from, studentId, marks, where }: Source, { rules, weights }: SumsOf): SQL {
  const sums = Object.entries(weights).map(
    ([name, weight]) => sql`sum(${weighed(marks, rules.reasons, weight)}) ${sql.raw(name)}`,
  );
  return sql`select ${studentId} student_id, ${sql.join(sums, sql`, `)} from ${from} where ${where} group by ${studentId}`;
}

type OfStudent = { studentId: SQLiteColumn };

const isStudent = ({ studentId }: OfStudent, { studentId: only }: ReadableScope) =>
  only === undefined ? undefined : eq(studentId, only);

/** Everybody's in the order of the key, so that each student's weeks are read once and next to each other. */
function weeksOfAll({ from, until }: DayRange, { scope }: SumsOf): Source {
  const { studentId, week } = studentWeekTallies;
  const where = and(isStudent(studentWeekTallies, scope) ?? gt(studentId, 0), between(week, from, until));
  return { from: studentWeekTallies, studentId, marks: studentWeekTallies, where };
}

function daysOfAll({ from, until }: DayRange, { scope }: SumsOf): Source {
  const { studentId, day } = studentDayTallies;
  const where = and(isStudent(studentDayTallies, scope), between(day, from, until));
  return { from: studentDayTallies, studentId, marks: studentDayTallies, where };
}

function weeksOfPart(db: Database, { from, until }: DayRange, { scope }: SumsOf): Source {
  const { studentId, sectionId, week } = sectionWeekTallies;
  const where = and(isInScope(db, scope, sectionId), isStudent(sectionWeekTallies, scope), between(week, from, until));
  return { from: sectionWeekTallies, studentId, marks: sectionWeekTallies, where };
}

/** Marks that count: of class sessions that were held, inside the enrolment. */
export function isCounted(db: Database, { from, until }: DayRange): SQL {
  const isHeld = and(between(classSessions.day, from, until), eq(classSessions.isHeld, true));
  return and(isHeld, isNotNull(attendance.status), isEnrolledThen(db, attendance.studentId)) as SQL;
}

function daysOfPart(db: Database, days: DayRange, { scope }: SumsOf): Source {
  const { studentId } = attendance;
  const from = sql`${classSessions} join ${attendance} on ${attendance.classSessionId} = ${classSessions.id}`;
  return {
    from,
    studentId,
    marks: MARK_AS_TALLY,
    where: and(isInScope(db, scope, classSessions.sectionId), isStudent(attendance, scope), isCounted(db, days)),
  };
}

/** A row for each student with anything counted in the range: `student_id`, and each of the weights added up under its name. */
export function studentSums(db: Database, wanted: SumsOf): SQL {
  const { weeks, days } = splitWeeks(wanted.range);
  const isAll = isWholeSchool(wanted.scope);
  const ofWeeks = weeks ? [isAll ? weeksOfAll(weeks, wanted) : weeksOfPart(db, weeks, wanted)] : [];
  const ofDays = days.map((range) => (isAll ? daysOfAll(range, wanted) : daysOfPart(db, range, wanted)));
  const parts = [...ofWeeks, ...ofDays].map((source) => sumsIn(source, wanted));
  if (parts.length === 1) return parts[0] as SQL;
  const sums = Object.keys(wanted.weights).map((name) => sql.raw(`sum(${name}) ${name}`));
  return sql`select student_id, ${sql.join(sums, sql`, `)} from (${sql.join(parts, sql` union all `)}) group by student_id`;
}
