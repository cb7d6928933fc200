/** Own timetables: a student's with own marks, a staff member's with the class sessions whose register they have; and a student's day and month. */

import { and, between, desc, eq, exists, inArray, isNotNull, ne, or, sql } from 'drizzle-orm';
import { prepared } from '#db/prepared';
import { attendance, claims, classSessions, courses, enrolments, reasonCodes, sections } from '#db/schema';
import { isOnRoll } from '#db/sql/roll';
import { registersOf } from '#db/sql/staffing';
import { studentTallies, sumOfMarks } from '#db/sql/tally';
import { asBoolean } from '#db/sql/values';
import type { Counting } from '#domain/correction/reason-code';
import { groupBy } from '#domain/group';
import { localeFor } from '#domain/person/profile';
import { creditOf, isBelow, percentOf, pool, sumsOf } from '#domain/rate';
import { addTallies, type Status, type Tally } from '#domain/register/attendance';
import type { AttendanceMonth, SectionStanding, Standing } from '#domain/register/attendance-view';
import { isCheckInOpen, stateAt } from '#domain/register/class-session';
import type { StudentDay } from '#domain/register/day-view';
import type { SchoolSettings } from '#domain/school/school';
import { addDays, dayAt } from '#domain/time';
import { type DayRangeInput, daysOfMonth, type TimetableInput } from '#domain/timetable/calendar';
import type { Timetable, TimetableEntry } from '#domain/timetable/timetable-view';
import { VIEW_OF_ROLE } from '#domain/view';
import type { ActorContext } from '#server/context/context';
import { loadSettings } from '#server/services/school/school';

/** How far ahead the next class session is looked for: over the longest holidays within a term. */
const LOOK_AHEAD_DAYS = 21;

type Row = Omit<TimetableEntry, 'isCheckInOpen' | 'claim'> & {
  openedAt: number | null;
  closesAt: number;
  isHeld: boolean;
  /** Whether a student was on the roll that day. A mark from before a move on the same day is shown all the same. */
  isOnRoll: boolean;
  /** What the reason of the mark counts as; null where it has none, or one that says nothing. */
  reason: Counting | null;
  lastVerdict: 'accepted' | 'waiting' | 'refused' | null;
};

const userId = sql.placeholder('userId');
const isWanted = between(classSessions.day, sql.placeholder('from'), sql.placeholder('until'));

/** What is read of a class session, joined with its section and course. */
function entryColumns() {
  const { id, room, day, startsAt, endsAt, state, openedAt, checkInClosesAt, closesAt, isHeld, slotId, editedAt } = classSessions;
  const isMoved = and(isNotNull(slotId), isNotNull(editedAt), ne(state, 'cancelled'));
  return {
    classSessionId: id,
    courseCode: courses.code,
    courseTitle: courses.title,
    sectionCode: sections.code,
    room,
    day,
    startsAt,
    endsAt,
    state,
    openedAt,
    checkInClosesAt,
    closesAt,
    isHeld,
    isMoved: asBoolean(isMoved),
  };
}

