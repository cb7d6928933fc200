/** Adding a class session by hand. */
import { and, between, eq, gt, isNull, lt, ne, notExists, or, sql } from 'drizzle-orm';
import { classSessions, sectionStaff, sections } from '#db/schema';
import { judgeAgain } from '#db/sql/judged-students';
import { ONE_ROW, rowOf } from '#db/sql/values';
import { AppError, invalidField } from '#domain/errors';
import { type ClockTime, instantsOf, isOnClock } from '#domain/instant';
import { can } from '#domain/person/permission';
import type { NewClassSessionInput } from '#domain/register/class-session';
import { addDays } from '#domain/time';
import { auditChange } from '#server/context/audit';
import type { ActorContext, Write } from '#server/context/context';
import { loadSettings } from '#server/services/school/school';

type Planned = Pick<NewClassSessionInput, 'sectionId' | 'day' | 'startTime' | 'endTime'> & {
  zone: string;
  startsAt: number;
  endsAt: number;
  room: string | null;
};

/** Unless the section has another at that time, of the day itself or past the midnight on either side; a cancelled one keeps only its
 *  start. */
function add({ db, actor }: ActorContext, planned: Planned): Write {
  const { sectionId, day, startsAt, endsAt, state } = classSessions;
  const isAtThatTime = and(
    ...[eq(sectionId, planned.sectionId), between(day, addDays(planned.day, -1), addDays(planned.day, 1))],
    ...[lt(startsAt, planned.endsAt), gt(endsAt, planned.startsAt)],
    or(ne(state, 'cancelled'), eq(startsAt, planned.startsAt)),
  );
  const other = db.select({ one: sql`1` }).from(classSessions).where(isAtThatTime);
  const row = rowOf(classSessions, { ...planned, closesAt: planned.endsAt, state: 'scheduled', createdById: actor.id });
  return db.insert(classSessions).select(db.select(row).from(ONE_ROW).where(notExists(other)));
}

/** Adds a class session by hand.
 *  @throws AppError `not-found` for a section the actor does not staff, `invalid` when its time is taken, skipped by a clock change or over */
export async function addClassSession(ctx: ActorContext, input: NewClassSessionInput): Promise<{ classSessionId: number }> {
  const { zone } = await loadSettings(ctx);
  const { sectionId, day, startTime, endTime } = input;
  const isStaff = await isStaffOf(ctx, sectionId);
  if (isStaff === null || !can(ctx.actor, 'register.open', { isStaff })) throw new AppError('not-found', 'structure.no-class');
  const instants = instantsOf(input, zone);
  requireTime({ ...instants, startTime, zone }, ctx.now());
  const detail = { day, startTime, endTime };
  const [added] = await ctx.commit([
    add(ctx, { sectionId, day, startTime, endTime, zone, ...instants, room: input.room || null }),
    auditChange(ctx, { action: 'class-session.added', subject: `section:${sectionId}`, detail }),
    judgeAgain(ctx.db, day, [sectionId]),
  ]);
  if (added?.rowsAffected !== 1) throw invalidField('startTime', 'class-session.time-taken');
  return { classSessionId: Number(added?.lastInsertRowid) };
}

/** Whether the actor staffs the section; null where there is none that is in use. */
async function isStaffOf({ db, actor }: ActorContext, sectionId: number): Promise<boolean | null> {
  const isOwn = and(eq(sectionStaff.sectionId, sections.id), eq(sectionStaff.userId, actor.id));
  const [section] = await db
    .select({ staffId: sectionStaff.userId })
    .from(sections)
    .leftJoin(sectionStaff, isOwn)
    .where(and(eq(sections.id, sectionId), isNull(sections.archivedAt)));
  return section ? section.staffId !== null : null;
}

/** @throws AppError `invalid` */
function requireTime({ endsAt, ...start }: ClockTime & { endsAt: number }, now: number): void {
  if (!isOnClock(start)) throw invalidField('startTime', 'class-session.skipped-by-clock');
  if (endsAt <= now) throw invalidField('day', 'class-session.this-time-over');
}
