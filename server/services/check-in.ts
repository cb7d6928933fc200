/** Checking in: one read, one judgement, one write. The rules are in `#domain/check-in`; nothing here decides. */
import type { InStatement } from '@libsql/client';
import { queryRow } from '#db/query';
import type { Mark } from '#domain/attendance';
import {
  type CheckInFacts,
  type CheckInInput,
  type CheckInOutcome,
  claimMessage,
  type Evidence,
  heedMark,
  judgeCheckIn,
  outcomeOf,
  type Verdict,
} from '#domain/check-in';
import { verifyDeviceSignature } from '#domain/device';
import { equalBytes } from '#domain/encoding';
import { AppError } from '#domain/errors';
import { parseToken, revisionsBetween, type Token, typedCodeStep, windowStart } from '#domain/rotating-code';
import type { ActorContext, Context } from '#server/context';
import { type ClaimFacts, loadArrivingFacts, loadKeptFacts } from './check-in-facts';
import { arrivalStatements, followUpStatements, rejudgedStatements } from './check-in-writes';

/** Attempts of one student at one class session that are worth keeping: far beyond any honest number. */
const MAX_CLAIMS = 200;

/** Judges and keeps a check-in attempt. The same claim id answers the same way however often it arrives.
 *  @throws AppError `rate-limited` after an absurd number of attempts at one class session */
export async function submitCheckIn(ctx: ActorContext, input: CheckInInput): Promise<CheckInOutcome> {
  const receivedAt = ctx.now();
  const tokens = input.tokens.map(parseToken);
  const lastWindow = tokens.length > 0 ? Math.max(...tokens.map((token) => token?.window ?? 0)) : null;
  const { id, classSessionId, deviceId } = input;
  const facts = await loadArrivingFacts(ctx, { id, classSessionId, studentId: ctx.actor.id, deviceId, lastWindow, receivedAt });
  if (facts.prior) return answerAgain(ctx, facts);
  if (facts.claimsSoFar >= MAX_CLAIMS) throw new AppError('rate-limited', 'Too many attempts. Ask your teacher.');

  const [evidence, isDeviceGenuine] = await Promise.all([verifyEvidence(ctx, input, tokens, facts), verifyDevice(input, facts)]);
  const judged = judgeCheckIn(toJudge(facts, { evidence, isDeviceGenuine, isTyped: input.code !== null, now: receivedAt }));
  const verdict = heedMark(judged, facts.mark);
  return store(ctx, input, { verdict, lastWindow, at: receivedAt });
}

/** Judges the claims that came before their class session's opening did. Idempotent. */
export async function judgeWaitingForOpening(ctx: Context, classSessionId: number): Promise<void> {
  const waiting = await loadKeptFacts(ctx, classSessionId, 'not-opened-yet');
  const judge = (facts: ClaimFacts) => judgeAgain(ctx, classSessionId, facts, true);
  const rejudged = waiting.map(async (facts) => rejudgedStatements(...(await judge(facts)), 'waiting'));
  await commitAll(ctx, await Promise.all(rejudged));
}

/** Judges the claims that were refused for their time and came before the extension of check-in they were made in. Idempotent. */
export async function judgeAfterExtension(ctx: Context, classSessionId: number): Promise<void> {
  const refused = await loadKeptFacts(ctx, classSessionId, 'outside-window');
  const rejudged = refused.map(async (facts) => {
    const [target, verdict] = await judgeAgain(ctx, classSessionId, facts, await isKeptGenuine(classSessionId, facts));
    return verdict.verdict === 'refused' ? [] : rejudgedStatements(target, verdict, 'refused');
  });
  await commitAll(ctx, await Promise.all(rejudged));
}

async function judgeAgain(ctx: Context, classSessionId: number, facts: ClaimFacts, isDeviceGenuine: boolean) {
  const now = ctx.now();
  const evidence = await keptEvidence(ctx, classSessionId, facts);
  const judged = judgeCheckIn(toJudge(facts, { evidence, isDeviceGenuine, isTyped: false, now }));
  const { claimId, studentId } = facts;
  return [{ claimId, studentId, classSessionId, at: now }, heedMark(judged, facts.mark)] as const;
}

async function commitAll(ctx: Context, statements: InStatement[][]): Promise<void> {
  const all = statements.flat();
  if (all.length > 0) await ctx.commit(all);
}

/** A claim refused for its time had its device not looked at. */
function isKeptGenuine(classSessionId: number, facts: ClaimFacts): Promise<boolean> {
  const { claimId: id, deviceAt: at, tokens, code, deviceId, signature } = facts;
  return verifyDevice({ id, at, classSessionId, tokens, code, deviceId, signature }, facts);
}

function toJudge(facts: ClaimFacts, given: Pick<CheckInFacts, 'evidence' | 'isDeviceGenuine' | 'isTyped' | 'now'>): CheckInFacts {
  const { periodMs, lateAfterMs, deliverWithinMs, lockDays } = facts.settings;
  return { ...facts, periodMs, lateAfterMs, deliverWithinMs, lockDays, ...given };
}

