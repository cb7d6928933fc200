/** A decision on a waiting claim taken back. What was decided is sealed and stays on the record: the claim waits again as an entry of its
 *  own, with the same evidence. */
import { and, eq, ne } from 'drizzle-orm';
import { claims } from '#db/schema';
import type { UnsettleInput, UnsettleOutcome } from '#domain/check-in/check-in';
import { can } from '#domain/person/permission';
import { sourceOfStaff } from '#domain/register/attendance';
import { systemReason } from '#domain/register/reason';
import { auditChange } from '#server/context/audit';
import type { ActorContext } from '#server/context/context';
import { restoreMarkSql } from '#server/services/register/attendance-undo';
import { lockedStatements } from '#server/services/register/register-settling';
import { requireClaim, requireUnlocked } from './claim';

/** Why any of them waited that were settled together. */
const REASONS = `(select json_group_array(distinct why.value) from claims s, json_each(s.reasons) why
  where s.class_session_id = c.class_session_id and s.student_id = c.student_id and s.settled_at = c.settled_at
    and why.value <> 'declined')`;

/** Decided by the actor, an administrator takes back anybody's; and nothing was decided of the student's check-ins since. What a correction
 *  decided stays, as does what was decided when reasons were not kept: nobody could tell why it waits. */
const IS_TAKEN_BACK = `c.id = :claimId and c.student_id <> :actorId and (c.settled_by_id = :actorId or (:isAdmin and c.settled_at is not null))
  and ${REASONS} <> '[]' and not exists (select 1 from claims where id = :actionId)
  and not exists (select 1 from claims later where later.class_session_id = c.class_session_id and later.student_id = c.student_id
    and later.id <> c.id and (later.verdict = 'waiting' or later.settled_at > c.settled_at))
  and not exists (select 1 from corrections r where r.class_session_id = c.class_session_id and r.student_id = c.student_id
    and r.decided_at = c.settled_at)`;

/** The mark that accepting set, whichever of those decided together it names, or the absence that declining brought in a closed register. */
const IS_OF_DECISION = `ev.at = c.settled_at and iif(c.verdict = 'accepted', ev.claim_id is not null, ev.source = 'auto')`;

const RESTORE = restoreMarkSql(
  `${IS_TAKEN_BACK} and ${IS_OF_DECISION}`,
  'join claims c on c.class_session_id = ev.class_session_id and c.student_id = ev.student_id',
);

const IS_MARK_UNTOUCHED = `not exists (select 1 from attendance a where a.class_session_id = c.class_session_id
  and a.student_id = c.student_id and a.changed_at > c.settled_at and a.action_id is not :actionId)`;

const EVIDENCE =
  'class_session_id, student_id, device_id, tokens, code, signature, last_window, device_at, received_at, network, status, source';

const WAIT_AGAIN = `insert into claims (id, ${EVIDENCE}, verdict, reasons)
  select :actionId, ${EVIDENCE.replaceAll(/\w+/g, 'c.$&')}, 'waiting', ${REASONS}
  from claims c where ${IS_TAKEN_BACK} and ${IS_MARK_UNTOUCHED} on conflict (id) do nothing`;

/** The entry that an action has made of a claim. */
function isWaitingAgain({ actionId, claimId, signature }: { actionId: string; claimId: string; signature: string }) {
  return and(eq(claims.id, actionId), ne(claims.id, claimId), eq(claims.signature, signature));
}

/** Takes back what was decided of a claim, and of all that were decided with it. In a register that is locked it asks for a correction again.
 *  Sent again, it answers the same.
 *  @throws AppError as `settleClaim` */
export async function unsettleClaim(ctx: ActorContext, input: UnsettleInput): Promise<UnsettleOutcome> {
  const { id: actionId, claimId } = input;
  const { claim, classSession } = await requireClaim(ctx, input);
  requireUnlocked(ctx, classSession);
  const { classSessionId, studentId, signature } = claim;
  const { id: actorId, name: actorName, role: actorRole } = ctx.actor;
  const who = { claimId, actionId, actorId, isAdmin: can(ctx.actor, 'register.mark-locked') };
  const at = ctx.now();
  const how = { actorName, actorRole, source: sourceOfStaff(actorRole), reason: systemReason('change-undone'), at };
  const audit = auditChange(ctx, {
    action: 'claim.unsettled',
    subject: `class-session:${classSessionId}`,
    detail: { claimId, studentId },
  });
  const [, waiting] = await ctx.commit([
    { sql: RESTORE, args: { ...who, ...how } },
    { sql: WAIT_AGAIN, args: who },
    audit,
    ...lockedStatements({ classSessionId, studentId, now: at }),
  ]);
  if (waiting?.rowsAffected === 1) ctx.log('info', 'claim.unsettled', { actorId, classSessionId, studentId });
  const [again] = await ctx.db.select({ id: claims.id }).from(claims).where(isWaitingAgain({ actionId, claimId, signature }));
  return { outcome: again ? 'undone' : 'changed-since' };
}
