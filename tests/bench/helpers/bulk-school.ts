/** A made-up school of millions of marks, made in minutes: what writes along with each mark, and indexes, come at the end and all at once. */
import { copyFileSync, existsSync, renameSync, rmSync } from 'node:fs';
import { type Database, openDatabase } from '#db/client';
import { migrateDatabase } from '#db/migrate';
import { queryRows } from '#db/query';
import { type BenchOptions, seedBenchSchool } from '#db/seed/bench';
import { STATUSES } from '#domain/register/attendance';
import { bringToRest } from './at-rest';

/** Nothing is lost when it fails: it is made anew. */
const IN_A_HURRY = ['pragma synchronous = off', 'pragma cache_size = -600000', 'pragma wal_autocheckpoint = 100000'];

const PUT_OFF = `select type, name, sql from sqlite_master where sql is not null
  and type in ('trigger', 'index') and tbl_name in ('attendance', 'attendance_events')`;

const COLUMNS =
  'class_session_id, student_id, source, version, note, reason, reason_code_id, claim_id, action_id, actor_id, actor_name, actor_role';
const EVENTS = `insert into attendance_events (${COLUMNS}, to_status, at) select ${COLUMNS}, status, changed_at from attendance`;
const SESSION_TALLIES = `insert into class_session_tallies (class_session_id, present, late, absent, excused, changes)
  select class_session_id, sum(status = 'present'), sum(status = 'late'), sum(status = 'absent'), sum(status = 'excused'), count(*)
  from attendance group by 1`;

const HOUR = 'cast(substr(cs.start_time, 1, 2) as integer)';
const SUMS = STATUSES.map((status) => `sum(${status})`);
const OF_MARKS = STATUSES.map((status) => `sum(a.status = '${status}')`);
const MARKS = 'attendance a join class_sessions cs on cs.id = a.class_session_id';
/** Everything before each day, of a table that has a row for each day on which there is anything. */
const before = (columns: readonly string[], key: string) =>
  `select t.day, k.${key}, ${columns.map((column) => `coalesce(sum(x.${column}) over earlier, 0) ${column}`)}
  from tally_days t cross join (select distinct ${key} from each_day) k left join each_day x on x.day = t.day and x.${key} = k.${key}
  window earlier as (partition by k.${key} order by t.day rows between unbounded preceding and 1 preceding)`;

/** What counting register by register comes to. Everybody is on the roll all the time, and there are no reasons. */
const COUNTED_AT_ONCE = [
  'insert into tally_days select distinct day from class_sessions where is_held',
  `insert into section_day_tallies (day, section_id, hour, reason_code_id, class_sessions, ${STATUSES})
    select cs.day, cs.section_id, ${HOUR}, 0, count(*), ${SUMS} from class_session_tallies n join class_sessions cs on cs.id = n.class_session_id
    where cs.is_held group by 1, 2, 3`,
  `insert into school_day_tallies (day, hour, reason_code_id, class_sessions, ${STATUSES})
    select day, hour, 0, sum(class_sessions), ${SUMS} from section_day_tallies group by 1, 2`,
  `insert into section_week_tallies (section_id, student_id, week, reason_code_id, ${STATUSES})
    select cs.section_id, a.student_id, date(cs.day, 'weekday 0', '-6 days'), 0, ${OF_MARKS} from ${MARKS} group by 1, 2, 3`,
  `insert into section_sums (day, section_id, reason_code_id, class_sessions, ${STATUSES})
    with each_day as materialized (select day, section_id, sum(class_sessions) class_sessions, ${SUMS.map((sum, i) => `${sum} ${STATUSES[i]}`)} from section_day_tallies group by 1, 2)
    select day, section_id, 0, class_sessions, ${STATUSES} from (${before(['class_sessions', ...STATUSES], 'section_id')})`,
  `insert into student_sums (day, student_id, ${STATUSES})
    with each_day as materialized (select a.student_id, cs.day, ${OF_MARKS.map((sum, i) => `${sum} ${STATUSES[i]}`)} from ${MARKS} group by 1, 2)
    select day, student_id, ${STATUSES} from (${before(STATUSES, 'student_id')})`,
  'delete from uncounted_class_sessions',
];

async function fill(db: Database, options: BenchOptions): Promise<void> {
  const { $client } = db;
  for (const pragma of IN_A_HURRY) await $client.execute(pragma);
  const putOff = await queryRows<{ type: string; name: string; sql: string }>(db, PUT_OFF);
  await $client.batch(putOff.map(({ type, name }) => `drop ${type} ${name}`));
  await seedBenchSchool(db, options);
  for (const statement of [EVENTS, SESSION_TALLIES, ...putOff.map(({ sql }) => sql)]) await $client.execute(statement);
  await $client.batch(COUNTED_AT_ONCE, 'write');
  await bringToRest(db);
}

/** Opens the school of a file, which is made when it is not there. */
export async function bulkSchool(file: string, options: BenchOptions): Promise<Database> {
  if (!existsSync(file)) {
    const [draft, copy] = [`${file}.new`, `${file}.copy`];
    const unfinished = await openDatabase({ url: `file:${draft}` });
    await migrateDatabase(unfinished);
    await fill(unfinished, options);
    unfinished.$client.close();
    // Not renamed: see `Connection.close`.
    copyFileSync(draft, copy);
    renameSync(copy, file);
    rmSync(draft);
  }
  const db = await openDatabase({ url: `file:${file}` });
  await migrateDatabase(db);
  return db;
}
