/** What a guardian sees of a student: how the student stands, and the days of a month. Of class sessions the class, the time and the mark:
 *  no notes, no reasons and nobody else's name. */
import { and, between, desc, eq, isNotNull } from 'drizzle-orm';
import { attendance, classSessions, courses, sections } from '#db/schema';
import { isEnrolledThen } from '#db/sql/tally';
import { groupBy } from '#domain/group';
import type { GuardianDays, GuardianEntry } from '#domain/person/guardian';
import type { Status } from '#domain/register/attendance';
import { dayAt } from '#domain/time';
import { daysOfMonth } from '#domain/timetable/calendar';
import type { Context } from '#server/context/context';
import { loadSettings } from '#server/services/school/school';
import { loadStanding } from '#server/services/timetable/timetable';

/** Whose link it is, as `server/auth` has found. */
type Link = { studentId: number; student: string; expiresAt: number };

/** Marks that count, of days on which the student was on the roll; the latest day first, and a day in its order. */
async function loadDays({ db }: Context, studentId: number, month: string): Promise<GuardianDays['days']> {
  const { from, until } = daysOfMonth(month);
  const { day, startTime, startsAt, isHeld, id } = classSessions;
  const { status } = attendance;
  const isTheirs = and(eq(attendance.studentId, studentId), isNotNull(status), isEnrolledThen(db, studentId));
  const rows = await db
    .select({ day, startTime, courseTitle: courses.title, sectionCode: sections.code, status })
    .from(attendance)
    .innerJoin(classSessions, eq(id, attendance.classSessionId))
    .innerJoin(sections, eq(sections.id, classSessions.sectionId))
    .innerJoin(courses, eq(courses.id, sections.courseId))
    .where(and(isTheirs, eq(isHeld, true), between(day, from, until)))
    .orderBy(desc(day), startsAt, id);
  return [...groupBy(rows, (row) => row.day)].map(([of, entries]) => ({
    day: of,
    entries: entries.map(({ day: _, status: mark, ...entry }): GuardianEntry => ({ ...entry, status: mark as Status })),
  }));
}

/** @param month `YYYY-MM`; left out, the one that is now */
export async function getGuardianDays(ctx: Context, link: Link, month?: string): Promise<GuardianDays> {
  const { studentId, student, expiresAt } = link;
  const settings = await loadSettings(ctx);
  const today = dayAt(ctx.now(), settings.zone);
  const shown = month ?? today.slice(0, 7);
  const [standing, days] = await Promise.all([loadStanding(ctx, studentId, settings), loadDays(ctx, studentId, shown)]);
  return { student, standing, today, month: shown, days, expiresAt };
}