async function verifyEvidence(ctx: Context, input: CheckInInput, tokens: (Token | null)[], facts: ClaimFacts): Promise<Evidence> {
  if (!facts.classSession) return null;
  const { classSessionId, code } = input;
  if (code !== null) return typedEvidence(ctx, classSessionId, code, facts);
  const areGenuine = await Promise.all(
    tokens.map((token) => token?.classSessionId === classSessionId && isOfItsTime(ctx, token, facts)),
  );
  return areGenuine.every(Boolean) ? { kind: 'windows', windows: tokens.map((token) => (token as Token).window) } : null;
}

/** Whether the key that stood when the token's window was on screen has signed it, or the present one. */
async function isOfItsTime(ctx: Context, { classSessionId, window, mac }: Token, facts: ClaimFacts): Promise<boolean> {
  const [from, until] = [window, window + 1].map((one) => windowStart(one, facts.settings.periodMs)) as [number, number];
  for (const revision of revisionsBetween(facts, from, until))
    if (equalBytes(await ctx.codeKeys.mac(classSessionId, revision, window), mac)) return true;
  return false;
}

/** Only its arrival tells when a code was typed: one of an earlier revision counts when it came while that stood. */
async function typedEvidence(ctx: Context, classSessionId: number, code: string, facts: ClaimFacts): Promise<Evidence> {
  const { receivedAt } = facts;
  for (const revision of revisionsBetween(facts, receivedAt, receivedAt + 1)) {
    const stepAt = await typedCodeStep(await ctx.codeKeys.signing(classSessionId, revision), classSessionId, code, receivedAt);
    if (stepAt !== null) return { kind: 'code', stepAt };
  }
  return null;
}

/** Evidence of a kept claim. It was verified, and its try counted, when it arrived. */
function keptEvidence(ctx: Context, classSessionId: number, facts: ClaimFacts): Promise<Evidence> | Evidence {
  if (facts.code !== null) return typedEvidence(ctx, classSessionId, facts.code, facts);
  return { kind: 'windows', windows: facts.tokens.map((text) => parseToken(text)?.window ?? 0) };
}

async function verifyDevice(input: CheckInInput, { publicKey }: ClaimFacts): Promise<boolean> {
  return publicKey !== null && verifyDeviceSignature(publicKey, claimMessage(input), input.signature);
}

async function store(
  ctx: ActorContext,
  input: CheckInInput,
  judged: { verdict: Verdict; lastWindow: number | null; at: number },
): Promise<CheckInOutcome> {
  const { verdict, at } = judged;
  const { id: claimId, classSessionId, deviceId } = input;
  const arrival = arrivalStatements(ctx, input, judged);
  const followUp = followUpStatements({ classSessionId, studentId: ctx.actor.id, claimId, deviceId, at }, verdict);
  const results = await ctx.commit([...arrival, ...followUp]);

  const wasRecorded = verdict.verdict === 'accepted' && results[0]?.rows.length === 1;
  const outcome: CheckInOutcome = wasRecorded
    ? { outcome: 'recorded', status: verdict.status, source: verdict.source }
    : await currentOutcome(ctx, claimId);
  // The statement itself turns a code down that was guessed at the same time as others.
  const kept = (results[arrival.length - 1]?.rows[0]?.verdict as Verdict['verdict'] | undefined) ?? verdict.verdict;
  const reasons = kept === verdict.verdict ? verdict.reasons : ['too-many-tries'];
  ctx.log('info', 'check-in.verdict', { actorId: ctx.actor.id, classSessionId, verdict: kept, reasons, ...outcome });
  return outcome;
}

function answerAgain(ctx: ActorContext, { prior, claimId }: ClaimFacts): Promise<CheckInOutcome> | CheckInOutcome {
  return prior?.studentId === ctx.actor.id ? currentOutcome(ctx, claimId) : { outcome: 'refused', reason: 'bad-device' };
}

type Stored = { studentId: number; verdict: Verdict['verdict']; reasons: string; claimId: string | null } & {
  [Key in keyof Mark]: Mark[Key] | null;
};

const STORED = `select c.student_id studentId, c.verdict, c.reasons, m.status, m.source, m.claim_id claimId
  from claims c left join attendance m on m.class_session_id = c.class_session_id and m.student_id = c.student_id
  where c.id = ?`;

/** The answer to a stored claim, by what it and the mark say now. Another student's id is refused. */
async function currentOutcome(ctx: ActorContext, claimId: string): Promise<CheckInOutcome> {
  const stored = await queryRow<Stored>(ctx.db, STORED, [claimId]);
  if (stored?.studentId !== ctx.actor.id) return { outcome: 'refused', reason: 'bad-device' };
  const { status, source } = stored;
  const mark = source === null ? null : { status, source };
  const claim = { verdict: stored.verdict, reasons: JSON.parse(stored.reasons) as string[] };
  return outcomeOf(claim, { mark, isByThisClaim: stored.claimId === claimId });
}
