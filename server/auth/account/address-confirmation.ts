/**
 * Proving that an address is one's own, with the code of a link that a mail brought there. Nobody is let in by it: it tells
 * administrators whose mailbox an account is, before they approve it.
 */
import { queryRow } from '#db/query';
import { HOUR_MS, MINUTE_MS } from '#domain/duration';
import { AppError } from '#domain/errors';
import { hashOfCode } from '#domain/one-time-code';
import type { ConfirmAddressInput, ForgotPasswordInput, Role } from '#domain/person/user';
import { giveBackTry, networkOf, takeTry, tooManyTries } from '#server/auth/rate-limit';
import { auditChange } from '#server/context/audit';
import type { Context } from '#server/context/context';
import { PROVES_ADDRESS } from './account-link';
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
  if (!ctx.mail) throw new AppError('conflict', 'No mail is set up for this school. Tell your school who you are instead.');
  const until = await takeTry(ctx, [
    { key: `confirm|account|${email}`, ...ASKED_PER_ACCOUNT },
    { key: `confirm|address|${networkOf(ctx.address)}`, ...ASKED_PER_ADDRESS },
  ]);
  if (until !== null) throw tooManyTries(until, ctx.now());
  await ctx.commit([queueMail('confirm', 'u.email = :email', { email, now: ctx.now() })]);
  ctx.log('info', 'address.confirmation-asked');
  return { outcome: 'asked' };
}

type Owner = { id: number; name: string; role: Role };

const OWNER = `select u.id, u.name, u.role from one_time_codes c join users u on u.id = c.user_id
  where c.hash = :hash and c.purpose = 'confirm' and c.expires_at > :now and c.mailed_to = u.email and u.archived_at is null`;

const CONFIRM = `update users set ${PROVES_ADDRESS} where archived_at is null and id = (select user_id from one_time_codes
  where hash = :hash and purpose = 'confirm' and expires_at > :now and mailed_to = users.email) returning id`;

function refuseCode(): never {
  const message = 'This link has been used or has run out. Ask for a new one.';
  throw new AppError('invalid', message, { fieldErrors: { code: [message] } });
}

/** Notes that the address of an account is its owner's. The code, and every other of its kind, is spent.
 *  @throws AppError `invalid` for a code that does not hold, or whose account has another address by now; `rate-limited` */
export async function confirmAddress(ctx: Context, { code }: ConfirmAddressInput): Promise<{ outcome: 'confirmed' }> {
  const limits = [{ key: `confirm-code|address|${networkOf(ctx.address)}`, ...WRONG_CODES_PER_ADDRESS }];
  const until = await takeTry(ctx, limits);
  if (until !== null) throw tooManyTries(until, ctx.now());
  const now = ctx.now();
  const hash = await hashOfCode(code);
  const owner = (await queryRow<Owner>(ctx.db, OWNER, { hash, now })) ?? refuseCode();
  await giveBackTry(ctx, limits);
  const [confirmed] = await ctx.commit([
    { sql: CONFIRM, args: { hash, now } },
    auditChange({ ...ctx, actor: owner }, { action: 'user.address-confirmed', subject: `user:${owner.id}` }),
    { sql: "delete from one_time_codes where purpose = 'confirm' and user_id = ?", args: [owner.id] },
  ]);
  if (confirmed?.rows.length !== 1) refuseCode();
  ctx.log('info', 'address.confirmed', { userId: owner.id });
  return { outcome: 'confirmed' };
}
