/** Loads a class session together with what the actor may do with it. Every use case about a register starts here. */
import { and, eq, inArray, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import type { Database } from '#db/client';
import { prepared } from '#db/prepared';
import { classSessions, courses, covers, school, sections, users } from '#db/schema';
import { isOfDay } from '#db/sql/of-day';
import { IS_STANDING, isStaffedBy, registersOf } from '#db/sql/staffing';
import { asBoolean } from '#db/sql/values';
import { AppError } from '#domain/errors';
import { type Action, can, type PermissionFacts } from '#domain/person/permission';
import { type ClassSessionFacts, stateAt } from '#domain/register/class-session';
import { type Cover, isCoveredAt } from '#domain/register/cover';
import { readSettings, type SchoolSettings } from '#domain/school/school';
import { addDays } from '#domain/time';
import type { ActorContext } from '#server/context/context';
import { settleDueSessions } from './register-settling';
import { happenedOffline } from './sighting';

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
  /** Whom it is handed to; null while it is with its staff. */
  cover: (Cover & { givenById: number }) | null;
  /** Whether the actor is staff of its section. */
  isStaff: boolean;
  settings: SchoolSettings;
};

type Handed = { coverId: number | null; coverName: string | null; givenById: number | null };
type Row = Omit<ClassSessionRow, 'settings' | 'cover'> & Handed & { settings: string | null };

const opener = alias(users, 'opener');
const colleague = alias(users, 'colleague');
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
      coverId: covers.userId,
      coverName: colleague.name,
      givenById: covers.givenById,
      settings: sql<string | null>`${school.settings}`,
      isStaff: asBoolean(isStaffedBy(db, sectionId, actorId)),
    })
    .from(classSessions)
    .innerJoin(sections, eq(sections.id, sectionId))
    .innerJoin(courses, eq(courses.id, sections.courseId))
    .leftJoin(opener, eq(opener.id, classSessions.openedById))
    .leftJoin(covers, and(eq(covers.classSessionId, id), IS_STANDING))
    .leftJoin(colleague, eq(colleague.id, covers.userId))
    .leftJoin(school, eq(school.id, 1));
};

const classSessionById = prepared((db) =>
  selectClassSessions(db)
    .where(eq(classSessions.id, sql.placeholder('id')))
    .prepare(),
);

const registersOfDay = prepared((db) =>
  selectClassSessions(db)
    .where(inArray(classSessions.id, registersOf(db, actorId, isOfDay())))
    .orderBy(classSessions.startsAt, classSessions.id)
    .prepare(),
);

/** The class session for a change, when the actor may do `action` with it. One whose time is over is settled first, job or no job.
 *
 *  Whoever covered it may no longer, from the moment on at which it is taken back. What they did before then, on a device with no network,
 *  still counts when it arrives: the device's time is held against the moment of taking back to the millisecond, and believed, as for every
 *  late action, of whoever was not online since. Within two graces of its arrival nothing can speak against it: what somebody sends whose
 *  device has just found the network looks the same, so that a made-up time passes for that long, and no longer.
 *  @param at the device's time of a queued action, epoch ms; left out, it happens now
 *  @throws AppError `not-found` for one that does not exist or that the actor may not know of; `forbidden` once it was taken back, and for
 *  what is not the register's where they cover it */
export async function loadClassSession(
  ctx: ActorContext,
  classSessionId: number,
  action: Action,
  at?: number,
): Promise<ClassSessionRow> {
  const row = await loadRow(ctx, classSessionId, action, at);
  if (stateAt(row, ctx.now()) === row.state) return row;
  await settleDueSessions(ctx);
  return loadRow(ctx, classSessionId, action, at);
}

/** The class session for a reader, as it is by now. Time closes a register by itself; reading it changes nothing.
 *  @throws AppError as for a change */
export async function seeClassSession(ctx: ActorContext, classSessionId: number): Promise<ClassSessionRow> {
  return asOf(await loadRow(ctx, classSessionId, 'register.see'), ctx.now());
}

/** One whose time is over is closed, also before it is settled. It was taken when it was opened; whether marks alone took it is known
 *  once it is settled. */
function asOf(row: ClassSessionRow, now: number): ClassSessionRow {
  const state = stateAt(row, now);
  return state === row.state ? row : { ...row, state, closedAt: row.closesAt, isHeld: row.openedAt !== null };
}

async function loadRow(ctx: ActorContext, classSessionId: number, action: Action, at?: number): Promise<ClassSessionRow> {
  const row = await classSessionById(ctx.db).get({ actorId: ctx.actor.id, id: classSessionId });
  if (!row) throw new AppError('not-found', 'class-session.unknown');
  const classSession = toClassSession(row);
  const facts = factsFor(ctx, classSession);
  if (can(ctx.actor, action, facts)) return classSession;
  if (facts.isCovering) throw new AppError('forbidden', 'sign-in.no-access');
  await requireCoveredThen(ctx, classSession, { action, at });
  return classSession;
}

/** What `can` is to know of the actor and a class session. */
export function factsFor(
  { actor }: ActorContext,
  { isStaff, cover }: Pick<ClassSessionRow, 'isStaff' | 'cover'>,
): PermissionFacts {
  return { isStaff, isCovering: cover?.userId === actor.id, hasHandedOver: cover?.givenById === actor.id };
}

/** @throws AppError `not-found` where the actor never covered it, `forbidden` where it was taken back before the action */
async function requireCoveredThen(
  ctx: ActorContext,
  { id, settings }: ClassSessionRow,
  { action, at }: { action: Action; at: number | undefined },
): Promise<void> {
  const { classSessionId, userId, givenAt, endedAt } = covers;
  const isTheirs = and(eq(classSessionId, id), eq(userId, ctx.actor.id));
  const times = await ctx.db.select({ givenAt, endedAt }).from(covers).where(isTheirs);
  if (times.length === 0) throw new AppError('not-found', 'class-session.unknown');
  const mayThen = at !== undefined && can(ctx.actor, action, { isCovering: true });
  if (mayThen && isCoveredAt(times, await happenedOffline(ctx, at, settings.deliverWithinMs))) return;
  throw new AppError('forbidden', 'class-session.cover-ended');
}

function toClassSession({ coverId, coverName, givenById, ...row }: Row): ClassSessionRow {
  const isHandedOver = coverId !== null && coverName !== null && givenById !== null;
  const cover = isHandedOver ? { userId: coverId, name: coverName, givenById } : null;
  return { ...row, cover, settings: readSettings(row.settings) };
}

/** The class sessions of a day whose register the actor has, in order of time; first those of the day before that are not over. Never throws for
 *  a day without any. */
export async function loadRegistersOfDay(ctx: ActorContext, day: string): Promise<ClassSessionRow[]> {
  const now = ctx.now();
  const rows = await registersOfDay(ctx.db).all({ actorId: ctx.actor.id, day, dayBefore: addDays(day, -1), now });
  return rows.map((row) => asOf(toClassSession(row), now));
}
