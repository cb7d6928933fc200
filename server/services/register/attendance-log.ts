/** How marks came to be: the log of a student's, and the history of one mark. */
import { and, asc, desc, eq, lt, sql } from 'drizzle-orm';
import { prepared } from '#db/prepared';
import { attendanceEvents, claims, classSessions, courses, reasonCodes, sections } from '#db/schema';
import type { MarkEvent } from '#domain/correction/correction';
import type { MarkRef } from '#domain/register/attendance';
import type { AttendanceLog } from '#domain/register/attendance-view';
import type { ActorContext } from '#server/context/context';
import { seeClassSession } from './class-session-access';

const PAGE = 20;
/** It stands under a month, and most who look want the latest. */
const FIRST_PAGE = 8;

const eventsOf = prepared((db) => {
  const { id, at, classSessionId, fromStatus, toStatus, source, actorName, actorRole, reason, studentId } = attendanceEvents;
  return db
    .select({
      id,
      at,
      classSessionId,
      courseTitle: courses.title,
      sectionCode: sections.code,
      startsAt: classSessions.startsAt,
      from: fromStatus,
      to: toStatus,
      source,
      actorName,
      actorRole,
      reason,
    })
    .from(attendanceEvents)
    .innerJoin(classSessions, eq(classSessions.id, classSessionId))
    .innerJoin(sections, eq(sections.id, classSessions.sectionId))
    .innerJoin(courses, eq(courses.id, sections.courseId))
    .where(and(eq(studentId, sql.placeholder('studentId')), lt(id, sql.placeholder('before'))))
    .orderBy(desc(id))
    .limit(sql.placeholder('limit'))
    .prepare();
});

/** @param studentId whose marks; the caller has seen to it that the actor may know of them
 *  @param before id of the last entry seen  @param limit entries of a page */
type Page = { studentId: number; before?: number | undefined; limit?: number };

/** Newest first, a page at a time, the first of them short. */
export async function getAttendanceLog(ctx: ActorContext, page: Page): Promise<AttendanceLog> {
  const { studentId, before = Number.MAX_SAFE_INTEGER, limit = page.before === undefined ? FIRST_PAGE : PAGE } = page;
  const rows = await eventsOf(ctx.db).all({ studentId, before, limit: limit + 1 });
  const entries = rows.slice(0, limit);
  return {
    entries,
    nextBefore: rows.length > limit ? (entries.at(-1)?.id ?? null) : null,
  };
}

/** A check-in as those who decide see it. */
const CLAIM = {
  claimId: claims.id,
  receivedAt: claims.receivedAt,
  deviceAt: claims.deviceAt,
  windows: sql<number>`json_array_length(${claims.tokens})`,
  verdict: claims.verdict,
  status: claims.status,
  source: claims.source,
  reasons: claims.reasons,
};

/** Every change of one mark, the first one first, each with the check-in it rests on; none for a student without a mark.
 *  @throws AppError `not-found` for a register the actor does not staff */
export async function getMarkHistory(ctx: ActorContext, { classSessionId, studentId }: MarkRef): Promise<MarkEvent[]> {
  await seeClassSession(ctx, classSessionId);
  const { id, at, fromStatus: from, toStatus: to, source, reason, note, actorName, actorRole, version } = attendanceEvents;
  return ctx.db
    .select({ id, at, from, to, source, reason, reasonCode: reasonCodes.name, note, actorName, actorRole, claim: CLAIM })
    .from(attendanceEvents)
    .leftJoin(reasonCodes, eq(reasonCodes.id, attendanceEvents.reasonCodeId))
    .leftJoin(claims, eq(claims.id, attendanceEvents.claimId))
    .where(and(eq(attendanceEvents.classSessionId, classSessionId), eq(attendanceEvents.studentId, studentId)))
    .orderBy(asc(version));
}