const entriesOfStudent = prepared((db) => {
  const own = db
    .selectDistinct({ sectionId: enrolments.sectionId })
    .from(enrolments)
    .where(eq(enrolments.studentId, userId))
    .as('own');
  const isOfDay = and(
    eq(enrolments.studentId, userId),
    eq(enrolments.sectionId, classSessions.sectionId),
    isOnRoll(classSessions.day),
  );
  const wasOnRoll = exists(db.select({ one: sql`1` }).from(enrolments).where(isOfDay));
  const lastVerdict = db
    .select({ verdict: claims.verdict })
    .from(claims)
    .where(and(eq(claims.studentId, userId), eq(claims.classSessionId, classSessions.id)))
    .orderBy(desc(eq(claims.verdict, 'waiting')), desc(claims.receivedAt), desc(claims.settledAt))
    .limit(1);
  return db
    .select({
      ...entryColumns(),
      ...{ mark: attendance.status, markSource: attendance.source, markedAt: attendance.changedAt },
      reason: reasonCodes.countsAs,
      isOnRoll: asBoolean(wasOnRoll),
      lastVerdict: sql<Row['lastVerdict']>`${lastVerdict}`,
    })
    .from(own)
    .innerJoin(classSessions, and(eq(classSessions.sectionId, own.sectionId), isWanted))
    .innerJoin(sections, eq(sections.id, classSessions.sectionId))
    .innerJoin(courses, eq(courses.id, sections.courseId))
    .leftJoin(attendance, and(eq(attendance.classSessionId, classSessions.id), eq(attendance.studentId, userId)))
    .leftJoin(reasonCodes, eq(reasonCodes.id, attendance.reasonCodeId))
    .where(or(wasOnRoll, isNotNull(attendance.status)))
    .orderBy(classSessions.startsAt, classSessions.id)
    .prepare();
});

const entriesOfStaff = prepared((db) =>
  db
    .select({
      ...entryColumns(),
      ...{ mark: sql<null>`null`, markSource: sql<null>`null`, markedAt: sql<null>`null` },
      reason: sql<null>`null`,
      isOnRoll: sql<true>`true`,
      lastVerdict: sql<null>`null`,
    })
    .from(classSessions)
    .innerJoin(sections, eq(sections.id, classSessions.sectionId))
    .innerJoin(courses, eq(courses.id, sections.courseId))
    .where(inArray(classSessions.id, registersOf(db, userId, isWanted)))
    .orderBy(classSessions.startsAt, classSessions.id)
    .prepare(),
);

/** By section, and by what their reasons count as: what is counted, and what is not yet. */
const talliesOf = prepared((db) => {
  const studentId = sql.placeholder('studentId');
  const own = db
    .selectDistinct({ id: enrolments.sectionId })
    .from(enrolments)
    .where(eq(enrolments.studentId, studentId))
    .as('own');
  const t = studentTallies(db, studentId).as('t');
  return db
    .select({
      sectionId: own.id,
      courseTitle: courses.title,
      sectionCode: sections.code,
      reason: reasonCodes.countsAs,
      tally: sumOfMarks(t),
    })
    .from(own)
    .innerJoin(sections, eq(sections.id, own.id))
    .innerJoin(courses, eq(courses.id, sections.courseId))
    .leftJoin(t, eq(t.sectionId, own.id))
    .leftJoin(reasonCodes, eq(reasonCodes.id, t.reasonCodeId))
    .groupBy(own.id, reasonCodes.countsAs)
    .orderBy(courses.title, sections.code, own.id)
    .prepare();
});

function toEntry(row: Row, now: number): TimetableEntry {
  const { openedAt, closesAt, lastVerdict, isHeld: _, reason: __, isOnRoll: ___, ...rest } = row;
  return {
    ...rest,
    state: stateAt(row, now),
    isCheckInOpen: isCheckInOpen({ ...rest, openedAt, closesAt }, now),
    claim: rest.mark === null && (lastVerdict === 'waiting' || lastVerdict === 'refused') ? lastVerdict : null,
  };
}

function loadOwn({ db, actor }: ActorContext, { from, until }: DayRangeInput): Promise<Row[]> {
  return entriesOfStudent(db).all({ userId: actor.id, from, until });
}

function loadRows(ctx: ActorContext, { view = VIEW_OF_ROLE[ctx.actor.role], from, until }: TimetableInput): Promise<Row[]> {
  return view === 'studying' ? loadOwn(ctx, { from, until }) : entriesOfStaff(ctx.db).all({ userId: ctx.actor.id, from, until });
}

type Frame = Omit<Timetable, 'entries' | 'from' | 'until'>;

