/** What the history's own seals cannot tell: records that were slipped in without one, ends that were cut off, and marks and tallies that
 *  are not what the changes make them. Each question is asked of a part of a table at a time. Written by hand: the questions are texts
 *  made for each table, and row values and `is` between columns are beyond the builder. */
import type { Database } from '#db/client';
import { queryRow } from '#db/query';
import { onRollSql } from '#db/sql/roll';
import type { HistoryFault, HistoryRecord } from '#domain/history';
import { STATUSES } from '#domain/register/attendance';
import { yieldToEventLoop } from '#server/context/yield';

type Question = {
  table: string;
  why: HistoryFault['why'];
  /** The last key of the part that begins after `:from`; null behind the last. */
  part: string;
  /** The first id at fault among the keys after `:from` and up to `:until`. */
  fault: string;
};

const partOf = (table: string, key: string, size: number) =>
  `select max(k) until from (select ${key} k from ${table} where ${key} > :from order by ${key} limit ${size})`;
const IN_PART = (key: string) => `${key} > :from and ${key} <= :until`;

const hasSeal = (record: HistoryRecord, id: string) =>
  `exists (select 1 from seals s where s.record = '${record}' and s.record_id = ${id})`;

/** Ids rise in the order of writing: one that is not after the last sealed came later than it says. */
const slippedIn = (table: string, record: HistoryRecord): Question => ({
  table,
  why: 'inserted',
  part: partOf(table, 'id', 2_000),
  fault: `select min(r.id) id from ${table} r where ${IN_PART('r.id')} and not ${hasSeal(record, 'cast(r.id as text)')}
    and r.id <= (select max(cast(record_id as integer)) from seals where record = '${record}')`,
});

const SETTLED_UNSEEN: Question = {
  table: 'claims',
  why: 'inserted',
  part: partOf('claims', 'id', 2_000),
  fault: `select min(r.id) id from claims r where ${IN_PART('r.id')} and r.settled_at is not null and not ${hasSeal('claim', 'r.id')}
    and r.id not in (select claim_id from unsealed_claims)`,
};

const CHANGE_WITHOUT_MARK: Question = {
  table: 'attendance_events',
  why: 'untold',
  part: partOf('attendance_events', 'id', 2_000),
  fault: `select min(e.id) id from attendance_events e where ${IN_PART('e.id')} and not exists (select 1 from attendance a
    where a.class_session_id = e.class_session_id and a.student_id = e.student_id and a.version >= e.version)`,
};

const MARK_UNTOLD: Question = {
  table: 'attendance',
  why: 'untold',
  part: partOf('attendance', 'class_session_id', 1_000),
  fault: `select a.class_session_id || ':' || a.student_id id from attendance a where ${IN_PART('a.class_session_id')} and (
    (select count(*) from attendance_events e where e.class_session_id = a.class_session_id and e.student_id = a.student_id) <> a.version
    or not exists (select 1 from attendance_events e
      where e.class_session_id = a.class_session_id and e.student_id = a.student_id and e.version = a.version
        and (e.to_status, e.source, e.note, e.reason, e.reason_code_id, e.claim_id, e.action_id, e.actor_id, e.actor_name, e.actor_role, e.at)
          is (a.status, a.source, a.note, a.reason, a.reason_code_id, a.claim_id, a.action_id, a.actor_id, a.actor_name, a.actor_role, a.changed_at)))
    order by a.class_session_id, a.student_id limit 1`,
};

/** A mark that rests on a claim says what the claim earned, of the same student in the same class session. */
const CLAIM_AT_ODDS: Question = {
  table: 'attendance',
  why: 'untold',
  part: partOf('attendance', 'class_session_id', 1_000),
  fault: `select a.class_session_id || ':' || a.student_id id from attendance a left join claims c on c.id = a.claim_id
    where ${IN_PART('a.class_session_id')} and a.claim_id is not null and (c.id is null or c.student_id <> a.student_id
      or c.class_session_id <> a.class_session_id or c.verdict <> 'accepted' or c.status is not a.status)
    order by a.class_session_id, a.student_id limit 1`,
};

/** Tallies less a recount leave nothing. */
const DIFFERS = 'sum(present) <> 0 or sum(late) <> 0 or sum(absent) <> 0 or sum(excused) <> 0';
const COUNTED =
  "-(a.status is 'present') present, -(a.status is 'late') late, -(a.status is 'absent') absent, -(a.status is 'excused') excused";

