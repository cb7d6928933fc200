/**
 * What waits in the outbox, laid over a register: the screen shows what the server will answer, also after the page was closed and
 * opened anew with no network. Pure; rows that nothing waits for keep their identity, the others keep theirs while it is the same.
 */
import { classSessionOf, type DoneCall, type WaitingCall } from '#app/offline/outbox/outbox-view';
import { type OverlayRules, withWaiting } from './effects';
import type { RegisterState, RowView } from './register-state';

/** A call that waits, with its id. */
export type QueuedCall = WaitingCall & { id: string };

/** Drawn rows by the row they lie over, so that a change elsewhere does not draw them anew. */
const drawn = new WeakMap<RowView, RowView>();

function isSame(a: RowView, b: RowView): boolean {
  const isSamePending = a.pending?.status === b.pending?.status && a.pending?.callId === b.pending?.callId;
  return isSamePending && a.pending?.at === b.pending?.at && a.row.claims.length === b.row.claims.length;
}

function keepIdentity(under: RegisterState, over: RegisterState): RegisterState {
  const views = new Map(over.views);
  for (const [id, view] of over.views) {
    const below = under.views.get(id);
    if (!below || below === view) continue;
    const known = drawn.get(below);
    if (known && isSame(known, view)) views.set(id, known);
    else drawn.set(below, view);
  }
  return { ...over, views };
}

/** Whether a call of the person's is about this register. */
export function isAbout({ classSession, views }: RegisterState, call: DoneCall): boolean {
  if (call.procedure !== 'checkIn.settle') return classSessionOf(call) === classSession.id;
  const { claimId } = call.input;
  return [...views.values()].some(({ row }) => row.claims.some((claim) => claim.claimId === claimId));
}

/** Without decisions that were taken back before they were sent. */
function standing(calls: readonly QueuedCall[]): readonly QueuedCall[] {
  const takenBack = new Set(calls.map((call) => (call.procedure === 'checkIn.unsettle' ? call.input.claimId : null)));
  return calls.filter((call) => call.procedure !== 'checkIn.settle' || !takenBack.has(call.input.claimId));
}

/** The register with everything that waits for it, in the order it was done. Without any it is the register itself. Never throws.
 *  @param calls all of the person's that wait, oldest first */
export function overlay(register: RegisterState, calls: readonly QueuedCall[], rules: OverlayRules): RegisterState {
  const own = standing(calls).filter((call) => isAbout(register, call));
  if (own.length === 0) return register;
  const over = own.reduce((state, call) => (call.procedure === 'unknown' ? state : withWaiting(state, call, rules)), register);
  return keepIdentity(register, over);
}
