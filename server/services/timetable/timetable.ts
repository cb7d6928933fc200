/** Own timetables: a student's with own marks, a staff member's with the class sessions they hold; and a student's day and month. */

import { queryRows } from '#db/query';
import { localeFor } from '#domain/person/profile';
import { isBelow, percentOf, pool, sumsOf } from '#domain/rate';
import type { Status, Tally } from '#domain/register/attendance';
import type { AttendanceMonth, SectionStanding, Standing } from '#domain/register/attendance-view';
import { type ClassSessionState, isCheckInOpen, stateAt } from '#domain/register/class-session';
import type { StudentDay } from '#domain/register/day-view';
import type { SchoolSettings } from '#domain/school/school';
import { addDays, dayAt } from '#domain/time';
import { type DayRangeInput, daysOfMonth } from '#domain/timetable/calendar';
import type { Timetable, TimetableEntry } from '#domain/timetable/timetable-view';
import type { ActorContext } from '#server/context/context';
import { loadSettings } from '#server/services/school/school';

/** How far ahead the next class session is looked for: over the longest holidays within a term. */
const LOOK_AHEAD_DAYS = 21;

type Row = Omit<TimetableEntry, 'isCheckInOpen' | 'claim' | 'isMoved'> & {
  isMoved: number;
  openedAt: number | null;
  closesAt: number;
  state: ClassSessionState;
  isHeld: number;
  lastVerdict: 'accepted' | 'waiting' | 'refused' | null;
};

const COLUMNS = `select cs.id classSessionId, c.code courseCode, c.title courseTitle, s.code sectionCode, cs.room, cs.day, cs.starts_at startsAt,
    cs.ends_at endsAt, cs.state, cs.opened_at openedAt, cs.check_in_closes_at checkInClosesAt, cs.closes_at closesAt, cs.is_held isHeld,
    cs.slot_id is not null and cs.edited_at is not null and cs.state <> 'cancelled' isMoved`;

const OF_STUDENT = `${COLUMNS}, a.status mark,
    (select verdict from claims q where q.student_id = :userId and q.class_session_id = cs.id
      order by q.verdict = 'waiting' desc, q.received_at desc limit 1) lastVerdict
  from (select distinct section_id from enrolments where student_id = :userId) own
    join class_sessions cs on cs.section_id = own.section_id and cs.day between :from and :until
    join sections s on s.id = cs.section_id join courses c on c.id = s.course_id
    left join attendance a on a.class_session_id = cs.id and a.student_id = :userId
  where exists (select 1 from enrolments e where e.student_id = :userId and e.section_id = cs.section_id
    and e.from_day <= cs.day and (e.until_day is null or e.until_day >= cs.day))
  order by cs.starts_at, cs.id`;

const OF_STAFF = `${COLUMNS}, null mark, null lastVerdict
  from section_staff st
    join class_sessions cs on cs.section_id = st.section_id and cs.day between :from and :until
    join sections s on s.id = cs.section_id join courses c on c.id = s.course_id
  where st.user_id = :userId
  order by cs.starts_at, cs.id`;

const TALLIES = `select t.section_id sectionId, c.title courseTitle, s.code sectionCode, t.present, t.late, t.absent, t.excused
  from student_tallies t join sections s on s.id = t.section_id join courses c on c.id = s.course_id
  where t.student_id = ? order by c.title, s.code`;

function toEntry(row: Row, now: number): TimetableEntry {
  const { openedAt, closesAt, lastVerdict, isHeld: _, ...rest } = row;
  return {
    ...rest,
    state: stateAt(row, now),
    isMoved: row.isMoved === 1,
    isCheckInOpen: isCheckInOpen({ ...rest, openedAt, closesAt }, now),
    claim: rest.mark === null && (lastVerdict === 'waiting' || lastVerdict === 'refused') ? lastVerdict : null,
  };
}

