/** A staff member's day: the class sessions of today whose register they have, and registers of the last days that nobody took. */
import { and, between, desc, eq, inArray, isNull, lte, type SQL, sql } from 'drizzle-orm';
import type { Database } from '#db/client';
import { prepared } from '#db/prepared';
import { classSessions, classSessionTallies, courses, sections, users } from '#db/schema';
import { isOfDay } from '#db/sql/of-day';
import { registersOf } from '#db/sql/staffing';
import { AppError } from '#domain/errors';
import type { DayOfInput } from '#domain/register/cover';
import type { DayOf, StaffDay } from '#domain/register/day-view';
import { addDays, dayAt } from '#domain/time';
import type { ActorContext } from '#server/context/context';
import { loadSettings } from '#server/services/school/school';
import { liveColumns, toLiveRow } from './live-row';

const selectLive = (db: Database) =>
  db
    .select(liveColumns(db, sql.placeholder('userId')))
    .from(classSessions)
    .innerJoin(sections, eq(sections.id, classSessions.sectionId))
    .innerJoin(courses, eq(courses.id, sections.courseId))
    .leftJoin(classSessionTallies, eq(classSessionTallies.classSessionId, classSessions.id));

/** Somebody has the register.
 *  @param when condition on `class_sessions` */
const isOwn = (db: Database, when: SQL) => inArray(classSessions.id, registersOf(db, sql.placeholder('userId'), when));

const ownOfDay = prepared((db) =>
  selectLive(db)
    .where(isOwn(db, isOfDay()))
    .orderBy(classSessions.startsAt, courses.code, sections.code, classSessions.id)
    .prepare(),
);

/** Days back in which a register that was not taken is still asked for: until it locks. */
const CHASED_DAYS = 7;

const { day, isHeld, openedAt, state, closesAt, startsAt } = classSessions;

const isChased = and(
  between(day, sql.placeholder('since'), sql.placeholder('day')),
  ...[eq(isHeld, false), isNull(openedAt)],
  ...[inArray(state, ['scheduled', 'closed']), lte(closesAt, sql.placeholder('now'))],
) as SQL;

const notTakenOf = prepared((db) =>
  selectLive(db)
    .where(and(isOwn(db, isChased), isNull(classSessionTallies.classSessionId)))
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
    ownOfDay(ctx.db).all(of),
    notTakenOf(ctx.db).all({ ...of, since: addDays(today, -CHASED_DAYS) }),
  ]);
  return {
    serverNow: now,
    day: today,
    rows: rows.map((row) => toLiveRow(row, now)),
    notTaken: notTaken.map((row) => toLiveRow(row, now)),
  };
}

/** The day of a member of staff, by default today.
 *  @throws AppError `not-found` for a person who does not exist */
export async function getDayOf(ctx: ActorContext, { personId, day: named }: DayOfInput): Promise<DayOf> {
  const { zone } = await loadSettings(ctx);
  const now = ctx.now();
  const today = dayAt(now, zone);
  const wanted = named ?? today;
  const of = { userId: personId, day: wanted, dayBefore: wanted === today ? addDays(today, -1) : wanted, now };
  const [[person], rows] = await Promise.all([
    ctx.db.select({ name: users.name }).from(users).where(eq(users.id, personId)),
    ownOfDay(ctx.db).all(of),
  ]);
  if (!person) throw new AppError('not-found', 'person.unknown');
  return { serverNow: now, day: wanted, today, name: person.name, rows: rows.map((row) => toLiveRow(row, now)) };
}
