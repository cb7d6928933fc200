/** Claims that wait for staff: settled with one tap, once. */
import { and, eq, exists, ne, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import { sqlTexts } from '#db/query';
import { claims } from '#db/schema';
import type { SettleInput } from '#domain/check-in/check-in';
import { AppError } from '#domain/errors';
import { can } from '#domain/person/permission';
import { sourceOfStaff } from '#domain/register/attendance';
import { markingRule } from '#domain/register/class-session';
import { systemReason } from '#domain/register/reason';
import { auditChange } from '#server/context/audit';
import type { ActorContext } from '#server/context/context';
import { requireOthers } from '#server/services/register/attendance';
import { type ClassSessionRow, loadClassSession } from '#server/services/register/class-session-access';
import { BY_ACTOR, IS_OPEN_TO_STAFF, setMark } from '#server/services/register/mark';
import { absentAfterDecline } from '#server/services/register/register-settling';

type Claim = { classSessionId: number; studentId: number; verdict: 'accepted' | 'waiting' | 'refused'; signature: string };

/** `already-settled`: somebody was quicker; `verdict` is what they decided. */
export type SettleOutcome = { outcome: 'settled' | 'already-settled'; verdict: 'accepted' | 'refused' };

async function loadClaim({ db }: ActorContext, id: string): Promise<Claim | undefined> {
  const { classSessionId, studentId, verdict, signature } = claims;
  const [claim] = await db.select({ classSessionId, studentId, verdict, signature }).from(claims).where(eq(claims.id, id));
  return claim;
}

/** An accepted claim is the word of staff from then on; only an administrator's mark stands against a teacher's. */
const ACCEPT_MARK = setMark({
  mark: {
    classSessionId: 'class_session_id',
    studentId: 'student_id',
    status: 'status',
    source: ':source',
    claimId: 'id',
    reason: sqlTexts([systemReason('accepted-by-staff')]),
    ...BY_ACTOR,
    changedAt: ':at',
  },
  from: `from claims where id = :claimId and verdict = 'waiting' and status is not null and student_id <> :actorId`,
  replaces: IS_OPEN_TO_STAFF,
});

const named = alias(claims, 'named');

/** What students are told of a declined claim comes first; why it waited stays with it either way. */
const DECLINED = sql<string[]>`json('["declined",' || substr(${claims.reasons}, 2))`;

type Settled = { claim: Claim; verdict: 'accepted' | 'refused'; at: number };

/** What is decided of one claim is decided of all that wait with it. */
function settleAs({ db, actor }: ActorContext, claimId: string, { claim, verdict, at }: Settled) {
  const isWaiting = and(eq(named.id, claimId), eq(named.verdict, 'waiting'));
  return db
    .update(claims)
    .set({ verdict, settledAt: at, settledById: actor.id, ...(verdict === 'refused' && { reasons: DECLINED }) })
    .where(
      and(
        ...[eq(claims.classSessionId, claim.classSessionId), eq(claims.studentId, claim.studentId)],
        ...[eq(claims.verdict, 'waiting'), ne(claims.studentId, actor.id)],
        exists(db.select({ one: sql`1` }).from(named).where(isWaiting)),
      ),
    );
}

/** A claim of somebody else's in a register the actor staffs, and its class session.
 *  @throws AppError `not-found`, `forbidden` for the actor's own */
export async function requireClaim(ctx: ActorContext, { claimId, at }: { claimId: string; at: number }) {
  const claim = await loadClaim(ctx, claimId);
  if (!claim) throw new AppError('not-found', 'check-in.unknown');
  const classSession = await loadClassSession(ctx, claim.classSessionId, 'register.mark', at);
  requireOthers(ctx, claim.studentId);
  return { claim, classSession };
}

/** @throws AppError `forbidden` once the register is locked to the actor */
export function requireUnlocked(ctx: ActorContext, classSession: ClassSessionRow): void {
  const isLocked = markingRule(classSession, { lockDays: classSession.settings.lockDays, now: ctx.now() }) === 'locked';
  if (isLocked && !can(ctx.actor, 'register.mark-locked')) throw new AppError('forbidden', 'check-in.register-locked');
}

/** Accepts or declines a waiting claim, and with it the student's other ones at that class session.
 *  @throws AppError `not-found` for a claim of a register the actor does not staff, `forbidden` once the register is locked,
 *  and for the actor's own */
export async function settleClaim(ctx: ActorContext, input: SettleInput): Promise<SettleOutcome> {
  const { claim, classSession } = await requireClaim(ctx, input);
  if (claim.verdict !== 'waiting') return { outcome: 'already-settled', verdict: claim.verdict };
  requireUnlocked(ctx, classSession);
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
  const standing = await loadClaim(ctx, input.claimId);
  return { outcome: 'already-settled', verdict: standing?.verdict === 'accepted' ? 'accepted' : 'refused' };
}

/** A decline makes the student absent only once the claim no longer waits. */
function settleStatements(ctx: ActorContext, { id, claimId, decision }: SettleInput, claim: Claim) {
  const at = ctx.now();
  const { id: actorId, name: actorName, role: actorRole } = ctx.actor;
  const { classSessionId, studentId } = claim;
  const audit = auditChange(ctx, {
    action: 'claim.settled',
    subject: `class-session:${classSessionId}`,
    detail: { claimId, studentId, decision },
  });
  if (decision === 'decline') {
    const after = [audit, absentAfterDecline({ classSessionId, studentId, now: at })];
    return { before: [], settle: settleAs(ctx, claimId, { claim, verdict: 'refused', at }), after };
  }
  const accept = {
    sql: ACCEPT_MARK,
    args: { claimId, source: sourceOfStaff(actorRole), actionId: id, actorId, actorName, actorRole, at },
  };
  return { before: [accept], settle: settleAs(ctx, claimId, { claim, verdict: 'accepted', at }), after: [audit] };
}
