/** Tallies and sums that the database keeps, counted again from the marks. */
import type { ResultSet } from '@libsql/client';
import { expect } from 'vitest';
import type { Database } from '#db/client';

const NUMBERS =
  "coalesce(sum(status = 'present'), 0) p, coalesce(sum(status = 'late'), 0) l, coalesce(sum(status = 'absent'), 0) a, coalesce(sum(status = 'excused'), 0) e";
const KEPT = 'present p, late l, absent a, excused e';
const IS_COUNTED = 'cs.is_held and cs.id not in (select class_session_id from uncounted_class_sessions)';
const COUNTED = `from attendance a join class_sessions cs on cs.id = a.class_session_id
  where ${IS_COUNTED} and a.status is not null and exists (select 1 from enrolments n where n.student_id = a.student_id
    and n.section_id = cs.section_id and n.from_day <= cs.day and (n.until_day is null or n.until_day >= cs.day))`;
const MONDAY = "date(cs.day, 'weekday 0', '-6 days')";
/** By status, or by what the reason says. */
const MEANT = [
  ...Object.entries({ p: 'present', l: 'late', b: 'absent', e: 'excused' }).map(
    ([name, status]) => `sum(a.status = '${status}' and r.counts_as is null) ${name}`,
  ),
  ...['present', 'absent'].map((meaning) => `sum(r.counts_as is '${meaning}') c${meaning[0]}`),
].join(', ');
const REASON = 'coalesce(a.reason_code_id, 0)';

/** A tally and the recount of it, by its keys. */
const figures = (table: string, keys: string, of: string) => [
  `select ${of}, ${REASON}, ${NUMBERS} ${COUNTED} group by ${of}, ${REASON} order by ${of}, ${REASON}`,
  `select ${keys}, reason_code_id, ${KEPT} from ${table} where present or late or absent or excused order by ${keys}, reason_code_id`,
];

const RECOUNTS = [
  figures('section_day_tallies', 'day, section_id, hour', 'cs.day, cs.section_id, cast(substr(cs.start_time, 1, 2) as integer)'),
  figures('section_week_tallies', 'section_id, student_id, week', `cs.section_id, a.student_id, ${MONDAY}`),
  figures('school_day_tallies', 'day, hour', 'cs.day, cast(substr(cs.start_time, 1, 2) as integer)'),
  ...['section_day_tallies', 'school_day_tallies'].map((table) => [
    `select day, cast(substr(start_time, 1, 2) as integer) h, count(*) n from class_sessions cs where ${IS_COUNTED} group by 1, 2 order by 1, 2`,
    `select day, hour, sum(class_sessions) n from ${table} group by 1, 2 having n <> 0 order by 1, 2`,
  ]),
  [
    `select t.day, cs.section_id, ${REASON} r, ${NUMBERS} ${COUNTED.replace('where', 'join tally_days t on t.day > cs.day where')}
      group by 1, 2, 3 order by 1, 2, 3`,
    `select day, section_id, reason_code_id, ${KEPT} from section_sums where present or late or absent or excused order by 1, 2, 3`,
  ],
  [
    `select t.day, cs.section_id, count(*) from class_sessions cs join tally_days t on t.day > cs.day where ${IS_COUNTED} group by 1, 2 order by 1, 2`,
    'select day, section_id, sum(class_sessions) n from section_sums group by 1, 2 having n <> 0 order by 1, 2',
  ],
  [
    `select t.day, a.student_id, ${MEANT} ${COUNTED.replace('where', 'join tally_days t on t.day > cs.day left join reason_codes r on r.id = a.reason_code_id where')}
      group by 1, 2 having p or l or e or b or cp or ca order by 1, 2`,
    `select day, student_id, ${KEPT.replace(' a,', ' b,')}, counted_present cp, counted_absent ca from student_sums
      where present or late or absent or excused or counted_present or counted_absent order by 1, 2`,
  ],
  [
    `select distinct cs.day from class_sessions cs where ${IS_COUNTED} and cs.day not in (select day from tally_days)`,
    'select day from tally_days where false',
  ],
  [
    `select class_session_id, ${NUMBERS}, sum(version) c from attendance group by 1 order by 1`,
    `select class_session_id, ${KEPT}, changes c from class_session_tallies order by 1`,
  ],
  [
    'select class_session_id, student_id, status, version, version n from attendance order by 1, 2',
    `select class_session_id, student_id, to_status status, max(version) version, count(*) n from attendance_events group by 1, 2 order by 1, 2`,
  ],
] as [string, string][];

/** Values by place: the two sides name their columns otherwise. */
const values = ({ rows, columns }: ResultSet) => rows.map((row) => columns.map((_, index) => row[index]));

/** Every tally and sum, and the number of every mark's events, against the rows they are of. */
export async function expectRecountsToAgree(db: Database) {
  for (const [recount, kept] of RECOUNTS) {
    const [counted, stored] = await Promise.all([db.$client.execute(recount), db.$client.execute(kept)]);
    expect(values(stored), kept).toEqual(values(counted));
  }
}
