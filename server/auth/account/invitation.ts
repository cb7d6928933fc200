/**
 * Invitations: an administrator lets a person in whose account exists and has no password yet; the person chooses one. Also the
 * links that administrators hand over themselves, which for somebody who has a password lead to another one.
 */
import { and, isNull, ne, type SQL, sql } from 'drizzle-orm';
import { OWN_NAME } from '#db/own-name';
import { queryRow, queryRows } from '#db/query';
import { users } from '#db/schema';
import { MINUTE_MS } from '#domain/duration';
import { AppError } from '#domain/errors';
import { hashOfCode, type PasswordLinkKind } from '#domain/one-time-code';
import type { AcceptInvitationInput, InvitationInput, Role, UserState } from '#domain/person/user';
import { rememberDevice } from '#server/auth/known-device';
import { hashNewPassword } from '#server/auth/new-password';
import { giveBackTry, networkOf, takeTry, tooManyTries } from '#server/auth/rate-limit';
import { auditChange, auditPeople } from '#server/context/audit';
import type { ActorContext, Context, Write } from '#server/context/context';
import { type AccountLink, endLinks, makeLink, PROVES_ADDRESS } from './account-link';
import { dropWaitingMail, HAS_ADDRESS, queueMail } from './outgoing-mail';

/** Codes cannot be guessed; this keeps a script from asking the database for ever. */
const WRONG_CODES_PER_ADDRESS = { max: 30, windowMs: 15 * MINUTE_MS };

type Invited = { id: number; name: string; email: string; role: Role };

const INVITED = `select u.id, u.name, u.email, u.role from one_time_codes c join users u on u.id = c.user_id
  where c.hash = :hash and c.purpose = 'invite' and c.expires_at > :now
    and u.password_hash is null and u.state <> 'suspended' and u.archived_at is null`;

function refuseCode(): never {
  const message = 'This invitation has been used or has run out. Ask your school for a new one.';
  throw new AppError('invalid', message, { fieldErrors: { code: [message] } });
}

/** Whom a code invites. Wrong codes are counted by address.
 *  @throws AppError `invalid` for a code that does not hold, `rate-limited` */
async function findInvited(ctx: Context, hash: string): Promise<Invited> {
  const limits = [{ key: `invitation-code|address|${networkOf(ctx.address)}`, ...WRONG_CODES_PER_ADDRESS }];
  const until = await takeTry(ctx, limits);
  if (until !== null) throw tooManyTries(until, ctx.now());
  const invited = (await queryRow<Invited>(ctx.db, INVITED, { hash, now: ctx.now() })) ?? refuseCode();
  await giveBackTry(ctx, limits);
  return invited;
}

/** Who is invited, for the page that asks for the password. The code stays good.
 *  @throws AppError `invalid` for a code that does not hold, `rate-limited` */
export async function lookAtInvitation(ctx: Context, { code }: InvitationInput) {
  const { name, email, role } = await findInvited(ctx, await hashOfCode(code));
  return { name, email, role };
}

/** The account is active from now on; the code, and any mail that still waits, is done with. */
function joinWrites(ctx: Context, invited: Invited, joining: { name: string; passwordHash: string; hash: string }): Write[] {
  const { id, role, name: before } = invited;
  const now = ctx.now();
  const detail =
    joining.name === before ? {} : { [role === 'admin' ? 'name' : 'requestedName']: { from: before, to: joining.name } };
  return [
    {
      sql: `update users set ${OWN_NAME}, ${PROVES_ADDRESS}, password_hash = :passwordHash, state = 'active',
          approved_at = coalesce(approved_at, :now)
        where id = (select user_id from one_time_codes where hash = :hash and purpose = 'invite' and expires_at > :now)
          and password_hash is null and state <> 'suspended' and archived_at is null returning id`,
      args: { ...joining, now },
    },
    auditChange(
      { ...ctx, actor: { id, name: role === 'admin' ? joining.name : before, role } },
      { action: 'user.joined', subject: `user:${id}`, detail },
    ),
    dropWaitingMail({ userId: id, kind: 'invite' }),
    endLinks({ userId: id, kind: 'invite' }),
  ];
}

/** Accepts an invitation with a password, once, and a name that its owner has checked: another one is asked for (`OWN_NAME`).
 *  @throws AppError `invalid` for a code that does not hold, or a weak password; `rate-limited`, `unavailable` */
export async function acceptInvitation(ctx: Context, input: AcceptInvitationInput): Promise<{ outcome: 'joined' }> {
  const hash = await hashOfCode(input.code);
  const invited = await findInvited(ctx, hash);
  const passwordHash = await hashNewPassword(ctx, input.password, [input.name, invited.name, invited.email]);
  const [joined] = await ctx.commit(joinWrites(ctx, invited, { name: input.name, passwordHash, hash }));
  if (joined?.rows.length !== 1) refuseCode();
  rememberDevice(ctx, invited.id);
  ctx.log('info', 'user.joined', { userId: invited.id });
  return { outcome: 'joined' };
}

/** `needs-link`: no mail leaves this school, or the person has no address, so the link has to be handed over. */
export type InvitationOutcome = 'sent' | 'needs-link' | 'has-password' | 'suspended' | 'not-found';

type Candidate = { id: number; hasPassword: number; hasAddress: number; state: UserState };

