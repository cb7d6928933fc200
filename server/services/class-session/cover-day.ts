/** Handing somebody's whole day to a colleague, and taking it back: one's own, or as an administrator anybody's. */
import { and, count, eq, gt, ne, type SQL } from 'drizzle-orm';
import { classSessions } from '#db/schema';
import { isStaffedBy } from '#db/sql/staffing';
import { AppError } from '#domain/errors';
import { can } from '#domain/person/permission';
import type { CoverDay, HandOverDayInput, HandOverDayOutcome, TakeBackDayOutcome } from '#domain/register/cover';
import type { ActorContext } from '#server/context/context';
import { give, requireColleague, take } from './cover-writes';

const { sectionId, closesAt, state } = classSessions;

/** Condition on `class_sessions`: of the sections that somebody staffs, on the day and not over.
 *  @throws AppError `forbidden` for somebody else's, for whoever disposes of their own only */
function isOfDay(ctx: ActorContext, { day, ofId = ctx.actor.id }: CoverDay): SQL {
  if (ofId !== ctx.actor.id && !can(ctx.actor, 'cover.give')) throw new AppError('forbidden', 'sign-in.no-access');
  return and(eq(classSessions.day, day), isStaffedBy(ctx.db, sectionId, ofId), gt(closesAt, ctx.now())) as SQL;
}

/** Hands all class sessions of a day to a colleague, as far as they are not over.
 *  @throws AppError `invalid` for who cannot cover a class; `forbidden` for the day of somebody else */
export async function handOverDay(ctx: ActorContext, input: HandOverDayInput): Promise<HandOverDayOutcome> {
  const isOwn = isOfDay(ctx, input);
  const colleague = await requireColleague(ctx, input.userId);
  const handedOver = await give(ctx, colleague, isOwn);
  const isLeft = and(isOwn, ne(state, 'cancelled'));
  const [{ own } = { own: 0 }] = await ctx.db.select({ own: count() }).from(classSessions).where(isLeft);
  ctx.log('info', 'day.handed-over', { actorId: ctx.actor.id, ...input, handedOver });
  return { name: colleague.name, handedOver, left: own - handedOver };
}

/** Takes back all class sessions of a day that are not over, whoever covers them.
 *  @throws AppError `forbidden` for the day of somebody else */
export async function takeBackDay(ctx: ActorContext, input: CoverDay): Promise<TakeBackDayOutcome> {
  const takenBack = await take(ctx, isOfDay(ctx, input));
  ctx.log('info', 'day.taken-back', { actorId: ctx.actor.id, ...input, takenBack });
  return { takenBack };
}
