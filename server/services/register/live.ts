/** What a screen watches while it changes. The database is asked, not this process's memory: any process may have written. */

import { queryRows } from '#db/query';
import { localeFor } from '#domain/person/profile';
import { EMPTY_TALLY } from '#domain/register/attendance';
import { type ClassSessionState, isCheckInOpen, stateAt } from '#domain/register/class-session';
import type { DayOverview, LiveOverview, LiveRow } from '#domain/register/day-view';
import type { SchoolSettings } from '#domain/school/school';
import { addDays, dayAt } from '#domain/time';
import type { ActorContext, Context } from '#server/context/context';
import { loadSettings } from '#server/services/school/school';

/** Half of the time within which a check-in must be on screen, less the way there. */
const POLL_MS = 500;

/** Yields true at once, then false whenever `version` reads differently. Ends on abort.
 *  @param version a cheap read that differs when the thing watched does */
export async function* changesOf(version: () => Promise<unknown>, signal: AbortSignal | undefined): AsyncGenerator<boolean> {
  let last: string | null = null;
  while (!signal?.aborted) {
    const current = JSON.stringify(await version());
    if (current !== last) yield last === null;
    last = current;
    await pause(POLL_MS, signal);
  }
}

function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, ms);
    function done() {
      clearTimeout(timer);
      signal?.removeEventListener('abort', done);
      resolve();
    }
    signal?.addEventListener('abort', done, { once: true });
  });
}

type Row = {
  classSessionId: number;
  courseCode: string;
  courseTitle: string;
  sectionCode: string;
  staff: string;
  room: string | null;
  day: string;
  startsAt: number;
  endsAt: number;
  state: ClassSessionState;
  openedAt: number | null;
  checkInClosesAt: number | null;
  closesAt: number;
  isHeld: number;
  enrolled: number;
  present: number | null;
  late: number | null;
  absent: number | null;
  excused: number | null;
  waiting: number;
};

const COLUMNS = `select cs.id classSessionId, c.code courseCode, c.title courseTitle, s.code sectionCode, cs.room, cs.day,
    cs.starts_at startsAt, cs.ends_at endsAt, cs.state, cs.opened_at openedAt, cs.check_in_closes_at checkInClosesAt,
    cs.closes_at closesAt, cs.is_held isHeld, t.present, t.late, t.absent, t.excused,
    (select json_group_array(u.name) from section_staff st join users u on u.id = st.user_id where st.section_id = s.id) staff,
    (select count(distinct e.student_id) from enrolments e where e.section_id = s.id and e.from_day <= cs.day
      and (e.until_day is null or e.until_day >= cs.day)) enrolled,
    (select count(distinct w.student_id) from claims w where w.class_session_id = cs.id and w.verdict = 'waiting'
      and not exists (select 1 from attendance a where a.class_session_id = w.class_session_id and a.student_id = w.student_id
      and a.status in ('present', 'late'))) waiting`;

const FROM = `join sections s on s.id = cs.section_id join courses c on c.id = s.course_id
  left join class_session_tallies t on t.class_session_id = cs.id`;

const OF_DAY = `${COLUMNS} from class_sessions cs ${FROM} where cs.day = :day order by cs.starts_at, c.code, s.code, cs.id`;

const OF_STAFF = `${COLUMNS} from section_staff mine join class_sessions cs on cs.section_id = mine.section_id and cs.day = :day ${FROM}
  where mine.user_id = :userId order by cs.starts_at, c.code, s.code, cs.id`;

const NOT_TAKEN = `${COLUMNS} from section_staff mine join class_sessions cs on cs.section_id = mine.section_id
    and cs.day between :since and :day and cs.is_held = 0 and cs.opened_at is null ${FROM}
  where mine.user_id = :userId and cs.state in ('scheduled', 'closed') and cs.closes_at <= :now and t.class_session_id is null
  order by cs.starts_at desc limit 50`;

/** Days back in which a register that was not taken is still asked for: until it locks. */
const CHASED_DAYS = 7;

function toLiveRow(row: Row, now: number): LiveRow {
  const { openedAt, checkInClosesAt, closesAt, isHeld, present, late, absent, excused, staff, ...rest } = row;
  const state = stateAt(row, now);
  const tally = present === null ? EMPTY_TALLY : { present, late: late ?? 0, absent: absent ?? 0, excused: excused ?? 0 };
  const isEmpty = openedAt === null && tally.present + tally.late + tally.absent + tally.excused === 0;
  return {
    ...rest,
    state,
    staff: JSON.parse(staff),
    tally,
    isCheckInOpen: isCheckInOpen({ ...rest, openedAt, checkInClosesAt, closesAt }, now),
    isNotTaken: state === 'closed' && isHeld === 0 && isEmpty,
  };
}

async function loadSchool(ctx: Context): Promise<Pick<SchoolSettings, 'zone' | 'locale'>> {
  const { zone, locale } = await loadSettings(ctx);
  return { zone, locale: localeFor(ctx.actor, locale) };
}

/** Every class session of a day, by default today, for administrators. */
export async function getOverview(ctx: Context, named?: string): Promise<DayOverview> {
  const { zone, locale } = await loadSchool(ctx);
  const serverNow = ctx.now();
  const today = dayAt(serverNow, zone);
  const day = named ?? today;
  const rows = await queryRows<Row>(ctx.db, OF_DAY, { day });
  return { serverNow, zone, locale, day, today, rows: rows.map((row) => toLiveRow(row, serverNow)) };
}

/** The overview, again whenever it changes. Ends when the reader leaves. */
export async function* watchOverview(ctx: Context, signal: AbortSignal | undefined): AsyncGenerator<LiveOverview> {
  let overview = await getOverview(ctx);
  const version = async () => {
    overview = await getOverview(ctx);
    return overview.rows;
  };
  for await (const _ of changesOf(version, signal)) yield overview;
}

/** The actor's own class sessions of today, and those of the last days that were not taken. */
export async function getStaffDay(ctx: ActorContext): Promise<LiveOverview & { day: string; notTaken: LiveRow[] }> {
  const { zone, locale } = await loadSchool(ctx);
  const serverNow = ctx.now();
  const day = dayAt(serverNow, zone);
  const args = { userId: ctx.actor.id, day };
  const [rows, notTaken] = await Promise.all([
    queryRows<Row>(ctx.db, OF_STAFF, args),
    queryRows<Row>(ctx.db, NOT_TAKEN, { ...args, since: addDays(day, -CHASED_DAYS), now: serverNow }),
  ]);
  const toLive = (row: Row) => toLiveRow(row, serverNow);
  return { serverNow, zone, locale, day, rows: rows.map(toLive), notTaken: notTaken.map(toLive) };
}
