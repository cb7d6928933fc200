/**
 * The statements a verdict becomes. They decide nothing; they hold when several arrive at once: a claim is stored once, a mark
 * is set once, and a correct code guessed after too many wrong ones counts for nothing however the guesses interleave.
 */
import type { InStatement } from '@libsql/client';
import type { CheckInInput, Verdict } from '#domain/check-in';
import { MAX_WRONG_CODES } from '#domain/rotating-code';
import type { ActorContext } from '#server/context';
import { IS_OPEN_TO_ARRIVAL } from './mark-precedence';
import { sameBrowser } from './same-browser';

/** Which claim is judged: one that is new, or one that has a verdict which may change. */
type Stage = 'arriving' | 'kept';

const HAS_TRIES_LEFT = `(:source <> 'code' or (select count(*) from claims where student_id = :studentId
  and class_session_id = :classSessionId and code is not null and reasons = '["bad-code"]') < ${MAX_WRONG_CODES})`;

const IS_LIVE: Record<Stage, string> = {
  arriving: `not exists (select 1 from claims where id = :claimId) and ${HAS_TRIES_LEFT}`,
  kept: `exists (select 1 from claims where id = :claimId and verdict = :was)`,
};

/** Fills an empty place and lifts an `auto` absence or a `leave`; leaves every other mark as it is. */
const recordMark = (stage: Stage) => `insert into attendance
    (class_session_id, student_id, status, source, version, claim_id, actor_id, actor_name, actor_role, changed_at)
  select :classSessionId, :studentId, :status, :source, 1, :claimId, u.id, u.name, u.role, :at from users u
  where u.id = :studentId and ${IS_LIVE[stage]}
  on conflict (class_session_id, student_id) do update set status = excluded.status, source = excluded.source,
    version = attendance.version + 1, reason = null, claim_id = excluded.claim_id, action_id = null, actor_id = excluded.actor_id,
    actor_name = excluded.actor_name, actor_role = excluded.actor_role, changed_at = excluded.changed_at
  where ${IS_OPEN_TO_ARRIVAL}
  returning status`;
const RECORD_ARRIVING = recordMark('arriving');
const RECORD_KEPT = recordMark('kept');

const KEEP_CLAIM = `insert into claims (id, class_session_id, student_id, device_id, tokens, code, signature, last_window, device_at,
    received_at, verdict, status, source, reasons)
  select :claimId, :classSessionId, :studentId, :deviceId, :tokens, :code, :signature, :lastWindow, :deviceAt, :at,
    case when ${HAS_TRIES_LEFT} then :verdict else 'refused' end, :status, :evidenceSource,
    case when ${HAS_TRIES_LEFT} then :reasons else '["too-many-tries"]' end
  where true on conflict (id) do nothing returning verdict`;

const UPDATE_CLAIM = `update claims set verdict = :verdict, status = :status, source = :source, reasons = :reasons
  where id = :claimId and verdict = :was`;

const ASK_CORRECTION = `insert into corrections (class_session_id, student_id, wanted_status, reason, claim_id, requested_by_id,
    requested_at, state)
  values (:classSessionId, :studentId, :status, 'Check-in delivered after the register was locked.', :claimId, :studentId, :at, 'open')
  on conflict do nothing`;

const DEVICES = sameBrowser(':deviceId');

const UNMARK_SHARED = `update attendance set status = null, version = version + 1, reason = 'Two students used one device.',
    claim_id = null, action_id = null, actor_id = null, actor_name = 'Muster', actor_role = 'system', changed_at = :at
  where class_session_id = :classSessionId and student_id <> :studentId and status is not null
    and source in ('qr', 'code', 'offline')
    and claim_id in (select id from claims where device_id in ${DEVICES} and class_session_id = :classSessionId)`;

const SUSPECT_SHARED = `update claims set verdict = 'waiting', reasons = '["shared-device"]'
  where device_id in ${DEVICES} and class_session_id = :classSessionId and student_id <> :studentId
    and verdict = 'accepted' and settled_at is null`;

type Target = { classSessionId: number; studentId: number; claimId: string; at: number };

function markArgs(target: Target, verdict: Verdict) {
  return { ...target, status: verdict.status, source: verdict.source ?? '' };
}

/** Statements that store a new claim with its verdict, and its mark when it is accepted. The claim's own is the last. */
export function arrivalStatements(
  ctx: ActorContext,
  input: CheckInInput,
  judged: { verdict: Verdict; lastWindow: number | null; at: number },
): InStatement[] {
  const { verdict, lastWindow, at } = judged;
  const target = { classSessionId: input.classSessionId, studentId: ctx.actor.id, claimId: input.id, at };
  const statements: InStatement[] = [];
  if (verdict.verdict === 'accepted') statements.push({ sql: RECORD_ARRIVING, args: markArgs(target, verdict) });
  statements.push({
    sql: KEEP_CLAIM,
    args: {
      ...target,
      deviceId: input.deviceId,
      tokens: JSON.stringify(input.tokens),
      code: input.code,
      signature: input.signature,
      lastWindow,
      deviceAt: input.at,
      verdict: verdict.verdict,
      status: verdict.status,
      source: input.code === null ? '' : 'code',
      evidenceSource: verdict.source,
      reasons: JSON.stringify(verdict.reasons),
    },
  });
  return statements;
}

/** Statements that come after a claim is stored: a correction when its register is locked, and doubt cast on a shared device. */
export function followUpStatements(target: Target & { deviceId: string }, verdict: Verdict): InStatement[] {
  const { deviceId, ...claim } = target;
  const reasons: readonly string[] = verdict.reasons;
  const statements: InStatement[] = [];
  if (reasons.includes('register-locked')) statements.push({ sql: ASK_CORRECTION, args: { ...claim, status: verdict.status } });
  if (reasons.includes('shared-device')) {
    const { classSessionId, studentId, at } = claim;
    statements.push({ sql: UNMARK_SHARED, args: { classSessionId, studentId, deviceId, at } });
    statements.push({ sql: SUSPECT_SHARED, args: { classSessionId, studentId, deviceId } });
  }
  return statements;
}

/** Statements that give a kept claim another verdict, and its mark when it is accepted now.
 *  @param was the verdict it had: one that somebody else has changed since stays as it is */
export function rejudgedStatements(target: Target, verdict: Verdict, was: 'waiting' | 'refused'): InStatement[] {
  const statements: InStatement[] = [];
  if (verdict.verdict === 'accepted') statements.push({ sql: RECORD_KEPT, args: { ...markArgs(target, verdict), was } });
  const { claimId } = target;
  statements.push({
    sql: UPDATE_CLAIM,
    args: {
      claimId,
      was,
      verdict: verdict.verdict,
      status: verdict.status,
      source: verdict.source,
      reasons: JSON.stringify(verdict.reasons),
    },
  });
  return statements;
}
