/** Changing one's own password: the old one is asked for, so that a browser left open does not give the account away. */
import { and, eq, exists } from 'drizzle-orm';
import { users } from '#db/schema';
import { AppError } from '#domain/errors';
import type { ChangePasswordInput } from '#domain/person/user';
import { hashNewPassword } from '#server/auth/new-password';
import { auditChange } from '#server/context/audit';
import { endOtherSignIns } from '#server/context/code-revision';
import type { ActorContext } from '#server/context/context';
import { endLinks } from './account-link';
import { refuseWrongPassword } from './identity-check';
import { queueMail } from './outgoing-mail';
import { passkeyRemoval } from './passkey-removal';

/** Sets another password and ends every other sign-in; this one stays. The owner is told by mail, where there is one.
 *  @throws AppError `invalid` for a wrong or a weak password, `rate-limited`, `unavailable`, `conflict` when another change came first */
export async function changePassword(ctx: ActorContext, input: ChangePasswordInput): Promise<{ outcome: 'changed' }> {
  const { id, name } = ctx.actor;
  const isOwn = eq(users.id, id);
  const { email, passwordHash: stored } = users;
  const account = await ctx.db.select({ email, passwordHash: stored }).from(users).where(isOwn).get();
  if (!account) throw new AppError('not-found', 'account.gone');
  await refuseWrongPassword(ctx, { field: 'current', typed: input.current, passwordHash: account.passwordHash });
  const passwordHash = await hashNewPassword(ctx, input.password, [name, account.email]);
  const changedOwn = ctx.db
    .select({ id: users.id })
    .from(users)
    .where(and(isOwn, eq(stored, passwordHash)));
  const [changed] = await ctx.commit([
    ctx.db
      .update(users)
      .set({ passwordHash })
      .where(and(isOwn, eq(stored, account.passwordHash ?? ''))),
    auditChange(ctx, { action: 'password.changed', subject: `user:${id}` }),
    ...endOtherSignIns(ctx),
    ...(input.endPasskeys ? passkeyRemoval(ctx, exists(changedOwn)) : []),
    endLinks(ctx, { userId: id, kind: 'reset' }),
    ...(ctx.mail ? [queueMail(ctx, 'password-changed', isOwn)] : []),
  ]);
  if (changed?.rowsAffected !== 1) throw new AppError('conflict', 'account.password-changed-elsewhere');
  ctx.log('info', 'password.changed', { userId: id });
  return { outcome: 'changed' };
}
