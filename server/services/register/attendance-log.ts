/** The detailed log of a student's marks: each change, how and when it came to be. */
import { queryRows } from '#db/query';
import { localeFor } from '#domain/person/profile';
import type { AttendanceLog, AttendanceLogEntry } from '#domain/register/attendance-view';
import type { ActorContext } from '#server/context/context';
import { loadSettings } from '#server/services/school/school';

const PAGE = 50;

const EVENTS = `select e.id, e.at, e.class_session_id classSessionId, c.title courseTitle, s.code sectionCode, cs.starts_at startsAt,
    e.from_status "from", e.to_status "to", e.source, e.actor_name actorName, e.actor_role actorRole, e.reason
  from attendance_events e join class_sessions cs on cs.id = e.class_session_id
    join sections s on s.id = cs.section_id join courses c on c.id = s.course_id
  where e.student_id = :studentId and e.id < :before order by e.id desc limit :limit`;

/** @param studentId whose marks; the caller has seen to it that the actor may know of them
 *  @param before id of the last entry seen  @param limit entries of a page */
type Page = { studentId: number; before?: number | undefined; limit?: number };

/** Newest first, a page at a time. */
export async function getAttendanceLog(ctx: ActorContext, page: Page): Promise<AttendanceLog> {
  const { studentId, before = Number.MAX_SAFE_INTEGER, limit = PAGE } = page;
  const { zone, locale } = await loadSettings(ctx);
  const rows = await queryRows<AttendanceLogEntry>(ctx.db, EVENTS, { studentId, before, limit: limit + 1 });
  const entries = rows.slice(0, limit).map((row) => ({ ...row }));
  return {
    zone,
    locale: localeFor(ctx.actor, locale),
    entries,
    nextBefore: rows.length > limit ? (entries.at(-1)?.id ?? null) : null,
  };
}
