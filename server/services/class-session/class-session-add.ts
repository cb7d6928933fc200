/** Adding a class session by hand. The insert is written by hand: it rests on a condition, and the builder's would name every column. */
import { and, eq, isNull } from 'drizzle-orm';
import { sectionStaff, sections } from '#db/schema';
import { AppError, invalidField } from '#domain/errors';
import { can } from '#domain/person/permission';
import { instantsOf, type NewClassSessionInput } from '#domain/register/class-session';
import { auditIfChanged } from '#server/context/audit';
import type { ActorContext } from '#server/context/context';
import { loadSettings } from '#server/services/school/school';

/** Unless the section has another at that time; a cancelled one keeps only its start. */
const ADD = `insert into class_sessions (section_id, day, start_time, end_time, zone, starts_at, ends_at, closes_at, room, state, created_by_id)
  select :sectionId, :day, :startTime, :endTime, :zone, :startsAt, :endsAt, :endsAt, :room, 'scheduled', :actorId
  where not exists (select 1 from class_sessions where section_id = :sectionId and day = :day and starts_at < :endsAt
    and ends_at > :startsAt and (state <> 'cancelled' or starts_at = :startsAt))`;

/** Adds a class session by hand.
 *  @throws AppError `not-found` for a section the actor does not staff, `invalid` when its time is taken, skipped by a clock change or over */
export async function addClassSession(ctx: ActorContext, input: NewClassSessionInput): Promise<{ classSessionId: number }> {
  const { zone } = await loadSettings(ctx);
  const { sectionId, day, startTime, endTime } = input;
  const isStaff = await isStaffOf(ctx, sectionId);
  if (isStaff === null || !can(ctx.actor, 'register.open', { isStaff })) throw new AppError('not-found', 'structure.no-class');
  const instants = instantsOf(input, zone);
  requireTime(instants, ctx.now());
  const args = { sectionId, day, startTime, endTime, zone, ...instants, room: input.room || null, actorId: ctx.actor.id };
  const entry = {
    actor: ctx.actor,
    at: ctx.now(),
    action: 'class-session.added' as const,
    subject: `section:${sectionId}`,
    detail: { day, startTime, endTime },
  };
  const [added] = await ctx.commit([{ sql: ADD, args }, auditIfChanged(entry)]);
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
function requireTime({ startsAt, endsAt }: { startsAt: number; endsAt: number }, now: number): void {
  if (endsAt <= startsAt) throw invalidField('endTime', 'class-session.skipped-by-clock');
  if (endsAt <= now) throw invalidField('day', 'class-session.this-time-over');
}
