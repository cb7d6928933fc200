/**
 * Judging a check-in: facts in, verdict out. Present or late comes from the token's window, never from a phone's clock or the
 * time of arrival. Evidence is verified by the caller (`rotating-code.ts`, `device.ts`); this module only decides.
 */

import { z } from 'zod';
import { ClassSessionId, Queueable } from '#domain/ids';
import { arrivalStatus, isOpenToArrival, type Mark, type Source, type Status } from '#domain/register/attendance';
import { type ClassSessionFacts, isOpenable, locksAt } from '#domain/register/class-session';
import { says } from '#domain/words/says';
import { MAX_WRONG_CODES, TYPED_STEP_MS, windowStart } from './rotating-code';

/** A scan sent as it happened, with one slow request on school wifi. */
export const FRESH_MS = 10_000;
/** Windows a scanner collects when no answer comes: a forwarded photo holds only one. */
export const WINDOWS_OFFLINE = 3;

export const CLAIM_VERDICTS = ['accepted', 'waiting', 'refused'] as const;

export const WAITING_REASONS = [
  'not-opened-yet',
  'not-on-roll',
  'few-windows',
  'late-delivery',
  'held-back',
  'new-device',
  'shared-device',
  'overlap',
  'own-register',
  'register-locked',
  'marked-absent',
] as const;
export type WaitingReason = (typeof WAITING_REASONS)[number];

export const REFUSED_REASONS = ['bad-code', 'future', 'outside-window', 'bad-device', 'too-many-tries', 'declined'] as const;
export type RefusedReason = (typeof REFUSED_REASONS)[number];

export const CheckInInput = Queueable.extend({
  classSessionId: ClassSessionId,
  tokens: z.array(z.string().max(64)).max(WINDOWS_OFFLINE),
  code: z
    .string()
    .trim()
    .regex(/^\d{6}$/, says('check-in.six-digits'))
    .nullable(),
  deviceId: z.uuid(),
  signature: z.string().max(200),
}).refine((input) => input.tokens.length > 0 !== (input.code !== null), {
  path: ['tokens'],
  error: says('check-in.tokens-or-code'),
});
export type CheckInInput = z.infer<typeof CheckInInput>;

/** What the student is told. `queued` exists on the device only. */
export type CheckInOutcome =
  | { outcome: 'recorded'; status: Status; source: Source }
  | { outcome: 'already-recorded'; status: Status }
  | { outcome: 'kept'; status: Status }
  | { outcome: 'waiting'; reasons: WaitingReason[] }
  | { outcome: 'refused'; reason: RefusedReason };

/** The text a device signs: everything it claims. */
export function claimMessage(claim: Omit<CheckInInput, 'signature'>): string {
  const { id, at, classSessionId, tokens, code, deviceId } = claim;
  return `muster claim v1|${id}|${at}|${classSessionId}|${tokens.join(',')}|${code ?? ''}|${deviceId}`;
}

/** Verified evidence. `null` is evidence that does not verify: a forged or foreign token, or a wrong code. */
export type Evidence = { kind: 'windows'; windows: number[] } | { kind: 'code'; stepAt: number } | null;

export type CheckInFacts = {
  receivedAt: number;
  /** Server's clock; differs from `receivedAt` when a waiting claim is judged again. */
  now: number;
  evidence: Evidence;
  isTyped: boolean;
  /** Wrong typed codes of this student in this class session before this claim. */
  wrongCodes: number;
  classSession: ClassSessionFacts | null;
  periodMs: number;
  lateAfterMs: number;
  deliverWithinMs: number;
  lockDays: number;
  isDeviceGenuine: boolean;
  isOnRoll: boolean;
  /** No claim of the device's was accepted before, at another class session or by staff. */
  isFirstOfDevice: boolean;
  /** The student made an authenticated request, on any device or sign-in, between the scan and the delivery without delivering. */
  wasHeldBack: boolean;
  /** Another student claimed in this class session with the same device or browser. */
  isDeviceShared: boolean;
  /** Accepted in another class session that takes place at the same time. */
  isElsewhere: boolean;
  /** The student takes this register beside studying there, and so has the key that signs its code. */
  hasRegister: boolean;
};

