/** The class sessions that a figure is made of, newest first, a page at a time; and marks by their reasons. */
import { and, asc, between, desc, eq, exists, inArray, isNotNull, isNull, lt, or, sql } from 'drizzle-orm';
import type { Database } from '#db/client';
import { attendance, attendanceEvents, classSessions, courses, reasonCodes, sections, users } from '#db/schema';
import { isInScope } from '#db/sql/report-scope';
import { coverName } from '#db/sql/staffing';
import { isEnrolledThen, sumOfMarks } from '#db/sql/tally';
import { groupBy } from '#domain/group';
import { addTallies, type Status } from '#domain/register/attendance';
import { type CodedTally, type RateRules, sumsOfCoded } from '#domain/report/figures';
import type { ReportRange, SessionsInput } from '#domain/report/report-filter';
import type { ReasonFigures, SessionPage } from '#domain/report/report-view';
import type { ActorContext } from '#server/context/context';
import { isHeldAt, lastChange, markAt } from './as-at';
import { isMark, isMissedBy } from './missed-sessions';
import { paged, readAfter } from './page-key';
import { loadRules, readableScope } from './rules';
import { tallySource } from './tally-source';

const PAGE = 50;

type Asked = { db: Database; rules: RateRules; input: SessionsInput };

/** Marks inside the enrolment that the question is about. */
function isAsked({ db, rules, input: { studentId, status, reasonCodeId, missed, asAt } }: Asked) {
  const mark = markAt(asAt);
  const ofReason = reasonCodeId === 0 ? isNull(mark.reasonCodeId) : eq(mark.reasonCodeId, reasonCodeId ?? 0);
  return and(
    eq(attendance.classSessionId, classSessions.id),
    studentId === undefined ? undefined : eq(attendance.studentId, studentId),
    status === undefined ? isNotNull(mark.status) : eq(mark.status, status),
    reasonCodeId === undefined ? undefined : ofReason,
    missed === undefined ? undefined : isMark(rules, isMissedBy(rules, missed), mark),
    isEnrolledThen(db, attendance.studentId),
  );
}

/** Whether a class session has such a mark. */
function hasAsked(asked: Asked) {
  const { db, input } = asked;
  const marks = db.select({ one: sql`1` }).from(attendance).$dynamic();
  const then = input.asAt === undefined ? marks : marks.innerJoin(attendanceEvents, lastChange(db, input.asAt));
  return exists(then.where(isAsked(asked)));
}

type CountedRow = CodedTally & { classSessionId: number };

/** The marks of a page of class sessions, by reason. */
function loadMarks(asked: Asked, ids: number[]): Promise<CountedRow[]> {
  const { db, input } = asked;
  const mark = markAt(input.asAt);
  const reason = sql<number>`coalesce(${mark.reasonCodeId}, 0)`;
  const count = (status: Status) => sql<number>`sum(${mark.status} = ${status})`;
  const { id } = classSessions;
  const marks = db
    .select({
      ...{ classSessionId: id, reasonCodeId: reason },
      ...{ present: count('present'), late: count('late'), absent: count('absent'), excused: count('excused') },
    })
    .from(classSessions)
    .innerJoin(attendance, eq(attendance.classSessionId, id))
    .$dynamic();
  const then = input.asAt === undefined ? marks : marks.innerJoin(attendanceEvents, lastChange(db, input.asAt));
  return then.where(and(inArray(id, ids), isAsked(asked))).groupBy(id, reason);
}

/** Told only to whoever may see a class session of theirs. */
async function nameOf({ db }: Asked, studentId: number | undefined, rows: readonly unknown[]): Promise<string | null> {
  if (studentId === undefined || rows.length === 0) return null;
  const student = await db.select({ name: users.name }).from(users).where(eq(users.id, studentId)).get();
  return student?.name ?? null;
}

/** Class sessions that come after those of a page, newest first.
 *  @throws AppError `invalid` for an `after` that no page gave */
export function isAfterPage(after: string | undefined) {
  const key = readAfter(after, 2);
  if (!key) return undefined;
  const [startsAt, id] = key as [number, number];
  return or(lt(classSessions.startsAt, startsAt), and(eq(classSessions.startsAt, startsAt), lt(classSessions.id, id)));
}

/** Class sessions that were held, with the marks inside the enrolment that the question is about. Asked of a student, a status, a reason or
 *  what was missed, it is those with such a mark.
 *  @throws AppError `not-found` for a section that the actor may not know of, `invalid` for an `after` that no page gave */
export async function listSessions(ctx: ActorContext, input: SessionsInput): Promise<SessionPage> {
  const [rules, scope] = await Promise.all([loadRules(ctx), readableScope(ctx, input)]);
  const { id, day, startsAt, startTime, sectionId } = classSessions;
  const { from, until, weekday, hour, studentId, status, reasonCodeId, missed } = input;
  const isNarrow = [studentId, status, reasonCodeId, missed].some((one) => one !== undefined);
  const asked = { db: ctx.db, rules, input };
  const found = await ctx.db
    .select({
      ...{ classSessionId: id, day, startsAt, courseTitle: courses.title, courseCode: courses.code, sectionCode: sections.code },
      cover: coverName(ctx.db),
    })
    .from(classSessions)
    .innerJoin(sections, eq(sections.id, sectionId))
    .innerJoin(courses, eq(courses.id, sections.courseId))
    .where(
      and(
        ...[
          between(day, from, until),
          isInScope(ctx.db, scope, sectionId),
          isHeldAt(ctx.db, input.asAt),
          isAfterPage(input.after),
        ],
        weekday === undefined ? undefined : sql`(strftime('%w', ${day}) + 6) % 7 + 1 = ${weekday}`,
        hour === undefined ? undefined : sql`cast(substr(${startTime}, 1, 2) as integer) = ${hour}`,
        isNarrow ? hasAsked(asked) : undefined,
      ),
    )
    .orderBy(desc(startsAt), desc(id))
    .limit(PAGE + 1);
  const { rows: page, next } = paged(found, PAGE, ({ startsAt: at, classSessionId }) => [at, classSessionId]);
  const ids = page.map(({ classSessionId }) => classSessionId);
  const [counted, studentName] = await Promise.all([loadMarks(asked, ids), nameOf(asked, studentId, page)]);
  const marks = groupBy(counted, ({ classSessionId }) => classSessionId);
  const rows = page.map((row) => {
    const tallies = marks.get(row.classSessionId) ?? [];
    return { ...row, ...addTallies(tallies), ...sumsOfCoded(tallies, rules) };
  });
  return { rows, studentName, next };
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
