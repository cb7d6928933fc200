/** Loads a class session together with what the actor may do with it. Every use case about a register starts here. */
import { and, eq, inArray, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import type { Database } from '#db/client';
import { prepared } from '#db/prepared';
import { classSessions, courses, school, sectionStaff, sections, users } from '#db/schema';
import { isOfDay } from '#db/sql/of-day';
import { isStaffedBy } from '#db/sql/staffing';
import { asBoolean } from '#db/sql/values';
import { AppError } from '#domain/errors';
import { type Action, can } from '#domain/person/permission';
import { type ClassSessionFacts, stateAt } from '#domain/register/class-session';
import { readSettings, type SchoolSettings } from '#domain/school/school';
import { addDays } from '#domain/time';
import type { ActorContext } from '#server/context/context';
import { settleDueSessions } from './register-settling';

export type ClassSessionRow = ClassSessionFacts & {
  id: number;
  sectionId: number;
  courseCode: string;
  courseTitle: string;
  sectionCode: string;
  room: string | null;
  day: string;
  startTime: string;
  endTime: string;
  zone: string;
  revision: number;
  closedAt: number | null;
  isHeld: boolean;
  isLocked: boolean;
  headCount: number | null;
  openedBy: string | null;
  settings: SchoolSettings;
};

type Row = Omit<ClassSessionRow, 'settings'> & { isStaff: boolean; settings: string | null };

const opener = alias(users, 'opener');
const actorId = sql.placeholder('actorId');

const selectClassSessions = (db: Database) => {
  const { id, sectionId, room, day, startTime, endTime, zone, startsAt, endsAt, state, revision, openedAt } = classSessions;
  const { checkInClosesAt, closesAt, closedAt, isHeld, isLocked, headCount } = classSessions;
  return db
    .select({
      id,
      sectionId,
      courseCode: courses.code,
      courseTitle: courses.title,
      sectionCode: sections.code,
      room,
      day,
      startTime,
      endTime,
      zone,
      startsAt,
      endsAt,
      state,
      revision,
      openedAt,
      checkInClosesAt,
      closesAt,
      closedAt,
      isHeld,
      isLocked,
      headCount,
      openedBy: opener.name,
      settings: sql<string | null>`${school.settings}`,
      isStaff: asBoolean(isStaffedBy(db, sectionId, actorId)),
    })
    .from(classSessions)
    .innerJoin(sections, eq(sections.id, sectionId))
    .innerJoin(courses, eq(courses.id, sections.courseId))
    .leftJoin(opener, eq(opener.id, classSessions.openedById))
    .leftJoin(school, eq(school.id, 1));
};

const classSessionById = prepared((db) =>
  selectClassSessions(db)
    .where(eq(classSessions.id, sql.placeholder('id')))
    .prepare(),
);

const staffedOfDay = prepared((db) => {
  const own = db.select({ id: sectionStaff.sectionId }).from(sectionStaff).where(eq(sectionStaff.userId, actorId));
  return selectClassSessions(db)
    .where(and(isOfDay(), inArray(classSessions.sectionId, own)))
    .orderBy(classSessions.startsAt, classSessions.id)
    .prepare();
});

/** The class session for a change, when the actor may do `action` with it. One whose time is over is settled first, job or no job.
 *  @throws AppError `not-found` for one that does not exist or that the actor may not know of */
export async function loadClassSession(ctx: ActorContext, classSessionId: number, action: Action): Promise<ClassSessionRow> {
  const row = await loadRow(ctx, classSessionId, action);
  if (stateAt(row, ctx.now()) === row.state) return row;
  await settleDueSessions(ctx);
  return loadRow(ctx, classSessionId, action);
}

/** The class session for a reader, as it is by now. Time closes a register by itself; reading it changes nothing.
 *  @throws AppError `not-found` as for a change */
export async function seeClassSession(ctx: ActorContext, classSessionId: number): Promise<ClassSessionRow> {
  return asOf(await loadRow(ctx, classSessionId, 'register.see'), ctx.now());
}

/** One whose time is over is closed, also before it is settled. It was taken when it was opened; whether marks alone took it is known
 *  once it is settled. */
function asOf(row: ClassSessionRow, now: number): ClassSessionRow {
  const state = stateAt(row, now);
  return state === row.state ? row : { ...row, state, closedAt: row.closesAt, isHeld: row.openedAt !== null };
}

async function loadRow(ctx: ActorContext, classSessionId: number, action: Action): Promise<ClassSessionRow> {
  const row = await classSessionById(ctx.db).get({ actorId: ctx.actor.id, id: classSessionId });
  if (!row || !can(ctx.actor, action, { isStaff: row.isStaff })) throw new AppError('not-found', 'class-session.unknown');
  return toClassSession(row);
}

function toClassSession({ isStaff: _, ...row }: Row): ClassSessionRow {
  return { ...row, settings: readSettings(row.settings) };
}

/** The class sessions of a day that the actor staffs, in order of time; first those of the day before that are not over. Never throws for a day without any. */
export async function loadStaffedOfDay(ctx: ActorContext, day: string): Promise<ClassSessionRow[]> {
  const now = ctx.now();
  const rows = await staffedOfDay(ctx.db).all({ actorId: ctx.actor.id, day, dayBefore: addDays(day, -1), now });
  return rows.map((row) => asOf(toClassSession(row), now));
}
