/** How many people staff counted in the room, beside what the register says. */
import { and, eq, isNull, lte, or } from 'drizzle-orm';
import { classSessions } from '#db/schema';
import type { HeadCountInput, HeadCountOutcome } from '#domain/register/class-session';
import type { ActorContext } from '#server/context/context';
import { loadClassSession } from '#server/services/register/class-session-access';
import { audit, happened } from './action';

/** Keeps how many people staff counted in the room; null forgets it. A count on its way for long does not replace one that was made
 *  after it. */
export async function setHeadCount(ctx: ActorContext, input: HeadCountInput): Promise<HeadCountOutcome> {
  const { headCount } = input;
  const classSession = await loadClassSession(ctx, input.classSessionId, 'register.mark', input.at);
  const { id, headCount: from } = classSession;
  const countedAt = happened(ctx, classSession, input);
  const { headCountedAt } = classSessions;
  const isLatest = or(isNull(headCountedAt), lte(headCountedAt, countedAt));
  const [set] = await ctx.commit([
    ctx.db
      .update(classSessions)
      .set({ headCount, headCountedAt: countedAt })
      .where(and(eq(classSessions.id, id), isLatest)),
    audit(ctx, 'head-count.set', id, { from, to: headCount, countedAt }),
  ]);
  if (set?.rowsAffected === 1) return { outcome: 'recorded', headCount };
  return { outcome: 'kept', headCount: (await loadClassSession(ctx, id, 'register.mark', input.at)).headCount };
}
