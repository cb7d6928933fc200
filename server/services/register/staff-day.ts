/** A staff member's day: own class sessions of today, and registers of the last days that nobody took. */
import { and, between, desc, eq, inArray, isNull, lte, sql } from 'drizzle-orm';
import type { Database } from '#db/client';
import { prepared } from '#db/prepared';
import { classSessions, classSessionTallies, courses, sectionStaff, sections } from '#db/schema';
import { isOfDay } from '#db/sql/of-day';
import type { StaffDay } from '#domain/register/day-view';
import { addDays, dayAt } from '#domain/time';
import type { ActorContext } from '#server/context/context';
import { loadSettings } from '#server/services/school/school';
import { liveColumns, toLiveRow } from './live-row';

/** Of sections that somebody staffs. */
const selectStaffed = (db: Database) =>
  db
    .select(liveColumns(db))
    .from(sectionStaff)
    .innerJoin(classSessions, eq(classSessions.sectionId, sectionStaff.sectionId))
    .innerJoin(sections, eq(sections.id, classSessions.sectionId))
    .innerJoin(courses, eq(courses.id, sections.courseId))
    .leftJoin(classSessionTallies, eq(classSessionTallies.classSessionId, classSessions.id));

const isStaffed = eq(sectionStaff.userId, sql.placeholder('userId'));

const staffedOfDay = prepared((db) =>
  selectStaffed(db)
    .where(and(isStaffed, isOfDay()))
    .orderBy(classSessions.startsAt, courses.code, sections.code, classSessions.id)
    .prepare(),
);

/** Days back in which a register that was not taken is still asked for: until it locks. */
const CHASED_DAYS = 7;

const { day, isHeld, openedAt, state, closesAt, startsAt } = classSessions;

const notTakenOf = prepared((db) =>
  selectStaffed(db)
    .where(
      and(
        isStaffed,
        between(day, sql.placeholder('since'), sql.placeholder('day')),
        and(eq(isHeld, false), isNull(openedAt), isNull(classSessionTallies.classSessionId)),
        and(inArray(state, ['scheduled', 'closed']), lte(closesAt, sql.placeholder('now'))),
      ),
    )
    .orderBy(desc(startsAt))
    .limit(50)
    .prepare(),
);

/** The actor's own class sessions of today, and those of the last days that were not taken. */
export async function getStaffDay(ctx: ActorContext): Promise<StaffDay> {
  const { zone } = await loadSettings(ctx);
  const now = ctx.now();
  const today = dayAt(now, zone);
  const of = { userId: ctx.actor.id, day: today, dayBefore: addDays(today, -1), now };
  const [rows, notTaken] = await Promise.all([
    staffedOfDay(ctx.db).all(of),
    notTakenOf(ctx.db).all({ ...of, since: addDays(today, -CHASED_DAYS) }),
  ]);
  return {
    serverNow: now,
    day: today,
    rows: rows.map((row) => toLiveRow(row, now)),
    notTaken: notTaken.map((row) => toLiveRow(row, now)),
  };
}
