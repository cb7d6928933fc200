/**
 * Asking for an account. It waits for an administrator, and the answer is the same whether or not the address has one already.
 */
import type { InStatement } from '@libsql/client';
import { HOUR_MS } from '#domain/duration';
import { AppError } from '#domain/errors';
import { type EmailDomains, isAllowedDomain, type SignUpInput } from '#domain/person/user';
import { hashNewPassword } from '#server/auth/new-password';
import { type Limit, networkOf, takeTry, tooManyTries } from '#server/auth/rate-limit';
import type { Context } from '#server/context/context';
import { queueMail } from './outgoing-mail';

/** A year group signs up behind one address on its first morning; a script that floods the approvals is slowed. */
const SIGN_UPS_PER_ADDRESS = { max: 300, windowMs: HOUR_MS };

/** @throws AppError `invalid` when the school does not take this address for this role */
function refuseForeignDomain({ email, role }: SignUpInput, domains: EmailDomains): void {
  if (isAllowedDomain(email, role, domains)) return;
  const allowed = domains[role].map((domain) => `@${domain}`).join(' or ');
  const fieldErrors = { email: [`For this role, use your school address. It ends in ${allowed}.`] };
  throw new AppError('invalid', 'This email address cannot be used.', { fieldErrors });
}

/** @throws AppError `rate-limited` */
async function countSignUp(ctx: Context): Promise<void> {
  const limits: Limit[] = [{ key: `sign-up|address|${networkOf(ctx.address)}`, ...SIGN_UPS_PER_ADDRESS }];
  const until = await takeTry(ctx, limits);
  if (until === null) return;
  ctx.log('warn', 'sign-up.limited');
  throw tooManyTries(until, ctx.now());
}

/** A link to the mailbox of an account that this sign-up has made, which only it has this salted hash; codes of one it takes up end. */
function proofOfAddress({ mail }: Context, made: { email: string; passwordHash: string; now: number }): InStatement[] {
  const isMade = 'u.email = :email and u.password_hash = :passwordHash';
  return [
    {
      sql: `delete from one_time_codes where purpose = 'confirm' and user_id in (select u.id from users u where ${isMade})`,
      args: made,
    },
    ...(mail ? [queueMail('confirm', isMade, made)] : []),
  ];
}

/** Makes a pending account, or nothing when the address has one; the caller is not told which. One that was rejected waits anew.
 *  Where there is mail, one with a link that proves the address goes there.
 *  @param domains allowed email domains by role
 *  @throws AppError `invalid` for an address outside them or a weak password, `rate-limited`, `unavailable` */
export async function signUp(
  ctx: Context,
  input: SignUpInput,
  domains: EmailDomains,
): Promise<{ outcome: 'waits-for-approval' }> {
  refuseForeignDomain(input, domains);
  await countSignUp(ctx);
  const passwordHash = await hashNewPassword(ctx, input.password, [input.name, input.email]);
  const now = ctx.now();
  const sql = `insert into users (email, name, role, state, password_hash, created_at) values (?, ?, ?, 'pending', ?, ?)
    on conflict (email) do update set name = excluded.name, role = excluded.role, password_hash = excluded.password_hash,
      created_at = excluded.created_at, archived_at = null, email_confirmed_at = null, requested_name = null
    where state = 'pending' and archived_at is not null returning id`;
  const args = [input.email, input.name, input.role, passwordHash, now];
  const [created] = await ctx.commit([{ sql, args }, ...proofOfAddress(ctx, { email: input.email, passwordHash, now })]);
  ctx.log('info', 'sign-up', { userId: created?.rows[0]?.id ?? null, role: input.role });
  return { outcome: 'waits-for-approval' };
}
