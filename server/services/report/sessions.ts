/** The class sessions that a figure is made of, newest first, a page at a time; and marks by their reasons. */
import { and, asc, between, desc, eq, inArray, isNull, lt, or, sql } from 'drizzle-orm';
import type { Database } from '#db/client';
import { attendance, classSessions, courses, reasonCodes, sections } from '#db/schema';
import { isInScope } from '#db/sql/report-scope';
import { isEnrolledThen, sumOfMarks } from '#db/sql/tally';
import { groupBy } from '#domain/group';
import { addTallies, type Status } from '#domain/register/attendance';
import { type CodedTally, sumsOfCoded } from '#domain/report/figures';
import type { ReportRange, SessionsInput } from '#domain/report/report-filter';
import type { ReasonFigures, SessionPage } from '#domain/report/report-view';
import type { ActorContext } from '#server/context/context';
import { paged, readAfter } from './page-key';
import { loadRules, readableScope } from './rules';
import { tallySource } from './tally-source';

const PAGE = 50;

/** Marks inside the enrolment that the question is about. */
function isAsked(db: Database, { studentId, status, reasonCodeId }: SessionsInput) {
  return and(
    eq(attendance.classSessionId, classSessions.id),
    studentId === undefined ? undefined : eq(attendance.studentId, studentId),
    status === undefined ? undefined : eq(attendance.status, status),
    reasonCodeId === undefined
      ? undefined
      : reasonCodeId === 0
        ? isNull(attendance.reasonCodeId)
        : eq(attendance.reasonCodeId, reasonCodeId),
    sql`${attendance.status} is not null`,
    isEnrolledThen(db, attendance.studentId),
  );
}

type CountedRow = CodedTally & { classSessionId: number };

/** The marks of a page of class sessions, by reason. */
function loadMarks({ db }: ActorContext, ids: number[], input: SessionsInput): Promise<CountedRow[]> {
  const reason = sql<number>`coalesce(${attendance.reasonCodeId}, 0)`;
  const count = (status: Status) => sql<number>`sum(${attendance.status} = ${status})`;
  const { id } = classSessions;
  return db
    .select({
      ...{ classSessionId: id, reasonCodeId: reason },
      ...{ present: count('present'), late: count('late'), absent: count('absent'), excused: count('excused') },
    })
    .from(classSessions)
    .innerJoin(attendance, isAsked(db, input))
    .where(inArray(id, ids))
    .groupBy(id, reason);
}

/** @throws AppError `invalid` for an `after` that no page gave */
function isAfterPage(after: string | undefined) {
  const key = readAfter(after, 2);
  if (!key) return undefined;
  const [startsAt, id] = key as [number, number];
  return or(lt(classSessions.startsAt, startsAt), and(eq(classSessions.startsAt, startsAt), lt(classSessions.id, id)));
}

/** Class sessions that were held, with the marks inside the enrolment that the question is about. Asked of a student, a status or a reason,
 *  it is those with such a mark.
 *  @throws AppError `not-found` for a section that the actor may not know of, `invalid` for an `after` that no page gave */
export async function listSessions(ctx: ActorContext, input: SessionsInput): Promise<SessionPage> {
  const [rules, scope] = await Promise.all([loadRules(ctx), readableScope(ctx, input)]);
  const { id, day, startsAt, startTime, sectionId } = classSessions;
  const { from, until, weekday, hour, studentId, status, reasonCodeId } = input;
  const isNarrow = studentId !== undefined || status !== undefined || reasonCodeId !== undefined;
  const found = await ctx.db
    .select({
      ...{ classSessionId: id, day, startsAt, courseTitle: courses.title, courseCode: courses.code, sectionCode: sections.code },
    })
    .from(classSessions)
    .innerJoin(sections, eq(sections.id, sectionId))
    .innerJoin(courses, eq(courses.id, sections.courseId))
    .where(
      and(
        ...[
          between(day, from, until),
          isInScope(ctx.db, scope, sectionId),
          eq(classSessions.isHeld, true),
          isAfterPage(input.after),
        ],
        weekday === undefined ? undefined : sql`(strftime('%w', ${day}) + 6) % 7 + 1 = ${weekday}`,
        hour === undefined ? undefined : sql`cast(substr(${startTime}, 1, 2) as integer) = ${hour}`,
        isNarrow ? sql`exists (select 1 from ${attendance} where ${isAsked(ctx.db, input)})` : undefined,
      ),
    )
    .orderBy(desc(startsAt), desc(id))
    .limit(PAGE + 1);
  const { rows: page, next } = paged(found, PAGE, ({ startsAt: at, classSessionId }) => [at, classSessionId]);
  const ids = page.map(({ classSessionId }) => classSessionId);
  const marks = groupBy(await loadMarks(ctx, ids, input), ({ classSessionId }) => classSessionId);
  const rows = page.map((row) => {
    const tallies = marks.get(row.classSessionId) ?? [];
    return { ...row, ...addTallies(tallies), ...sumsOfCoded(tallies, rules) };
  });
  return { rows, next };
}

/** Marks by their reasons, in the order of the school's list; those without one come first.
 *  @throws AppError `not-found` for a section that the actor may not know of */
export async function listByReason(ctx: ActorContext, input: ReportRange): Promise<ReasonFigures[]> {
  const scope = await readableScope(ctx, input);
  const t = tallySource(ctx.db, { range: { from: input.from, until: input.until }, scope });
  const { name, status, countsAs, externalCode, position } = reasonCodes;
  return ctx.db
    .select({ reasonCodeId: t.reasonCodeId, name, status, countsAs, externalCode, ...sumOfMarks(t) })
    .from(t)
    .leftJoin(reasonCodes, eq(reasonCodes.id, t.reasonCodeId))
    .groupBy(sql`${t.reasonCodeId}`)
    .orderBy(asc(position), asc(sql`${t.reasonCodeId}`));
}
