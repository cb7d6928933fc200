/**
 * A forgotten password: asked for by address, chosen with the code of a link. Asking does the same work and says the same whether
 * or not there is such an account; what becomes of it is the outbox's matter.
 */
import { queryRow } from '#db/query';
import { HOUR_MS, MINUTE_MS } from '#domain/duration';
import { AppError } from '#domain/errors';
import { hashOfCode } from '#domain/one-time-code';
import type { ForgotPasswordInput, ResetPasswordInput, Role } from '#domain/person/user';
import { rememberDevice } from '#server/auth/known-device';
import { hashNewPassword } from '#server/auth/new-password';
import { giveBackTry, type Limit, networkOf, takeTry, tooManyTries } from '#server/auth/rate-limit';
import { auditChange } from '#server/context/audit';
import { endSignIns } from '#server/context/code-revision';
import type { Context, Write } from '#server/context/context';
import { PROVES_ADDRESS } from './account-link';
import { queueMail } from './outgoing-mail';

/** Nobody needs more links than this, and a mailbox is not flooded. */
const ASKED_PER_ACCOUNT = { max: 3, windowMs: HOUR_MS };
/** A class behind one address forgets more often than one person. */
const ASKED_PER_ADDRESS = { max: 60, windowMs: HOUR_MS };
/** Codes cannot be guessed; this keeps a script from asking the database for ever. */
const WRONG_CODES_PER_ADDRESS = { max: 30, windowMs: 15 * MINUTE_MS };

/** @throws AppError `rate-limited` */
async function countTry(ctx: Context, limits: Limit[], event: string): Promise<void> {
  const until = await takeTry(ctx, limits);
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
  await ctx.commit([queueMail('reset', 'u.email = :email', { email, now: ctx.now() })]);
  ctx.log('info', 'password.reset-asked');
  return { outcome: 'asked' };
}

type Owner = { id: number; name: string; email: string; role: Role };

const OWNER = `select u.id, u.name, u.email, u.role from one_time_codes c join users u on u.id = c.user_id
  where c.hash = :hash and c.purpose = 'reset' and c.expires_at > :now and u.state = 'active' and u.archived_at is null`;

function refuseCode(): never {
  const message = 'This link has been used or has run out. Ask for a new one.';
  throw new AppError('invalid', message, { fieldErrors: { code: [message] } });
}

/** Sets the password and ends what the old one opened, in one write that only a code that still holds can start. */
function writesOf(ctx: Context, { id, name, role }: Owner, passwordHash: string, hash: string): Write[] {
  const now = ctx.now();
  const isOwner = '(select user_id from one_time_codes where hash = :hash)';
  const owner = { ...ctx, actor: { id, name, role } };
  return [
    {
      sql: `update users set password_hash = :passwordHash, ${PROVES_ADDRESS} where id = (select user_id from one_time_codes
        where hash = :hash and purpose = 'reset' and expires_at > :now) returning id`,
      args: { passwordHash, hash, now },
    },
    auditChange(owner, { action: 'password.reset', subject: `user:${id}` }),
    ...endSignIns(`user_id = ${isOwner}`, { hash, now }),
    { sql: `delete from passkeys where user_id = ${isOwner}`, args: { hash } },
    auditChange(owner, { action: 'passkey.removed', subject: `user:${id}`, detail: { all: true } }),
    { sql: `delete from outgoing_mails where kind = 'reset' and sent_at is null and user_id = ${isOwner}`, args: { hash } },
    ...(ctx.mail ? [queueMail('password-changed', `u.id = ${isOwner}`, { hash, now })] : []),
    { sql: `delete from one_time_codes where purpose = 'reset' and user_id = ${isOwner}`, args: { hash } },
  ];
}

/** Chooses another password with the code of a link, once. Every sign-in and passkey of the account ends, and every other link for it.
 *  This browser is known to the account from now on: whoever locked the account with wrong guesses does not hold up its owner.
 *  @throws AppError `invalid` for a code that does not hold, or a weak password; `rate-limited`, `unavailable` */
export async function resetPassword(ctx: Context, { code, password }: ResetPasswordInput): Promise<{ outcome: 'changed' }> {
  const limits = [{ key: `reset-code|address|${networkOf(ctx.address)}`, ...WRONG_CODES_PER_ADDRESS }];
  await countTry(ctx, limits, 'password.reset-limited');
  const hash = await hashOfCode(code);
  const owner = (await queryRow<Owner>(ctx.db, OWNER, { hash, now: ctx.now() })) ?? refuseCode();
  await giveBackTry(ctx, limits);
  const passwordHash = await hashNewPassword(ctx, password, [owner.name, owner.email]);
  const [changed] = await ctx.commit(writesOf(ctx, owner, passwordHash, hash));
  if (changed?.rows.length !== 1) refuseCode();
  rememberDevice(ctx, owner.id);
  ctx.log('info', 'password.reset', { userId: owner.id });
  return { outcome: 'changed' };
}
