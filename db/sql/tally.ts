/** Tallies and sums over them, for statements of the builder. */
import { and, between, eq, exists, inArray, isNotNull, type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import { unionAll } from 'drizzle-orm/sqlite-core';
import type { Database } from '#db/client';
import {
  attendance,
  classSessions,
  enrolments,
  reasonCodes,
  sectionWeekTallies,
  studentSums,
  tallyDays,
  uncountedClassSessions,
} from '#db/schema';
import { STATUSES, type Status, type Tally } from '#domain/register/attendance';
import type { DayRange } from '#domain/report/report-filter';
import { isOnRoll } from './roll';

type Marks = Record<keyof Tally, SQLWrapper>;

const named = (value: SQLWrapper, name: string) => sql<number>`${value}`.as(name);
const total = (what: SQLWrapper) => sql<number>`coalesce(sum(${what}), 0)`;

/** Marks by status, all together. */
export function sumOfMarks({ present, late, absent, excused }: Marks) {
  return { present: total(present), late: total(late), absent: total(absent), excused: total(excused) };
}

/** What marks by status are by what they count as under any policy: a reason that says so makes a mark present or absent, or leaves it
 *  out. The statement joins `reason_codes`, where there is one. */
function asCounted({ present, late, absent, excused }: Marks): Record<keyof Tally, SQL<number>> {
  const { countsAs } = reasonCodes;
  const all = sql`${present} + ${late} + ${absent} + ${excused}`;
  const plain = (own: SQLWrapper) => sql<number>`iif(${countsAs} is null, ${own}, 0)`;
  const counted = (own: SQLWrapper, as: 'present' | 'absent') =>
    sql<number>`case when ${countsAs} is null then ${own} when ${countsAs} = ${as} then ${all} else 0 end`;
  return { present: counted(present, 'present'), late: plain(late), absent: counted(absent, 'absent'), excused: plain(excused) };
}

/** The day whose sums are of everything before a day. */
export const sumsBefore = (day: string): SQL =>
  sql`(select min(${tallyDays.day}) from ${tallyDays} where ${tallyDays.day} >= ${day})`;

/** The day whose sums are of everything up to the end of a day. */
export const sumsThrough = (day: string): SQL =>
  sql`(select min(${tallyDays.day}) from ${tallyDays} where ${tallyDays.day} > ${day})`;

/** Whether a student is on the roll of a class session's section on its day. */
export function isEnrolledThen(db: Database, studentId: SQLWrapper | number): SQL {
  const isOfDay = and(
    eq(enrolments.studentId, studentId),
    eq(enrolments.sectionId, classSessions.sectionId),
    isOnRoll(classSessions.day),
  );
  return exists(db.select({ one: sql`1` }).from(enrolments).where(isOfDay));
}

/** Whether a class session is of these days, is held and is not in the tallies yet. Those are few, and are what is searched by: the days are
 *  hidden from their index by the plus. */
export function isUncounted(db: Database, { from, until }: DayRange): SQL {
  const uncounted = db.select({ id: uncountedClassSessions.classSessionId }).from(uncountedClassSessions);
  return and(inArray(classSessions.id, uncounted), between(sql`+${classSessions.day}`, from, until)) as SQL;
}

/** A mark as a tally of one. */
export const MARK_AS_TALLY = {
  ...(Object.fromEntries(STATUSES.map((status) => [status, sql`(${attendance.status} = ${status})`])) as Record<Status, SQL>),
  reasonCodeId: sql`coalesce(${attendance.reasonCodeId}, 0)`,
};

/** Marks that count and are not in the tallies yet, of everybody or one student. */
export function uncountedMarks(db: Database, studentId?: SQLWrapper) {
  const { present, late, absent, excused, reasonCodeId } = MARK_AS_TALLY;
  return db
    .select({
      studentId: named(attendance.studentId, 'student_id'),
      sectionId: named(classSessions.sectionId, 'section_id'),
      reasonCodeId: named(reasonCodeId, 'reason_code_id'),
      ...{ present: named(present, 'present'), late: named(late, 'late') },
      ...{ absent: named(absent, 'absent'), excused: named(excused, 'excused') },
    })
    .from(uncountedClassSessions)
    .innerJoin(classSessions, eq(classSessions.id, uncountedClassSessions.classSessionId))
    .innerJoin(attendance, eq(attendance.classSessionId, classSessions.id))
    .where(
      and(
        studentId && eq(attendance.studentId, studentId),
        isNotNull(attendance.status),
        isEnrolledThen(db, attendance.studentId),
      ),
    );
}

/** Every mark of a student that counts, in the tallies by week and beside them. */
export function studentTallies(db: Database, studentId: SQLWrapper) {
  const { sectionId, reasonCodeId, present, late, absent, excused } = sectionWeekTallies;
  const own = db.select({ id: enrolments.sectionId }).from(enrolments).where(eq(enrolments.studentId, studentId));
  const counted = db
    .select({ studentId: sectionWeekTallies.studentId, sectionId, reasonCodeId, present, late, absent, excused })
    .from(sectionWeekTallies)
    .where(and(inArray(sectionId, own), eq(sectionWeekTallies.studentId, studentId)));
  return unionAll(counted, uncountedMarks(db, studentId));
}

/** Sums of this day are of everything that is counted. */
const LAST_DAY = '9999-12-31';

/** Marks that are counted of a student, by what they count as under any policy, as columns of `student_sums`. */
export const COUNTED_MARKS = {
  present: sql<number>`${studentSums.present} + ${studentSums.countedPresent}`,
  late: studentSums.late,
  absent: sql<number>`${studentSums.absent} + ${studentSums.countedAbsent}`,
  excused: studentSums.excused,
};

/** Condition of a join: the row of all that is counted of a student. */
export const isAllOf = (studentId: SQLWrapper): SQL =>
  and(eq(studentSums.day, LAST_DAY), eq(studentSums.studentId, studentId)) as SQL;

/** Everybody's marks by what they count as under any policy: those counted, which are one row a student, and those not counted yet. */
export function marksOfEverybody(db: Database) {
  const { studentId } = studentSums;
  const columns = (student: SQLWrapper, marks: Marks) => ({
    studentId: named(student, 'student_id'),
    ...{ present: named(marks.present, 'present'), late: named(marks.late, 'late') },
    ...{ absent: named(marks.absent, 'absent'), excused: named(marks.excused, 'excused') },
  });
  const counted = db.select(columns(studentId, COUNTED_MARKS)).from(studentSums).where(eq(studentSums.day, LAST_DAY));
  const mark = uncountedMarks(db).as('mark');
  const isReason = eq(reasonCodes.id, mark.reasonCodeId);
  const rest = db
    .select(columns(sql`${mark.studentId}`, asCounted(mark)))
    .from(mark)
    .leftJoin(reasonCodes, isReason);
  return unionAll(counted, rest);
}
