/** Today and what was left undone: who has not come yet, and registers that nobody took. */
import { and, asc, between, eq, exists, gt, inArray, lte, not, type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import type { Database } from '#db/client';
import { attendance, classSessions, courses, sectionStaff, sections, users } from '#db/schema';
import { isNotTaken } from '#db/sql/not-taken';
import { isInScope, type ReadableScope } from '#db/sql/report-scope';
import { isEnrolledThen } from '#db/sql/tally';
import { groupBy } from '#domain/group';
import type { AbsentTodayInput, ReportRange } from '#domain/report/report-filter';
import type { AbsentToday, NotTakenByTeacher } from '#domain/report/report-view';
import { dayAt } from '#domain/time';
import type { ActorContext } from '#server/context/context';
import { loadRules, readableScope } from './rules';

const PAGE = 100;

/** Students who missed every class so far today whose register is closed, and have not come to one that is open.
 *  @throws AppError `not-found` for a section that the actor may not know of */
export async function listAbsentToday(ctx: ActorContext, input: AbsentTodayInput): Promise<AbsentToday> {
  const [{ settings }, scope] = await Promise.all([loadRules(ctx), readableScope(ctx, input)]);
  const day = dayAt(ctx.now(), settings.zone);
  const found = await absentOn(ctx, { day, scope, after: input.after ?? 0 });
  const rows = found.slice(0, PAGE);
  return { day, rows, next: found.length > PAGE ? (rows.at(-1)?.studentId ?? null) : null };
}

const seen = alias(attendance, 'seen');
const other = alias(classSessions, 'other');

/** Whether somebody was seen anywhere on a day, in whatever section. Ids of a day's class sessions lie close together, and a student's marks
 *  are found by them: joined to their class sessions, they would be read from the first. */
function wasSeen(db: Database, studentId: SQLWrapper, day: string) {
  const endOf = (end: SQL<number>) => sql`${db.select({ end }).from(other).where(eq(other.day, day))}`;
  const [first, last] = [endOf(sql`min(${other.id})`), endOf(sql`max(${other.id})`)];
  const dayOf = db.select({ day: other.day }).from(other).where(eq(other.id, seen.classSessionId));
  const isSeen = and(
    ...[eq(seen.studentId, studentId), between(seen.classSessionId, first, last)],
    ...[inArray(seen.status, ['present', 'late']), sql`${dayOf} = ${day}`],
  );
  return exists(db.select({ one: sql`1` }).from(seen).where(isSeen));
}

function absentOn({ db }: ActorContext, { day, scope, after }: { day: string; scope: ReadableScope; after: number }) {
  const isAbsent = and(
    ...[eq(classSessions.day, day), eq(classSessions.isHeld, true), eq(attendance.status, 'absent')],
    ...[isInScope(db, scope, classSessions.sectionId), isEnrolledThen(db, attendance.studentId)],
    ...[gt(attendance.studentId, after), not(wasSeen(db, attendance.studentId, day))],
  );
  return db
    .select({ studentId: users.id, name: users.name, classSessions: sql<number>`count(*)` })
    .from(classSessions)
    .innerJoin(attendance, eq(attendance.classSessionId, classSessions.id))
    .innerJoin(users, eq(users.id, attendance.studentId))
    .where(isAbsent)
    .groupBy(users.id)
    .orderBy(asc(users.id))
    .limit(PAGE + 1);
}

/** Registers that were closed by time with nobody having opened or marked them, by the teachers of their sections; one with two teachers
 *  stands with both.
 *  @throws AppError as `listAbsentToday` */
export async function listNotTaken(ctx: ActorContext, input: ReportRange): Promise<NotTakenByTeacher[]> {
  const scope = await readableScope(ctx, input);
  const { id, day, startsAt, endsAt, sectionId } = classSessions;
  const isAsked = and(between(day, input.from, input.until), isInScope(ctx.db, scope, sectionId), lte(endsAt, ctx.now()));
  const rows = await ctx.db
    .select({
      userId: users.id,
      name: users.name,
      ...{ classSessionId: id, day, startsAt, courseTitle: courses.title, sectionCode: sections.code },
    })
    .from(classSessions)
    .innerJoin(sections, eq(sections.id, sectionId))
    .innerJoin(courses, eq(courses.id, sections.courseId))
    .leftJoin(sectionStaff, and(eq(sectionStaff.sectionId, sectionId), eq(sectionStaff.role, 'teacher')))
    .leftJoin(users, eq(users.id, sectionStaff.userId))
    .where(and(isAsked, isNotTaken(ctx.db)))
    .orderBy(startsAt, id);
  const teachers = [...groupBy(rows, ({ userId }) => userId)].map(([userId, own]) => ({
    userId,
    name: own[0]?.name ?? null,
    classSessions: own.map(({ userId: _, name: __, ...classSession }) => classSession),
  }));
  return teachers.sort((a, b) => b.classSessions.length - a.classSessions.length);
}