async function loadRows(ctx: ActorContext, range: DayRangeInput): Promise<Row[]> {
  const sql = ctx.actor.role === 'student' ? OF_STUDENT : OF_STAFF;
  const rows = await queryRows<Row>(ctx.db, sql, { userId: ctx.actor.id, ...range });
  return rows.map((row) => ({ ...row }));
}

type Frame = Omit<Timetable, 'entries' | 'from' | 'until'>;

function frameOf({ zone, locale }: SchoolSettings, { actor, now }: ActorContext): Frame {
  const serverNow = now();
  return { serverNow, zone, locale: localeFor(actor, locale), today: dayAt(serverNow, zone) };
}

/** The actor's own class sessions of some days; cancelled ones too, so that nobody waits at a closed door. */
export async function getTimetable(ctx: ActorContext, range: DayRangeInput): Promise<Timetable> {
  const frame = frameOf(await loadSettings(ctx), ctx);
  const rows = await loadRows(ctx, range);
  return { ...frame, ...range, entries: rows.map((row) => toEntry(row, frame.serverNow)) };
}

/** A student's own month, with the rate of the class sessions held in it. */
export async function getAttendanceMonth(ctx: ActorContext, month: string): Promise<AttendanceMonth> {
  const settings = await loadSettings(ctx);
  const frame = frameOf(settings, ctx);
  const range = daysOfMonth(month);
  const rows = await loadRows(ctx, range);
  const tally = tallyOf(rows.filter((row) => row.isHeld === 1));
  const sums = sumsOf(tally, settings);
  const entries = rows.map((row) => toEntry(row, frame.serverNow));
  return { ...frame, ...range, month, entries, tally, ...sums, percent: percentOf(sums) };
}

function tallyOf(rows: { mark: Status | null }[]): Tally {
  const count = (status: Status) => rows.filter((row) => row.mark === status).length;
  return { present: count('present'), late: count('late'), absent: count('absent'), excused: count('excused') };
}

type TallyRow = Tally & { sectionId: number; courseTitle: string; sectionCode: string };

function toStanding(rows: TallyRow[], settings: SchoolSettings): Standing {
  const sections: SectionStanding[] = rows.map(({ sectionId, courseTitle, sectionCode, ...tally }) => ({
    sectionId,
    courseTitle,
    sectionCode,
    tally,
    percent: percentOf(sumsOf(tally, settings)),
  }));
  const sum = (status: keyof Tally) => rows.reduce((total, row) => total + row[status], 0);
  const tally = { present: sum('present'), late: sum('late'), absent: sum('absent'), excused: sum('excused') };
  const sums = pool(rows.map((row) => sumsOf(row, settings)));
  const { threshold } = settings;
  return { tally, ...sums, percent: percentOf(sums), threshold, isBelow: isBelow(sums, threshold), sections };
}

/** A student's rate, over all and by section. The caller has seen to it that the actor may know of it. */
export async function loadStanding(ctx: ActorContext, studentId: number, settings: SchoolSettings): Promise<Standing> {
  const rows = await queryRows<TallyRow>(ctx.db, TALLIES, [studentId]);
  return toStanding(
    rows.map((row) => ({ ...row })),
    settings,
  );
}

/** Today, as a student sees it. */
export async function getStudentDay(ctx: ActorContext): Promise<StudentDay> {
  const settings = await loadSettings(ctx);
  const { today: day, ...frame } = frameOf(settings, ctx);
  const [all, standing] = await Promise.all([
    loadRows(ctx, { from: day, until: addDays(day, LOOK_AHEAD_DAYS) }),
    loadStanding(ctx, ctx.actor.id, settings),
  ]);
  const entries = all.map((row) => toEntry(row, frame.serverNow));
  return {
    ...frame,
    day,
    classSessions: entries.filter((entry) => entry.day === day),
    next: entries.find((entry) => entry.day > day && entry.state !== 'cancelled') ?? null,
    standing,
  };
}
