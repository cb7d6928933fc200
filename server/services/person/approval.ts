/** Who waits for approval, and what is decided. One's own details are `profile.ts`; passwords and sign-ins are the business of `server/auth`. */
import type { ResultSet } from '@libsql/client';
import { and, asc, count, eq, gt, inArray, isNull, type SQL } from 'drizzle-orm';
import { userPhotos, users } from '#db/schema';
import type { ApprovalInput, PendingPerson } from '#domain/person/user';
import { auditPeople } from '#server/context/audit';
import type { ActorContext, Write } from '#server/context/context';
import { isUnattached } from './person-references';

/** People on one page of the approvals. */
const PAGE = 100;

/** `already-decided`: no longer waiting, or gone. `in-use`: cannot be rejected, because classes know this person. */
export type ApprovalOutcome = 'approved' | 'rejected' | 'already-decided' | 'in-use';

/** People who wait for approval, longest first, a page at a time.
 *  @param after `next` of the page before
 *  @returns `total` counts all pages; `next` is null on the last one */
export async function listPending(ctx: ActorContext, { after = 0 }: { after?: number | undefined }) {
  const isPending = and(eq(users.state, 'pending'), isNull(users.archivedAt));
  const { id, name, email, role, createdAt, emailConfirmedAt } = users;
  const [people, [counted]] = await ctx.db.batch([
    ctx.db
      .select({ id, name, email, role, createdAt, emailConfirmedAt, photoAt: userPhotos.updatedAt })
      .from(users)
      .leftJoin(userPhotos, eq(userPhotos.userId, id))
      .where(and(isPending, gt(id, after)))
      .orderBy(asc(id))
      .limit(PAGE + 1),
    ctx.db.select({ total: count() }).from(users).where(isPending),
  ]);
  const page = people.slice(0, PAGE) satisfies PendingPerson[];
  return { people: page, total: counted?.total ?? 0, next: people.length > PAGE ? (page.at(-1)?.id ?? null) : null };
}

function isAskedAndPending(ids: number[]) {
  return and(eq(users.state, 'pending'), isNull(users.archivedAt), inArray(users.id, ids));
}

/** The second statement answers whom it decided. */
function approve(ctx: ActorContext, ids: number[]): Write[] {
  const where = isAskedAndPending(ids) as SQL;
  const decided = { state: 'active' as const, approvedAt: ctx.now(), approvedById: ctx.actor.id };
  return [
    auditPeople(ctx, { action: 'user.approved', where }),
    ctx.db.update(users).set(decided).where(where).returning({ id: users.id }),
  ];
}

/** The second statement answers whom it decided, the third who could not be. */
function reject(ctx: ActorContext, ids: number[]): Write[] {
  const { db } = ctx;
  const where = and(isAskedAndPending(ids), isUnattached(db)) as SQL;
  return [
    auditPeople(ctx, { action: 'user.rejected', where }),
    db.update(users).set({ archivedAt: ctx.now() }).where(where).returning({ id: users.id }),
    db.select({ id: users.id }).from(users).where(isAskedAndPending(ids)),
  ];
}

function idsIn(result: ResultSet | undefined): Set<unknown> {
  return new Set(result?.rows.map(({ id }) => id));
}

/** Approves or rejects people who wait. Rejecting archives an account that nothing refers to; it is
 *  deleted some time later, or taken up again when its owner signs up anew.
 *  Every id gets its own answer, and one that cannot be decided never stops the others. */
export async function decideApprovals(ctx: ActorContext, { userIds, decision }: ApprovalInput) {
  const [, decided, left] = await ctx.commit(decision === 'approve' ? approve(ctx, userIds) : reject(ctx, userIds));
  const done = idsIn(decided);
  const inUse = idsIn(left);
  const outcomeOf = (id: number): ApprovalOutcome => {
    if (done.has(id)) return decision === 'approve' ? 'approved' : 'rejected';
    return inUse.has(id) ? 'in-use' : 'already-decided';
  };
  ctx.log('info', `user.${decision === 'approve' ? 'approved' : 'rejected'}`, { actorId: ctx.actor.id, userIds: [...done] });
  return { results: [...new Set(userIds)].map((userId) => ({ userId, outcome: outcomeOf(userId) })) };
}
