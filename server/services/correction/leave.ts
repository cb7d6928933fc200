/** Leave: decided, and taken back. What it excuses is `leave-mark`'s. */
import { and, eq, gt, inArray, ne } from 'drizzle-orm';
import { queryRow } from '#db/query';
import { leaves } from '#db/schema';
import { isStaffOfSql } from '#db/sql/staffing';
import type { DecideLeaveInput, LeaveDecideOutcome, LeaveState } from '#domain/correction/leave';
import { AppError } from '#domain/errors';
import type { Notice } from '#domain/message/notification';
import { can } from '#domain/person/permission';
import { auditChange } from '#server/context/audit';
import type { ActorContext, Write } from '#server/context/context';
import { tellPerson } from '#server/services/message/notification';
import { excuseWhenApproved, takeBackLeave } from '#server/services/register/leave-mark';

type Loaded = {
  id: number;
  actionId: string;
  studentId: number;
  fromDay: string;
  untilDay: string;
  endsAt: number;
  state: LeaveState;
  decisionId: string | null;
  decidedBy: string | null;
  isStaff: number;
};

const LEAVE = `select l.id, l.action_id actionId, l.student_id studentId, l.from_day fromDay, l.until_day untilDay, l.ends_at endsAt,
    l.state, l.decision_id decisionId, d.name decidedBy, ${isStaffOfSql('l.student_id', 'l.from_day')} isStaff
  from leaves l left join users d on d.id = l.decided_by_id where l.id = :leaveId`;

/** @throws AppError `not-found` where the actor may neither decide it nor has it */
async function loadLeave(ctx: ActorContext, leaveId: number, action: 'leave.decide' | 'leave.request'): Promise<Loaded> {
  const leave = await queryRow<Loaded>(ctx.db, LEAVE, { leaveId, actorId: ctx.actor.id });
  const facts = { isStaff: leave?.isStaff === 1, isOwn: leave?.studentId === ctx.actor.id };
  if (!leave || !can(ctx.actor, action, facts)) throw new AppError('not-found', 'correction.leave-unknown');
  return leave;
}

/** Marks go back to what they would be without it. */
function takeBack(ctx: ActorContext, leaveId: number, actionId: string) {
  const { id: actorId, name: actorName, role: actorRole } = ctx.actor;
  const mayMarkLocked = can(ctx.actor, 'register.mark-locked');
  return takeBackLeave({ leaveId, actionId, actorId, actorName, actorRole, mayMarkLocked, now: ctx.now() });
}

function statements(ctx: ActorContext, input: DecideLeaveInput, leave: Loaded): Write[] {
  const { decision, from, note } = input;
  const { id: leaveId, studentId, fromDay, untilDay } = leave;
  const isApproved = decision === 'approve';
  const notice: Notice = {
    kind: isApproved ? 'leave-approved' : 'leave-declined',
    facts: { fromDay, untilDay, note: note || null },
  };
  const decided = { decidedById: ctx.actor.id, decidedAt: ctx.now(), decisionReason: note ?? null, decisionId: input.id };
  return [
    ctx.db
      .update(leaves)
      .set({ state: isApproved ? 'approved' : 'declined', ...decided })
      .where(and(eq(leaves.id, leaveId), eq(leaves.state, from), ne(leaves.studentId, ctx.actor.id))),
    auditChange(ctx, {
      action: isApproved ? 'leave.approved' : 'leave.declined',
      subject: `user:${studentId}`,
      detail: { leaveId, fromDay, untilDay, from, note: note ?? null },
    }),
    tellPerson(ctx, studentId, notice),
    isApproved ? excuseWhenApproved({ leaveId, now: ctx.now() }) : takeBack(ctx, leaveId, input.id),
  ];
}

/** What was decided before; null while it is as it was when the actor decided. */
function decidedBefore(input: DecideLeaveInput, { state, decisionId, decidedBy }: Loaded): LeaveDecideOutcome | null {
  if (state === input.from) return null;
  if (decisionId === input.id && (state === 'approved' || state === 'declined')) return { outcome: state };
  return { outcome: 'already-decided', ...(decidedBy !== null && { decidedBy }) };
}

/** Approves or declines a leave; declining one that was approved takes back what it has excused.
 *  @throws AppError `not-found` for one of a student whom the actor does not teach, and for the actor's own */
export async function decideLeave(ctx: ActorContext, input: DecideLeaveInput): Promise<LeaveDecideOutcome> {
  const leave = await loadLeave(ctx, input.leaveId, 'leave.decide');
  const before = decidedBefore(input, leave);
  if (before) return before;
  const [decided] = await ctx.commit(statements(ctx, input, leave));
  if (decided?.rowsAffected !== 1) {
    const standing = decidedBefore(input, await loadLeave(ctx, input.leaveId, 'leave.decide'));
    return standing ?? { outcome: 'already-decided' };
  }
  const outcome = input.decision === 'approve' ? ('approved' as const) : ('declined' as const);
  ctx.log('info', `leave.${outcome}`, { actorId: ctx.actor.id, leaveId: leave.id, studentId: leave.studentId });
  return { outcome };
}

/** Takes back what was asked for, also when it is approved, and what it has excused. Idempotent.
 *  @throws AppError `not-found` for a leave of others; `conflict` once it is over or declined */
export async function withdrawLeave(ctx: ActorContext, leaveId: number): Promise<{ outcome: 'withdrawn' }> {
  const { studentId, fromDay, untilDay, actionId, state } = await loadLeave(ctx, leaveId, 'leave.request');
  if (state === 'withdrawn') return { outcome: 'withdrawn' };
  const isToWithdraw = and(inArray(leaves.state, ['open', 'approved']), gt(leaves.endsAt, ctx.now()));
  const [withdrawn] = await ctx.commit([
    ctx.db
      .update(leaves)
      .set({ state: 'withdrawn' })
      .where(and(eq(leaves.id, leaveId), isToWithdraw)),
    auditChange(ctx, { action: 'leave.withdrawn', subject: `user:${studentId}`, detail: { leaveId, fromDay, untilDay } }),
    takeBack(ctx, leaveId, actionId),
  ]);
  if (withdrawn?.rowsAffected !== 1) throw new AppError('conflict', 'correction.leave-over');
  ctx.log('info', 'leave.withdrawn', { actorId: ctx.actor.id, leaveId, studentId });
  return { outcome: 'withdrawn' };
}
