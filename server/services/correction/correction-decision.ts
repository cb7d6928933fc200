/** Deciding corrections: once, by somebody else than whoever asked. An approval writes the mark, and what was decided settles the check-ins
 *  that waited for it. */
import { and, eq, exists, ne, not, or, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import { attendance, claims, classSessions, corrections, courses, sections, users } from '#db/schema';
import { hasRegister } from '#db/sql/staffing';
import { asBoolean } from '#db/sql/values';
import type { DecideCorrectionInput, DecideCorrectionsInput, DecideLine, DecideOutcome } from '#domain/correction/correction';
import { AppError, invalidField } from '#domain/errors';
import type { Notice } from '#domain/message/notification';
import { can } from '#domain/person/permission';
import { type Status, sourceOfStaff } from '#domain/register/attendance';
import { languageOf } from '#domain/words/language';
import { wordMessage } from '#domain/words/translate';
import { auditChange } from '#server/context/audit';
import type { ActorContext, Write } from '#server/context/context';
import { tellPerson } from '#server/services/message/notification';
import { BY_ACTOR, setMark } from '#server/services/register/mark';
import { requireReasonCode } from '#server/services/school/reason-code';

const decider = alias(users, 'decider');

async function loadCorrection({ db, actor }: ActorContext, correctionId: number) {
  const { id, studentId, classSessionId, wantedStatus, reasonCodeId, claimId, requestedById, state, decisionId } = corrections;
  const { day, startTime, endTime, room } = classSessions;
  const [correction] = await db
    .select({
      id,
      studentId,
      classSessionId,
      wantedStatus,
      reasonCodeId,
      claimId,
      requestedById,
      state,
      decisionId,
      day,
      startTime,
      endTime,
      room,
      courseTitle: courses.title,
      sectionCode: sections.code,
      decidedBy: decider.name,
      isNotTaken: asBoolean(and(eq(classSessions.state, 'closed'), eq(classSessions.isHeld, false))),
      isStaff: asBoolean(hasRegister(classSessions, actor.id)),
    })
    .from(corrections)
    .innerJoin(classSessions, eq(classSessions.id, classSessionId))
    .innerJoin(sections, eq(sections.id, classSessions.sectionId))
    .innerJoin(courses, eq(courses.id, sections.courseId))
    .leftJoin(decider, eq(decider.id, corrections.decidedById))
    .where(eq(id, correctionId));
  return correction;
}

type Loaded = NonNullable<Awaited<ReturnType<typeof loadCorrection>>>;

/** @throws AppError `not-found` for one of a register the actor does not staff, `forbidden` for the actor's own and for assistants */
async function loadDecidable(ctx: ActorContext, correctionId: number): Promise<Loaded> {
  const correction = await loadCorrection(ctx, correctionId);
  if (!correction || !can(ctx.actor, 'register.see', correction)) throw new AppError('not-found', 'correction.unknown');
  const isOwnRequest = correction.requestedById === ctx.actor.id;
  const isOwn = correction.studentId === ctx.actor.id;
  if (can(ctx.actor, 'correction.decide', { ...correction, isOwnRequest, isOwn })) return correction;
  if (isOwn) throw new AppError('forbidden', 'attendance.own-mark');
  throw new AppError('forbidden', isOwnRequest ? 'correction.own-request' : 'sign-in.no-access');
}

/** `decidedAt`: also when the check-ins were settled, by which it shows that this decision settled them. */
type Decided = DecideCorrectionInput & { to: Status | null; decidedAt: number };

/** What an administrator has set, only an administrator corrects. */
function isOutranked({ db }: ActorContext) {
  const { classSessionId, studentId } = corrections;
  const mark = and(eq(attendance.classSessionId, classSessionId), eq(attendance.studentId, studentId));
  const isSet = and(mark, eq(attendance.source, 'admin'), sql`${attendance.status} is not null`);
  return exists(db.select({ one: sql`1` }).from(attendance).where(isSet));
}

/** The mark of a register that nobody took would count nowhere. */
function isOfNotTaken({ db }: ActorContext) {
  const { id, state, isHeld } = classSessions;
  const isNotTaken = and(eq(id, corrections.classSessionId), eq(state, 'closed'), eq(isHeld, false));
  return exists(db.select({ one: sql`1` }).from(classSessions).where(isNotTaken));
}

/** Decides an open one, of somebody else's mark. */
function decideStatement(ctx: ActorContext, { id, decision, note, to, decidedAt }: Decided, correction: Loaded): Write {
  const isOthers = ne(corrections.studentId, ctx.actor.id);
  const isOpen = and(eq(corrections.id, correction.id), eq(corrections.state, 'open'), isOthers);
  const isByAdmin = sourceOfStaff(ctx.actor.role) === 'admin';
  const isToApprove = and(isOpen, not(isOfNotTaken(ctx)), isByAdmin ? undefined : not(isOutranked(ctx)));
  return ctx.db
    .update(corrections)
    .set({
      state: decision === 'approve' ? 'approved' : 'declined',
      decidedById: ctx.actor.id,
      decidedAt,
      decidedStatus: to,
      decisionReason: note ?? null,
      decisionId: id,
    })
    .where(decision === 'approve' ? isToApprove : isOpen);
}

/** The mark that an approval sets. It rests on the check-in it was asked for where that says the same. What was asked is its reason. */
const SET_APPROVED = setMark({
  mark: {
    classSessionId: 'r.class_session_id',
    studentId: 'r.student_id',
    status: 'r.decided_status',
    source: ':source',
    reason: 'r.reason',
    reasonCodeId: ':reasonCodeId',
    claimId: `(select id from claims where id = r.claim_id and verdict = 'waiting' and status = r.decided_status)`,
    ...BY_ACTOR,
    changedAt: ':at',
  },
  from: 'from corrections r where r.id = :correctionId and changes() > 0',
});

function markStatement(ctx: ActorContext, { id, correctionId, reasonCodeId, to, decidedAt }: Decided, correction: Loaded): Write {
  const { id: actorId, name: actorName, role: actorRole } = ctx.actor;
  const asked = to === correction.wantedStatus ? correction.reasonCodeId : null;
  const args = { correctionId, source: sourceOfStaff(actorRole), reasonCodeId: reasonCodeId ?? asked, at: decidedAt };
  return { sql: SET_APPROVED, args: { ...args, actionId: id, actorId, actorName, actorRole } };
}

/** Settles the student's check-ins that wait at that class session. A decline settles them only where it was about one of them. */
function settleStatement(
  ctx: ActorContext,
  { id, to, decidedAt }: Decided,
  { id: correctionId, classSessionId, studentId }: Loaded,
): Write {
  const isHere = to === 'present' || to === 'late';
  const isDecision = and(eq(corrections.id, correctionId), eq(corrections.decisionId, id));
  const isAboutIt = or(eq(corrections.state, 'approved'), sql`${corrections.claimId} is not null`);
  const settles = ctx.db.select({ one: sql`1` }).from(corrections).where(and(isDecision, isAboutIt));
  const isWaiting = and(eq(claims.studentId, studentId), eq(claims.verdict, 'waiting'));
  return ctx.db
    .update(claims)
    .set({
      verdict: isHere ? 'accepted' : 'refused',
      ...(!isHere && { reasons: ['declined'] }),
      settledAt: decidedAt,
      settledById: ctx.actor.id,
    })
    .where(and(eq(claims.classSessionId, classSessionId), isWaiting, exists(settles)));
}

function noticeOf({ note: said, to }: Decided, correction: Loaded): Notice {
  const { courseTitle, sectionCode, day, startTime, endTime, room } = correction;
  const facts = { courseTitle, sectionCode, meeting: { day, startTime, endTime, room }, note: said || null };
  return to ? { kind: 'correction-approved', facts: { ...facts, status: to } } : { kind: 'correction-declined', facts };
}

/** What follows from the decision comes right after it: each only if it was made. */
function statements(ctx: ActorContext, decided: Decided, correction: Loaded): Write[] {
  const { id: correctionId, studentId, classSessionId, requestedById, wantedStatus } = correction;
  const { to, note } = decided;
  return [
    decideStatement(ctx, decided, correction),
    auditChange(ctx, {
      action: to ? 'correction.approved' : 'correction.declined',
      subject: `class-session:${classSessionId}`,
      detail: { correctionId, studentId, wanted: wantedStatus, status: to, note: note ?? null },
    }),
    tellPerson(ctx, requestedById ?? studentId, noticeOf(decided, correction)),
    ...(to ? [markStatement(ctx, decided, correction)] : []),
    settleStatement(ctx, decided, correction),
  ];
}

/** What the mark becomes; null when it stays.
 *  @throws AppError `invalid` where nobody said which status, and for a reason code of another */
async function statusOf(ctx: ActorContext, input: DecideCorrectionInput, { wantedStatus }: Loaded): Promise<Status | null> {
  if (input.decision === 'decline') return null;
  const to = input.status ?? wantedStatus;
  if (!to) throw invalidField('status', 'correction.status-missing');
  await requireReasonCode(ctx, input.reasonCodeId, [to]);
  return to;
}

/** What was decided before: the same again for the same decision sent twice. */
function decidedBefore(input: DecideCorrectionInput, { state, decisionId, decidedBy }: Loaded): DecideOutcome | null {
  if (state === 'open') return null;
  if (decisionId === input.id) return { outcome: state };
  return { outcome: 'already-decided', ...(decidedBy !== null && { decidedBy }) };
}

/** Approves or declines a correction.
 *  @throws AppError `not-found` for one of a register the actor does not staff; `forbidden` for the actor's own; `invalid` where it is
 *  not said what the mark becomes; `conflict` where an administrator's mark stands, and where the register was not taken */
export async function decideCorrection(ctx: ActorContext, input: DecideCorrectionInput): Promise<DecideOutcome> {
  const correction = await loadDecidable(ctx, input.correctionId);
  const before = decidedBefore(input, correction);
  if (before) return before;
  const to = await statusOf(ctx, input, correction);
  const [decided] = await ctx.commit(statements(ctx, { ...input, to, decidedAt: ctx.now() }, correction));
  const outcome = to ? ('approved' as const) : ('declined' as const);
  if (decided?.rowsAffected !== 1) {
    const standing = decidedBefore(input, await loadDecidable(ctx, input.correctionId));
    if (standing) return standing;
    throw new AppError('conflict', correction.isNotTaken ? 'correction.not-taken' : 'correction.outranked');
  }
  const { classSessionId, studentId } = correction;
  ctx.log('info', `correction.${outcome}`, { actorId: ctx.actor.id, correctionId: correction.id, classSessionId, studentId });
  return { outcome };
}

/** Decides many, one after the other, each answered for itself. */
export async function decideCorrections(ctx: ActorContext, input: DecideCorrectionsInput): Promise<DecideLine[]> {
  const { correctionIds, ...decision } = input;
  const lines: DecideLine[] = [];
  for (const correctionId of new Set(correctionIds)) {
    const outcome = await decideCorrection(ctx, { ...decision, correctionId }).catch((error: unknown) => {
      if (!(error instanceof AppError)) throw error;
      return { outcome: 'refused' as const, message: wordMessage(languageOf(ctx), error.said) };
    });
    lines.push({ correctionId, ...outcome });
  }
  return lines;
}
