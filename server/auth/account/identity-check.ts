/**
 * "Is it you?": before what a thief would do with a browser left open, its person proves anew who they are. It counts for this sign-in
 * alone and for ten minutes, and the statement that writes asks for it, so that no check made earlier can be overtaken.
 */
import { and, eq, exists, gt, type SQL } from 'drizzle-orm';
import { loginSessions, users } from '#db/schema';
import { MINUTE_MS } from '#domain/duration';
import { type AppError, invalidField } from '#domain/errors';
import { PROOF_LASTS_MS, type ProveByPasswordInput } from '#domain/person/identity-check';
import { newPasswordPriority } from '#server/auth/hashing-priority';
import { hashingSemaphore, verifyPassword } from '#server/auth/password-hashing';
import { consume, type Limit, refund, tooManyTries } from '#server/auth/rate-limit';
import type { ActorContext, Write } from '#server/context/context';

/** As at sign-in: a person mistypes a few times. */
const TRIES = { max: 10, windowMs: 15 * MINUTE_MS };

/** The actor's own sign-in, when it has proved lately whose it is. */
function provedSignIn({ db, actor, loginSession, now }: ActorContext) {
  const { id, userId, confirmedAt } = loginSessions;
  const isRecent = gt(confirmedAt, now() - PROOF_LASTS_MS);
  return db
    .select({ id })
    .from(loginSessions)
    .where(and(eq(id, loginSession.id), eq(userId, actor.id), isRecent));
}

/** Condition of a write: the actor has proved lately who they are. */
export function hasProof(ctx: ActorContext): SQL {
  return exists(provedSignIn(ctx));
}

/** Whether the actor has proved lately who they are. */
export async function isProved(ctx: ActorContext): Promise<boolean> {
  return (await provedSignIn(ctx).get()) !== undefined;
}

/** The refusal of a write that `hasProof` held back. */
export function unproved(): AppError {
  return invalidField('proof', 'account.confirm-it-is-you');
}

/** @throws AppError `invalid` at the field `proof` */
export async function refuseUnproved(ctx: ActorContext): Promise<void> {
  if (!(await isProved(ctx))) throw unproved();
}

/** Notes that the actor has just proved who they are. */
export function noteProof({ db, actor, loginSession, now }: ActorContext): Write {
  const isOwn = and(eq(loginSessions.id, loginSession.id), eq(loginSessions.userId, actor.id));
  return db.update(loginSessions).set({ confirmedAt: now() }).where(isOwn);
}

/** Checks the actor's own password, at its turn in the queue for hashing.
 *  @param field where a wrong one is told
 *  @throws AppError `invalid` at `field`, `rate-limited`, `unavailable` */
export async function refuseWrongPassword(
  ctx: ActorContext,
  { field, typed, passwordHash }: { field: string; typed: string; passwordHash: string | null },
): Promise<void> {
  const limits: Limit[] = [{ key: `change-password|${ctx.actor.id}`, ...TRIES }];
  const until = await consume(ctx, limits);
  if (until !== null) throw tooManyTries(until, ctx.now());
  if (await hashingSemaphore(ctx)(() => verifyPassword(typed, passwordHash), newPasswordPriority(ctx)))
    return refund(ctx, limits);
  ctx.log('warn', 'password.wrong-again', { userId: ctx.actor.id });
  throw invalidField(field, 'account.not-your-password');
}

/** Proves by password that the actor is the one who signed in.
 *  @throws AppError `invalid` at the field `current`, `rate-limited`, `unavailable` */
export async function proveByPassword(ctx: ActorContext, { current }: ProveByPasswordInput): Promise<{ outcome: 'proved' }> {
  const { passwordHash } = users;
  const account = await ctx.db.select({ passwordHash }).from(users).where(eq(users.id, ctx.actor.id)).get();
  await refuseWrongPassword(ctx, { field: 'current', typed: current, passwordHash: account?.passwordHash ?? null });
  await ctx.commit([noteProof(ctx)]);
  return { outcome: 'proved' };
}
