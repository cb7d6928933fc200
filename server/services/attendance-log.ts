/** The detailed log of a student's own marks: each change, how and when it came to be. */

import { queryRows } from '#db/query';
import { localeFor } from '#domain/profile';
import type { AttendanceLog, AttendanceLogEntry } from '#domain/register';
import type { ActorContext } from '#server/context';
import { loadSettings } from './school';

const PAGE = 50;

const OWN_EVENTS = `select e.id, e.at, e.class_session_id classSessionId, c.title courseTitle, s.code sectionCode, cs.starts_at startsAt,
    e.from_status "from", e.to_status "to", e.source, e.actor_name actorName, e.actor_role actorRole, e.reason
  from attendance_events e join class_sessions cs on cs.id = e.class_session_id
    join sections s on s.id = cs.section_id join courses c on c.id = s.course_id
  where e.student_id = :studentId and e.id < :before order by e.id desc limit ${PAGE + 1}`;

/** Newest first, a page at a time. @param before id of the last entry seen */
export async function getAttendanceLog(ctx: ActorContext, before = Number.MAX_SAFE_INTEGER): Promise<AttendanceLog> {
  const { zone, locale } = await loadSettings(ctx);
  const rows = await queryRows<AttendanceLogEntry>(ctx.db, OWN_EVENTS, { studentId: ctx.actor.id, before });
  const entries = rows.slice(0, PAGE).map((row) => ({ ...row }));
  return {
    zone,
    locale: localeFor(ctx.actor, locale),
    entries,
    nextBefore: rows.length > PAGE ? (entries.at(-1)?.id ?? null) : null,
  };
}
