/** Asking for a correction of a mark, by its student or by staff of the section. */
import { and, eq, exists, or, sql } from 'drizzle-orm';
import { attendance, classSessions, corrections, enrolments } from '#db/schema';
import { isUsableReasonSql } from '#db/sql/reason-code';
import { isOnRoll } from '#db/sql/roll';
import { hasRegister } from '#db/sql/staffing';
import { asBoolean } from '#db/sql/values';
import { ASKED_AT_MOST, type RequestCorrectionInput } from '#domain/correction/correction';
import { AppError, invalidField } from '#domain/errors';
import { can } from '#domain/person/permission';
import { stateAt } from '#domain/register/class-session';
import { auditChange } from '#server/context/audit';
import type { ActorContext } from '#server/context/context';
import { settleDueSessions } from '#server/services/register/register-settling';
import { requireReasonCode } from '#server/services/school/reason-code';

/** Of a register that is closed and was taken, once for each mark while it waits. By hand: an insert from nothing with conditions on
 *  four tables. */
const ASK = `insert into corrections (action_id, class_session_id, student_id, wanted_status, reason, reason_code_id, requested_by_id,
    requested_at, state)
  select :id, cs.id, :studentId, :wanted, :reason, :reasonCodeId, :actorId, :now, 'open' from class_sessions cs
  where cs.id = :classSessionId and cs.state = 'closed' and cs.is_held = 1 and ${isUsableReasonSql(':reasonCodeId', ':wanted')}
    and not exists (select 1 from attendance a where a.class_session_id = cs.id and a.student_id = :studentId and a.status = :wanted
      and a.reason_code_id is :reasonCodeId)
    and not exists (select 1 from corrections r where r.class_session_id = cs.id and r.student_id = :studentId
      and r.requested_by_id = :actorId and r.state = 'open' and r.claim_id is null)
    and (select count(*) from corrections r where r.class_session_id = cs.id and r.student_id = :studentId
      and r.requested_by_id = :actorId) < ${ASKED_AT_MOST}
  on conflict (action_id) where action_id is not null do nothing`;

/** What decides whether the actor may ask, and what may stand against it. */
async function loadFacts(ctx: ActorContext, { classSessionId, studentId }: RequestCorrectionInput) {
  const { db, actor } = ctx;
  const { id, sectionId, day, state, closesAt, isHeld } = classSessions;
  const one = { one: sql`1` };
  const onRoll = and(eq(enrolments.sectionId, sectionId), eq(enrolments.studentId, studentId), isOnRoll(day));
  const marked = and(eq(attendance.classSessionId, id), eq(attendance.studentId, studentId));
  const [facts] = await db
    .select({
      state,
      closesAt,
      isHeld,
      isStaff: asBoolean(hasRegister(classSessions, actor.id)),
      isKnown: asBoolean(
        or(exists(db.select(one).from(enrolments).where(onRoll)), exists(db.select(one).from(attendance).where(marked))),
      ),
    })
    .from(classSessions)
    .where(eq(id, classSessionId));
  return facts;
}

/** @throws AppError `not-found` for a class session or a student the actor may not know of, `forbidden` for administrators */
async function requireAskable(ctx: ActorContext, input: RequestCorrectionInput): Promise<void> {
  const isOwn = input.studentId === ctx.actor.id;
  if (can(ctx.actor, 'register.mark-locked', { isOwn })) throw new AppError('forbidden', 'correction.not-for-administrators');
  const facts = await loadFacts(ctx, input);
  if (!facts || !can(ctx.actor, 'correction.request', { isStaff: facts.isStaff, isOwn }))
    throw new AppError('not-found', 'class-session.unknown');
  if (!facts.isKnown) throw new AppError('not-found', isOwn ? 'class-session.unknown' : 'correction.not-on-roll');
  if (stateAt(facts, ctx.now()) !== facts.state) await settleDueSessions(ctx);
}

type Asked = { id: number; state: string; actionId: string | null; claimId: string | null };

/** What this person has asked of the mark before. */
function loadAsked({ db, actor }: ActorContext, { classSessionId, studentId }: RequestCorrectionInput): Promise<Asked[]> {
  const { id, state, actionId, claimId, requestedById } = corrections;
  const isOfMark = and(eq(corrections.classSessionId, classSessionId), eq(corrections.studentId, studentId));
  return db
    .select({ id, state, actionId, claimId })
    .from(corrections)
    .where(and(isOfMark, eq(requestedById, actor.id)));
}

/** Why a request was not stored; the one that was stored before, when it was sent again.
 *  @throws AppError for every other reason */
async function explainUnasked(ctx: ActorContext, input: RequestCorrectionInput): Promise<number> {
  const [facts, asked] = await Promise.all([loadFacts(ctx, input), loadAsked(ctx, input)]);
  const same = asked.find(({ actionId }) => actionId === input.id);
  if (same) return same.id;
  await requireReasonCode(ctx, input.reasonCodeId, [input.wanted]);
  if (facts?.state !== 'closed') throw new AppError('conflict', 'correction.not-closed');
  if (!facts.isHeld) throw new AppError('conflict', 'attendance.not-taken');
  if (asked.some(({ state, claimId }) => state === 'open' && claimId === null))
    throw new AppError('conflict', 'correction.asked-already');
  if (asked.length >= ASKED_AT_MOST) throw new AppError('conflict', 'correction.asked-too-often');
  throw invalidField('wanted', 'correction.says-so-already');
}

/** Asks for a correction. Sent again, it is the same one.
 *  @throws AppError `not-found` for a mark the actor may not know of; `conflict` while the register is open or the same was asked;
 *  `invalid` for what the register says already, and for a reason code of another status */
export async function requestCorrection(ctx: ActorContext, input: RequestCorrectionInput): Promise<{ correctionId: number }> {
  await requireAskable(ctx, input);
  const { id, classSessionId, studentId, wanted, reason, reasonCodeId = null } = input;
  const args = { id, classSessionId, studentId, wanted, reason, reasonCodeId, actorId: ctx.actor.id, now: ctx.now() };
  const [asked] = await ctx.commit([
    { sql: ASK, args },
    auditChange(ctx, {
      action: 'correction.requested',
      subject: `class-session:${classSessionId}`,
      detail: { studentId, wanted, reason, reasonCodeId },
    }),
  ]);
  if (asked?.rowsAffected !== 1) return { correctionId: await explainUnasked(ctx, input) };
  ctx.log('info', 'correction.requested', { actorId: ctx.actor.id, classSessionId, studentId });
  return { correctionId: Number(asked.lastInsertRowid) };
}