function outcomeOf(ctx: Context, candidate: Candidate | undefined): InvitationOutcome {
  if (!candidate) return 'not-found';
  if (candidate.state === 'suspended') return 'suspended';
  if (candidate.hasPassword) return 'has-password';
  return ctx.mail && candidate.hasAddress ? 'sent' : 'needs-link';
}

/** Of the users with these ids (a JSON array), those who can be invited. */
function isInvited(ids: string): SQL {
  const { id, passwordHash, state, archivedAt } = users;
  const isAsked = sql`${id} in (select value from json_each(${ids}))`;
  return and(isAsked, isNull(passwordHash), ne(state, 'suspended'), isNull(archivedAt)) as SQL;
}

/** Who invites is who has approved. */
function inviteWrites(ctx: ActorContext, ids: string): Write[] {
  const { id } = ctx.actor;
  const now = ctx.now();
  return [
    auditPeople(ctx, {
      action: 'user.invited',
      where: isInvited(ids),
      detail: sql`json_object('name', ${users.name}, 'email', ${users.email})`,
    }),
    ctx.db.update(users).set({ approvedById: id }).where(isInvited(ids)),
    {
      sql: "delete from one_time_codes where purpose = 'invite' and user_id in (select value from json_each(?))",
      args: [ids],
    },
    queueMail('invite', 'u.id in (select value from json_each(:ids))', { ids, now }),
  ];
}

const CANDIDATES = `select u.id, u.password_hash is not null as hasPassword, ${HAS_ADDRESS} as hasAddress, u.state from users u
  where u.id in (select value from json_each(?)) and u.archived_at is null`;

/** Sends invitations by mail; a link that was sent before ends. Every id has its own answer, and one that cannot be invited never
 *  stops the others. */
export async function sendInvitations(ctx: ActorContext, { userIds }: { userIds: number[] }) {
  const candidates = await queryRows<Candidate>(ctx.db, CANDIDATES, [JSON.stringify(userIds)]);
  const byId = new Map(candidates.map((candidate) => [candidate.id, candidate]));
  const results = [...new Set(userIds)].map((userId) => ({ userId, outcome: outcomeOf(ctx, byId.get(userId)) }));
  const sent = results.filter(({ outcome }) => outcome === 'sent').map(({ userId }) => userId);
  if (sent.length > 0) await ctx.commit(inviteWrites(ctx, JSON.stringify(sent)));
  ctx.log('info', 'user.invited', { actorId: ctx.actor.id, userIds: sent });
  return { results };
}

type Account = { id: number; name: string; email: string; state: UserState; role: Role; hasPassword: number };

const ACCOUNT = `select id, name, email, state, role, password_hash is not null as hasPassword from users
  where id = ? and archived_at is null`;

/** @throws AppError `not-found` for somebody who is not there or has left */
async function findAccount(ctx: ActorContext, userId: number): Promise<Account> {
  const account = await queryRow<Account>(ctx.db, ACCOUNT, [userId]);
  if (!account) throw new AppError('not-found', 'This person is not there.');
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
  const why =
    account.state === 'suspended' ? 'is suspended: lift that first.' : 'waits for approval: approve the account instead.';
  throw new AppError('conflict', `${account.name} ${why}`);
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
  const approves = {
    sql: 'update users set approved_by_id = ? where id = ? and password_hash is null',
    args: [ctx.actor.id, userId],
  };
  // The entry rides with the code's own insert, which it follows.
  const entry = auditChange(ctx, { action, subject: `user:${userId}`, detail });
  const link = await makeLink(
    ctx,
    { userId, kind },
    {
      alongside: [entry, dropWaitingMail({ userId, kind }), approves],
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
    throw new AppError('conflict', `${account.name} has no password yet: invite instead.`);
  if (!ctx.mail) throw new AppError('conflict', 'No mail is set up for this school. Make a link and hand it over.');
  const detail = { name: account.name, email: account.email, by: 'mail' };
  await ctx.commit([
    queueMail('reset', 'u.id = :userId', { userId, now: ctx.now() }),
    auditChange(ctx, { action: 'user.reset-link', subject: `user:${userId}`, detail }),
  ]);
  return { outcome: 'sent' };
}

type LastMail = { kind: PasswordLinkKind; createdAt: number; sentAt: number | null; dueAt: number | null; tries: number };

const LAST_MAIL = `select kind, created_at createdAt, sent_at sentAt, due_at dueAt, tries from outgoing_mails
  where user_id = ? and kind = ? order by created_at desc, id desc limit 1`;
const LINK_HOLDS = 'select max(expires_at) as until from one_time_codes where user_id = ? and purpose = ? and expires_at > ?';

/** How an account stands: which link it can have, whether one holds, and what became of the last mail.
 *  @throws AppError `not-found` */
export async function accountAccess(ctx: ActorContext, { userId }: { userId: number }) {
  const account = await findAccount(ctx, userId);
  const kind = linkKindFor(account);
  const { id, name, email, role, state } = account;
  const person = { id, name, email, role, state };
  if (!kind) return { person, kind, canMail: ctx.mail !== null, lastMail: null, linkUntil: null };
  const [lastMail, link] = await Promise.all([
    queryRow<LastMail>(ctx.db, LAST_MAIL, [userId, kind]),
    queryRow<{ until: number | null }>(ctx.db, LINK_HOLDS, [userId, kind, ctx.now()]),
  ]);
  return { person, kind, canMail: ctx.mail !== null, lastMail: lastMail && { ...lastMail }, linkUntil: link?.until ?? null };
}