const SESSION_MISCOUNTED: Question = {
  table: 'class_session_tallies',
  why: 'miscounted',
  part: partOf('class_sessions', 'id', 100),
  fault: `select n.id from (
      select t.class_session_id id, t.present, t.late, t.absent, t.excused, t.changes
      from class_session_tallies t where ${IN_PART('t.class_session_id')}
      union all select a.class_session_id, ${COUNTED}, -a.version from attendance a where ${IN_PART('a.class_session_id')}) n
    group by n.id having ${DIFFERS} or sum(n.changes) <> 0 limit 1`,
};

/** Held, and brought into the tallies. */
const IS_COUNTED = 'cs.is_held and cs.id not in (select class_session_id from uncounted_class_sessions)';

const COUNTED_MARKS = `from attendance a join class_sessions cs on cs.id = a.class_session_id and ${IS_COUNTED}
  left join reason_codes r on r.id = a.reason_code_id
  where a.status is not null and exists (select 1 from enrolments e
    where e.student_id = a.student_id and e.section_id = cs.section_id and ${onRollSql('e', 'cs.day')})`;

type Columns = Record<string, string>;
type Cut = { of: string; key: string; size: number };

const REASON = { reason_code_id: 'coalesce(a.reason_code_id, 0)' };

/** Rows of a table, and what is in it once for each row that made it, taken away: what is left over is at fault.
 *  @param kept the table's rows  @param made what they are made of */
function differs(table: string, keys: readonly string[], { kept, made, first, sums }: Difference): Question {
  const id = keys.map((key) => `n.${key}`).join(" || ':' || ");
  const having = sums.map((sum) => `sum(n.${sum}) <> 0`).join(' or ');
  return {
    table,
    why: 'miscounted',
    part: partOf(first.of, first.key, first.size),
    fault: `select ${id} id from (${kept} union all ${made}) n group by ${keys.map((key) => `n.${key}`)} having ${having} limit 1`,
  };
}

type Difference = { kept: string; made: string; first: Cut; sums: readonly string[] };

/** What figures are made of: marks of class sessions that were held, inside the enrolment.
 *  @param keys columns of the table that the sums are of, each with what it is of a mark `a` in a class session `cs`; reasons are told apart
 *  @param first the key that parts are cut by, and where its values are */
function figuresMiscounted(table: string, keys: Columns, first: Cut): Question {
  const all = { ...keys, ...REASON };
  const names = Object.keys(all);
  const [of] = names as [string];
  return differs(table, names, {
    kept: `select ${names}, ${STATUSES} from ${table} where ${IN_PART(of)}`,
    made: `select ${Object.values(all)}, ${COUNTED} ${COUNTED_MARKS} and ${IN_PART(keys[of] as string)}`,
    first,
    sums: STATUSES,
  });
}

/** Class sessions that were held, by the same keys. */
function heldMiscounted(table: string, keys: Columns, first: Cut): Question {
  const names = Object.keys(keys);
  const [of] = names as [string];
  return differs(table, names, {
    kept: `select ${names}, class_sessions from ${table} where ${IN_PART(of)}`,
    made: `select ${Object.values(keys)}, -1 from class_sessions cs where ${IS_COUNTED} and ${IN_PART(keys[of] as string)}`,
    first,
    sums: ['class_sessions'],
  });
}

const DAY_BEFORE = "coalesce((select max(day) from tally_days where day < t.day), '')";

/** What each day adds to sums of everything before a day: the row of the next day less the row of that day. */
function addedByDay(table: string, names: readonly string[], columns: readonly string[]): string {
  const rows = (day: string, sign: string) =>
    `select ${names}, ${day} day, ${columns.map((column) => `${sign}${column}`)} from ${table} t where ${IN_PART(names[0] as string)}`;
  return `${rows(DAY_BEFORE, '')} union all ${rows('t.day', '-')} and t.day < '9999-12-31'`;
}

/** Sums of marks before a day.
 *  @param keys as of `figuresMiscounted`, without the day  @param sums columns, each with what it is of a mark, taken away */
function sumsMiscounted(table: string, keys: Columns, { sums, first }: { sums: Columns; first: Cut }): Question {
  const names = Object.keys(keys);
  const [of] = names as [string];
  const columns = Object.keys(sums);
  return differs(table, [...names, 'day'], {
    kept: addedByDay(table, names, columns),
    made: `select ${Object.values(keys)}, cs.day, ${Object.values(sums)} ${COUNTED_MARKS} and ${IN_PART(keys[of] as string)}`,
    first,
    sums: columns,
  });
}

