/** A student's own attendance as a table for a spreadsheet. */
import { queryRows } from '#db/query';
import { toCsv } from '#domain/csv-text';
import type { Status } from '#domain/register/attendance';
import type { ActorContext } from '#server/context/context';

/** Those whose class has begun; only days inside the enrolment. */
const OWN = `select s.code sectionCode, c.code courseCode, c.title courseTitle, cs.id, cs.day, cs.start_time startTime, cs.end_time endTime,
    cs.is_held isHeld, a.status, a.source, a.changed_at changedAt
  from (select distinct section_id from enrolments where student_id = :userId) own
    join class_sessions cs on cs.section_id = own.section_id
    join sections s on s.id = cs.section_id join courses c on c.id = s.course_id
    left join attendance a on a.class_session_id = cs.id and a.student_id = :userId
  where cs.starts_at <= :now and cs.state <> 'cancelled' and exists (select 1 from enrolments e where e.student_id = :userId
    and e.section_id = cs.section_id and e.from_day <= cs.day and (e.until_day is null or e.until_day >= cs.day))
  order by cs.starts_at, cs.id`;

const HEADER = [
  ...['section_code', 'course_code', 'course_title', 'session_id', 'scheduled_start', 'scheduled_end'],
  ...['status', 'source', 'counts', 'recorded_at'],
];

type Row = {
  sectionCode: string;
  courseCode: string;
  courseTitle: string;
  id: number;
  day: string;
  startTime: string;
  endTime: string;
  isHeld: number;
  status: Status | null;
  source: string | null;
  changedAt: number | null;
};

/** The table, in order of time. Times are the school's wall times; `recorded_at` is an instant in UTC. */
export async function exportOwnAttendance(ctx: ActorContext): Promise<string> {
  const rows = await queryRows<Row>(ctx.db, OWN, { userId: ctx.actor.id, now: ctx.now() });
  const lines = rows.map(
    ({ sectionCode, courseCode, courseTitle, id, day, startTime, endTime, isHeld, status, source, changedAt }) => [
      ...[sectionCode, courseCode, courseTitle, id, `${day} ${startTime}`, `${day} ${endTime}`],
      ...[status ?? 'unmarked', status && source, isHeld === 1 ? 'yes' : 'no'],
      changedAt === null || status === null ? null : new Date(changedAt).toISOString(),
    ],
  );
  return toCsv([HEADER, ...lines]);
}
