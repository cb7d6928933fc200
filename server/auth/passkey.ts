/**
 * Passkeys: added to an account by its owner, and signing in with one. The WebAuthn protocol is the library's; here is whose a key
 * is, that a challenge counts once, and that a copied key is noticed by its counter.
 */
import type { WebAuthnCredential } from '@simplewebauthn/server';
import { queryRow, queryRows } from '#db/query';
import { MINUTE_MS } from '#domain/duration';
import { fromBase64Url } from '#domain/encoding';
import { AppError } from '#domain/errors';
import { type AddPasskeyInput, MAX_PASSKEYS, type PasskeyAssertion, passkeyHost, type RenamePasskeyInput } from '#domain/passkey';
import type { Role, UserState } from '#domain/user';
import type { ActorContext, Context } from '#server/context';
import { auditIfChanged } from '#server/services/audit';
import { createChallenge, spendChallenge, userHandle } from './passkey-challenge';
import { giveBackTry, type Limit, networkOf, takeTry, tooManyTries } from './rate-limit';
import { letIn, type SignInOutcome } from './sign-in';

/** A class behind one address; a signature cannot be guessed, so this only slows a script. */
const TRIES_PER_ADDRESS = { max: 100, windowMs: 15 * MINUTE_MS };

export type OwnPasskey = { id: string; name: string; createdAt: number; lastUsedAt: number | null };

/** Loaded with the first passkey: most requests need none of it. */
const library = () => import('@simplewebauthn/server');

/** @throws AppError `conflict` where the school is reached at a number */
function hostOf({ policy }: Context): string {
  const host = passkeyHost(policy.baseUrl);
  if (!host) throw new AppError('conflict', 'Passkeys need an address with a name. This school is reached at a number.');
  return host;
}

/** The actor's own passkeys, newest first. */
export async function listPasskeys(ctx: ActorContext): Promise<OwnPasskey[]> {
  const sql = `select id, name, created_at createdAt, last_used_at lastUsedAt from passkeys where user_id = ?
    order by created_at desc, id`;
  const rows = await queryRows<OwnPasskey>(ctx.db, sql, [ctx.actor.id]);
  return rows.map((row) => ({ ...row }));
}

/** What the browser needs to make a passkey for the actor.
 *  @throws AppError `conflict` where passkeys cannot be used, or there are too many */