export type Verdict =
  | { verdict: 'accepted'; status: 'present' | 'late'; source: 'qr' | 'code' | 'offline'; reasons: [] }
  | { verdict: 'waiting'; status: 'present' | 'late'; source: 'qr' | 'code' | 'offline'; reasons: WaitingReason[] }
  | { verdict: 'refused'; status: null; source: null; reasons: [RefusedReason] };

/** `madeAt` is what the end of check-in is held against: a window tells it by itself, a typed code only by its arrival. */
type Span = { startAt: number; firstEndAt: number; madeAt: number; endAt: number; isConsecutive: boolean; count: number };

function refuse(reason: RefusedReason): Verdict {
  return { verdict: 'refused', status: null, source: null, reasons: [reason] };
}

/** When the evidence was on screen. A typed code is online only, so it is as fresh as its arrival. */
function spanOf(evidence: NonNullable<Evidence>, facts: CheckInFacts): Span {
  if (evidence.kind === 'code') return spanOfCode(evidence.stepAt, facts.receivedAt);
  const windows = [...evidence.windows].sort((a, b) => a - b);
  const first = windows[0] as number;
  const isConsecutive = windows.every((window, index) => window === first + index);
  const startAt = windowStart(first, facts.periodMs);
  const endAt = windowStart((windows.at(-1) as number) + 1, facts.periodMs);
  return { startAt, firstEndAt: startAt + facts.periodMs, madeAt: startAt, endAt, isConsecutive, count: windows.length };
}

function spanOfCode(stepAt: number, receivedAt: number): Span {
  const firstEndAt = stepAt + TYPED_STEP_MS;
  return { startAt: stepAt, firstEndAt, madeAt: receivedAt, endAt: receivedAt, isConsecutive: true, count: 1 };
}

function isInFuture(evidence: NonNullable<Evidence>, facts: CheckInFacts): boolean {
  const latest = Math.floor(facts.receivedAt / facts.periodMs) + 1;
  return evidence.kind === 'windows' && evidence.windows.some((window) => window > latest);
}

/** Where the first window lies: inside check-in, outside it, or in a class session whose opening has not arrived (staff may be offline). */
function placeOf({ firstEndAt, madeAt }: Span, classSession: ClassSessionFacts): 'inside' | 'outside' | 'not-opened-yet' {
  const { openedAt, checkInClosesAt } = classSession;
  if (openedAt === null) return isOpenable(classSession, madeAt) ? 'not-opened-yet' : 'outside';
  if (checkInClosesAt === null || checkInClosesAt <= openedAt) return 'outside';
  return firstEndAt > openedAt && madeAt < checkInClosesAt ? 'inside' : 'outside';
}

function doubts(span: Span, isFresh: boolean, facts: CheckInFacts): WaitingReason[] {
  const reasons: WaitingReason[] = [];
  // A scanner hands in windows in a row; with a gap, the first may be somebody else's earlier one.
  if (!span.isConsecutive || (!isFresh && span.count < WINDOWS_OFFLINE)) reasons.push('few-windows');
  if (!isFresh) {
    if (facts.receivedAt - span.endAt > facts.deliverWithinMs) reasons.push('late-delivery');
    if (facts.wasHeldBack) reasons.push('held-back');
    if (facts.isFirstOfDevice) reasons.push('new-device');
  }
  if (facts.isDeviceShared) reasons.push('shared-device');
  if (facts.isElsewhere) reasons.push('overlap');
  // Nobody judges their own attendance: a code says nothing of whoever can sign it.
  if (facts.hasRegister) reasons.push('own-register');
  return reasons;
}

/** Decides one claim, in the order of the rules: code, time, device, roll, then freshness and doubts. Never throws.
 *  A claim for a locked register always waits: it becomes a correction request with its evidence. */
