/** Changing one's own password: the old one is asked for, so that a browser left open does not give the account away. */
import { queryRow } from '#db/query';
import { MINUTE_MS } from '#domain/duration';
import { AppError } from '#domain/errors';
import type { ChangePasswordInput } from '#domain/user';
import type { ActorContext } from '#server/context';
import { auditIfChanged } from '#server/services/audit';
import { choosingTurn } from './hashing-turn';
import { endSignIns } from '#server/services/code-revision';
import { hashNewPassword } from './new-password';
import { queueMail } from './outgoing-mail';
import { hashingLine, verifyPassword } from './password';
import { giveBackTry, type Limit, takeTry, tooManyTries } from './rate-limit';

/** As at sign-in: a person mistypes a few times. */
const TRIES = { max: 10, windowMs: 15 * MINUTE_MS };

type Account = { email: string; passwordHash: string | null };

/** @throws AppError `invalid` at the field `current`, `rate-limited`, `unavailable` */
async function refuseWrongPassword(ctx: ActorContext, current: string, { passwordHash }: Account): Promise<void> {
  const limits: Limit[] = [{ key: `change-password|${ctx.actor.id}`, ...TRIES }];
  const until = await takeTry(ctx, limits);
  if (until !== null) throw tooManyTries(until, ctx.now());
  if (await hashingLine(ctx)(() => verifyPassword(current, passwordHash), choosingTurn(ctx))) return giveBackTry(ctx, limits);
  ctx.log('warn', 'password.change-failed', { userId: ctx.actor.id });
  const message = 'This is not your password.';
  throw new AppError('invalid', message, { fieldErrors: { current: [message] } });
}

/** Sets another password and ends every other sign-in; this one stays. The owner is told by mail, where there is one.
 *  @throws AppError `invalid` for a wrong or a weak password, `rate-limited`, `unavailable`, `conflict` when another change came first */
export async function changePassword(ctx: ActorContext, input: ChangePasswordInput): Promise<{ outcome: 'changed' }> {
  const { id, name } = ctx.actor;
  const account = await queryRow<Account>(ctx.db, 'select email, password_hash passwordHash from users where id = ?', [id]);
  if (!account) throw new AppError('not-found', 'This account no longer exists.');
  await refuseWrongPassword(ctx, input.current, account);
  const passwordHash = await hashNewPassword(ctx, input.password, [name, account.email]);
  const now = ctx.now();
  const [changed] = await ctx.commit([
    {
      sql: 'update users set password_hash = ? where id = ? and password_hash = ?',
      args: [passwordHash, id, account.passwordHash],
    },
    auditIfChanged({ actor: ctx.actor, at: now, action: 'password.changed', subject: `user:${id}`, detail: {} }),
    ...endSignIns('user_id = :id and id <> :current', { id, current: ctx.loginSession.id, now }),
    { sql: "delete from one_time_codes where user_id = ? and purpose = 'reset'", args: [id] },
    ...(ctx.mail ? [queueMail('password-changed', 'u.id = :id', { id, now })] : []),
  ]);
  if (changed?.rowsAffected !== 1) throw new AppError('conflict', 'Your password was changed elsewhere a moment ago.');
  ctx.log('info', 'password.changed', { userId: id });
  return { outcome: 'changed' };
}
