/** Claims that wait for staff: settled with one tap, once. */
import type { InStatement } from '@libsql/client';
import { queryRow, sqlTexts } from '#db/query';
import type { SettleInput } from '#domain/check-in/check-in';
import { AppError } from '#domain/errors';
import { can } from '#domain/person/permission';
import { type Status, sourceOfStaff } from '#domain/register/attendance';
import { markingRule } from '#domain/register/class-session';
import { systemReason } from '#domain/register/reason';
import { auditIfChanged } from '#server/context/audit';
import type { ActorContext } from '#server/context/context';
import { loadClassSession } from '#server/services/register/class-session-access';
import { BY_ACTOR, IS_OPEN_TO_STAFF, setMark } from '#server/services/register/mark';
import { absentAfterDecline } from '#server/services/register/register-settling';

type Claim = { classSessionId: number; studentId: number; verdict: 'accepted' | 'waiting' | 'refused'; status: Status | null };

/** `already-settled`: somebody was quicker; `verdict` is what they decided. */
export type SettleOutcome = { outcome: 'settled' | 'already-settled'; verdict: 'accepted' | 'refused' };

const CLAIM = 'select class_session_id classSessionId, student_id studentId, verdict, status from claims where id = ?';

/** An accepted claim is the word of staff from then on; only an administrator's mark stands against a teacher's. */
const ACCEPT_MARK = setMark({
  mark: {
    ...{ classSessionId: 'class_session_id', studentId: 'student_id', status: 'status', source: ':source', claimId: 'id' },
    ...{ reason: sqlTexts([systemReason('accepted-by-staff')]), ...BY_ACTOR, changedAt: ':at' },
  },
  from: `from claims where id = :claimId and verdict = 'waiting' and status is not null`,
  replaces: IS_OPEN_TO_STAFF,
});

/** What is decided of one claim is decided of all that wait with it. */
const SETTLE = `update claims set verdict = :verdict, reasons = :reasons, settled_at = :at, settled_by_id = :actorId
  where class_session_id = :classSessionId and student_id = :studentId and verdict = 'waiting'
    and exists (select 1 from claims where id = :claimId and verdict = 'waiting')`;

/** Accepts or declines a waiting claim, and with it the student's other ones at that class session.
 *  @throws AppError `not-found` for a claim of a register the actor does not staff, `forbidden` once the register is locked */
export async function settleClaim(ctx: ActorContext, input: SettleInput): Promise<SettleOutcome> {
  const claim = await queryRow<Claim>(ctx.db, CLAIM, [input.claimId]);
  if (!claim) throw new AppError('not-found', 'There is no such check-in.');
  const classSession = await loadClassSession(ctx, claim.classSessionId, 'register.mark');
  if (claim.verdict !== 'waiting') return { outcome: 'already-settled', verdict: claim.verdict };
  const isLocked = markingRule(classSession, { lockDays: classSession.settings.lockDays, now: ctx.now() }) === 'locked';
  if (isLocked && !can(ctx.actor, 'register.mark-locked'))
    throw new AppError('forbidden', 'This register is locked. Decide the correction instead.');

  const verdict = input.decision === 'accept' ? 'accepted' : 'refused';
  const { before, settle, after } = settleStatements(ctx, input, claim);
  const results = await ctx.commit([...before, settle, ...after]);
  const hasSettled = (results[before.length]?.rowsAffected ?? 0) > 0;
  if (hasSettled) {
    ctx.log('info', 'claim.settled', {
      actorId: ctx.actor.id,
      classSessionId: claim.classSessionId,
      studentId: claim.studentId,
      verdict,
    });
    return { outcome: 'settled', verdict };
  }
  const standing = await queryRow<Claim>(ctx.db, CLAIM, [input.claimId]);
  return { outcome: 'already-settled', verdict: standing?.verdict === 'accepted' ? 'accepted' : 'refused' };
}

/** A decline makes the student absent only once the claim no longer waits. */
function settleStatements(ctx: ActorContext, { id, claimId, decision }: SettleInput, claim: Claim) {
  const at = ctx.now();
  const { id: actorId, name: actorName, role: actorRole } = ctx.actor;
  const { classSessionId, studentId } = claim;
  const audit = auditIfChanged({
    actor: ctx.actor,
    at,
    action: 'claim.settled',
    subject: `class-session:${classSessionId}`,
    detail: { claimId, studentId, decision },
  });
  const settleAs = (verdict: string, reasons: string): InStatement => ({
    sql: SETTLE,
    args: { classSessionId, studentId, claimId, at, actorId, verdict, reasons },
  });
  if (decision === 'decline') {
    const after = [audit, absentAfterDecline({ classSessionId, studentId, now: at })];
    return { before: [], settle: settleAs('refused', '["declined"]'), after };
  }
  const accept = {
    sql: ACCEPT_MARK,
    args: { claimId, source: sourceOfStaff(actorRole), actionId: id, actorId, actorName, actorRole, at },
  };
  return { before: [accept], settle: settleAs('accepted', '[]'), after: [audit] };
}
