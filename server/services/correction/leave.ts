/** Leave: asked for, decided, and taken back. What it excuses is `leave-mark`'s. */
import { and, eq, gt, inArray } from 'drizzle-orm';
import { queryRow } from '#db/query';
import { leaves } from '#db/schema';
import { isUsableReasonSql } from '#db/sql/reason-code';
import {
  type DecideLeaveInput,
  type LeaveDecideOutcome,
  type LeaveState,
  leaveProblem,
  leaveSpan,
  type RequestLeaveInput,
} from '#domain/correction/leave';
import { AppError, invalidField } from '#domain/errors';
import { can } from '#domain/person/permission';
import type { Notice } from '#domain/school/notification';
import { dayAt } from '#domain/time';
import { auditChange } from '#server/context/audit';
import type { ActorContext, Write } from '#server/context/context';
import { excuseWhenApproved, takeBackLeave } from '#server/services/register/leave-mark';
import { tellPerson } from '#server/services/school/notification';
import { requireReasonCode } from '#server/services/school/reason-code';
import { loadSettings } from '#server/services/school/school';

/** The actor is staff of a section that the student is on the roll of from a day on. By hand, for the statements that share it.
 *  @param student SQL of the student's id  @param day SQL of the day */
export const isStaffOfSql = (student: string, day: string) =>
  `exists (select 1 from enrolments e join section_staff st on st.section_id = e.section_id and st.user_id = :actorId
    where e.student_id = ${student} and (e.until_day is null or e.until_day >= ${day}))`;

const STUDENT = `select ${isStaffOfSql('u.id', ':fromDay')} isStaff from users u
  where u.id = :studentId and u.role = 'student' and u.archived_at is null`;

/** @throws AppError `not-found` for anybody that the actor may not ask for */
async function requireStudent(ctx: ActorContext, { studentId, fromDay }: RequestLeaveInput): Promise<void> {
  const args = { studentId, fromDay, actorId: ctx.actor.id };
  const student = await queryRow<{ isStaff: number }>(ctx.db, STUDENT, args);
  const facts = { isStaff: student?.isStaff === 1, isOwn: studentId === ctx.actor.id };
  if (!student || !can(ctx.actor, 'leave.request', facts)) throw new AppError('not-found', 'person.unknown');
}

const TAKES_TIME = "state in ('open', 'approved')";

/** Two leaves of one student never share time. By hand: an insert from nothing. */
const ASK = `insert into leaves (action_id, student_id, from_day, until_day, from_time, until_time, starts_at, ends_at, reason,
    reason_code_id, requested_by_id, requested_at, state)
  select :id, :studentId, :fromDay, :untilDay, :fromTime, :untilTime, :startsAt, :endsAt, :reason, :reasonCodeId, :actorId, :now, 'open'
  where ${isUsableReasonSql(':reasonCodeId', "'excused'")} and not exists (select 1 from leaves
    where student_id = :studentId and ${TAKES_TIME} and starts_at < :endsAt and ends_at > :startsAt)
  on conflict (action_id) do nothing`;

/** Asks for leave. Sent again, it is the same one.
 *  @throws AppError `not-found` for a student the actor may not ask for; `invalid` at its field for time that is over or too far ahead, and
 *  for a reason code of another status; `conflict` where another leave has some of the time */
export async function requestLeave(ctx: ActorContext, input: RequestLeaveInput): Promise<{ leaveId: number }> {
  await requireStudent(ctx, input);
  const { zone } = await loadSettings(ctx);
  const now = ctx.now();
  const { id, studentId, fromDay, untilDay, reason, reasonCodeId = null } = input;
  const span = leaveSpan(input, zone);
  const times = { fromTime: input.fromTime ?? null, untilTime: input.untilTime ?? null };
  const known = await loadByAction(ctx, id);
  if (known) return { leaveId: known };
  const problem = leaveProblem({ fromDay, endsAt: span.endsAt }, { today: dayAt(now, zone), now });
  if (problem) throw invalidField('fromDay', problem === 'past' ? 'correction.leave-past' : 'correction.leave-too-far');
  const args = { id, studentId, fromDay, untilDay, ...times, ...span, reason, reasonCodeId, actorId: ctx.actor.id, now };
  const [asked] = await ctx.commit([
    { sql: ASK, args },
    auditChange(ctx, {
      action: 'leave.requested',
      subject: `user:${studentId}`,
      detail: { fromDay, untilDay, ...times, reason, reasonCodeId },
    }),
  ]);
  if (asked?.rowsAffected === 1) return { leaveId: Number(asked.lastInsertRowid) };
  const same = await loadByAction(ctx, id);
  if (same) return { leaveId: same };
  await requireReasonCode(ctx, input.reasonCodeId, ['excused']);
  throw new AppError('conflict', 'correction.leave-overlaps');
}

async function loadByAction({ db, actor }: ActorContext, actionId: string): Promise<number | undefined> {
  const isSame = and(eq(leaves.actionId, actionId), eq(leaves.requestedById, actor.id));
  return (await db.select({ id: leaves.id }).from(leaves).where(isSame).get())?.id;
}

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
      .where(and(eq(leaves.id, leaveId), eq(leaves.state, from))),
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
 *  @throws AppError `not-found` for one of a student whom the actor does not teach */
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
