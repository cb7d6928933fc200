/**
 * Signing in and out. An unknown account, a wrong password and an account without one look and cost the same.
 * Only wrong tries are counted, so a class behind one address gets in however many they are.
 */
import { queryRow } from '#db/query';
import { HOUR_MS, MINUTE_MS } from '#domain/duration';
import { AppError } from '#domain/errors';
import type { Role, SignInInput, UserState } from '#domain/user';
import type { Context } from '#server/context';
import { readKnownDevice, rememberDevice } from './known-device';
import { createLoginSession, endLoginSession } from './login-session';
import { hashingLine, hashPassword, needsRehash, verifyPassword } from './password';
import { blockedUntil, giveBackTry, type Limit, networkOf, takeTry, tooManyTries } from './rate-limit';

/** `pending` and `suspended`: the password is right, and there is no login session. */
export type SignInOutcome = { outcome: 'signed-in'; role: Role } | { outcome: 'pending' } | { outcome: 'suspended' };

/** A person mistypes a few times; ten guesses in a quarter of an hour get nowhere. */
const TRIES_PER_BROWSER = { max: 10, windowMs: 15 * MINUTE_MS };
/** A class behind one address mistypes more often than one person. */
const TRIES_PER_ADDRESS = { max: 100, windowMs: 15 * MINUTE_MS };
/** Guesses at one account from many addresses. */
const TRIES_PER_ACCOUNT = { max: 100, windowMs: HOUR_MS };

type Account = { id: number; role: Role; state: UserState; passwordHash: string | null };

function findAccount({ db }: Context, email: string): Promise<Account | null> {
  return queryRow(db, 'select id, role, state, password_hash as passwordHash from users where email = ?', [email]);
}

/** A browser known to the account has a counter of its own; all others share the account's and the address's. */
function limitsOf(ctx: Context, email: string, account: Account | null): Limit[] {
  const known = readKnownDevice(ctx);
  if (known && known.userId === account?.id) return [{ key: `sign-in|known|${known.nonce}`, ...TRIES_PER_BROWSER }];
  const network = networkOf(ctx.address);
  return [
    { key: `sign-in|account-address|${email}|${network}`, ...TRIES_PER_BROWSER },
    { key: `sign-in|address|${network}`, ...TRIES_PER_ADDRESS },
    { key: `sign-in|account|${email}`, ...TRIES_PER_ACCOUNT },
  ];
}

/** @param until when a try is possible again; null when it is possible now
 *  @throws AppError `rate-limited` */
function refuseUntil(ctx: Context, until: number | null, account: Account | null): void {
  if (until === null) return;
  ctx.log('warn', 'sign-in.limited', { userId: account?.id ?? null });
  throw tooManyTries(until, ctx.now());
}

/** Checks the password at its turn in the hashing line, its try counted meanwhile.
 *  @throws AppError `rate-limited`, `unavailable` */
async function checkPassword(ctx: Context, { email, password }: SignInInput, account: Account | null): Promise<boolean> {
  const limits = limitsOf(ctx, email, account);
  refuseUntil(ctx, await blockedUntil(ctx, limits), account);
  return hashingLine(ctx)(async () => {
    refuseUntil(ctx, await takeTry(ctx, limits), account);
    const isRight = await verifyPassword(password, account?.passwordHash ?? null);
    if (isRight) await giveBackTry(ctx, limits);
    return isRight;
  });
}

/** Brings a hash made with older parameters up to date; a password changed meanwhile stays. */
async function renewHash(ctx: Context, { id, passwordHash }: Account, password: string): Promise<void> {
  if (passwordHash === null || !needsRehash(passwordHash)) return;
  const renewed = await hashingLine(ctx)(() => hashPassword(password));
  const sql = 'update users set password_hash = ? where id = ? and password_hash = ?';
  await ctx.commit([{ sql, args: [renewed, id, passwordHash] }]);
}

/** Signs in on this browser, which gets a login session and is known to the account from now on.
 *  @throws AppError `unauthenticated` for a wrong pair, `rate-limited` after too many, `unavailable` when very many wait */
export async function signIn(ctx: Context, input: SignInInput): Promise<SignInOutcome> {
  const account = await findAccount(ctx, input.email);
  const isRight = await checkPassword(ctx, input, account);
  if (!account || !isRight) {
    ctx.log('warn', 'sign-in.failed', { userId: account?.id ?? null });
    throw new AppError('unauthenticated', 'Email or password is not right.');
  }
  if (account.state === 'active') await renewHash(ctx, account, input.password);
  return letIn(ctx, account);
}

/** Signs in somebody who has proved who they are, unless their account is not active.
 *  @returns what became of it; only `signed-in` comes with a login session */
export async function letIn(ctx: Context, { id, role, state }: Pick<Account, 'id' | 'role' | 'state'>): Promise<SignInOutcome> {
  if (state !== 'active') {
    ctx.log('info', 'sign-in.refused', { userId: id, state });
    return { outcome: state };
  }
  await createLoginSession(ctx, id);
  rememberDevice(ctx, id);
  ctx.log('info', 'sign-in.ok', { userId: id, role });
  return { outcome: 'signed-in', role };
}

/** Signs this browser out. Idempotent. */
export async function signOut(ctx: Context): Promise<{ outcome: 'signed-out' }> {
  await endLoginSession(ctx);
  if (ctx.actor) ctx.log('info', 'sign-out', { userId: ctx.actor.id });
  return { outcome: 'signed-out' };
}
