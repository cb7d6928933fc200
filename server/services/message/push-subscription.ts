/** The browsers of a person that take pushes: one a sign-in, and gone with it. */
import { and, eq, exists, ne, or } from 'drizzle-orm';
import { loginSessions, pushSubscriptions } from '#db/schema';
import { rowOf } from '#db/sql/values';
import { sha256Hex } from '#domain/encoding';
import { AppError } from '#domain/errors';
import type { OwnPushInput, PushSubscriptionInput } from '#domain/message/push';
import type { ActorContext } from '#server/context/context';

const { userId, loginSessionId, endpoint } = pushSubscriptions;

/** Adds this browser, or puts what it has now in the place of what it had. What waits for somebody who used it before goes with
 *  their row. Idempotent.
 *  @throws AppError `conflict` where this server sends none, or when the sign-in has ended */
export async function subscribePush(ctx: ActorContext, input: PushSubscriptionInput): Promise<void> {
  const { db, actor, loginSession, now } = ctx;
  if (!ctx.push) throw new AppError('conflict', 'delivery.push-off');
  const keys = { p256dh: input.keys.p256dh, auth: input.keys.auth };
  const row = { userId: actor.id, loginSessionId: loginSession.id, endpoint: input.endpoint, ...keys, createdAt: now() };
  const isOwn = and(eq(loginSessions.id, loginSession.id), eq(loginSessions.userId, actor.id));
  const isOlder = and(eq(loginSessionId, loginSession.id), ne(endpoint, input.endpoint));
  const isReplaced = or(isOlder, and(eq(endpoint, input.endpoint), ne(userId, actor.id)));
  const [, added] = await ctx.commit([
    db.delete(pushSubscriptions).where(and(isReplaced, exists(db.select().from(loginSessions).where(isOwn)))),
    db
      .insert(pushSubscriptions)
      .select(db.select(rowOf(pushSubscriptions, row)).from(loginSessions).where(isOwn))
      .onConflictDoUpdate({ target: endpoint, set: { loginSessionId: loginSession.id, ...keys } }),
  ]);
  if (added?.rowsAffected !== 1) throw new AppError('conflict', 'delivery.signed-out');
  ctx.log('info', 'push.subscribed', { actorId: actor.id, service: new URL(input.endpoint).hostname });
}

/** Removes this browser. Without it nothing happens. */
export async function unsubscribePush(ctx: ActorContext): Promise<void> {
  await ctx.commit([ctx.db.delete(pushSubscriptions).where(eq(loginSessionId, ctx.loginSession.id))]);
}

export type OwnPush = {
  /** What browsers subscribe for; null where this server sends none. */
  publicKey: string | null;
  /** Whether this browser is sent to, at the endpoint that was asked about. */
  isKnown: boolean;
  /** Browsers of the person, this one among them. */
  browsers: number;
};

/** How pushes to the actor stand. @param input.digest of the endpoint that this browser has by now */
export async function getOwnPush(ctx: ActorContext, { digest }: OwnPushInput): Promise<OwnPush> {
  const browsers = await ctx.db.select({ loginSessionId, endpoint }).from(pushSubscriptions).where(eq(userId, ctx.actor.id));
  const own = browsers.find((browser) => browser.loginSessionId === ctx.loginSession.id);
  const isKnown = own !== undefined && (digest === undefined || digest === (await sha256Hex(own.endpoint)));
  return { publicKey: ctx.push?.publicKey ?? null, isKnown, browsers: browsers.length };
}
