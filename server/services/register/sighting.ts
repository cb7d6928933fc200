/** What is known of when people were online, where a device tells of something that happened before it was heard. */
import { and, eq, exists, gt, lt, lte, not, or, sql } from 'drizzle-orm';
import { loginSessions, sightings } from '#db/schema';
import { DELIVERY_GRACE_MS } from '#domain/check-in/device';
import { happenedAt } from '#domain/register/class-session';
import type { ActorContext } from '#server/context/context';

/** A sign-in that is younger than what it tells of proves nothing by its silence: then any of the person's counts. */
async function wasOnline(
  { db, actor, loginSession }: ActorContext,
  { at, since, until }: { at: number; since: number; until: number },
) {
  const isOld = and(eq(loginSessions.id, loginSession.id), lte(loginSessions.createdAt, at));
  const isTrusted = exists(db.select({ one: sql`1` }).from(loginSessions).where(isOld));
  const { userId, seenAt, loginSessionId } = sightings;
  const [seen] = await db
    .select({ seenAt })
    .from(sightings)
    .where(
      and(
        ...[eq(userId, actor.id), gt(seenAt, since), lt(seenAt, until)],
        or(eq(loginSessionId, loginSession.id), not(isTrusted)),
      ),
    )
    .limit(1);
  return seen !== undefined;
}

/** When something happened that a device with no network could not tell of. Whoever was online since could have told it: then it
 *  happens as it arrives. Requests of a few minutes on either side belong to the act or to its delivery.
 *  @param deliverWithinMs the longest that something may have been on its way */
export async function happenedOffline(ctx: ActorContext, at: number, deliverWithinMs: number): Promise<number> {
  const now = ctx.now();
  const then = happenedAt(at, { now, deliverWithinMs });
  const [since, until] = [then + DELIVERY_GRACE_MS, now - DELIVERY_GRACE_MS];
  if (since >= until) return then;
  return (await wasOnline(ctx, { at: then, since, until })) ? now : then;
}
