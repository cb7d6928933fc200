/** A student's own attendance as a table for a spreadsheet. */
import { and, eq, exists, lte, ne, sql } from 'drizzle-orm';
import { attendance, classSessions, courses, enrolments, sections } from '#db/schema';
import { isOnRoll } from '#db/sql/roll';
import { toCsv } from '#domain/csv-text';
import { lastDayOf } from '#domain/time';
import type { ActorContext } from '#server/context/context';

/** Those whose class has begun; only days inside the enrolment. */
function loadOwn({ db, actor, now }: ActorContext) {
  const { id, day, startTime, endTime, isHeld, startsAt, sectionId } = classSessions;
  const { studentId } = enrolments;
  const own = db.selectDistinct({ sectionId: enrolments.sectionId }).from(enrolments).where(eq(studentId, actor.id)).as('own');
  const isOfDay = and(eq(studentId, actor.id), eq(enrolments.sectionId, sectionId), isOnRoll(day));
  const isEnrolled = exists(db.select({ one: sql`1` }).from(enrolments).where(isOfDay));
  return db
    .select({
      ...{
        sectionCode: sections.code,
        courseCode: courses.code,
        courseTitle: courses.title,
        id,
        day,
        startTime,
        endTime,
        isHeld,
      },
      status: attendance.status,
      source: attendance.source,
      changedAt: attendance.changedAt,
    })
    .from(own)
    .innerJoin(classSessions, eq(sectionId, own.sectionId))
    .innerJoin(sections, eq(sections.id, sectionId))
    .innerJoin(courses, eq(courses.id, sections.courseId))
    .leftJoin(attendance, and(eq(attendance.classSessionId, id), eq(attendance.studentId, actor.id)))
    .where(and(lte(startsAt, now()), ne(classSessions.state, 'cancelled'), isEnrolled))
    .orderBy(startsAt, id);
}

const HEADER = [
  ...['section_code', 'course_code', 'course_title', 'session_id', 'scheduled_start', 'scheduled_end'],
  ...['status', 'source', 'counts', 'recorded_at'],
];

/** The table, in order of time. Times are the school's wall times; `recorded_at` is an instant in UTC. */
export async function exportOwnAttendance(ctx: ActorContext): Promise<string> {
  const rows = await loadOwn(ctx);
  const lines = rows.map(
    ({ sectionCode, courseCode, courseTitle, id, day, startTime, endTime, isHeld, status, source, changedAt }) => [
      ...[
        sectionCode,
        courseCode,
        courseTitle,
        id,
        `${day} ${startTime}`,
        `${lastDayOf({ day, startTime, endTime })} ${endTime}`,
      ],
      ...[status ?? 'unmarked', status && source, isHeld ? 'yes' : 'no'],
      changedAt === null || status === null ? null : new Date(changedAt).toISOString(),
    ],
  );
  return toCsv([HEADER, ...lines]);
}
