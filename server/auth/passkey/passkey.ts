/**
 * One's own passkeys: added, named and removed by their owner, who proves once more who they are before any is added or removed. Using
 * one is `passkey-use`.
 */
import { and, asc, desc, eq } from 'drizzle-orm';
import { passkeys, users } from '#db/schema';
import { ONE_ROW, rowOf } from '#db/sql/values';
import { fromBase64Url } from '#domain/encoding';
import { AppError } from '#domain/errors';
import type { SignOutElsewhereInput } from '#domain/person/identity-check';
import { type AddPasskeyInput, MAX_PASSKEYS, type OwnPasskey, type RenamePasskeyInput } from '#domain/person/passkey';
import { hasProof, refuseUnproved } from '#server/auth/account/identity-check';
import { passkeyRemoval, tellOwner } from '#server/auth/account/passkey-removal';
import { auditChange } from '#server/context/audit';
import { endOtherSignIns } from '#server/context/code-revision';
import type { ActorContext } from '#server/context/context';
import { createChallenge, spendChallenge, userHandle } from './passkey-challenge';
import { hostOf, library, verified } from './passkey-protocol';

/** The actor's own passkeys, newest first. */
export function listPasskeys({ db, actor }: ActorContext): Promise<OwnPasskey[]> {
  const { id, name, createdAt, lastUsedAt } = passkeys;
  return db
    .select({ id, name, createdAt, lastUsedAt })
    .from(passkeys)
    .where(eq(passkeys.userId, actor.id))
    .orderBy(desc(createdAt), asc(id));
}

/** What the browser needs to make a passkey for the actor, who has proved who they are.
 *  @throws AppError `invalid` at the field `proof`, `conflict` where passkeys cannot be used, or there are too many */
export async function passkeyCreationOptions(ctx: ActorContext) {
  const { id, name } = ctx.actor;
  const rpID = hostOf(ctx);
  await refuseUnproved(ctx);
  const own = await listPasskeys(ctx);
  if (own.length >= MAX_PASSKEYS)
    throw new AppError('conflict', { id: 'account.too-many-passkeys', values: { max: MAX_PASSKEYS } });
  const account = await ctx.db.select({ email: users.email }).from(users).where(eq(users.id, id)).get();
  const { generateRegistrationOptions } = await library();
  const { extensions: _none, ...options } = await generateRegistrationOptions({
    rpName: 'Muster',
    rpID,
    userName: account?.email ?? name,
    userDisplayName: name,
    userID: fromBase64Url(userHandle(ctx, id)) ?? undefined,
    challenge: createChallenge(ctx, { userId: id, act: 'add' }),
    excludeCredentials: own.map((passkey) => ({ id: passkey.id })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  });
  return options;
}

/** Adds a passkey that the browser has just made.
 *  @throws AppError `invalid` for one that does not verify, or at the field `proof`; `conflict` for one that is known already */
export async function addPasskey(ctx: ActorContext, { response, name }: AddPasskeyInput): Promise<{ id: string }> {
  const { actor } = ctx;
  await refuseUnproved(ctx);
  const { verifyRegistrationResponse } = await library();
  const { registrationInfo } = await verified(ctx, () =>
    verifyRegistrationResponse({
      response: response as Parameters<typeof verifyRegistrationResponse>[0]['response'],
      expectedChallenge: (challenge) => spendChallenge(ctx, { userId: actor.id, act: 'add' }, challenge).then(() => true),
      expectedOrigin: ctx.policy.baseUrl,
      expectedRPID: hostOf(ctx),
      requireUserVerification: true,
    }),
  );
  if (!registrationInfo) throw new AppError('invalid', 'account.passkey-unusable');
  const { id, publicKey, counter, transports = [] } = registrationInfo.credential;
  const key = { id, userId: actor.id, publicKey: Buffer.from(publicKey), counter, transports, name, createdAt: ctx.now() };
  const row = ctx.db.select(rowOf(passkeys, key)).from(ONE_ROW).where(hasProof(ctx));
  const [added] = await ctx.commit([
    ctx.db.insert(passkeys).select(row).onConflictDoNothing({ target: passkeys.id }),
    auditChange(ctx, { action: 'passkey.added', subject: `user:${actor.id}`, detail: { name } }),
    ...tellOwner(ctx, 'passkey-added'),
  ]);
  if (added?.rowsAffected !== 1) await refuseUnproved(ctx);
  if (added?.rowsAffected !== 1) throw new AppError('conflict', 'account.passkey-known');
  ctx.log('info', 'passkey.added', { userId: actor.id });
  return { id };
}

function noSuchPasskey(): AppError {
  return new AppError('not-found', 'account.no-passkey');
}

const isOwn = ({ actor }: ActorContext, id: string) => and(eq(passkeys.id, id), eq(passkeys.userId, actor.id));

/** Gives one of the actor's own passkeys another name.
 *  @throws AppError `not-found` for another's */
export async function renamePasskey(ctx: ActorContext, { id, name }: RenamePasskeyInput): Promise<{ outcome: 'renamed' }> {
  const [renamed] = await ctx.commit([ctx.db.update(passkeys).set({ name }).where(isOwn(ctx, id))]);
  if (renamed?.rowsAffected !== 1) throw noSuchPasskey();
  return { outcome: 'renamed' };
}

/** Removes one of the actor's own passkeys, which signs in no more. The actor has proved who they are.
 *  @throws AppError `not-found` for another's, `invalid` at the field `proof` */
export async function removePasskey(ctx: ActorContext, { id }: { id: string }): Promise<{ outcome: 'removed' }> {
  const { actor } = ctx;
  await refuseUnproved(ctx);
  const [removed] = await ctx.commit([
    ctx.db.delete(passkeys).where(and(isOwn(ctx, id), hasProof(ctx))),
    auditChange(ctx, { action: 'passkey.removed', subject: `user:${actor.id}` }),
    ...tellOwner(ctx, 'passkey-removed'),
  ]);
  if (removed?.rowsAffected !== 1) throw noSuchPasskey();
  return { outcome: 'removed' };
}

/** Removes every passkey of the actor, when asked for, and ends every sign-in but this one.
 *  @returns how many sign-ins were ended
 *  @throws AppError `invalid` at the field `proof`, when passkeys are to end and the actor has not proved who they are */
export async function signOutElsewhere(ctx: ActorContext, { endPasskeys }: SignOutElsewhereInput): Promise<{ ended: number }> {
  const { actor } = ctx;
  if (endPasskeys) await refuseUnproved(ctx);
  const removal = passkeyRemoval(ctx, hasProof(ctx));
  const results = await ctx.commit([...(endPasskeys ? removal : []), ...endOtherSignIns(ctx)]);
  ctx.log('info', 'sign-out.elsewhere', { userId: actor.id, endPasskeys });
  return { ended: results.at(-1)?.rowsAffected ?? 0 };
}