function frameOf({ zone, locale, firstWeekday }: SchoolSettings, { actor, now }: ActorContext): Frame {
  const serverNow = now();
  return { serverNow, zone, locale: localeFor(actor, locale), firstWeekday, today: dayAt(serverNow, zone) };
}

/** The actor's own class sessions of some days, as who studies or as who teaches; cancelled ones too, so that nobody waits at a closed door. */
export async function getTimetable(ctx: ActorContext, input: TimetableInput): Promise<Timetable> {
  const frame = frameOf(await loadSettings(ctx), ctx);
  const rows = await loadRows(ctx, input);
  const { from, until } = input;
  return { ...frame, from, until, entries: rows.map((row) => toEntry(row, frame.serverNow)) };
}

/** A student's own month, with the rate of the class sessions held in it. */
export async function getAttendanceMonth(ctx: ActorContext, month: string): Promise<AttendanceMonth> {
  const settings = await loadSettings(ctx);
  const frame = frameOf(settings, ctx);
  const range = daysOfMonth(month);
  const rows = await loadOwn(ctx, range);
  const held = rows.filter((row) => row.isHeld && row.isOnRoll);
  const tally = tallyOf(held);
  const sums = pool(held.flatMap(({ mark, reason }) => (mark === null ? [] : [creditOf(mark, settings, reason)])));
  const entries = rows.map((row) => toEntry(row, frame.serverNow));
  return { ...frame, ...range, month, entries, tally, ...sums, percent: percentOf(sums) };
}

function tallyOf(rows: { mark: Status | null }[]): Tally {
  const count = (status: Status) => rows.filter((row) => row.mark === status).length;
  return { present: count('present'), late: count('late'), absent: count('absent'), excused: count('excused') };
}

type TallyRow = { sectionId: number; courseTitle: string; sectionCode: string; reason: Counting | null; tally: Tally };

const figureOf = (rows: TallyRow[], settings: SchoolSettings) => ({
  tally: addTallies(rows.map(({ tally }) => tally)),
  sums: pool(rows.map(({ tally, reason }) => sumsOf(tally, settings, reason))),
});

function toStanding(rows: TallyRow[], settings: SchoolSettings): Standing {
  const sections: SectionStanding[] = [...groupBy(rows, ({ sectionId }) => sectionId)].map(([sectionId, own]) => {
    const [{ courseTitle, sectionCode }] = own as [TallyRow];
    const { tally, sums } = figureOf(own, settings);
    return { sectionId, courseTitle, sectionCode, tally, ...sums, percent: percentOf(sums) };
  });
  const { tally, sums } = figureOf(rows, settings);
  const { threshold } = settings;
  return { tally, ...sums, percent: percentOf(sums), threshold, isBelow: isBelow(sums, threshold), sections };
}

/** A student's rate, over all and by section. The caller has seen to it that the reader may know of it. */
export async function loadStanding(
  { db }: Pick<ActorContext, 'db'>,
  studentId: number,
  settings: SchoolSettings,
): Promise<Standing> {
  return toStanding(await talliesOf(db).all({ studentId }), settings);
}

/** Today, as a student sees it. */
export async function getStudentDay(ctx: ActorContext): Promise<StudentDay> {
  const settings = await loadSettings(ctx);
  const { today: day, serverNow } = frameOf(settings, ctx);
  const [all, standing] = await Promise.all([
    loadOwn(ctx, { from: addDays(day, -1), until: addDays(day, LOOK_AHEAD_DAYS) }),
    loadStanding(ctx, ctx.actor.id, settings),
  ]);
  const entries = all.map((row) => toEntry(row, serverNow));
  return {
    serverNow,
    day,
    // One that passed midnight is of the day before until it is over.
    classSessions: entries.filter((entry) => entry.day === day || (entry.day < day && entry.endsAt > serverNow)),
    lateAfterMs: settings.lateAfterMs,
    next: entries.find((entry) => entry.day > day && entry.state !== 'cancelled') ?? null,
    standing,
  };
}
