/** Class sessions as they stand, for lists of them: what is read of each, and what it means at an instant. */
import { and, eq, exists, inArray, type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import type { Database } from '#db/client';
import {
  attendance,
  claims,
  classSessions,
  classSessionTallies,
  courses,
  enrolments,
  sectionStaff,
  sections,
  users,
} from '#db/schema';
import { isOnRoll } from '#db/sql/roll';
import { coverName, isCoveredBy } from '#db/sql/staffing';
import { asBoolean, asJson } from '#db/sql/values';
import { EMPTY_TALLY, type Tally } from '#domain/register/attendance';
import { isCheckInOpen, stateAt } from '#domain/register/class-session';
import type { LiveRow } from '#domain/register/day-view';

/** Names of the section's staff, as a JSON list. */
function staffNames(db: Database): SQL<string[]> {
  const names = db
    .select({ names: sql`json_group_array(${users.name})` })
    .from(sectionStaff)
    .innerJoin(users, eq(users.id, sectionStaff.userId))
    .where(eq(sectionStaff.sectionId, classSessions.sectionId));
  return asJson(sql`${names}`);
}

/** How many are on the roll that day. */
function enrolledThen(db: Database): SQL<number> {
  const students = db
    .select({ count: sql`count(distinct ${enrolments.studentId})` })
    .from(enrolments)
    .where(and(eq(enrolments.sectionId, classSessions.sectionId), isOnRoll(classSessions.day)));
  return sql<number>`${students}`;
}

/** How many students' check-ins wait, of those who are not marked as having come. */
function waitingStudents(db: Database): SQL<number> {
  const hasCome = db
    .select({ one: sql`1` })
    .from(attendance)
    .where(
      and(
        eq(attendance.classSessionId, claims.classSessionId),
        eq(attendance.studentId, claims.studentId),
        inArray(attendance.status, ['present', 'late']),
      ),
    );
  const isWaiting = and(eq(claims.classSessionId, classSessions.id), eq(claims.verdict, 'waiting'), sql`not ${exists(hasCome)}`);
  const students = db
    .select({ count: sql`count(distinct ${claims.studentId})` })
    .from(claims)
    .where(isWaiting);
  return sql<number>`${students}`;
}

/** What is read of a class session, joined with its section, course and tally.
 *  @param whose SQL of the id of whoever's day it is read for; left out, it is the school's */
export function liveColumns(db: Database, whose: SQLWrapper = sql`null`) {
  const { id, room, day, startsAt, endsAt, state, openedAt, checkInClosesAt, closesAt, isHeld } = classSessions;
  const { present, late, absent, excused } = classSessionTallies;
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
    tally: { present, late, absent, excused },
    staff: staffNames(db),
    cover: coverName(db),
    isCovering: asBoolean(isCoveredBy(db, whose)),
    enrolled: enrolledThen(db),
    waiting: waitingStudents(db),
  };
}

type LiveFacts = Omit<LiveRow, 'tally' | 'isCheckInOpen' | 'isNotTaken'> & {
  openedAt: number | null;
  checkInClosesAt: number | null;
  closesAt: number;
  isHeld: boolean;
  /** Null while nobody was ever marked. */
  tally: Tally | null;
};

/** A class session on an overview, as it stands at `now`. */
export function toLiveRow(facts: LiveFacts, now: number): LiveRow {
  const { openedAt, checkInClosesAt, closesAt, isHeld, tally: counted, ...rest } = facts;
  const state = stateAt(facts, now);
  const tally = counted ?? EMPTY_TALLY;
  const isEmpty = openedAt === null && tally.present + tally.late + tally.absent + tally.excused === 0;
  return {
    ...rest,
    state,
    tally,
    isCheckInOpen: isCheckInOpen(facts, now),
    isNotTaken: state === 'closed' && !isHeld && isEmpty,
  };
}
