/**
 * The statements a verdict becomes. They decide nothing; they hold when several arrive at once: a claim is stored once, with the
 * verdict of what is true as it is stored; a mark is set once; limits are limits however the requests interleave.
 * Written by hand, and composed once: they are on the way of every check-in, and insert from conditions.
 */
import type { InStatement } from '@libsql/client';
import { sqlTexts } from '#db/query';
import type { CheckInFacts, CheckInInput, Verdict } from '#domain/check-in/check-in';
import { MAX_WRONG_CODES } from '#domain/check-in/rotating-code';
import { DAY_MS } from '#domain/duration';
import { systemReason } from '#domain/register/reason';
import type { ActorContext } from '#server/context/context';
import { BY_MUSTER, IS_OPEN_TO_ARRIVAL, setMark } from '#server/services/register/mark';
import { isDeviceShared, isElsewhere } from './check-in-doubts';
import { sameBrowser } from './same-browser';

/** Attempts of one student at one class session that are worth keeping: far beyond any honest number. */
const MAX_CLAIMS = 200;
/** A day's attempts of one student, at whatever class sessions, after which refused ones are not kept, and no code is tried. */
const MAX_CLAIMS_A_DAY = 300;

/** What a verdict was made from that claims arriving at the same time may change. */
export type Doubts = Pick<CheckInFacts, 'isDeviceShared' | 'isElsewhere'>;

const CLAIM = { classSessionId: ':classSessionId', studentId: ':studentId', deviceId: ':deviceId' };

/** The doubts that a verdict was made from are still all there is. `cs` is the class session. */
const ARE_DOUBTS_THE_SAME = `${isDeviceShared(CLAIM)} = :isDeviceShared and ${isElsewhere(CLAIM)} = :isElsewhere`;

const HAS_TRIES_LEFT = `(select count(*) from claims where student_id = :studentId
  and class_session_id = :classSessionId and code is not null and reasons = '["bad-code"]') < ${MAX_WRONG_CODES}`;

const IS_WORTH_KEEPING = `(select count(*) from claims where student_id = :studentId and class_session_id = :classSessionId) < ${MAX_CLAIMS}`;
const IS_DAY_BOUNDED = `(select count(*) from claims where student_id = :studentId and received_at > :at - ${DAY_MS}) < ${MAX_CLAIMS_A_DAY}`;

const keepClaim = ({ verdict, reasons, where }: { verdict: string; reasons: string; where: string }) => `insert into claims
    (id, class_session_id, student_id, device_id, tokens, code, signature, last_window, device_at, received_at, network, verdict,
    status, source, reasons)
  select :claimId, :classSessionId, :studentId, :deviceId, :tokens, :code, :signature, :lastWindow, :deviceAt, :at, :network, ${verdict},
    :status, :source, ${reasons}
  from class_sessions cs where cs.id = :classSessionId and ${IS_WORTH_KEEPING} and ${where}
  on conflict (id) do nothing returning verdict, reasons`;

const AS_JUDGED = { verdict: ':verdict', reasons: ':reasons' };
const KEEP_SCAN = keepClaim({ ...AS_JUDGED, where: ARE_DOUBTS_THE_SAME });
const KEEP_REFUSED = keepClaim({ ...AS_JUDGED, where: `${ARE_DOUBTS_THE_SAME} and ${IS_DAY_BOUNDED}` });
/** A correct code guessed after too many wrong ones counts for nothing. */
const KEEP_CODE = keepClaim({
  verdict: `iif(${HAS_TRIES_LEFT}, :verdict, 'refused')`,
  reasons: `iif(${HAS_TRIES_LEFT}, :reasons, '["too-many-tries"]')`,
  where: `${ARE_DOUBTS_THE_SAME} and ${IS_DAY_BOUNDED}`,
});

const UPDATE_CLAIM = `update claims set verdict = :verdict, status = :status, source = :source, reasons = :reasons from class_sessions cs
  where claims.id = :claimId and claims.verdict = :was and cs.id = :classSessionId and ${ARE_DOUBTS_THE_SAME}`;

/** Of a claim that the statement before it stored as accepted: fills an empty place and lifts an `auto` absence or a `leave`; leaves
 *  every other mark as it is. */
const RECORD_MARK = `${setMark({
  mark: {
    ...{
      classSessionId: 'c.class_session_id',
      studentId: 'c.student_id',
      status: 'c.status',
      source: 'c.source',
      claimId: 'c.id',
    },
    actorId: 'u.id',
    actorName: 'u.name',
    actorRole: 'u.role',
    changedAt: ':at',
  },
  from: `from claims c join users u on u.id = c.student_id where c.id = :claimId and c.verdict = 'accepted' and changes() > 0`,
  replaces: IS_OPEN_TO_ARRIVAL,
})} returning status`;

