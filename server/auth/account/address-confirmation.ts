/**
 * Proving that an address is one's own, with the code of a link that a mail brought there. Nobody is let in by it: it tells
 * administrators whose mailbox an account is, before they approve it.
 */
import { and, eq, isNull } from 'drizzle-orm';
import { oneTimeCodes, users } from '#db/schema';
import { HOUR_MS, MINUTE_MS } from '#domain/duration';
import { AppError, invalidField } from '#domain/errors';
import { hashOfCode } from '#domain/one-time-code';
import type { ConfirmAddressInput, ForgotPasswordInput } from '#domain/person/user';
import { consume, networkOf, refund, tooManyTries } from '#server/auth/rate-limit';
import { auditChange } from '#server/context/audit';
import type { Context } from '#server/context/context';
import { endLinks, isOwnerOfCode, ownerOfCode, provedAt } from './account-link';
import { queueMail } from './outgoing-mail';

/** Nobody needs more links than this, and a mailbox is not flooded. */
const ASKED_PER_ACCOUNT = { max: 3, windowMs: HOUR_MS };
/** A year group signs up behind one address on its first morning. */
const ASKED_PER_ADDRESS = { max: 300, windowMs: HOUR_MS };
/** Codes cannot be guessed; this keeps a script from asking the database for ever. */
const WRONG_CODES_PER_ADDRESS = { max: 30, windowMs: 15 * MINUTE_MS };

/** Lets another mail with a link go to an address whose account is not confirmed. The caller is not told whether there is one.
 *  @throws AppError `rate-limited`, `conflict` where no mail leaves the school */
export async function resendConfirmation(ctx: Context, { email }: ForgotPasswordInput): Promise<{ outcome: 'asked' }> {
  if (!ctx.mail) throw new AppError('conflict', 'account.no-mail');
  const until = await consume(ctx, [
    { key: `confirm|account|${email}`, ...ASKED_PER_ACCOUNT },
    { key: `confirm|address|${networkOf(ctx.address)}`, ...ASKED_PER_ADDRESS },
  ]);
  if (until !== null) throw tooManyTries(until, ctx.now());
  await ctx.commit([queueMail(ctx, 'confirm', eq(users.email, email))]);
  ctx.log('info', 'address.confirmation-asked');
  return { outcome: 'asked' };
}

/** The account's address is still the one that a mail brought the code to. */
const IS_SAME_ADDRESS = eq(oneTimeCodes.mailedTo, users.email);

function refuseCode(): never {
  throw invalidField('code', 'account.link-used');
}

/** Notes that the address of an account is its owner's. The code, and every other of its kind, is spent.
 *  @throws AppError `invalid` for a code that does not hold, or whose account has another address by now; `rate-limited` */
export async function confirmAddress(ctx: Context, { code }: ConfirmAddressInput): Promise<{ outcome: 'confirmed' }> {
  const limits = [{ key: `confirm-code|address|${networkOf(ctx.address)}`, ...WRONG_CODES_PER_ADDRESS }];
  const until = await consume(ctx, limits);
  if (until !== null) throw tooManyTries(until, ctx.now());
  const used = { hash: await hashOfCode(code), kind: 'confirm' as const };
  const owner = (await ownerOfCode(ctx, used, and(IS_SAME_ADDRESS, isNull(users.archivedAt)))) ?? refuseCode();
  await refund(ctx, limits);
  const [confirmed] = await ctx.commit([
    ctx.db
      .update(users)
      .set({ emailConfirmedAt: provedAt(ctx, used) })
      .where(and(isNull(users.archivedAt), isOwnerOfCode(ctx, used, IS_SAME_ADDRESS))),
    auditChange({ ...ctx, actor: owner }, { action: 'user.address-confirmed', subject: `user:${owner.id}` }),
    endLinks(ctx, { userId: owner.id, kind: 'confirm' }),
  ]);
  if (confirmed?.rowsAffected !== 1) refuseCode();
  ctx.log('info', 'address.confirmed', { userId: owner.id });
  return { outcome: 'confirmed' };
}
