/** What the marks of each student add up to over a range of days. Of everybody it is the difference of two sums; of a part of the school,
 *  whole weeks from the tallies by week and the days at its ends from the marks. Marks that are not counted yet come beside. Composed by
 *  hand: which sums there are is the caller's question. */
import { and, between, eq, isNotNull, type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core';
import type { Database } from '#db/client';
import { attendance, classSessions, studentSums as kept, sectionWeekTallies } from '#db/schema';
import { weighed, weighedSums } from '#db/sql/credit';
import { isInScope, isWholeSchool, type ReadableScope } from '#db/sql/report-scope';
import { isEnrolledThen, isUncounted, MARK_AS_TALLY, sumsBefore, sumsThrough } from '#db/sql/tally';
import type { Counting } from '#domain/correction/reason-code';
import type { Status } from '#domain/register/attendance';
import type { RateRules } from '#domain/report/figures';
import { type DayRange, splitWeeks } from '#domain/report/report-filter';
import { addDays } from '#domain/time';

/** What one mark of a status and a reason adds to each sum, by the sum's name in the statement. */
export type Weights = Record<string, (status: Status, reason: Counting | null) => number>;

export type SumsOf = { range: DayRange; scope: ReadableScope; rules: RateRules; weights: Weights };

const namedSums = (weights: Weights, sumOf: (weight: Weights[string]) => SQL): SQL =>
  sql.join(
    Object.entries(weights).map(([name, weight]) => sql`${sumOf(weight)} ${sql.raw(name)}`),
    sql`, `,
  );

const isStudent = (studentId: SQLiteColumn, { studentId: only }: ReadableScope) =>
  only === undefined ? undefined : eq(studentId, only);

/** Everybody's sums before a day, to be added or taken away. */
function sumsOfAll({ scope, weights }: SumsOf, { day, sign }: { day: SQL; sign: SQL }): SQL {
  const where = and(eq(kept.day, day), isStudent(kept.studentId, scope));
  const sums = namedSums(weights, (weight) => sql`${sign} * ${weighedSums(kept, weight)}`);
  return sql`select ${kept.studentId} student_id, ${sums} from ${kept} where ${where}`;
}

type Source = { from: SQLWrapper; studentId: SQLWrapper; marks: Parameters<typeof weighed>[0]; where: SQL | undefined };

function sumsIn({ from, studentId, marks, where }: Source, { rules, weights }: SumsOf): SQL {
  const sums = namedSums(weights, (weight) => sql`sum(${weighed(marks, rules.reasons, weight)})`);
  return sql`select ${studentId} student_id, ${sums} from ${from} where ${where} group by ${studentId}`;
}

function weeksOfPart(db: Database, { from, until }: DayRange, wanted: SumsOf): SQL {
  const { studentId, sectionId, week } = sectionWeekTallies;
  const { scope } = wanted;
  const where = and(isInScope(db, scope, sectionId), isStudent(studentId, scope), between(week, from, until));
  return sumsIn({ from: sectionWeekTallies, studentId, marks: sectionWeekTallies, where }, wanted);
}

/** @param isRest only of marks that are not in the tallies yet */
function sumsOfMarks(db: Database, range: DayRange, wanted: SumsOf, isRest = false): SQL {
  const { studentId } = attendance;
  const { scope } = wanted;
  const from = sql`${classSessions} join ${attendance} on ${attendance.classSessionId} = ${classSessions.id}`;
  const isOfDays = isRest ? isUncounted(db, range) : between(classSessions.day, range.from, range.until);
  const isMark = and(eq(classSessions.isHeld, true), isNotNull(attendance.status), isEnrolledThen(db, studentId));
  const where = and(isOfDays, isInScope(db, scope, classSessions.sectionId), isStudent(studentId, scope), isMark);
  return sumsIn({ from, studentId, marks: MARK_AS_TALLY, where }, wanted);
}

function partsOfAll(db: Database, wanted: SumsOf): SQL[] {
  const { from, until } = wanted.range;
  return [
    sumsOfAll(wanted, { day: sumsThrough(until), sign: sql`1` }),
    sumsOfAll(wanted, { day: sumsBefore(from), sign: sql`-1` }),
    sumsOfMarks(db, wanted.range, wanted, true),
  ];
}

function partsOfPart(db: Database, wanted: SumsOf): SQL[] {
  const { weeks, days } = splitWeeks(wanted.range);
  const ofDays = days.map((range) => sumsOfMarks(db, range, wanted));
  if (!weeks) return ofDays;
  const rest = { from: weeks.from, until: addDays(weeks.until, 6) };
  return [weeksOfPart(db, weeks, wanted), sumsOfMarks(db, rest, wanted, true), ...ofDays];
}

/** A row for each student: `student_id`, and each of the weights added up under its name. Students with nothing in the range may be among
 *  them, with nothing. */
export function studentSums(db: Database, wanted: SumsOf): SQL {
  const parts = isWholeSchool(wanted.scope) ? partsOfAll(db, wanted) : partsOfPart(db, wanted);
  if (parts.length === 1) return parts[0] as SQL;
  const sums = Object.keys(wanted.weights).map((name) => sql.raw(`sum(${name}) ${name}`));
  return sql`select student_id, ${sql.join(sums, sql`, `)} from (${sql.join(parts, sql` union all `)}) group by student_id`;
}
