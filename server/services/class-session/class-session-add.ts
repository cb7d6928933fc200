/** Adding a class session by hand. The insert is written by hand: it rests on a condition, and the builder's would name every column. */
import { and, eq, isNull } from 'drizzle-orm';
import { sectionStaff, sections } from '#db/schema';
import { AppError } from '#domain/errors';
import { can } from '#domain/person/permission';
import { instantsOf, type NewClassSessionInput } from '#domain/register/class-session';
import { auditChange } from '#server/context/audit';
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
  if (isStaff === null || !can(ctx.actor, 'register.open', { isStaff }))
    throw new AppError('not-found', 'There is no such class.');
  const instants = instantsOf(input, zone);
  requireTime(instants, ctx.now());
  const args = { sectionId, day, startTime, endTime, zone, ...instants, room: input.room || null, actorId: ctx.actor.id };
  const detail = { day, startTime, endTime };
  const [added] = await ctx.commit([
    { sql: ADD, args },
    auditChange(ctx, { action: 'class-session.added', subject: `section:${sectionId}`, detail }),
  ]);
  if (added?.rowsAffected !== 1) throw invalid('startTime', 'This class has another class session at that time.');
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

function invalid(field: string, message: string): AppError {
  return new AppError('invalid', message, { fieldErrors: { [field]: [message] } });
}

/** @throws AppError `invalid` */
function requireTime({ startsAt, endsAt }: { startsAt: number; endsAt: number }, now: number): void {
  if (endsAt <= startsAt) throw invalid('endTime', 'The clock change on this day skips these times.');
  if (endsAt <= now) throw invalid('day', 'This time is over.');
}
