/**
 * Invitations: an administrator lets a person in whose account exists and has no password yet; the person chooses one. Also the
 * links that administrators hand over themselves, which for somebody who has a password lead to another one.
 */
import { and, desc, eq, gt, inArray, isNotNull, isNull, max, ne, type SQL, sql } from 'drizzle-orm';
import { ownName } from '#db/own-name';
import { oneTimeCodes, outgoingMails, users } from '#db/schema';
import { asBoolean } from '#db/sql/values';
import { MINUTE_MS } from '#domain/duration';
import { AppError, invalidField } from '#domain/errors';
import { hashOfCode, type PasswordLinkKind } from '#domain/one-time-code';
import type { AcceptInvitationInput, InvitationInput, Role, UserState } from '#domain/person/user';
import { rememberDevice } from '#server/auth/known-device';
import { hashNewPassword } from '#server/auth/new-password';
import { consume, networkOf, refund, tooManyTries } from '#server/auth/rate-limit';
import { auditChange, auditPeople } from '#server/context/audit';
import type { ActorContext, Context, Write } from '#server/context/context';
import { type AccountLink, endLinks, isOwnerOfCode, makeLink, ownerOfCode, provedAt, type UsedCode } from './account-link';
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
    joining.name === before ? {} : { [role === 'admin' ? 'name' : 'requestedName']: { from: before, to: joining.name } };
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

const HAS_PASSWORD = asBoolean(isNotNull(users.passwordHash));

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

type Account = { id: number; name: string; email: string; state: UserState; role: Role; hasPassword: boolean };

/** @throws AppError `not-found` for somebody who is not there or has left */
async function findAccount(ctx: ActorContext, userId: number): Promise<Account> {
  const { id, name, email, state, role } = users;
  const account = await ctx.db
    .select({ id, name, email, state, role, hasPassword: HAS_PASSWORD })
    .from(users)
    .where(and(eq(id, userId), isNull(users.archivedAt)))
    .get();
  if (!account) throw new AppError('not-found', 'person.not-there');
  return account;
}

/** Which link an account can have: none while it is suspended, or while it waits for approval with a password of its own. */
function linkKindFor({ state, hasPassword }: Account): PasswordLinkKind | null {
  if (state === 'suspended') return null;
  if (!hasPassword) return 'invite';
  return state === 'active' ? 'reset' : null;
}

/** @throws AppError `conflict` */
function refuseWithoutKind(account: Account): PasswordLinkKind {
  const kind = linkKindFor(account);
  if (kind) return kind;
  const id = account.state === 'suspended' ? 'person.suspended' : 'person.pending';
  throw new AppError('conflict', { id, values: { name: account.name } });
}

/** A link for an administrator to hand over: an invitation, or for somebody who has a password one to choose another.
 *  @throws AppError `not-found`, `conflict` when the account can have none */
export async function makeAccountLink(
  ctx: ActorContext,
  { userId }: { userId: number },
): Promise<AccountLink & { kind: PasswordLinkKind }> {
  const account = await findAccount(ctx, userId);
  const kind = refuseWithoutKind(account);
  const action = kind === 'invite' ? ('user.invited' as const) : ('user.reset-link' as const);
  const detail = { name: account.name, email: account.email, by: 'link' };
  const isNew = and(eq(users.id, userId), isNull(users.passwordHash));
  const approves = ctx.db.update(users).set({ approvedById: ctx.actor.id }).where(isNew);
  // The entry rides with the code's own insert, which it follows.
  const entry = auditChange(ctx, { action, subject: `user:${userId}`, detail });
  const link = await makeLink(
    ctx,
    { userId, kind },
    {
      alongside: [entry, dropWaitingMail(ctx, { userId, kind }), approves],
    },
  );
  ctx.log('info', 'account.link-made', { actorId: ctx.actor.id, userId, kind });
  return { ...link, kind };
}

/** Sends somebody who has a password a link to choose another.
 *  @throws AppError `not-found`, `conflict` when there is no mail or the account can have no such link */
export async function sendPasswordReset(ctx: ActorContext, { userId }: { userId: number }): Promise<{ outcome: 'sent' }> {
  const account = await findAccount(ctx, userId);
  if (refuseWithoutKind(account) !== 'reset')
    throw new AppError('conflict', { id: 'person.no-password-yet', values: { name: account.name } });
  if (!ctx.mail) throw new AppError('conflict', 'account.no-mail-for-link');
  const detail = { name: account.name, email: account.email, by: 'mail' };
  await ctx.commit([
    queueMail(ctx, 'reset', eq(users.id, userId)),
    auditChange(ctx, { action: 'user.reset-link', subject: `user:${userId}`, detail }),
  ]);
  return { outcome: 'sent' };
}

function loadLastMail({ db }: ActorContext, userId: number, linkKind: PasswordLinkKind) {
  const { id, kind, createdAt, sentAt, dueAt, tries } = outgoingMails;
  return db
    .select({ kind: sql<PasswordLinkKind>`${kind}`, createdAt, sentAt, dueAt, tries })
    .from(outgoingMails)
    .where(and(eq(outgoingMails.userId, userId), eq(kind, linkKind)))
    .orderBy(desc(createdAt), desc(id))
    .limit(1)
    .get();
}

/** Until when a link of this kind holds; null without one. */
async function linkUntil({ db, now }: ActorContext, userId: number, kind: PasswordLinkKind): Promise<number | null> {
  const { purpose, expiresAt } = oneTimeCodes;
  const isTheirs = and(eq(oneTimeCodes.userId, userId), eq(purpose, kind), gt(expiresAt, now()));
  const link = await db
    .select({ until: max(expiresAt) })
    .from(oneTimeCodes)
    .where(isTheirs)
    .get();
  return link?.until ?? null;
}

/** How an account stands: which link it can have, whether one holds, and what became of the last mail.
 *  @throws AppError `not-found` */
export async function accountAccess(ctx: ActorContext, { userId }: { userId: number }) {
  const account = await findAccount(ctx, userId);
  const kind = linkKindFor(account);
  const { id, name, email, role, state } = account;
  const person = { id, name, email, role, state };
  if (!kind) return { person, kind, canMail: ctx.mail !== null, lastMail: null, linkUntil: null };
  const [lastMail, until] = await Promise.all([loadLastMail(ctx, userId, kind), linkUntil(ctx, userId, kind)]);
  return { person, kind, canMail: ctx.mail !== null, lastMail: lastMail ?? null, linkUntil: until };
}
