/** Asking for leave, by the student or by their staff. */
import { and, eq } from 'drizzle-orm';
import { queryRow } from '#db/query';
import { leaves } from '#db/schema';
import { isUsableReasonSql } from '#db/sql/reason-code';
import { isStaffOfSql } from '#db/sql/staffing';
import { leaveProblem, leaveSpan, type RequestLeaveInput } from '#domain/correction/leave';
import { AppError, invalidField } from '#domain/errors';
import { can } from '#domain/person/permission';
import { dayAt } from '#domain/time';
import { auditChange } from '#server/context/audit';
import type { ActorContext } from '#server/context/context';
import { requireReasonCode } from '#server/services/school/reason-code';
import { loadSettings } from '#server/services/school/school';

/** Whoever is a student, or on a roll by then beside what else they do. */
const STUDENT = `select ${isStaffOfSql('u.id', ':fromDay')} isStaff from users u
  where u.id = :studentId and u.archived_at is null and (u.role = 'student'
    or exists (select 1 from enrolments e where e.student_id = u.id and coalesce(e.until_day, :fromDay) >= :fromDay))`;

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
  const problem = leaveProblem({ fromDay, ...span }, { today: dayAt(now, zone), now });
  if (problem) throw invalidField('fromDay', problem);
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
