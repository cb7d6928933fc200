/**
 * Asking for an account. It waits for an administrator, and the answer is the same whether or not the address has one already.
 */
import { and, eq, inArray, isNotNull } from 'drizzle-orm';
import { oneTimeCodes, users } from '#db/schema';
import { HOUR_MS } from '#domain/duration';
import { AppError } from '#domain/errors';
import { addressEnds, type EmailDomains, isAllowedDomain, type SignUpInput } from '#domain/person/user';
import { hashNewPassword } from '#server/auth/new-password';
import { consume, type Limit, networkOf, tooManyTries } from '#server/auth/rate-limit';
import { waitFor } from '#server/auth/waiting';
import type { Context, Write } from '#server/context/context';
import { queueMail } from './outgoing-mail';

/** A year group signs up behind one address on its first morning; a script that floods the approvals is slowed. */
const SIGN_UPS_PER_ADDRESS = { max: 300, windowMs: HOUR_MS };

/** @throws AppError `invalid` when the school does not take this address for this role */
function refuseForeignDomain({ email, role }: SignUpInput, domains: EmailDomains): void {
  if (isAllowedDomain(email, role, domains)) return;
  const said = { id: 'account.email-for-role', values: { domains: addressEnds(domains[role]) } } as const;
  throw new AppError('invalid', 'account.email-unusable', { fieldErrors: { email: [said] } });
}

/** @throws AppError `rate-limited` */
async function countSignUp(ctx: Context): Promise<void> {
  const limits: Limit[] = [{ key: `sign-up|address|${networkOf(ctx.address)}`, ...SIGN_UPS_PER_ADDRESS }];
  const until = await consume(ctx, limits);
  if (until === null) return;
  ctx.log('warn', 'sign-up.limited');
  throw tooManyTries(until, ctx.now());
}

/** A link to the mailbox of an account that this sign-up has made, which only it has this salted hash; codes of one it takes up end. */
function proofOfAddress(ctx: Context, made: { email: string; passwordHash: string }): Write[] {
  const isMade = and(eq(users.email, made.email), eq(users.passwordHash, made.passwordHash));
  const account = ctx.db.select({ id: users.id }).from(users).where(isMade);
  return [
    ctx.db.delete(oneTimeCodes).where(and(eq(oneTimeCodes.purpose, 'confirm'), inArray(oneTimeCodes.userId, account))),
    ...(ctx.mail ? [queueMail(ctx, 'confirm', isMade)] : []),
  ];
}

/** A pending account. It takes the place of one that was rejected, and of no other. */
function pendingAccount(
  ctx: Context,
  { email, name, role }: SignUpInput,
  made: { passwordHash: string; createdAt: number },
): Write {
  const details = { name, role, ...made };
  return ctx.db
    .insert(users)
    .values({ email, state: 'pending', ...details })
    .onConflictDoUpdate({
      target: users.email,
      set: { ...details, archivedAt: null, emailConfirmedAt: null, requestedName: null },
      setWhere: and(eq(users.state, 'pending'), isNotNull(users.archivedAt)),
    })
    .returning({ id: users.id });
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
  const proof = proofOfAddress(ctx, { email: input.email, passwordHash });
  const createdAt = ctx.now();
  const [created] = await ctx.commit([pendingAccount(ctx, input, { passwordHash, createdAt }), ...proof]);
  waitFor(ctx, { email: input.email, since: createdAt });
  ctx.log('info', 'sign-up', { userId: created?.rows[0]?.id ?? null, role: input.role });
  return { outcome: 'waits-for-approval' };
}
