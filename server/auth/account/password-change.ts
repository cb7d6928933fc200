/** Changing one's own password: the old one is asked for, so that a browser left open does not give the account away. */
import { queryRow } from '#db/query';
import { AppError } from '#domain/errors';
import type { ChangePasswordInput } from '#domain/person/user';
import { hashNewPassword } from '#server/auth/new-password';
import { auditChange } from '#server/context/audit';
import { endSignIns } from '#server/context/code-revision';
import type { ActorContext } from '#server/context/context';
import { refuseWrongPassword } from './identity-check';
import { queueMail } from './outgoing-mail';
import { passkeyRemoval } from './passkey-removal';

type Account = { email: string; passwordHash: string | null };

/** Sets another password and ends every other sign-in; this one stays. The owner is told by mail, where there is one.
 *  @throws AppError `invalid` for a wrong or a weak password, `rate-limited`, `unavailable`, `conflict` when another change came first */
export async function changePassword(ctx: ActorContext, input: ChangePasswordInput): Promise<{ outcome: 'changed' }> {
  const { id, name } = ctx.actor;
  const account = await queryRow<Account>(ctx.db, 'select email, password_hash passwordHash from users where id = ?', [id]);
  if (!account) throw new AppError('not-found', 'This account no longer exists.');
  await refuseWrongPassword(ctx, { field: 'current', typed: input.current, passwordHash: account.passwordHash });
  const passwordHash = await hashNewPassword(ctx, input.password, [name, account.email]);
  const now = ctx.now();
  const [changed] = await ctx.commit([
    {
      sql: 'update users set password_hash = ? where id = ? and password_hash = ?',
      args: [passwordHash, id, account.passwordHash],
    },
    auditChange(ctx, { action: 'password.changed', subject: `user:${id}` }),
    ...endSignIns('user_id = :id and id <> :current', { id, current: ctx.loginSession.id, now }),
    ...(input.endPasskeys
      ? passkeyRemoval(ctx, 'exists (select 1 from users where id = :actorId and password_hash = :passwordHash)', {
          actorId: id,
          passwordHash,
        })
      : []),
    { sql: "delete from one_time_codes where user_id = ? and purpose = 'reset'", args: [id] },
    ...(ctx.mail ? [queueMail('password-changed', 'u.id = :id', { id, now })] : []),
  ]);
  if (changed?.rowsAffected !== 1) throw new AppError('conflict', 'Your password was changed elsewhere a moment ago.');
  ctx.log('info', 'password.changed', { userId: id });
  return { outcome: 'changed' };
}
