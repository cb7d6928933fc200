/**
 * Signing in and out. An unknown account, a wrong password and an account without one look and cost the same.
 * Only wrong tries are counted, so a class behind one address gets in however many they are.
 */
import { and, eq, sql } from 'drizzle-orm';
import { prepared } from '#db/prepared';
import { users } from '#db/schema';
import { HOUR_MS, MINUTE_MS } from '#domain/duration';
import { AppError } from '#domain/errors';
import type { Role, SignInInput, UserState } from '#domain/person/user';
import { signInPriority } from '#server/auth/hashing-priority';
import { readKnownDevice, rememberDevice } from '#server/auth/known-device';
import { createLoginSession, endLoginSession } from '#server/auth/login-session';
import { SIGN_IN_STATE } from '#server/auth/lucia-adapter';
import { hashingSemaphore, hashPassword, needsRehash, verifyPassword } from '#server/auth/password-hashing';
import { blockedUntil, consume, type Limit, networkOf, refund, tooManyTries } from '#server/auth/rate-limit';
import { waitFor } from '#server/auth/waiting';
import type { Context } from '#server/context/context';

/** `pending` and `suspended`: the password is right, and there is no login session. */
export type SignInOutcome = { outcome: 'signed-in'; role: Role } | { outcome: 'pending' } | { outcome: 'suspended' };

/** A person mistypes a few times; ten guesses in a quarter of an hour get nowhere. */
const TRIES_PER_BROWSER = { max: 10, windowMs: 15 * MINUTE_MS };
/** A class behind one address mistypes more often than one person. */
const TRIES_PER_ADDRESS = { max: 100, windowMs: 15 * MINUTE_MS };
/** What every account has left behind an address that has used up its tries: one person's guessing must not keep a class out. */
const SPARE_TRIES = { max: 3, windowMs: 15 * MINUTE_MS };
/** Guesses at one account from many browsers and addresses (NIST SP 800-63B: no more than 100). */
const TRIES_PER_ACCOUNT = { max: 100, windowMs: HOUR_MS };

type Account = { id: number; role: Role; state: UserState; passwordHash: string | null; createdAt: number };

const accountByEmail = prepared((db) => {
  const { id, role, passwordHash, email, createdAt } = users;
  return db
    .select({ id, role, state: SIGN_IN_STATE, passwordHash, createdAt })
    .from(users)
    .where(eq(email, sql.placeholder('email')))
    .prepare();
});

async function findAccount({ db }: Context, email: string): Promise<Account | null> {
  return (await accountByEmail(db).get({ email })) ?? null;
}

/** Where a try may be counted, in order of preference: it is allowed by the first set that has room.
 *  A browser known to the account has a counter of its own and shares none. */
function limitsOf(ctx: Context, email: string, account: Account | null): Limit[][] {
  const device = readKnownDevice(ctx);
  if (device && device.userId === account?.id) return [[{ key: `sign-in|known|${device.nonce}`, ...TRIES_PER_BROWSER }]];
  const network = networkOf(ctx.address);
  const who = device ? `browser|${device.nonce}` : `account-address|${email}|${network}`;
  const always = [
    { key: `sign-in|${who}`, ...TRIES_PER_BROWSER },
    { key: `sign-in|account|${email}`, ...TRIES_PER_ACCOUNT },
  ];
  const address = { key: `sign-in|address|${network}`, ...TRIES_PER_ADDRESS };
  const spare = { key: `sign-in|spare|${email}|${network}`, ...SPARE_TRIES };
  return [
    [...always, address],
    [...always, spare],
  ];
}

/** @throws AppError `rate-limited`, saying when a try is possible again (epoch ms) */
function refuse(ctx: Context, until: number, account: Account | null): never {
  ctx.log('warn', 'sign-in.limited', { userId: account?.id ?? null });
  throw tooManyTries(until, ctx.now());
}

/** Counts a try in the first set of limits that has room for it.
 *  @throws AppError `rate-limited` when none has */
async function consumeFirst(ctx: Context, choices: Limit[][], account: Account | null): Promise<Limit[]> {
  let until = 0;
  for (const limits of choices) {
    const blocked = await consume(ctx, limits);
    if (blocked === null) return limits;
    until = blocked;
  }
  return refuse(ctx, until, account);
}

/** Keeps tries that have no room anyway out of the queue for hashing.
 *  @throws AppError `rate-limited` */
async function refuseEarly(ctx: Context, choices: Limit[][], account: Account | null): Promise<void> {
  let until = 0;
  for (const limits of choices) {
    const blocked = await blockedUntil(ctx, limits);
    if (blocked === null) return;
    until = blocked;
  }
  refuse(ctx, until, account);
}

/** Checks the password at its turn in the queue for hashing, its try counted meanwhile.
 *  @throws AppError `rate-limited`, `unavailable` */
async function checkPassword(ctx: Context, { email, password }: SignInInput, account: Account | null): Promise<boolean> {
  const choices = limitsOf(ctx, email, account);
  await refuseEarly(ctx, choices, account);
  return hashingSemaphore(ctx)(
    async () => {
      const limits = await consumeFirst(ctx, choices, account);
      const isRight = await verifyPassword(password, account?.passwordHash ?? null);
      if (isRight) await refund(ctx, limits);
      return isRight;
    },
    signInPriority(ctx, account?.id ?? null),
  );
}

/** Brings a hash made with older parameters up to date; a password changed meanwhile stays. */
async function renewHash(ctx: Context, { id, passwordHash }: Account, password: string): Promise<void> {
  if (passwordHash === null || !needsRehash(passwordHash)) return;
  const renewed = await hashingSemaphore(ctx)(() => hashPassword(password), signInPriority(ctx, id));
  const isSame = and(eq(users.id, id), eq(users.passwordHash, passwordHash));
  await ctx.commit([ctx.db.update(users).set({ passwordHash: renewed }).where(isSame)]);
}

/** Signs in on this browser, which gets a login session and is known to the account from now on.
 *  @throws AppError `unauthenticated` for a wrong pair, `rate-limited` after too many, `unavailable` when very many wait */
export async function signIn(ctx: Context, input: SignInInput): Promise<SignInOutcome> {
  const account = await findAccount(ctx, input.email);
  const isRight = await checkPassword(ctx, input, account);
  if (!account || !isRight) {
    ctx.log('warn', 'sign-in.failed', { userId: account?.id ?? null });
    throw new AppError('unauthenticated', 'sign-in.wrong');
  }
  if (account.state === 'active') await renewHash(ctx, account, input.password);
  if (account.state === 'pending') waitFor(ctx, { email: input.email, since: account.createdAt });
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
