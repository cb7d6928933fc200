/** Cancelling, moving and bringing back one class session: by its staff, before it was opened or marked. Its students are told in the same batch,
 *  and their alerts judged again: another number of class sessions lies ahead. */
import { LibsqlError } from '@libsql/client';
import { and, eq, gt, isNotNull, isNull, ne, notExists, or, type SQL, sql } from 'drizzle-orm';
import type { Database } from '#db/client';
import { attendance, claims, classSessions } from '#db/schema';
import { judgeAgain } from '#db/sql/judged-students';
import { AppError, invalidField } from '#domain/errors';
import { instantsOf, isOnClock } from '#domain/instant';
import { cancelledNotice, movedNotice, restoredNotice } from '#domain/message/notification';
import type { CancelInput, MoveInput } from '#domain/register/class-session';
import { earlierDay } from '#domain/time';
import type { Clash } from '#domain/timetable/slot';
import { raisedRevision } from '#server/context/code-revision';
import type { ActorContext } from '#server/context/context';
import { tellCover, tellStudents } from '#server/services/message/notification';
import { type ClassSessionRow, loadClassSession } from '#server/services/register/class-session-access';
import { findClashes } from '#server/services/timetable/clash';
import { audit } from './action';

/** Nobody has opened, marked or checked in to it, and its time is not over. */
function isUntouched(db: Database, now: number): SQL {
  const { id, state, openedAt, closesAt } = classSessions;
  const marks = and(eq(attendance.classSessionId, id), isNotNull(attendance.status));
  const checkIns = and(eq(claims.classSessionId, id), ne(claims.verdict, 'refused'));
  return and(
    ...[eq(state, 'scheduled'), isNull(openedAt), gt(closesAt, now)],
    notExists(db.select({ one: sql`1` }).from(attendance).where(marks)),
    notExists(db.select({ one: sql`1` }).from(claims).where(checkIns)),
  ) as SQL;
}

/** What a calendar must take over from now on. */
const edited = (now: number) => ({ editedAt: now, sequence: sql`${classSessions.sequence} + 1` });

/** The class session, when nobody has opened, marked or checked in to it.
 *  @throws AppError `not-found` for one the actor does not staff; `conflict` for one that has begun its life */
async function loadUntouched(ctx: ActorContext, classSessionId: number): Promise<ClassSessionRow> {
  const classSession = await loadClassSession(ctx, classSessionId, 'class-session.change');
  if (classSession.state === 'cancelled') throw new AppError('conflict', 'class-session.cancelled-already');
  const isStill = and(eq(classSessions.id, classSessionId), isUntouched(ctx.db, ctx.now()));
  const [found] = await ctx.db.select({ id: classSessions.id }).from(classSessions).where(isStill);
  if (!found) throw tooLate();
  return classSession;
}

function tooLate(cause?: unknown): AppError {
  const message = 'class-session.begun';
  return new AppError('conflict', message, { cause });
}

/** Cancels a class session and tells its students. `note` is told them too.
 *  @throws AppError as in `loadUntouched` */
export async function cancelClassSession(ctx: ActorContext, { classSessionId, note }: CancelInput): Promise<{ told: number }> {
  const classSession = await loadUntouched(ctx, classSessionId);
  const { id, day } = classSession;
  const now = ctx.now();
  const notice = cancelledNotice(classSession, note || null);
  const isToCancel = and(eq(classSessions.id, id), isUntouched(ctx.db, now)) as SQL;
  const [, cancelled, , told] = await ctx.commit([
    tellCover(ctx, notice, isToCancel),
    ctx.db
      .update(classSessions)
      .set({ state: 'cancelled', ...edited(now) })
      .where(isToCancel),
    audit(ctx, 'class-session.cancelled', id, { note: note || null }),
    tellStudents(notice, { classSessionId: id, days: [day], at: now }),
    judgeAgain(ctx.db, day, [classSession.sectionId]),
  ]);
  if (cancelled?.rowsAffected !== 1) throw tooLate();
  ctx.log('info', 'class-session.cancelled', { actorId: ctx.actor.id, classSessionId: id });
  return { told: told?.rowsAffected ?? 0 };
}

/** Brings a cancelled class session back, before its end, and tells its students.
 *  @throws AppError `not-found`; `conflict` for one that is not cancelled or whose time is over */
