/** One check-in from this device: evidence in, the server's outcome or the reason why there is none out. Free of React. */
import type { CheckInInput, CheckInOutcome } from '#domain/check-in/check-in';
import type { AppCode } from '#domain/errors';
import { appCodeOf } from '../trpc/call';
import { mint } from './calls/queueable';
import { StorageDenied } from './device/database';
import { type Device, type DeviceOwner, deviceFor, InsecureContext } from './device/device-key';
import { CallRefused, callNow, deliver, isQueued, type Queued } from './outbox/deliver';

/** What a student has in hand: one to three scanned tokens, or a typed code. */
export type CheckInEvidence =
  | { classSessionId: number; tokens: string[]; code: null }
  | { classSessionId: number; tokens: []; code: string };

/** Why there is no verdict: `no-answer` nothing came back, so the check-in may be handed in again; the rest is in the way of handing in. */
export const CHECK_IN_PROBLEMS = [
  'no-answer',
  'rate-limited',
  'signed-out',
  'not-a-student',
  'no-storage',
  'insecure',
  'failed',
] as const;
export type CheckInProblem = (typeof CHECK_IN_PROBLEMS)[number];

/** `queued`: saved on this device, and not yet confirmed. */
export type CheckInAnswer =
  | { kind: 'outcome'; outcome: CheckInOutcome }
  | { kind: 'queued'; because: Queued['because'] }
  | { kind: 'problem'; problem: CheckInProblem };

/** One try: its evidence, the claim it became (null when none could be signed), its answer, and when that came. */
export type Attempt = { evidence: CheckInEvidence; claim: CheckInInput | null; answer: CheckInAnswer; answeredAt: number };

const PROBLEMS: Record<AppCode, CheckInProblem> = {
  unauthenticated: 'signed-out',
  forbidden: 'not-a-student',
  'rate-limited': 'rate-limited',
  unavailable: 'no-answer',
  'not-found': 'failed',
  invalid: 'failed',
  conflict: 'failed',
};

function problemOf(error: unknown): CheckInProblem {
  if (error instanceof StorageDenied) return 'no-storage';
  if (error instanceof InsecureContext) return 'insecure';
  return problemFor(error instanceof CallRefused ? error.code : appCodeOf(error));
}

function problemFor(code: AppCode | null): CheckInProblem {
  return code === null ? 'no-answer' : PROBLEMS[code];
}

/** The claim for `evidence`, signed: everything it says is fixed from here on.
 *  @param device a registered device of the student's */
export async function createClaim(evidence: CheckInEvidence, device: Device): Promise<CheckInInput> {
  const claim = { ...mint(), ...evidence, deviceId: device.deviceId };
  return { ...claim, signature: await device.signClaim(claim) };
}

function toProblem(error: unknown): CheckInAnswer {
  return { kind: 'problem', problem: problemOf(error) };
}

/** A typed code is worth something only while it is on the screen. */
async function tryNow(claim: CheckInInput): Promise<CheckInAnswer> {
  const delivery = await callNow('checkIn.submit', claim);
  switch (delivery.kind) {
    case 'answered':
      return { kind: 'outcome', outcome: delivery.output };
    case 'refused':
    case 'busy':
      return { kind: 'problem', problem: problemFor(delivery.code) };
    case 'signed-out':
      return { kind: 'problem', problem: 'signed-out' };
    case 'unreachable':
      return { kind: 'problem', problem: 'no-answer' };
  }
}

/** A scan is saved before it is sent and so is never lost.
 *  @param replaces claim of an earlier scan that this one says more than */
async function handIn(claim: CheckInInput, replaces: string | undefined): Promise<CheckInAnswer> {
  if (claim.code !== null) return tryNow(claim);
  const answer = await deliver('checkIn.submit', claim, { replaces });
  return isQueued(answer) ? { kind: 'queued', because: answer.because } : { kind: 'outcome', outcome: answer };
}

/** Never rejects. */
function sendClaim(claim: CheckInInput, replaces?: string): Promise<CheckInAnswer> {
  return handIn(claim, replaces).catch(toProblem);
}

function isBadDevice(answer: CheckInAnswer): boolean {
  return answer.kind === 'outcome' && answer.outcome.outcome === 'refused' && answer.outcome.reason === 'bad-device';
}

export type CheckInSender = {
  /** Has the device's key ready before the first scan. Never throws; what is in the way is told when it matters. */
  prepare: () => void;
  /** Signs and sends. Never throws. @param before the attempt that had less of the same scan, and no answer */
  send: (evidence: CheckInEvidence, before?: Attempt | null) => Promise<Attempt>;
  /** Sends the same claim again, or signs one where none could be. The server answers a claim it has seen as before. Never throws. */
  sendAgain: (attempt: Attempt) => Promise<Attempt>;
};

/** Who checks in, with the device the server has for this sign-in; null when it has none. */
export type CheckInPerson = { userId: number; currentDeviceId: string | null };

/** Check-ins of the person who is signed in, from this browser.
 *  @param deviceName what a device that is not registered yet will be called */
export function createSender({ userId, currentDeviceId }: CheckInPerson, deviceName: string): CheckInSender {
  const owner: DeviceOwner = { userId, name: deviceName };
  let ready: Promise<Device> | null = null;

  function device(known: string | null): Promise<Device> {
    ready ??= deviceFor(owner, known).catch((error) => {
      ready = null;
      throw error;
    });
    return ready;
  }

  async function signAndSend(evidence: CheckInEvidence, known: string | null, replaces?: string): Promise<Attempt> {
    const signed = await device(known)
      .then((own) => createClaim(evidence, own))
      .then(
        (claim) => ({ claim }),
        (error: unknown) => ({ claim: null, answer: toProblem(error) }),
      );
    const answer = signed.claim ? await sendClaim(signed.claim, replaces) : signed.answer;
    return { evidence, claim: signed.claim, answer, answeredAt: Date.now() };
  }

  /** A device that the server does not take for this person's is registered anew, once. */
  async function send(evidence: CheckInEvidence, before?: Attempt | null): Promise<Attempt> {
    const first = await signAndSend(evidence, currentDeviceId, before?.claim?.id);
    if (!isBadDevice(first.answer)) return first;
    ready = null;
    return signAndSend(evidence, null);
  }

  async function sendAgain({ evidence, claim }: Attempt): Promise<Attempt> {
    return claim ? { evidence, claim, answer: await sendClaim(claim), answeredAt: Date.now() } : send(evidence);
  }

  return { prepare: () => void device(currentDeviceId).catch(() => undefined), send, sendAgain };
}
