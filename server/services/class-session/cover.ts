/** Handing one class session to a colleague, and taking it back. What they may do with it is `can`'s. */
import { eq, sql } from 'drizzle-orm';
import { classSessions } from '#db/schema';
import { isStaffedBy } from '#db/sql/staffing';
import { asBoolean, ONE_ROW } from '#db/sql/values';
import { AppError, invalidField } from '#domain/errors';
import type { HandOverInput, HandOverOutcome, TakeBackOutcome } from '#domain/register/cover';
import type { ActorContext } from '#server/context/context';
import { loadClassSession } from '#server/services/register/class-session-access';
import { give, type Named, requireColleague, take } from './cover-writes';

/** Why a class session was not handed over; `already` where this colleague has it.
 *  @throws AppError for every other reason */
async function explainKept(ctx: ActorContext, input: HandOverInput, { name }: Named): Promise<HandOverOutcome> {
  const { cover, sectionId: ofSection } = await loadClassSession(ctx, input.classSessionId, 'cover.give');
  if (cover?.userId === input.userId) return { outcome: 'already', name };
  if (cover) throw new AppError('conflict', { id: 'class-session.covered-by', values: { name: cover.name } });
  const [{ isStaff } = { isStaff: false }] = await ctx.db
    .select({ isStaff: asBoolean(isStaffedBy(ctx.db, sql`${ofSection}`, input.userId)) })
    .from(ONE_ROW);
  if (isStaff) throw invalidField('userId', { id: 'class-session.cover-staff', values: { name } });
  throw new AppError('conflict', 'class-session.cover-locked');
}

/** Hands one class session to a colleague, who is told, as are its staff. Twice is once.
 *  @throws AppError `not-found` for one the actor does not staff; `invalid` for who cannot cover it; `conflict` while somebody else covers
 *  it, and for one that is cancelled or locked */
export async function handOver(ctx: ActorContext, input: HandOverInput): Promise<HandOverOutcome> {
  await loadClassSession(ctx, input.classSessionId, 'cover.give');
  const colleague = await requireColleague(ctx, input.userId);
  const handedOver = await give(ctx, colleague, eq(classSessions.id, input.classSessionId));
  if (handedOver !== 1) return explainKept(ctx, input, colleague);
  ctx.log('info', 'class-session.handed-over', { actorId: ctx.actor.id, ...input });
  return { outcome: 'handed-over', name: colleague.name };
}

/** Takes a class session back. Twice is once.
 *  @throws AppError `not-found` for one that the actor neither staffs nor has handed over */
export async function takeBack(ctx: ActorContext, { classSessionId }: { classSessionId: number }): Promise<TakeBackOutcome> {
  const { cover } = await loadClassSession(ctx, classSessionId, 'cover.take-back');
  if (!cover) return { outcome: 'already' };
  if ((await take(ctx, eq(classSessions.id, classSessionId))) !== 1) return { outcome: 'already' };
  ctx.log('info', 'class-session.taken-back', { actorId: ctx.actor.id, classSessionId, userId: cover.userId });
  return { outcome: 'taken-back' };
}
