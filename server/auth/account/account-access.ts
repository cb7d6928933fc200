/**
 * How an account stands, and the links and mails an administrator lets its owner in with: an invitation, or for somebody who has a
 * password a link to choose another.
 */
import { and, desc, eq, gt, isNull, max, sql } from 'drizzle-orm';
import { deliveries, oneTimeCodes, users } from '#db/schema';
import { AppError } from '#domain/errors';
import type { PasswordLinkKind } from '#domain/one-time-code';
import type { Role, UserState } from '#domain/person/user';
import { auditChange } from '#server/context/audit';
import type { ActorContext } from '#server/context/context';
import { type AccountLink, makeLink } from './account-link';
import { HAS_PASSWORD } from './invitation';
import { dropWaitingMail, queueMail } from './outgoing-mail';

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
  const detail = { name: account.name, email: account.email, by: 'link' as const };
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
  const detail = { name: account.name, email: account.email, by: 'mail' as const };
  await ctx.commit([
    queueMail(ctx, 'reset', eq(users.id, userId)),
    auditChange(ctx, { action: 'user.reset-link', subject: `user:${userId}`, detail }),
  ]);
  return { outcome: 'sent' };
}

function loadLastMail({ db }: ActorContext, userId: number, linkKind: PasswordLinkKind) {
  const { id, kind, createdAt, sentAt, dueAt, tries } = deliveries;
  return db
    .select({ kind: sql<PasswordLinkKind>`${kind}`, createdAt, sentAt, dueAt, tries })
    .from(deliveries)
    .where(and(eq(deliveries.userId, userId), eq(kind, linkKind)))
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
