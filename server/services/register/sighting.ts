/** What is known of when people were online, where a device tells of something that happened before it was heard. */
import { queryRow } from '#db/query';
import { DELIVERY_GRACE_MS } from '#domain/check-in/device';
import { happenedAt } from '#domain/register/class-session';
import type { ActorContext } from '#server/context/context';

/** A sign-in that is younger than what it tells of proves nothing by its silence: then any of the person's counts. */
const WAS_ONLINE = `select 1 from sightings v where v.user_id = :userId and v.seen_at > :since and v.seen_at < :until
    and (v.login_session_id = :loginSessionId or not exists (select 1 from login_sessions s where s.id = :loginSessionId and s.created_at <= :at))
  limit 1`;

/** When something happened that a device with no network could not tell of. Whoever was online since could have told it: then it
 *  happens as it arrives. Requests of a few minutes on either side belong to the act or to its delivery.
 *  @param deliverWithinMs the longest that something may have been on its way */
export async function happenedOffline(ctx: ActorContext, at: number, deliverWithinMs: number): Promise<number> {
  const now = ctx.now();
  const then = happenedAt(at, { now, deliverWithinMs });
  const [since, until] = [then + DELIVERY_GRACE_MS, now - DELIVERY_GRACE_MS];
  if (since >= until) return then;
  const args = { userId: ctx.actor.id, loginSessionId: ctx.loginSession.id, at: then, since, until };
  return (await queryRow(ctx.db, WAS_ONLINE, args)) ? now : then;
}