const SECTIONS = { of: 'sections', key: 'id', size: 2 };
const STUDENTS = { of: 'users', key: 'id', size: 50 };
const SCHOOL_DAYS = { of: 'tally_days', key: 'day', size: 5 };
const WEEK = "date(cs.day, 'weekday 0', '-6 days')";
const HOUR = 'cast(substr(cs.start_time, 1, 2) as integer)';

const SECTION_HOUR = { section_id: 'cs.section_id', day: 'cs.day', hour: HOUR };
const SCHOOL_HOUR = { day: 'cs.day', hour: HOUR };

/** Class sessions that were held before a day. */
const HELD_SUMS_MISCOUNTED = differs('section_sums', ['section_id', 'day'], {
  kept: addedByDay('section_sums', ['section_id'], ['class_sessions']),
  made: `select cs.section_id, cs.day, -1 from class_sessions cs where ${IS_COUNTED} and ${IN_PART('cs.section_id')}`,
  first: { ...SECTIONS, size: 50 },
  sums: ['class_sessions'],
});

const byStatus = (and: string) => Object.fromEntries(STATUSES.map((status) => [status, `-(a.status is '${status}'${and})`]));
/** A reason that says what a mark counts as stands for its status. */
const AS_COUNTED = {
  ...byStatus(' and r.counts_as is null'),
  counted_present: "-(r.counts_as is 'present')",
  counted_absent: "-(r.counts_as is 'absent')",
};

const FIGURES_MISCOUNTED: readonly Question[] = [
  figuresMiscounted('section_day_tallies', SECTION_HOUR, SECTIONS),
  figuresMiscounted('section_week_tallies', { section_id: 'cs.section_id', student_id: 'a.student_id', week: WEEK }, SECTIONS),
  figuresMiscounted('school_day_tallies', SCHOOL_HOUR, SCHOOL_DAYS),
  sumsMiscounted('section_sums', { section_id: 'cs.section_id', ...REASON }, { sums: byStatus(''), first: SECTIONS }),
  sumsMiscounted('student_sums', { student_id: 'a.student_id' }, { sums: AS_COUNTED, first: STUDENTS }),
  heldMiscounted('section_day_tallies', SECTION_HOUR, { ...SECTIONS, size: 50 }),
  heldMiscounted('school_day_tallies', SCHOOL_HOUR, SCHOOL_DAYS),
  HELD_SUMS_MISCOUNTED,
];

const QUESTIONS: readonly Question[] = [
  slippedIn('attendance_events', 'mark'),
  slippedIn('audit_events', 'audit'),
  SETTLED_UNSEEN,
  CHANGE_WITHOUT_MARK,
  MARK_UNTOLD,
  CLAIM_AT_ODDS,
  SESSION_MISCOUNTED,
  ...FIGURES_MISCOUNTED,
];

async function ask(db: Database, { table, why, part, fault }: Question): Promise<HistoryFault | null> {
  // Every number comes before every text.
  let from: number | string = table === 'claims' ? '' : Number.MIN_SAFE_INTEGER;
  for (;;) {
    const next: { until: number | string | null } | null = await queryRow(db, part, { from });
    if (!next || next.until === null) return null;
    const found = await queryRow<{ id: number | string | null }>(db, fault, { from, until: next.until });
    if (found && found.id !== null) return { table, id: found.id, why };
    from = next.until;
    await yieldToEventLoop();
  }
}

/** The last id ever given, and the last there is. */
const lastIds = (table: string, id: string) =>
  `select coalesce((select seq from sqlite_sequence where name = '${table}'), 0) issued, coalesce((select max(${id}) from ${table}), 0) last`;

const ENDS = [
  { table: 'attendance_events', sql: lastIds('attendance_events', 'id') },
  { table: 'audit_events', sql: lastIds('audit_events', 'id') },
  { table: 'seals', sql: lastIds('seals', 'position') },
];

async function findCutOff(db: Database): Promise<HistoryFault | null> {
  for (const { table, sql } of ENDS) {
    const end = await queryRow<{ issued: number; last: number }>(db, sql);
    if (end && end.last < end.issued) return { table, id: end.last + 1, why: 'cut-off' };
  }
  return null;
}

/** The first place where the database is not what its own history makes it, or null. Lets others run between parts. */
export async function findMiscount(db: Database): Promise<HistoryFault | null> {
  const cutOff = await findCutOff(db);
  if (cutOff) return cutOff;
  for (const question of QUESTIONS) {
    const fault = await ask(db, question);
    if (fault) return fault;
  }
  return null;
}