export async function restoreClassSession(ctx: ActorContext, classSessionId: number): Promise<{ told: number }> {
  const classSession = await loadClassSession(ctx, classSessionId, 'class-session.change');
  const { id, day } = classSession;
  const now = ctx.now();
  const isToRestore = and(eq(classSessions.id, id), eq(classSessions.state, 'cancelled'), gt(classSessions.endsAt, now)) as SQL;
  const notice = restoredNotice(classSession);
  const [, restored, , told] = await ctx.commit([
    tellCover(ctx, notice, isToRestore),
    ctx.db
      .update(classSessions)
      .set({ state: 'scheduled', ...edited(now), ...raisedRevision(now) })
      .where(isToRestore),
    audit(ctx, 'class-session.restored', id, {}),
    tellStudents(notice, { classSessionId: id, days: [day], at: now }),
    judgeAgain(ctx.db, day, [classSession.sectionId]),
  ]);
  if (restored?.rowsAffected !== 1) throw new AppError('conflict', 'class-session.not-cancelled');
  return { told: told?.rowsAffected ?? 0 };
}

type Planned = { classSession: ClassSessionRow; to: ReturnType<typeof targetOf>; clashes: Clash[] };

function targetOf({ zone }: ClassSessionRow['settings'], { day, startTime, endTime, room }: MoveInput) {
  return { day, startTime, endTime, zone, room: room || null, ...instantsOf({ day, startTime, endTime }, zone) };
}

/** Where it would go, and whom it would meet there. */
async function planMove(ctx: ActorContext, input: MoveInput): Promise<Planned> {
  const classSession = await loadUntouched(ctx, input.classSessionId);
  const to = targetOf(classSession.settings, input);
  if (!isOnClock(to)) throw invalidField('startTime', 'class-session.skipped-by-clock');
  if (to.startsAt <= ctx.now()) throw invalidField('day', 'class-session.time-over');
  const { sectionId, id } = classSession;
  const clashes = await findClashes(ctx, { sectionId, room: to.room, meetings: [to], exceptClassSessionId: id });
  return { classSession, to, clashes };
}

/** Whom a class session would meet at another time. Writes nothing.
 *  @throws AppError as moving does, except for clashes */
export async function previewMove(ctx: ActorContext, input: MoveInput): Promise<{ clashes: Clash[] }> {
  const { clashes } = await planMove(ctx, input);
  return { clashes };
}

/** Moves a class session to another time or room and tells the students of both days.
 *  @throws AppError as in `loadUntouched`; `invalid` for a time that is over or skipped, that its section has taken, or over clashes not accepted */
export async function moveClassSession(ctx: ActorContext, input: MoveInput): Promise<{ told: number; clashes: Clash[] }> {
  const { classSession, to, clashes } = await planMove(ctx, input);
  if (clashes.some(({ kind }) => kind === 'section')) throw invalidField('startTime', 'class-session.time-taken');
  if (clashes.length > 0 && !input.acceptClashes) throw invalidField('acceptClashes', 'class-session.clashes');
  const { id } = classSession;
  const now = ctx.now();
  const notice = movedNotice(classSession, { ...classSession, ...to }, input.note || null);
  const [, moved, , told] = await freeStart(
    ctx.commit([
      tellCover(ctx, notice, and(eq(classSessions.id, id), isUntouched(ctx.db, now)) as SQL),
      moveStatement(ctx, id, to),
      audit(ctx, 'class-session.moved', id, { from: timesOf(classSession), to: timesOf(to), note: input.note || null }),
      tellStudents(notice, { classSessionId: id, days: [classSession.day, to.day], at: now }),
      judgeAgain(ctx.db, earlierDay(classSession.day, to.day), [classSession.sectionId]),
    ]),
  );
  if (moved?.rowsAffected !== 1) throw tooLate();
  ctx.log('info', 'class-session.moved', { actorId: ctx.actor.id, classSessionId: id });
  return { told: told?.rowsAffected ?? 0, clashes };
}

/** Another room alone leaves the keys that are out as they are. */
function moveStatement({ db, now }: ActorContext, id: number, to: Planned['to']) {
  const { startsAt, endsAt } = classSessions;
  const isOtherTime = or(ne(startsAt, to.startsAt), ne(endsAt, to.endsAt));
  return db
    .update(classSessions)
    .set({ ...to, closesAt: to.endsAt, ...edited(now()), ...raisedRevision(now(), isOtherTime) })
    .where(and(eq(classSessions.id, id), isUntouched(db, now())));
}

const timesOf = ({ day, startTime, endTime, room }: Pick<ClassSessionRow, 'day' | 'startTime' | 'endTime' | 'room'>) => ({
  day,
  startTime,
  endTime,
  room,
});

/** A cancelled class session keeps its start, which the unique index holds. */
async function freeStart<T>(write: Promise<T>): Promise<T> {
  try {
    return await write;
  } catch (cause) {
    if (!(cause instanceof LibsqlError) || !/UNIQUE constraint failed: class_sessions/.test(cause.message)) throw cause;
    throw invalidField('startTime', 'class-session.time-taken', cause);
  }
}
