/**
 * Invitations: an administrator lets a person in whose account exists and has no password yet; the person chooses one. Links that
 * administrators hand over themselves are made in `account-access`.
 */
import { and, eq, inArray, isNotNull, isNull, ne, type SQL, sql } from 'drizzle-orm';
import { ownName } from '#db/own-name';
import { oneTimeCodes, users } from '#db/schema';
import { asBoolean } from '#db/sql/values';
import { MINUTE_MS } from '#domain/duration';
import { invalidField } from '#domain/errors';
import { hashOfCode } from '#domain/one-time-code';
import type { AcceptInvitationInput, InvitationInput, UserState } from '#domain/person/user';
import { rememberDevice } from '#server/auth/known-device';
import { hashNewPassword } from '#server/auth/new-password';
import { consume, networkOf, refund, tooManyTries } from '#server/auth/rate-limit';
import { auditChange, auditPeople } from '#server/context/audit';
import type { ActorContext, Context, Write } from '#server/context/context';
import { endLinks, isOwnerOfCode, ownerOfCode, provedAt, type UsedCode } from './account-link';
import { dropWaitingMail, HAS_ADDRESS, queueMail } from './outgoing-mail';

/** Codes cannot be guessed; this keeps a script from asking the database for ever. */
const WRONG_CODES_PER_ADDRESS = { max: 30, windowMs: 15 * MINUTE_MS };

type Invited = NonNullable<Awaited<ReturnType<typeof ownerOfCode>>>;

/** Who can be invited, and accept. */
const MAY_JOIN = and(isNull(users.passwordHash), ne(users.state, 'suspended'), isNull(users.archivedAt));

function refuseCode(): never {
  throw invalidField('code', 'account.invitation-used');
}

async function usedCode(code: string) {
  return { hash: await hashOfCode(code), kind: 'invite' as const };
}

/** Whom a code invites. Wrong codes are counted by address.
 *  @throws AppError `invalid` for a code that does not hold, `rate-limited` */
async function findInvited(ctx: Context, used: UsedCode): Promise<Invited> {
  const limits = [{ key: `invitation-code|address|${networkOf(ctx.address)}`, ...WRONG_CODES_PER_ADDRESS }];
  const until = await consume(ctx, limits);
  if (until !== null) throw tooManyTries(until, ctx.now());
  const invited = (await ownerOfCode(ctx, used, MAY_JOIN)) ?? refuseCode();
  await refund(ctx, limits);
  return invited;
}

/** Who is invited, for the page that asks for the password. The code stays good.
 *  @throws AppError `invalid` for a code that does not hold, `rate-limited` */
export async function lookAtInvitation(ctx: Context, { code }: InvitationInput) {
  const { name, email, role } = await findInvited(ctx, await usedCode(code));
  return { name, email, role };
}

/** The account is active from now on; the code, and any mail that still waits, is done with. */
function joinWrites(ctx: Context, invited: Invited, used: UsedCode, joining: { name: string; passwordHash: string }): Write[] {
  const { id, role, name: before } = invited;
  const detail =
    joining.name === before
      ? {}
      : { changes: { [role === 'admin' ? 'name' : 'requestedName']: { from: before, to: joining.name } } };
  return [
    ctx.db
      .update(users)
      .set({
        ...ownName(joining.name),
        emailConfirmedAt: provedAt(ctx, used),
        passwordHash: joining.passwordHash,
        state: 'active',
        approvedAt: sql`coalesce(${users.approvedAt}, ${ctx.now()})`,
      })
      .where(and(isOwnerOfCode(ctx, used), MAY_JOIN)),
    auditChange(
      { ...ctx, actor: { id, name: role === 'admin' ? joining.name : before, role } },
      { action: 'user.joined', subject: `user:${id}`, detail },
    ),
    dropWaitingMail(ctx, { userId: id, kind: 'invite' }),
    endLinks(ctx, { userId: id, kind: 'invite' }),
  ];
}

/** Accepts an invitation with a password, once, and a name that its owner has checked: another one is asked for (`ownName`).
 *  @throws AppError `invalid` for a code that does not hold, or a weak password; `rate-limited`, `unavailable` */
export async function acceptInvitation(ctx: Context, input: AcceptInvitationInput): Promise<{ outcome: 'joined' }> {
  const used = await usedCode(input.code);
  const invited = await findInvited(ctx, used);
  const passwordHash = await hashNewPassword(ctx, input.password, [input.name, invited.name, invited.email]);
  const [joined] = await ctx.commit(joinWrites(ctx, invited, used, { name: input.name, passwordHash }));
  if (joined?.rowsAffected !== 1) refuseCode();
  rememberDevice(ctx, invited.id);
  ctx.log('info', 'user.joined', { userId: invited.id });
  return { outcome: 'joined' };
}

/** `needs-link`: no mail leaves this school, or the person has no address, so the link has to be handed over. */
export type InvitationOutcome = 'sent' | 'needs-link' | 'has-password' | 'suspended' | 'not-found';

type Candidate = { id: number; hasPassword: boolean; hasAddress: boolean; state: UserState };

function outcomeOf(ctx: Context, candidate: Candidate | undefined): InvitationOutcome {
  if (!candidate) return 'not-found';
  if (candidate.state === 'suspended') return 'suspended';
  if (candidate.hasPassword) return 'has-password';
  return ctx.mail && candidate.hasAddress ? 'sent' : 'needs-link';
}

/** Condition: the account has a password. */
export const HAS_PASSWORD = asBoolean(isNotNull(users.passwordHash));

/** Who invites is who has approved. */
function inviteWrites(ctx: ActorContext, ids: number[]): Write[] {
  const isAsked = inArray(users.id, ids);
  const isInvited = and(isAsked, MAY_JOIN) as SQL;
  return [
    auditPeople(ctx, {
      action: 'user.invited',
      where: isInvited,
      detail: sql`json_object('name', ${users.name}, 'email', ${users.email})`,
    }),
    ctx.db.update(users).set({ approvedById: ctx.actor.id }).where(isInvited),
    ctx.db.delete(oneTimeCodes).where(and(eq(oneTimeCodes.purpose, 'invite'), inArray(oneTimeCodes.userId, ids))),
    queueMail(ctx, 'invite', isAsked),
  ];
}

/** Sends invitations by mail; a link that was sent before ends. Every id has its own answer, and one that cannot be invited never
 *  stops the others. */
export async function sendInvitations(ctx: ActorContext, { userIds }: { userIds: number[] }) {
  const candidates = await ctx.db
    .select({ id: users.id, hasPassword: HAS_PASSWORD, hasAddress: HAS_ADDRESS, state: users.state })
    .from(users)
    .where(and(inArray(users.id, userIds), isNull(users.archivedAt)));
  const byId = new Map(candidates.map((candidate) => [candidate.id, candidate]));
  const results = [...new Set(userIds)].map((userId) => ({ userId, outcome: outcomeOf(ctx, byId.get(userId)) }));
  const sent = results.filter(({ outcome }) => outcome === 'sent').map(({ userId }) => userId);
  if (sent.length > 0) await ctx.commit(inviteWrites(ctx, sent));
  ctx.log('info', 'user.invited', { actorId: ctx.actor.id, userIds: sent });
  return { results };
}
