/**
 * A forgotten password: asked for by address, chosen with the code of a link. Asking does the same work and says the same whether
 * or not there is such an account; what becomes of it is the outbox's matter.
 */
import { and, eq, isNull } from 'drizzle-orm';
import type { SQLiteColumn } from 'drizzle-orm/sqlite-core';
import { deliveries, loginSessions, oneTimeCodes, passkeys, users } from '#db/schema';
import { IS_ACTIVE } from '#db/sql/active';
import { HOUR_MS, MINUTE_MS } from '#domain/duration';
import { invalidField } from '#domain/errors';
import { hashOfCode } from '#domain/one-time-code';
import type { ForgotPasswordInput, ResetPasswordInput } from '#domain/person/user';
import { rememberDevice } from '#server/auth/known-device';
import { hashNewPassword } from '#server/auth/new-password';
import { consume, type Limit, networkOf, refund, tooManyTries } from '#server/auth/rate-limit';
import { auditChange } from '#server/context/audit';
import { endSignIns } from '#server/context/code-revision';
import type { Context, Write } from '#server/context/context';
import { isOwnerOfCode, ownerOfCode, provedAt, type UsedCode } from './account-link';
import { queueMail } from './outgoing-mail';

/** Nobody needs more links than this, and a mailbox is not flooded. */
const ASKED_PER_ACCOUNT = { max: 3, windowMs: HOUR_MS };
/** A class behind one address forgets more often than one person. */
const ASKED_PER_ADDRESS = { max: 60, windowMs: HOUR_MS };
/** Codes cannot be guessed; this keeps a script from asking the database for ever. */
const WRONG_CODES_PER_ADDRESS = { max: 30, windowMs: 15 * MINUTE_MS };

/** @throws AppError `rate-limited` */
async function countTry(ctx: Context, limits: Limit[], event: string): Promise<void> {
  const until = await consume(ctx, limits);
  if (until === null) return;
  ctx.log('warn', event);
  throw tooManyTries(until, ctx.now());
}

/** Lets a mail with a link go to the account's address, where there is an active one. The caller is not told which.
 *  @throws AppError `rate-limited` */
export async function requestPasswordReset(ctx: Context, { email }: ForgotPasswordInput): Promise<{ outcome: 'asked' }> {
  const limits = [
    { key: `reset|account|${email}`, ...ASKED_PER_ACCOUNT },
    { key: `reset|address|${networkOf(ctx.address)}`, ...ASKED_PER_ADDRESS },
  ];
  await countTry(ctx, limits, 'password.reset-limited');
  await ctx.commit([queueMail(ctx, 'reset', eq(users.email, email))]);
  ctx.log('info', 'password.reset-asked');
  return { outcome: 'asked' };
}

type Owner = NonNullable<Awaited<ReturnType<typeof ownerOfCode>>>;

function refuseCode(): never {
  throw invalidField('code', 'account.link-used');
}

/** Sets the password and ends what the old one opened, in one write that only a code that still holds can start. */
function writesOf(ctx: Context, { id, name, role }: Owner, used: UsedCode, passwordHash: string): Write[] {
  const { db } = ctx;
  const { hash } = used;
  const owner = { ...ctx, actor: { id, name, role } };
  const isOwners = (column: SQLiteColumn) =>
    eq(column, db.select({ userId: oneTimeCodes.userId }).from(oneTimeCodes).where(eq(oneTimeCodes.hash, hash)));
  const isUnsent = and(eq(deliveries.kind, 'reset'), isNull(deliveries.sentAt));
  return [
    db
      .update(users)
      .set({ passwordHash, emailConfirmedAt: provedAt(ctx, used) })
      .where(isOwnerOfCode(ctx, used)),
    auditChange(owner, { action: 'password.reset', subject: `user:${id}` }),
    ...endSignIns(ctx, isOwners(loginSessions.userId)),
    db.delete(passkeys).where(isOwners(passkeys.userId)),
    auditChange(owner, { action: 'passkey.removed', subject: `user:${id}`, detail: { all: true } }),
    db.delete(deliveries).where(and(isUnsent, isOwners(deliveries.userId))),
    ...(ctx.mail ? [queueMail(ctx, 'password-changed', isOwners(users.id))] : []),
    db.delete(oneTimeCodes).where(and(eq(oneTimeCodes.purpose, 'reset'), isOwners(oneTimeCodes.userId))),
  ];
}

/** Chooses another password with the code of a link, once. Every sign-in and passkey of the account ends, and every other link for it.
 *  This browser is known to the account from now on: whoever locked the account with wrong guesses does not hold up its owner.
 *  @throws AppError `invalid` for a code that does not hold, or a weak password; `rate-limited`, `unavailable` */
export async function resetPassword(ctx: Context, { code, password }: ResetPasswordInput): Promise<{ outcome: 'changed' }> {
  const limits = [{ key: `reset-code|address|${networkOf(ctx.address)}`, ...WRONG_CODES_PER_ADDRESS }];
  await countTry(ctx, limits, 'password.reset-limited');
  const used = { hash: await hashOfCode(code), kind: 'reset' as const };
  const owner = (await ownerOfCode(ctx, used, IS_ACTIVE)) ?? refuseCode();
  await refund(ctx, limits);
  const passwordHash = await hashNewPassword(ctx, password, [owner.name, owner.email]);
  const [changed] = await ctx.commit(writesOf(ctx, owner, used, passwordHash));
  if (changed?.rowsAffected !== 1) refuseCode();
  rememberDevice(ctx, owner.id);
  ctx.log('info', 'password.reset', { userId: owner.id });
  return { outcome: 'changed' };
}
