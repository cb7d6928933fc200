/** Registers that settled are counted: a portion at a time, a little later, so that nobody who closes one waits for it. Until then reports
 *  read their marks beside the tallies. Written by hand: they write to the views of the migration `0013_running_sums.sql`. */
import type { InStatement } from '@libsql/client';
import { uncountedClassSessions } from '#db/schema';
import { onRollSql } from '#db/sql/roll';
import { STATUSES } from '#domain/register/attendance';
import type { Services } from '#server/context/context';
import { yieldToEventLoop } from '#server/context/yield';

/** Class sessions counted in one batch: whoever writes meanwhile waits for it. */
const AT_ONCE = 8;
/** Batches of one round of the job; the next takes the rest. */
const BATCHES = 250;

const PORTION = `(select class_session_id from uncounted_class_sessions order by class_session_id limit ${AT_ONCE})`;
const OF_PORTION = `class_sessions cs where cs.id in ${PORTION}`;

const MARKS_OF_PORTION = `class_sessions cs join attendance a on a.class_session_id = cs.id and a.status is not null
  where cs.id in ${PORTION} and exists (select 1 from enrolments e
    where e.student_id = a.student_id and e.section_id = cs.section_id and ${onRollSql('e', 'cs.day')})`;

const HOUR = 'cast(substr(cs.start_time, 1, 2) as integer)';
const REASON = 'coalesce(a.reason_code_id, 0)';
const EACH_MARK = STATUSES.map((status) => `a.status = '${status}'`);
const NO_MARKS = STATUSES.map(() => '0');

/** Sums before a day that has none yet are those before the next that has: nothing lies between.
 *  @param columns all but the day */
function beginDays(table: string, columns: readonly string[]): string {
  const days = `select distinct cs.day from ${OF_PORTION} and not exists (select 1 from tally_days where day = cs.day)`;
  return `insert into ${table} (day, ${columns}) select d.day, ${columns.map((column) => `s.${column}`)}
    from (${days}) d join ${table} s on s.day = (select min(day) from tally_days where day > d.day)`;
}

/** The views' triggers bring what is added to the tallies and sums. */
const COUNT_PORTION: readonly InStatement[] = [
  beginDays('section_sums', ['section_id', 'reason_code_id', 'class_sessions', ...STATUSES]),
  beginDays('student_sums', ['student_id', ...STATUSES, 'counted_present', 'counted_absent']),
  `insert into tally_days select distinct cs.day from ${OF_PORTION} on conflict do nothing`,
  `insert into section_changes (section_id, day, hour, reason_code_id, class_sessions, ${STATUSES})
    select cs.section_id, cs.day, ${HOUR}, 0, count(*), ${NO_MARKS} from ${OF_PORTION} group by 1, 2, 3`,
  `insert into section_changes (section_id, day, hour, reason_code_id, class_sessions, ${STATUSES})
    select cs.section_id, cs.day, ${HOUR}, ${REASON}, 0, ${EACH_MARK.map((is) => `sum(${is})`)} from ${MARKS_OF_PORTION} group by 1, 2, 3, 4`,
  `insert into student_changes (section_id, student_id, day, reason_code_id, ${STATUSES})
    select cs.section_id, a.student_id, cs.day, ${REASON}, ${EACH_MARK} from ${MARKS_OF_PORTION}`,
  `delete from uncounted_class_sessions where class_session_id in ${PORTION}`,
];

type Counter = Pick<Services, 'db' | 'commit'>;

const isAnyLeft = async ({ db }: Counter) =>
  (await db.select({ id: uncountedClassSessions.classSessionId }).from(uncountedClassSessions).limit(1)).length > 0;

/** Brings registers that settled into the tallies. A portion is in all of them or in none. Idempotent. */
export async function countRegisters(services: Counter): Promise<void> {
  for (let batch = 0; batch < BATCHES && (await isAnyLeft(services)); batch++) {
    await services.commit([...COUNT_PORTION]);
    await yieldToEventLoop();
  }
}