export function judgeCheckIn(facts: CheckInFacts): Verdict {
  const { classSession, evidence } = facts;
  if (facts.isTyped && facts.wrongCodes >= MAX_WRONG_CODES) return refuse('too-many-tries');
  if (!classSession || classSession.state === 'cancelled' || !evidence) return refuse('bad-code');
  if (isInFuture(evidence, facts)) return refuse('future');

  const span = spanOf(evidence, facts);
  const place = placeOf(span, classSession);
  if (place === 'outside') return refuse('outside-window');
  if (!facts.isDeviceGenuine) return refuse('bad-device');

  const status = arrivalStatus(span.startAt, { startsAt: classSession.startsAt, lateAfterMs: facts.lateAfterMs });
  const isFresh = facts.receivedAt - span.endAt <= FRESH_MS;
  const source = evidence.kind === 'code' ? 'code' : isFresh ? 'qr' : 'offline';
  const wait = (reasons: WaitingReason[]): Verdict => ({ verdict: 'waiting', status, source, reasons });

  if (facts.now >= locksAt(classSession, facts.lockDays)) return wait(['register-locked']);
  if (place === 'not-opened-yet') return wait(['not-opened-yet']);
  if (!facts.isOnRoll) return wait(['not-on-roll']);
  const reasons = doubts(span, isFresh, facts);
  return reasons.length > 0 ? wait(reasons) : { verdict: 'accepted', status, source, reasons: [] };
}

/** What an accepted claim does to the mark that stands: it fills an empty place and lifts an `auto` absence or a `leave`;
 *  any check-in made before stands, and so does the word of staff. */
export function effectOf(mark: Mark | null): 'record' | 'already-recorded' | 'kept' {
  if (mark === null || isOpenToArrival(mark)) return 'record';
  return mark.source === 'teacher' || mark.source === 'admin' ? 'kept' : 'already-recorded';
}

/** A claim that would be accepted against an explicit absence changes nothing and lands in the teacher's list, both facts shown. */
export function outrankByMark(verdict: Verdict, mark: Mark | null): Verdict {
  const isContested = verdict.verdict === 'accepted' && mark?.status === 'absent' && effectOf(mark) === 'kept';
  return isContested ? { ...verdict, verdict: 'waiting', reasons: ['marked-absent'] } : verdict;
}

/** The answer to the student for a stored claim, given the mark that stands now. Never throws. */
export function outcomeOf(
  claim: { verdict: Verdict['verdict']; reasons: readonly string[] },
  stands: { mark: Mark | null; isByThisClaim: boolean },
): CheckInOutcome {
  const { mark } = stands;
  if (claim.verdict === 'refused') return { outcome: 'refused', reason: claim.reasons[0] as RefusedReason };
  if (claim.verdict === 'waiting') {
    const isContested = claim.reasons.includes('marked-absent') && mark?.status;
    return isContested
      ? { outcome: 'kept', status: isContested }
      : { outcome: 'waiting', reasons: claim.reasons as WaitingReason[] };
  }
  if (!mark?.status) return { outcome: 'refused', reason: 'declined' };
  if (stands.isByThisClaim) return { outcome: 'recorded', status: mark.status, source: mark.source };
  return { outcome: effectOf(mark) === 'kept' ? 'kept' : 'already-recorded', status: mark.status };
}

/** Staff settle a waiting claim: the evidence counts, or it does not. */
export const SettleInput = Queueable.extend({ claimId: z.uuid(), decision: z.enum(['accept', 'decline']) });
export type SettleInput = z.infer<typeof SettleInput>;

/** Staff take their decision back: the check-in waits again, and the mark that came of the decision is what it was before. */
export const UnsettleInput = Queueable.extend({ claimId: z.uuid() });
export type UnsettleInput = z.infer<typeof UnsettleInput>;

/** `changed-since`: the decision was another's, or somebody has marked the student or decided again meanwhile. */
export type UnsettleOutcome = { outcome: 'undone' | 'changed-since' };
