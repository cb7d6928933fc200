/** What casts doubt on a claim whatever its evidence, as conditions for the read that a verdict is made from and for the statement that
 *  stores it: so they hold for claims that arrive together. As text, because both are written by hand. */
import { ofSameBrowser } from './same-browser';

/** SQL for what a claim says of itself. */
type Claim = { classSessionId: string; studentId: string; deviceId: string };

/** Another student claimed in this class session from the same browser. */
export function isDeviceShared({ classSessionId, studentId, deviceId }: Claim): string {
  const isAnothers = `o.class_session_id = ${classSessionId} and o.student_id <> ${studentId} and o.verdict <> 'refused'`;
  return ofSameBrowser(deviceId, (from) => `exists (select 1 ${from} and ${isAnothers})`);
}

/** The student was accepted in a class session that takes place at the same time as `cs`. Enrolments lead to the few of the same day, and
 *  these to their marks; left to itself, the planner goes through the whole school's, or through all marks of the student. */
export function isElsewhere({ studentId }: Claim): string {
  return `exists (select 1 from enrolments e cross join class_sessions o indexed by class_sessions_section_day on o.section_id = e.section_id and o.day = cs.day
      cross join attendance a on a.class_session_id = o.id and a.student_id = ${studentId}
      where e.student_id = ${studentId} and o.id <> cs.id and o.starts_at < cs.ends_at and min(o.ends_at, coalesce(o.closed_at, o.ends_at)) > cs.starts_at
      and a.claim_id is not null and a.status in ('present', 'late'))`;
}
