/** Where figures come from: the tallies, with the marks that are not in them yet; or the marks alone, of one student or as they stood at an
 *  instant. Whatever it is, it is read as rows of one shape. */
import { and, between, eq, isNotNull, type SQL, sql } from 'drizzle-orm';
import { type SQLiteColumn, unionAll } from 'drizzle-orm/sqlite-core';
import type { Database } from '#db/client';
import { attendance, attendanceEvents, classSessions, schoolDayTallies, sectionDayTallies, sectionSums } from '#db/schema';
import { isInScope, isWholeSchool, type ReadableScope } from '#db/sql/report-scope';
import { isEnrolledThen, isUncounted, sumsBefore, sumsThrough } from '#db/sql/tally';
import { STATUSES, type Status } from '#domain/register/attendance';
import type { DayRange } from '#domain/report/report-filter';
import { isHeldAt, lastChange, markAt } from './as-at';

/** @param asAt epoch ms; figures as they stood then, read from the events */
export type Wanted = {
  range: DayRange;
  scope: ReadableScope;
  asAt?: number | undefined;
  /** Only what is not in the tallies yet. */
  isRest?: boolean;
};

type Value = SQL | SQLiteColumn;
type Row = Record<'studentId' | 'sectionId' | 'hour' | 'reasonCodeId' | 'classSessions' | Status, Value> & { day: Value };

const number = (value: Value, name: string) => sql<number>`${value}`.as(name);

const rowOfTally = (row: Row) => ({
  day: sql<string>`${row.day}`.as('day'),
  studentId: number(row.studentId, 'student_id'),
  sectionId: number(row.sectionId, 'section_id'),
  hour: number(row.hour, 'hour'),
  reasonCodeId: number(row.reasonCodeId, 'reason_code_id'),
  classSessions: number(row.classSessions, 'class_sessions'),
  present: number(row.present, 'present'),
  late: number(row.late, 'late'),
  absent: number(row.absent, 'absent'),
  excused: number(row.excused, 'excused'),
});

const ZERO = sql`0`;
const NO_MARKS = { studentId: ZERO, reasonCodeId: ZERO, present: ZERO, late: ZERO, absent: ZERO, excused: ZERO };

/** The hour of the school's wall time at which a class session begins. */
const HOUR = sql`cast(substr(${classSessions.startTime}, 1, 2) as integer)`;

/** Class sessions of the range and scope that were held. */
const areHeld = (db: Database, { range, scope, asAt, isRest }: Wanted) =>
  and(
    isRest ? isUncounted(db, range) : between(classSessions.day, range.from, range.until),
    isInScope(db, scope, classSessions.sectionId),
    isHeldAt(db, asAt),
  );

function heldSessions(db: Database, wanted: Wanted) {
  const { studentId } = wanted.scope;
  const { day, sectionId } = classSessions;
  return db
    .select(rowOfTally({ ...NO_MARKS, day, sectionId, hour: HOUR, classSessions: sql`1` }))
    .from(classSessions)
    .where(and(areHeld(db, wanted), studentId === undefined ? undefined : isEnrolledThen(db, studentId)));
}

/** Marks one by one, as they are or as they were. */
function markRows(db: Database, wanted: Wanted) {
  const { scope, asAt } = wanted;
  const { day, sectionId } = classSessions;
  const { status, reasonCodeId: code } = markAt(asAt);
  const counts = Object.fromEntries(STATUSES.map((one) => [one, sql`${status} = ${one}`])) as Record<Status, SQL>;
  const own = { studentId: attendance.studentId, reasonCodeId: sql`coalesce(${code}, 0)` };
  const rows = db
    .select(rowOfTally({ ...own, day, sectionId, hour: HOUR, classSessions: ZERO, ...counts }))
    .from(classSessions)
    .innerJoin(attendance, eq(attendance.classSessionId, classSessions.id))
    .$dynamic();
  const isWanted = and(
    areHeld(db, wanted),
    isNotNull(status),
    scope.studentId === undefined ? undefined : eq(attendance.studentId, scope.studentId),
    isEnrolledThen(db, attendance.studentId),
  );
  return (asAt === undefined ? rows : rows.innerJoin(attendanceEvents, lastChange(db, asAt))).where(isWanted);
}

function sectionDays(db: Database, { range, scope }: Wanted) {
  const { day, sectionId } = sectionDayTallies;
  return db
    .select(rowOfTally({ ...sectionDayTallies, studentId: ZERO }))
    .from(sectionDayTallies)
    .where(and(between(day, range.from, range.until), isInScope(db, scope, sectionId)));
}

function schoolDays(db: Database, { range }: Wanted) {
  return db
    .select(rowOfTally({ ...schoolDayTallies, studentId: ZERO, sectionId: ZERO }))
    .from(schoolDayTallies)
    .where(between(schoolDayTallies.day, range.from, range.until));
}

/** What sections add up to before a day, to be added or taken away. */
function sumsOfSections(db: Database, { scope }: Wanted, { day, sign }: { day: SQL; sign: SQL }) {
  const { sectionId, classSessions: held, present, late, absent, excused } = sectionSums;
  const signed = (column: SQLiteColumn) => sql`${sign} * ${column}`;
  const own = { studentId: ZERO, sectionId, day: sql`''`, hour: ZERO, reasonCodeId: sectionSums.reasonCodeId };
  const counts = { present: signed(present), late: signed(late), absent: signed(absent), excused: signed(excused) };
  return db
    .select(rowOfTally({ ...own, classSessions: signed(held), ...counts }))
    .from(sectionSums)
    .where(and(eq(sectionSums.day, day), isInScope(db, scope, sectionId)));
}

/** Marks that count, one by one, each with its student, as a table `t`. */
export function markSource(db: Database, wanted: Wanted) {
  return markRows(db, wanted).as('t');
}

const isKept = ({ scope, asAt }: Wanted) => scope.studentId === undefined && asAt === undefined;

const restOf = (db: Database, wanted: Wanted) => {
  const rest = { ...wanted, isRest: true };
  return [heldSessions(db, rest), markRows(db, rest)] as const;
};

/** Tallies of class sessions that were held, by day, hour and reason, as a table `t`. Sections are told apart where the scope is not the
 *  whole school. */
export function tallySource(db: Database, wanted: Wanted) {
  if (!isKept(wanted)) return unionAll(heldSessions(db, wanted), markRows(db, wanted)).as('t');
  const rest = restOf(db, wanted);
  const isAll = isWholeSchool(wanted.scope);
  return isAll ? unionAll(schoolDays(db, wanted), ...rest).as('t') : unionAll(sectionDays(db, wanted), ...rest).as('t');
}

/** The same by section and reason, days and hours together: from sums, and so as fast for a year as for a day. */
export function sectionSource(db: Database, wanted: Wanted) {
  if (!isKept(wanted)) return tallySource(db, wanted);
  const { from, until } = wanted.range;
  const sums = sumsOfSections(db, wanted, { day: sumsThrough(until), sign: sql`1` });
  const before = sumsOfSections(db, wanted, { day: sumsBefore(from), sign: sql`-1` });
  return unionAll(sums, before, ...restOf(db, wanted)).as('t');
}
