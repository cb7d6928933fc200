/**
 * What waits in the outbox, laid over a register: the screen shows what the server will answer, also after the page was closed and
 * opened anew with no network. Pure; rows that nothing waits for keep their identity, the others keep theirs while it is the same.
 */
import type { OutboxEntry } from '#app/offline/device/database';
import type { SettleInput } from '#domain/check-in/check-in';
import type { MarkInput, MarkManyInput, Status } from '#domain/register/attendance';
import {
  checkInClosesAt,
  type ExtendInput,
  extendedCheckIn,
  type HeadCountInput,
  type OpenInput,
} from '#domain/register/class-session';
import { type Pending, type RegisterState, type RowView, unmarkedIds, withoutClaim } from './register-state';

/** A call that waits, with the instant it was made in its input. */
export type QueuedCall = Pick<OutboxEntry, 'id' | 'procedure' | 'input'>;

/** What the server decides by, as far as the day pack knows it. */
export type OverlayRules = {
  /** Null when it is not known here: then no check-in time is shown. */
  codeTtlMinutes: number | null;
};

function patch(state: RegisterState, classSession: Partial<RegisterState['classSession']>): RegisterState {
  return { ...state, classSession: { ...state.classSession, ...classSession } };
}

function open(state: RegisterState, { at }: OpenInput, { codeTtlMinutes }: OverlayRules): RegisterState {
  const { startsAt, endsAt, openedAt } = state.classSession;
  if (openedAt !== null) return state;
  const closing = codeTtlMinutes === null ? at : checkInClosesAt({ startsAt, endsAt, openedAt: at }, codeTtlMinutes);
  const opened = patch(state, {
    ...{ state: 'open', openedAt: at, checkInClosesAt: closing, isCheckInOpen: closing > at },
    ...{ closedAt: null, isHeld: false, marking: 'free', canOpen: false, canReopen: false },
  });
  return { ...opened, unsent: { ...state.unsent, openedAt: at } };
}

function extend(state: RegisterState, { at, minutes }: ExtendInput): RegisterState {
  const { endsAt, checkInClosesAt: present } = state.classSession;
  if (present === null) return state;
  return patch(state, { checkInClosesAt: extendedCheckIn({ endsAt, checkInClosesAt: present }, minutes, at) });
}

function endCheckIn(state: RegisterState, { at }: OpenInput): RegisterState {
  const { checkInClosesAt: present } = state.classSession;
  return present === null ? state : patch(state, { checkInClosesAt: Math.min(present, at) });
}

/** Whoever is unmarked is absent, except where a check-in waits. */
function close(state: RegisterState, { at }: OpenInput): RegisterState {
  if (state.classSession.state !== 'open') return state;
  const absent = setMarks(
    state,
    unmarkedIds(state).map((studentId) => ({ studentId, status: 'absent' as const })),
    { callId: null, at },
  );
  const closed = patch(absent, { state: 'closed', closedAt: at, isHeld: true, marking: 'with-reason', canReopen: false });
  return { ...closed, unsent: { ...state.unsent, closedAt: at } };
}

type Wanted = { studentId: number; status: Status | null };

function setMarks(state: RegisterState, marks: readonly Wanted[], by: Omit<Pending, 'status'>): RegisterState {
  const views = new Map(state.views);
  for (const { studentId, status } of marks) {
    const view = views.get(studentId);
    if (view) views.set(studentId, { ...view, pending: { ...by, status } });
  }
  return { ...state, views };
}

function settle(state: RegisterState, { id, at, claimId, decision }: SettleInput): RegisterState {
  for (const [studentId, view] of state.views) {
    const claim = view.row.claims.find((one) => one.claimId === claimId);
    if (!claim) continue;
    const views = new Map(state.views).set(studentId, withoutClaim(view, claimId));
    const isAccepted = decision === 'accept' && claim.status !== null;
    const settled = { ...state, views };
    return isAccepted ? setMarks(settled, [{ studentId, status: claim.status }], { callId: id, at }) : settled;
  }
  return state;
}

function apply(state: RegisterState, { id, procedure, input }: QueuedCall, rules: OverlayRules): RegisterState {
  switch (procedure) {
    case 'classSession.open':
      return open(state, input as OpenInput, rules);
    case 'classSession.extend':
      return extend(state, input as ExtendInput);
    case 'classSession.endCheckIn':
      return endCheckIn(state, input as OpenInput);
    case 'classSession.close':
      return close(state, input as OpenInput);
    case 'classSession.setHeadCount': {
      const counted = patch(state, { headCount: (input as HeadCountInput).headCount });
      return { ...counted, unsent: { ...state.unsent, isHeadCount: true } };
    }
    case 'attendance.mark': {
      const { at, studentId, status } = input as MarkInput;
      return setMarks(state, [{ studentId, status }], { callId: id, at });
    }
    case 'attendance.markMany': {
      const { at, marks } = input as MarkManyInput;
      return setMarks(state, marks, { callId: id, at });
    }
    case 'checkIn.settle':
      return settle(state, input as SettleInput);
    default:
      return state;
  }
}

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

/** Whether a call is about this register.
 *  @param call one of the person's that waits */
export function isAbout({ classSession, views }: RegisterState, { input }: QueuedCall): boolean {
  if ('classSessionId' in input) return input.classSessionId === classSession.id;
  return [...views.values()].some(({ row }) => row.claims.some(({ claimId }) => claimId === input.claimId));
}

/** The register with everything that waits for it, in the order it was done. Without any it is the register itself. Never throws.
 *  @param calls all of the person's that wait, oldest first */
export function overlay(register: RegisterState, calls: readonly QueuedCall[], rules: OverlayRules): RegisterState {
  const own = calls.filter((call) => isAbout(register, call));
  if (own.length === 0) return register;
  const over = own.reduce((state, call) => apply(state, call, rules), register);
  return keepIdentity(register, over);
}
