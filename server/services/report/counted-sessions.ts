/** The class sessions that a student's rate is made of, newest first, a page at a time. */
import { and, between, desc, eq, isNotNull } from 'drizzle-orm';
import { attendance, classSessions, courses, reasonCodes, sections, users } from '#db/schema';
import { isEnrolledThen } from '#db/sql/tally';
import { AppError } from '#domain/errors';
import { countedAs } from '#domain/rate';
import type { CountedSessions } from '#domain/register/attendance-view';
import type { CountedInput } from '#domain/report/counted';
import { daysOfMonth } from '#domain/timetable/calendar';
import type { ActorContext } from '#server/context/context';
import { loadSettings } from '#server/services/school/school';
import { loadStanding } from '#server/services/timetable/timetable';
import { paged } from './page-key';
import { isAfterPage } from './sessions';

const PAGE = 30;

/** Held, with a mark of the student's, on days on which they were on the roll. */
function loadCounted({ db }: ActorContext, studentId: number, { sectionId, status, month, after }: CountedInput) {
  const { id, day, startsAt, isHeld } = classSessions;
  const { from, until } = month === undefined ? {} : daysOfMonth(month);
  const isTheirs = and(
    eq(attendance.studentId, studentId),
    status === undefined ? isNotNull(attendance.status) : eq(attendance.status, status),
    eq(isHeld, true),
    sectionId === undefined ? undefined : eq(classSessions.sectionId, sectionId),
    from && until ? between(day, from, until) : undefined,
    isEnrolledThen(db, studentId),
  );
  return db
    .select({
      ...{ classSessionId: id, courseTitle: courses.title, sectionCode: sections.code, day, startsAt },
      mark: attendance.status,
      reason: reasonCodes.countsAs,
    })
    .from(attendance)
    .innerJoin(classSessions, eq(id, attendance.classSessionId))
    .innerJoin(sections, eq(sections.id, classSessions.sectionId))
    .innerJoin(courses, eq(courses.id, sections.courseId))
    .leftJoin(reasonCodes, eq(reasonCodes.id, attendance.reasonCodeId))
    .where(and(isTheirs, isAfterPage(after)))
    .orderBy(desc(startsAt), desc(id))
    .limit(PAGE + 1);
}

/** With the rates that they make up. The caller has seen to it that the reader may know of them.
 *  @throws AppError `invalid` for an `after` that no page gave */
export async function listCounted(ctx: ActorContext, studentId: number, input: CountedInput): Promise<CountedSessions> {
  const settings = await loadSettings(ctx);
  const [standing, found] = await Promise.all([loadStanding(ctx, studentId, settings), loadCounted(ctx, studentId, input)]);
  const counted = found.flatMap(({ mark, reason, ...one }) =>
    mark === null ? [] : [{ ...one, mark, isInRate: countedAs(mark, settings, reason) !== 'out' }],
  );
  return { standing, ...paged(counted, PAGE, ({ startsAt, classSessionId }) => [startsAt, classSessionId]) };
}

/** The same of somebody, with their name.
 *  @throws AppError `not-found` for nobody, `invalid` as above */
export async function listCountedOf(ctx: ActorContext, personId: number, input: CountedInput) {
  const person = await ctx.db.select({ name: users.name }).from(users).where(eq(users.id, personId)).get();
  if (!person) throw new AppError('not-found', 'person.unknown');
  return { name: person.name, ...(await listCounted(ctx, personId, input)) };
}
