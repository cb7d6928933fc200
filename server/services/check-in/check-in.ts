/** Checking in: one read, one judgement, one write. The rules are in `#domain/check-in`; nothing here decides. */
import type { InStatement } from '@libsql/client';
import { and, desc, eq, isNotNull, or, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import { prepared } from '#db/prepared';
import { returnedRow } from '#db/query';
import { attendance, claims } from '#db/schema';
import {
  type CheckInFacts,
  type CheckInInput,
  type CheckInOutcome,
  claimMessage,
  type Evidence,
  judgeCheckIn,
  outcomeOf,
  outrankByMark,
  type Verdict,
} from '#domain/check-in/check-in';
import { verifyDeviceSignature } from '#domain/check-in/device';
import { parseToken, revisionsBetween, type Token, typedCodeStep, windowStart } from '#domain/check-in/rotating-code';
import { equalBytes } from '#domain/encoding';
import { AppError } from '#domain/errors';
import type { ActorContext, Context } from '#server/context/context';
import { type ClaimFacts, loadArrivingFacts, loadKeptFacts } from './check-in-facts';
import { arrivalStatements, rejudgedStatements, type Target } from './check-in-writes';

/** Two doubts can arise while a verdict is stored, and each is known the next time. */
const ROUNDS = 3;

/** Judges and keeps a check-in attempt. The same claim id answers the same way however often it arrives. One for a class session that
 *  does not exist is refused and not kept.
 *  @param network keyed hash of where it came from
 *  @throws AppError `rate-limited` after an absurd number of attempts */
export async function submitCheckIn(ctx: ActorContext, input: CheckInInput, network: string): Promise<CheckInOutcome> {
  const tokens = input.tokens.map(parseToken);
  const lastWindow = tokens.length > 0 ? Math.max(...tokens.map((token) => token?.window ?? 0)) : null;
  const { id, classSessionId, deviceId } = input;
  const at = ctx.now();
  const claim = { id, classSessionId, studentId: ctx.actor.id, deviceId, lastWindow, receivedAt: at };
  for (let round = 0; round < ROUNDS; round++) {
    const facts = await loadArrivingFacts(ctx, claim);
    if (facts.prior) return answerAgain(ctx, facts);
    if (!facts.classSession) return { outcome: 'refused', reason: 'bad-code' };
    const verdict = await judgeArriving(ctx, input, tokens, facts);
    const outcome = await store(ctx, input, { verdict, doubts: facts, lastWindow, at, network });
    if (outcome) return outcome;
  }
  throw new AppError('rate-limited', 'check-in.too-many-tries');
}

async function judgeArriving(
  ctx: ActorContext,
  input: CheckInInput,
  tokens: (Token | null)[],
  facts: ClaimFacts,
): Promise<Verdict> {
  const [evidence, isDeviceGenuine] = await Promise.all([
    verifyEvidence(ctx, input, tokens, facts),
    verifyDevice(ctx, input, facts),
  ]);
  const given = { evidence, isDeviceGenuine, isTyped: input.code !== null, now: facts.receivedAt };
  return outrankByMark(judgeCheckIn(toJudge(facts, given)), facts.mark);
}

/** Judges the claims that came before their class session's opening did. Idempotent. */
export function judgeWaitingForOpening(ctx: Context, classSessionId: number): Promise<void> {
  return judgeKept(ctx, async () => {
    const waiting = await loadKeptFacts(ctx, classSessionId, 'not-opened-yet');
    return waiting.map(async (facts) => {
      const verdict = await judgeAgain(ctx, classSessionId, facts, true);
      return rejudgedStatements(targetOf(ctx, classSessionId, facts), { verdict, doubts: facts }, 'waiting');
    });
  });
}

/** Judges the claims that were refused for their time and came before the extension of check-in they were made in. Idempotent. */
export function judgeAfterExtension(ctx: Context, classSessionId: number): Promise<void> {
  return judgeKept(ctx, async () => {
    const refused = await loadKeptFacts(ctx, classSessionId, 'outside-window');
    return refused.map(async (facts) => {
      const verdict = await judgeAgain(ctx, classSessionId, facts, await isKeptGenuine(ctx, classSessionId, facts));
      if (verdict.verdict === 'refused') return [];
      return rejudgedStatements(targetOf(ctx, classSessionId, facts), { verdict, doubts: facts }, 'refused');
    });
  });
}

/** Until none is left whose doubts were others by the time its verdict was stored. */
async function judgeKept(ctx: Context, judge: () => Promise<Promise<InStatement[]>[]>): Promise<void> {
  for (let round = 0; round < ROUNDS; round++) {
    const statements = (await Promise.all(await judge())).flat();
    if (statements.length === 0) return;
    await ctx.commit(statements);
  }
}

function targetOf(ctx: Context, classSessionId: number, { claimId, studentId, deviceId }: ClaimFacts): Target {
  return { classSessionId, studentId, deviceId, claimId, at: ctx.now() };
}

async function judgeAgain(ctx: Context, classSessionId: number, facts: ClaimFacts, isDeviceGenuine: boolean): Promise<Verdict> {
  const evidence = await keptEvidence(ctx, classSessionId, facts);
  const judged = judgeCheckIn(toJudge(facts, { evidence, isDeviceGenuine, isTyped: false, now: ctx.now() }));
  return outrankByMark(judged, facts.mark);
}

/** A claim refused for its time had its device not looked at. */
function isKeptGenuine(ctx: Context, classSessionId: number, facts: ClaimFacts): Promise<boolean> {
  const { claimId: id, deviceAt: at, tokens, code, deviceId, signature } = facts;
  return verifyDevice(ctx, { id, at, classSessionId, tokens, code, deviceId, signature }, facts);
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

async function verifyDevice(ctx: Context, input: CheckInInput, { publicKey }: ClaimFacts): Promise<boolean> {
  return publicKey !== null && verifyDeviceSignature(publicKey, claimMessage(input), input.signature, ctx.deviceKeys.verify);
}

/** Null when nothing was stored: the claim is known by now, its doubts are others, or too many are kept. */
async function store(
  ctx: ActorContext,
  input: CheckInInput,
  judged: Parameters<typeof arrivalStatements>[2],
): Promise<CheckInOutcome | null> {
  const [keep, record] = await ctx.commit(arrivalStatements(ctx, input, judged), input.classSessionId);
  const kept = returnedRow<{ verdict: Verdict['verdict']; reasons: string }>(keep);
  if (!kept) return null;
  const { verdict } = judged;
  const wasRecorded = verdict.verdict === 'accepted' && record?.rows.length === 1;
  const outcome: CheckInOutcome = wasRecorded
    ? { outcome: 'recorded', status: verdict.status, source: verdict.source }
    : await currentOutcome(ctx, input.id);
  // The statement itself turns a code down that was guessed at the same time as others.
  const stored = { verdict: kept.verdict, reasons: JSON.parse(kept.reasons) as string[] };
  ctx.log('info', 'check-in.verdict', { actorId: ctx.actor.id, classSessionId: input.classSessionId, ...stored, ...outcome });
  return outcome;
}

function answerAgain(ctx: ActorContext, { prior, claimId }: ClaimFacts): Promise<CheckInOutcome> | CheckInOutcome {
  return prior?.studentId === ctx.actor.id ? currentOutcome(ctx, claimId) : { outcome: 'refused', reason: 'bad-device' };
}

const sent = alias(claims, 'sent');

/** What answers for a claim: itself, until staff have decided it. From then on it is whatever waits of the student's at that class session,
 *  because a decision was taken back, or else the last decision on the same evidence. */
const storedClaim = prepared((db) => {
  const { id, studentId, classSessionId, verdict, reasons, signature, settledAt } = claims;
  const isItsMark = and(eq(attendance.classSessionId, classSessionId), eq(attendance.studentId, studentId));
  const isLater = and(isNotNull(sent.settledAt), or(eq(verdict, 'waiting'), eq(signature, sent.signature)));
  const isOfStudent = and(eq(studentId, sent.studentId), eq(classSessionId, sent.classSessionId));
  return db
    .select({
      id,
      studentId,
      verdict,
      reasons,
      status: attendance.status,
      source: attendance.source,
      claimId: attendance.claimId,
    })
    .from(sent)
    .innerJoin(claims, and(isOfStudent, or(eq(id, sent.id), isLater)))
    .leftJoin(attendance, isItsMark)
    .where(eq(sent.id, sql.placeholder('id')))
    .orderBy(desc(eq(verdict, 'waiting')), desc(settledAt))
    .limit(1)
    .prepare();
});

/** The answer to a stored claim, by what it and the mark say now. Another student's id is refused. */
async function currentOutcome(ctx: ActorContext, claimId: string): Promise<CheckInOutcome> {
  const stored = await storedClaim(ctx.db).get({ id: claimId });
  if (stored?.studentId !== ctx.actor.id) return { outcome: 'refused', reason: 'bad-device' };
  const { status, source } = stored;
  const mark = source === null ? null : { status, source };
  return outcomeOf(stored, { mark, isByThisClaim: stored.claimId === stored.id });
}