/** One is open at a time, however many claims ask for it. */
const ASK_CORRECTION = `insert into corrections (class_session_id, student_id, wanted_status, reason, claim_id, requested_by_id,
    requested_at, state)
  select :classSessionId, :studentId, :status, ${sqlTexts([systemReason('sent-after-lock')])}, id, :studentId, :at, 'open'
  from claims where id = :claimId and not exists (select 1 from corrections where class_session_id = :classSessionId
    and student_id = :studentId and claim_id is not null and state = 'open')
  on conflict do nothing`;

const DEVICES = sameBrowser(':deviceId');

const UNMARK_SHARED = setMark({
  mark: {
    classSessionId: 'a.class_session_id',
    studentId: 'a.student_id',
    status: 'null',
    source: 'a.source',
    reason: sqlTexts([systemReason('shared-device')]),
    ...BY_MUSTER,
    changedAt: ':at',
  },
  from: `from attendance a where a.class_session_id = :classSessionId and a.student_id <> :studentId and a.status is not null
    and a.source in ('qr', 'code', 'offline') and exists (select 1 from claims where id = :claimId)
    and a.claim_id in (select id from claims where device_id in ${DEVICES} and class_session_id = :classSessionId)`,
});

/** Also those that wait for another reason, so that staff see this one. */
const SUSPECT_SHARED = `update claims set verdict = 'waiting', reasons = json_insert(reasons, '$[#]', 'shared-device')
  where device_id in ${DEVICES} and class_session_id = :classSessionId and student_id <> :studentId
    and verdict <> 'refused' and settled_at is null and reasons not like '%"shared-device"%'
    and exists (select 1 from claims where id = :claimId)`;

export type Target = { classSessionId: number; studentId: number; deviceId: string; claimId: string; at: number };

/** What a verdict becomes, and what it was made from. */
export type Judged = { verdict: Verdict; doubts: Doubts };

function judgedArgs({ verdict, doubts: { isDeviceShared: isShared, isElsewhere: isAway } }: Judged) {
  const { verdict: said, status, source, reasons } = verdict;
  return { verdict: said, status, source, reasons: JSON.stringify(reasons), isDeviceShared: isShared, isElsewhere: isAway };
}

/** What follows from a claim that is stored: its mark, a correction when its register is locked, doubt cast on a shared device. */
function consequences({ classSessionId, studentId, deviceId, claimId, at }: Target, verdict: Verdict): InStatement[] {
  const reasons: readonly string[] = verdict.reasons;
  const statements: InStatement[] = [];
  if (verdict.verdict === 'accepted') statements.push({ sql: RECORD_MARK, args: { claimId, at } });
  if (reasons.includes('register-locked'))
    statements.push({ sql: ASK_CORRECTION, args: { classSessionId, studentId, claimId, at, status: verdict.status } });
  if (reasons.includes('shared-device')) {
    const shared = { classSessionId, studentId, deviceId, claimId };
    statements.push({ sql: UNMARK_SHARED, args: { ...shared, at } }, { sql: SUSPECT_SHARED, args: shared });
  }
  return statements;
}

function keepStatement({ code }: CheckInInput, { verdict }: Verdict): string {
  if (code !== null) return KEEP_CODE;
  return verdict === 'refused' ? KEEP_REFUSED : KEEP_SCAN;
}

/** Statements that store a new claim with its verdict, and what follows from it. The claim's own is the first: it stores nothing when
 *  the claim is stored already, when the doubts are others by now, or when too many are kept. A mark's is the second.
 *  @param judged `network`: keyed hash of where it came from */
export function arrivalStatements(
  ctx: ActorContext,
  input: CheckInInput,
  judged: Judged & { lastWindow: number | null; at: number; network: string },
): InStatement[] {
  const { verdict, lastWindow, at, network } = judged;
  const { id: claimId, classSessionId, deviceId, tokens, code, signature, at: deviceAt } = input;
  const target = { classSessionId, studentId: ctx.actor.id, deviceId, claimId, at };
  const evidence = { tokens: JSON.stringify(tokens), code, signature, lastWindow, deviceAt, network };
  const keep = { sql: keepStatement(input, verdict), args: { ...target, ...evidence, ...judgedArgs(judged) } };
  return [keep, ...consequences(target, verdict)];
}

/** Statements that give a kept claim another verdict, and what follows from it. They change nothing when somebody else has changed it
 *  since, or when the doubts are others by now.
 *  @param was the verdict it had */
export function rejudgedStatements(target: Target, judged: Judged, was: 'waiting' | 'refused'): InStatement[] {
  const { at: _, ...claim } = target;
  const update = { sql: UPDATE_CLAIM, args: { ...claim, was, ...judgedArgs(judged) } };
  return [update, ...consequences(target, judged.verdict)];
}
