/** People: who waits for approval and what is decided. One's own details are `profile.ts`. Passwords and sign-ins are the business of `server/auth`. */
import type { InStatement, ResultSet } from '@libsql/client';
import { and, asc, count, eq, gt, isNull } from 'drizzle-orm';
import { userPhotos, users } from '#db/schema';
import type { ApprovalInput, PendingPerson } from '#domain/person/user';
import { auditEachPerson } from '#server/context/audit';
import type { ActorContext } from '#server/context/context';

/** People on one page of the approvals. */
const PAGE = 100;

/** Tables that may know a person who has never signed in: somebody enrolled them, or an import did. */
const ATTACHMENTS = [
  'enrolments.student_id',
  'section_staff.user_id',
  'attendance.student_id',
  'claims.student_id',
  'corrections.student_id',
  'student_tallies.student_id',
  'notifications.user_id',
  'devices.user_id',
];

/** SQL condition on `users`: no class, mark or device knows this person. */
export const IS_UNATTACHED = ATTACHMENTS.map((column) => {
  const table = column.slice(0, column.indexOf('.'));
  return `not exists (select 1 from ${table} where ${column} = users.id)`;
}).join(' and ');

const IS_ASKED_AND_PENDING = "state = 'pending' and archived_at is null and id in (select value from json_each(:ids))";

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

function approve(ctx: ActorContext, ids: string): InStatement[] {
  const sql = `update users set state = 'active', approved_at = :now, approved_by_id = :actorId where ${IS_ASKED_AND_PENDING} returning id`;
  return [
    auditEachPerson(ctx, { action: 'user.approved', where: IS_ASKED_AND_PENDING, args: { ids } }),
    { sql, args: { now: ctx.now(), actorId: ctx.actor.id, ids } },
    { sql: 'select 0 as id where false', args: {} },
  ];
}

function reject(ctx: ActorContext, ids: string): InStatement[] {
  const isRejectable = `${IS_ASKED_AND_PENDING} and ${IS_UNATTACHED}`;
  return [
    auditEachPerson(ctx, { action: 'user.rejected', where: isRejectable, args: { ids } }),
    { sql: `update users set archived_at = :now where ${isRejectable} returning id`, args: { ids, now: ctx.now() } },
    { sql: `select id from users where ${IS_ASKED_AND_PENDING}`, args: { ids } },
  ];
}

function idsIn(result: ResultSet | undefined): Set<unknown> {
  return new Set(result?.rows.map(({ id }) => id));
}

/** Approves or rejects people who wait. Rejecting archives an account that nothing refers to; it is
 *  deleted some time later, or taken up again when its owner signs up anew.
 *  Every id gets its own answer, and one that cannot be decided never stops the others. */
export async function decideApprovals(ctx: ActorContext, { userIds, decision }: ApprovalInput) {
  const ids = JSON.stringify(userIds);
  const [, decided, left] = await ctx.commit(decision === 'approve' ? approve(ctx, ids) : reject(ctx, ids));
  const done = idsIn(decided);
  const inUse = idsIn(left);
  const outcomeOf = (id: number): ApprovalOutcome => {
    if (done.has(id)) return decision === 'approve' ? 'approved' : 'rejected';
    return inUse.has(id) ? 'in-use' : 'already-decided';
  };
  ctx.log('info', `user.${decision === 'approve' ? 'approved' : 'rejected'}`, { actorId: ctx.actor.id, userIds: [...done] });
  return { results: [...new Set(userIds)].map((userId) => ({ userId, outcome: outcomeOf(userId) })) };
}