export async function passkeyCreationOptions(ctx: ActorContext) {
  const { id, name } = ctx.actor;
  const rpID = hostOf(ctx);
  const own = await listPasskeys(ctx);
  if (own.length >= MAX_PASSKEYS) throw new AppError('conflict', `${MAX_PASSKEYS} passkeys are enough. Remove one first.`);
  const account = await queryRow<{ email: string }>(ctx.db, 'select email from users where id = ?', [id]);
  const { generateRegistrationOptions } = await library();
  const { extensions: _none, ...options } = await generateRegistrationOptions({
    rpName: 'Muster',
    rpID,
    userName: account?.email ?? name,
    userDisplayName: name,
    userID: fromBase64Url(userHandle(ctx, id)) ?? undefined,
    challenge: createChallenge(ctx, { userId: id }),
    excludeCredentials: own.map((passkey) => ({ id: passkey.id })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  });
  return options;
}

/** The library tells by throwing; whatever it found, the answer is one. Our own refusals pass.
 *  @throws AppError `invalid` */
async function verified<Result>(ctx: Context, verify: () => Promise<Result>): Promise<Result> {
  try {
    return await verify();
  } catch (error) {
    if (error instanceof AppError) throw error;
    ctx.log('warn', 'passkey.refused', { reason: error instanceof Error ? error.message : '' });
    throw new AppError('invalid', 'This passkey could not be used here.', { cause: error });
  }
}

const ADD = `insert into passkeys (id, user_id, public_key, counter, transports, name, created_at)
  values (:id, :userId, :publicKey, :counter, :transports, :name, :now) on conflict (id) do nothing`;

/** Adds a passkey that the browser has just made.
 *  @throws AppError `invalid` for one that does not verify, `conflict` for one that is known already */
export async function addPasskey(ctx: ActorContext, { response, name }: AddPasskeyInput): Promise<{ id: string }> {
  const { actor } = ctx;
  const { verifyRegistrationResponse } = await library();
  const { registrationInfo } = await verified(ctx, () =>
    verifyRegistrationResponse({
      response: response as Parameters<typeof verifyRegistrationResponse>[0]['response'],
      expectedChallenge: (challenge) => spendChallenge(ctx, { userId: actor.id }, challenge).then(() => true),
      expectedOrigin: ctx.policy.baseUrl,
      expectedRPID: hostOf(ctx),
      requireUserVerification: true,
    }),
  );
  if (!registrationInfo) throw new AppError('invalid', 'This passkey could not be used here.');
  const { id, publicKey, counter, transports = [] } = registrationInfo.credential;
  const now = ctx.now();
  const row = { id, userId: actor.id, publicKey, counter, transports: JSON.stringify(transports), name, now };
  const [added] = await ctx.commit([
    { sql: ADD, args: row },
    auditIfChanged({ actor, at: now, action: 'passkey.added', subject: `user:${actor.id}`, detail: { name } }),
  ]);
  if (added?.rowsAffected !== 1) throw new AppError('conflict', 'This passkey is known already.');
  ctx.log('info', 'passkey.added', { userId: actor.id });
  return { id };
}

function noSuchPasskey(): AppError {
  return new AppError('not-found', 'This passkey is not on your list.');
}

/** Gives one of the actor's own passkeys another name.
 *  @throws AppError `not-found` for another's */
export async function renamePasskey(ctx: ActorContext, { id, name }: RenamePasskeyInput): Promise<{ outcome: 'renamed' }> {
  const sql = 'update passkeys set name = ? where id = ? and user_id = ?';
  const [renamed] = await ctx.commit([{ sql, args: [name, id, ctx.actor.id] }]);
  if (renamed?.rowsAffected !== 1) throw noSuchPasskey();
  return { outcome: 'renamed' };
}

/** Removes one of the actor's own passkeys, which signs in no more.
 *  @throws AppError `not-found` for another's */
export async function removePasskey(ctx: ActorContext, { id }: { id: string }): Promise<{ outcome: 'removed' }> {
  const { actor } = ctx;
  const [removed] = await ctx.commit([
    { sql: 'delete from passkeys where id = ? and user_id = ?', args: [id, actor.id] },
    auditIfChanged({ actor, at: ctx.now(), action: 'passkey.removed', subject: `user:${actor.id}`, detail: {} }),
  ]);
  if (removed?.rowsAffected !== 1) throw noSuchPasskey();
  return { outcome: 'removed' };
}

/** What the browser needs to ask for a passkey. It names no account: the authenticator knows whose its keys are.
 *  @throws AppError `conflict` where passkeys cannot be used */
export async function passkeyRequestOptions(ctx: Context) {
  const rpID = hostOf(ctx);
  const { generateAuthenticationOptions } = await library();
  const challenge = createChallenge(ctx, 'sign-in');
  const { extensions: _none, ...options } = await generateAuthenticationOptions({
    rpID,
    challenge,
    userVerification: 'required',
  });
  return options;
}

type KeyRow = { id: string; userId: number; publicKey: ArrayBuffer; counter: number; role: Role; state: UserState };

const KEY = `select p.id, p.user_id userId, p.public_key publicKey, p.counter, u.role, u.state
  from passkeys p join users u on u.id = p.user_id where p.id = ? and u.archived_at is null`;

/** The counter after this use.
 *  @throws AppError `invalid` for what is not this key's signature over a challenge of ours, or a counter that went back */
async function verifyUse(ctx: Context, { response, ...rest }: PasskeyAssertion, key: KeyRow): Promise<number> {
  const { verifyAuthenticationResponse } = await library();
  const credential: WebAuthnCredential = { id: key.id, publicKey: new Uint8Array(key.publicKey), counter: key.counter };
  const { verified: isGenuine, authenticationInfo } = await verified(ctx, () =>
    verifyAuthenticationResponse({
      response: { ...rest, response } as Parameters<typeof verifyAuthenticationResponse>[0]['response'],
      expectedChallenge: (challenge) => spendChallenge(ctx, 'sign-in', challenge).then(() => true),
      expectedOrigin: ctx.policy.baseUrl,
      expectedRPID: hostOf(ctx),
      requireUserVerification: true,
      credential,
    }),
  );
  const isOwner = response.userHandle === undefined || response.userHandle === userHandle(ctx, key.userId);
  if (!isGenuine || !isOwner) throw new AppError('invalid', 'This passkey could not be used here.');
  return authenticationInfo.newCounter;
}

/** @throws AppError `rate-limited` */
async function countTry(ctx: Context, limits: Limit[]): Promise<void> {
  const until = await takeTry(ctx, limits);
  if (until !== null) throw tooManyTries(until, ctx.now());
}

/** Signs in with a passkey. An unknown one is refused as a wrong one is.
 *  @throws AppError `invalid`, `rate-limited`, `conflict` where passkeys cannot be used */
export async function signInWithPasskey(ctx: Context, assertion: PasskeyAssertion): Promise<SignInOutcome> {
  const limits = [{ key: `passkey|address|${networkOf(ctx.address)}`, ...TRIES_PER_ADDRESS }];
  await countTry(ctx, limits);
  const key = await queryRow<KeyRow>(ctx.db, KEY, [assertion.id]);
  if (!key) throw new AppError('invalid', 'This passkey could not be used here.');
  const counter = await verifyUse(ctx, assertion, key);
  const sql = 'update passkeys set counter = ?, last_used_at = ? where id = ? and counter = ?';
  const [used] = await ctx.commit([{ sql, args: [counter, ctx.now(), key.id, key.counter] }]);
  if (used?.rowsAffected !== 1) throw new AppError('invalid', 'This passkey was used elsewhere just now. Try again.');
  await giveBackTry(ctx, limits);
  return letIn(ctx, { id: key.userId, role: key.role, state: key.state });
}
