/**
 * Using a passkey: to sign in, or to prove once more who one is. The WebAuthn protocol is the library's; here is whose a key is, that
 * a challenge counts once, and that a copied key is noticed by its counter.
 */
import type { WebAuthnCredential } from '@simplewebauthn/server';
import { and, eq, isNull } from 'drizzle-orm';
import { passkeys, users } from '#db/schema';
import { MINUTE_MS } from '#domain/duration';
import { AppError } from '#domain/errors';
import type { PasskeyAssertion } from '#domain/person/passkey';
import { noteProof } from '#server/auth/account/identity-check';
import { letIn, type SignInOutcome } from '#server/auth/account/sign-in';
import { consume, type Limit, networkOf, refund, tooManyTries } from '#server/auth/rate-limit';
import type { ActorContext, Context } from '#server/context/context';
import { type ChallengeFor, createChallenge, spendChallenge, userHandle } from './passkey-challenge';
import { hostOf, library, verified } from './passkey-protocol';

/** A class behind one address; a signature cannot be guessed, so this only slows a script. */
const TRIES_PER_ADDRESS = { max: 100, windowMs: 15 * MINUTE_MS };

async function requestOptions(ctx: Context, whom: ChallengeFor) {
  const rpID = hostOf(ctx);
  const { generateAuthenticationOptions } = await library();
  const challenge = createChallenge(ctx, whom);
  const { extensions: _none, ...options } = await generateAuthenticationOptions({
    rpID,
    challenge,
    userVerification: 'required',
  });
  return options;
}

/** What the browser needs to ask for a passkey. It names no account: the authenticator knows whose its keys are.
 *  @throws AppError `conflict` where passkeys cannot be used */
export function passkeyRequestOptions(ctx: Context) {
  return requestOptions(ctx, 'sign-in');
}

const proving = ({ actor }: ActorContext): ChallengeFor => ({ userId: actor.id, act: 'prove' });

/** The same for somebody who is signed in and proves once more who they are.
 *  @throws AppError `conflict` where passkeys cannot be used */
export function passkeyProofOptions(ctx: ActorContext) {
  return requestOptions(ctx, proving(ctx));
}

type KeyRow = NonNullable<Awaited<ReturnType<typeof findKey>>>;

function findKey({ db }: Context, keyId: string) {
  const { id, userId, publicKey, counter } = passkeys;
  return db
    .select({ id, userId, publicKey, counter, role: users.role, state: users.state })
    .from(passkeys)
    .innerJoin(users, eq(users.id, userId))
    .where(and(eq(id, keyId), isNull(users.archivedAt)))
    .get();
}

/** The counter after this use.
 *  @throws AppError `invalid` for what is not this key's signature over a challenge of ours, or a counter that went back */
async function verifyUse(
  ctx: Context,
  whom: ChallengeFor,
  { response, ...rest }: PasskeyAssertion,
  key: KeyRow,
): Promise<number> {
  const { verifyAuthenticationResponse } = await library();
  const credential: WebAuthnCredential = { id: key.id, publicKey: new Uint8Array(key.publicKey), counter: key.counter };
  const { verified: isGenuine, authenticationInfo } = await verified(ctx, () =>
    verifyAuthenticationResponse({
      response: { ...rest, response } as Parameters<typeof verifyAuthenticationResponse>[0]['response'],
      expectedChallenge: (challenge) => spendChallenge(ctx, whom, challenge).then(() => true),
      expectedOrigin: ctx.policy.baseUrl,
      expectedRPID: hostOf(ctx),
      requireUserVerification: true,
      credential,
    }),
  );
  const isOwner = response.userHandle === undefined || response.userHandle === userHandle(ctx, key.userId);
  if (!isGenuine || !isOwner) throw new AppError('invalid', 'account.passkey-unusable');
  return authenticationInfo.newCounter;
}

/** @throws AppError `rate-limited` */
async function countTry(ctx: Context, limits: Limit[]): Promise<void> {
  const until = await consume(ctx, limits);
  if (until !== null) throw tooManyTries(until, ctx.now());
}

type Use = { whom: ChallengeFor; assertion: PasskeyAssertion; mayBe: (key: KeyRow) => boolean };

/** Uses a passkey: whose it is, and that its counter goes up.
 *  @throws AppError `invalid`, `rate-limited`, `conflict` where passkeys cannot be used */
async function takePasskey(ctx: Context, { whom, assertion, mayBe }: Use): Promise<KeyRow> {
  const limits = [{ key: `passkey|address|${networkOf(ctx.address)}`, ...TRIES_PER_ADDRESS }];
  await countTry(ctx, limits);
  const key = await findKey(ctx, assertion.id);
  if (!key || !mayBe(key)) throw new AppError('invalid', 'account.passkey-unusable');
  const counter = await verifyUse(ctx, whom, assertion, key);
  const isUnused = and(eq(passkeys.id, key.id), eq(passkeys.counter, key.counter));
  const [used] = await ctx.commit([ctx.db.update(passkeys).set({ counter, lastUsedAt: ctx.now() }).where(isUnused)]);
  if (used?.rowsAffected !== 1) throw new AppError('invalid', 'account.passkey-used-elsewhere');
  await refund(ctx, limits);
  return key;
}

/** Signs in with a passkey. An unknown one is refused as a wrong one is.
 *  @throws AppError `invalid`, `rate-limited`, `conflict` where passkeys cannot be used */
export async function signInWithPasskey(ctx: Context, assertion: PasskeyAssertion): Promise<SignInOutcome> {
  const { userId, role, state } = await takePasskey(ctx, { whom: 'sign-in', assertion, mayBe: () => true });
  return letIn(ctx, { id: userId, role, state });
}

/** Proves by a passkey of their own that the actor is the one who signed in.
 *  @throws AppError `invalid`, `rate-limited`, `conflict` where passkeys cannot be used */
export async function proveByPasskey(ctx: ActorContext, assertion: PasskeyAssertion): Promise<{ outcome: 'proved' }> {
  const isOwn = ({ userId }: KeyRow) => userId === ctx.actor.id;
  await takePasskey(ctx, { whom: proving(ctx), assertion, mayBe: isOwn });
  await ctx.commit([noteProof(ctx)]);
  return { outcome: 'proved' };
}
