/**
 * What each queueable call does to a register on a screen: while it waits, and once it is answered. Either way the screen shows what the
 * page would show if it were read anew. Pure.
 */
import type { Call, QueueableCalls, QueueableName } from '#app/offline/calls/queueable';
import type { KnownCall, SettledCall } from '#app/offline/outbox/outbox-view';
import type { SettleInput } from '#domain/check-in/check-in';
import type { MarkInput, MarkLine, MarkManyInput, MarkOutcome, Status } from '#domain/register/attendance';
import { checkInClosesAt, extendedCheckIn, type OpenInput } from '#domain/register/class-session';
import type { LiveRow } from '#domain/register/day-view';
import type { ClassSessionView } from '#domain/register/register';
import { answerMark, type Marker, type Pending, type RegisterState, unmarkedIds, withoutClaim } from './register-state';

/** What the server decides by, as far as the day pack knows it. */
export type OverlayRules = {
  /** Null when it is not known here: then no check-in time is shown. */
  codeTtlMinutes: number | null;
};

/** How an answer is taken in. */
export type Taking = {
  marker: Marker;
  /** When it came, epoch ms on the server. */
  at: number;
  /** Whether it is newer than what the server has told of the class session. */
  isNews: boolean;
};

/** One student's mark of a call, with its answer. */
export type MarkAnswer = {
  studentId: number;
  wanted: Status | null;
  version: number;
  note?: string | undefined;
  reasonCodeId?: number | undefined;
  outcome: MarkOutcome | MarkLine | undefined;
};

/** The input of a call, as it was handed in or as it is kept. */
type Input<Name extends QueueableName> = QueueableCalls[Name]['input' | 'kept'];
type Output<Name extends QueueableName> = QueueableCalls[Name]['output'];

type Effect<Name extends QueueableName> = {
  /** The register while the call waits to be sent. */
  waiting: (state: RegisterState, input: Input<Name>, rules: OverlayRules) => RegisterState;
  /** The register once the call is answered. */
  answered: (state: RegisterState, input: Input<Name>, output: Output<Name>, taking: Taking) => RegisterState;
  /** The register's line in a day's list while the call waits. */
  listed: (line: LiveRow, input: Input<Name>) => LiveRow;
  /** Each mark that the call sets, with its answer. */
  marks: (input: Input<Name>, output: Output<Name>) => MarkAnswer[];
};

type Patch = Partial<ClassSessionView>;

/** What a register is once it is opened.
 *  @param now when it is looked at, epoch ms on the server */
function opened({ openedAt, checkInClosesAt: closing }: { openedAt: number; checkInClosesAt: number }, now: number) {
  const isCheckInOpen = now < closing;
  const over = { closedAt: null, isHeld: false, canOpen: false, canReopen: false };
  return { ...over, state: 'open', openedAt, checkInClosesAt: closing, isCheckInOpen, marking: 'free' } satisfies Patch;
}

/** What a register is once its check-in ends at another time.
 *  @param now when it is looked at, epoch ms on the server */
function withCheckInEnd({ state }: Pick<ClassSessionView, 'state'>, checkInClosesAt: number, now: number) {
  return { checkInClosesAt, isCheckInOpen: state === 'open' && now < checkInClosesAt } satisfies Patch;
}

/** What a register is once it is closed. Check-in ends with it. */
function closed({ checkInClosesAt: closing }: Pick<ClassSessionView, 'checkInClosesAt'>, closedAt: number) {
  const checkIn = { checkInClosesAt: closing === null ? null : Math.min(closing, closedAt), isCheckInOpen: false };
  const may = { marking: 'with-reason', canOpen: false, canReopen: true } as const;
  return { ...checkIn, ...may, state: 'closed', closedAt, isHeld: true } satisfies Patch;
}

function patch(state: RegisterState, classSession: Patch): RegisterState {
  return { ...state, classSession: { ...state.classSession, ...classSession } };
}

function unsent(state: RegisterState, what: Partial<RegisterState['unsent']>): RegisterState {
  return { ...state, unsent: { ...state.unsent, ...what } };
}

function open(state: RegisterState, { at }: OpenInput, { codeTtlMinutes }: OverlayRules): RegisterState {
  const { startsAt, endsAt, openedAt } = state.classSession;
  if (openedAt !== null) return state;
  const closing = codeTtlMinutes === null ? at : checkInClosesAt({ startsAt, endsAt, openedAt: at }, codeTtlMinutes);
  return unsent(patch(state, opened({ openedAt: at, checkInClosesAt: closing }, at)), { openedAt: at });
}

function extend(state: RegisterState, { at, minutes }: QueueableCalls['classSession.extend']['kept']): RegisterState {
  const { endsAt, checkInClosesAt: present } = state.classSession;
  if (present === null) return state;
  const later = extendedCheckIn({ endsAt, checkInClosesAt: present }, minutes, at);
  return patch(state, withCheckInEnd(state.classSession, later, at));
}

function endCheckIn(state: RegisterState, { at }: OpenInput): RegisterState {
  const { checkInClosesAt: present } = state.classSession;
  return present === null ? state : patch(state, withCheckInEnd(state.classSession, Math.min(present, at), at));
}

/** Whoever is unmarked is absent, except where a check-in waits. */
function close(state: RegisterState, { at }: OpenInput): RegisterState {
  if (state.classSession.state !== 'open') return state;
  const absent = unmarkedIds(state).map((studentId) => ({ studentId, status: 'absent' as const }));
  const marked = setMarks(state, absent, { callId: null, at });
  return unsent(patch(marked, closed(state.classSession, at)), { closedAt: at });
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

function withoutWaiting(state: RegisterState, claimId: string): RegisterState {
  const views = new Map(state.views);
  for (const [id, view] of views)
    if (view.row.claims.some((claim) => claim.claimId === claimId)) views.set(id, withoutClaim(view, claimId));
  return { ...state, views };
}

function settle(state: RegisterState, { id, at, claimId, decision }: SettleInput): RegisterState {
  const settled = withoutWaiting(state, claimId);
  if (decision !== 'accept') return settled;
  const marks = [...state.views.values()].flatMap(({ row: { studentId, claims } }) =>
    claims.flatMap((claim) => (claim.claimId === claimId && claim.status ? [{ studentId, status: claim.status }] : [])),
  );
  return setMarks(settled, marks, { callId: id, at });
}

/** Marks that are news; what is asked for on the screen meanwhile stays asked for. */
function takeMarks(state: RegisterState, marks: readonly MarkAnswer[], { marker, at }: Taking): RegisterState {
  const views = new Map(state.views);
  for (const { studentId, wanted, version: sentVersion, note, reasonCodeId, outcome } of marks) {
    const view = views.get(studentId);
    if (!view || !outcome || outcome.outcome === 'not-on-roll' || outcome.version <= view.row.version) continue;
    const answered = answerMark(view, { outcome, wanted, sentVersion, marker, note, reasonCodeId, at });
    views.set(studentId, { ...answered, asked: view.asked, issue: view.issue });
  }
  return { ...state, views };
}

function markOf({ studentId, status, version, note, reasonCodeId }: MarkInput, outcome: MarkOutcome): MarkAnswer[] {
  return [{ studentId, wanted: status, version, note, reasonCodeId, outcome }];
}

function marksOf({ marks }: MarkManyInput, lines: readonly MarkLine[]): MarkAnswer[] {
  const outcomes = new Map(lines.map((line) => [line.studentId, line]));
  return marks.map(({ studentId, status, version }) => {
    return { studentId, wanted: status, version, outcome: outcomes.get(studentId) };
  });
}

/** What an answer tells of the class session, unless the server has told of it since. */
function tells<In, Out>(patchOf: (classSession: ClassSessionView, output: Out, taking: Taking) => Patch) {
  return (state: RegisterState, _: In, output: Out, taking: Taking) =>
    taking.isNews ? patch(state, patchOf(state.classSession, output, taking)) : state;
}

const tellsCheckInEnd = tells((classSession, output: { checkInClosesAt: number }, { at }) =>
  withCheckInEnd(classSession, output.checkInClosesAt, at),
);

/** How long check-in lasts is not known in a day's list, so none is shown for a register that was opened on this device. */
function openLine(line: LiveRow, { at }: OpenInput): LiveRow {
  if (line.state === 'open') return line;
  const { state, isCheckInOpen } = opened({ openedAt: at, checkInClosesAt: at }, at);
  return { ...line, state, isCheckInOpen, isNotTaken: false };
}

function closeLine(line: LiveRow, { at }: OpenInput): LiveRow {
  if (line.state !== 'open') return line;
  const { state, isCheckInOpen } = closed({ checkInClosesAt: null }, at);
  return { ...line, state, isCheckInOpen, isNotTaken: false };
}

function endCheckInOfLine(line: LiveRow, { at }: OpenInput): LiveRow {
  return { ...line, isCheckInOpen: withCheckInEnd(line, at, at).isCheckInOpen };
}

const unchanged = (state: RegisterState) => state;

/** What a screen learns from the server alone. */
const NO_EFFECT = { waiting: unchanged, answered: unchanged, listed: (line: LiveRow) => line, marks: () => [] };

const EFFECTS: { [Name in QueueableName]: Effect<Name> } = {
  'checkIn.submit': NO_EFFECT,
  'checkIn.settle': { ...NO_EFFECT, waiting: settle, answered: (state, { claimId }) => withoutWaiting(state, claimId) },
  // Before the decision is sent both are left out (`overlay.ts`); afterwards the server tells of the check-in that waits again.
  'checkIn.unsettle': NO_EFFECT,
  'classSession.open': {
    ...NO_EFFECT,
    waiting: open,
    answered: tells(({ openedBy }, output, { marker }) => {
      const { outcome, revision, serverNow } = output;
      const by = outcome === 'opened' ? marker.name : openedBy;
      return { ...opened(output, serverNow), openedBy: by, revision, serverNow };
    }),
    listed: openLine,
  },
  'classSession.extend': { ...NO_EFFECT, waiting: extend, answered: tellsCheckInEnd },
  'classSession.endCheckIn': { ...NO_EFFECT, waiting: endCheckIn, answered: tellsCheckInEnd, listed: endCheckInOfLine },
  'classSession.close': {
    ...NO_EFFECT,
    waiting: close,
    answered: tells((classSession, { closedAt }) => closed(classSession, closedAt)),
    listed: closeLine,
  },
  'classSession.setHeadCount': {
    ...NO_EFFECT,
    waiting: (state, { headCount }) => unsent(patch(state, { headCount }), { isHeadCount: true }),
    answered: tells((_, { headCount }) => ({ headCount })),
  },
  'attendance.mark': {
    ...NO_EFFECT,
    waiting: (state, { id, at, studentId, status }) => setMarks(state, [{ studentId, status }], { callId: id, at }),
    answered: (state, input, output, taking) => takeMarks(state, markOf(input, output), taking),
    marks: markOf,
  },
  'attendance.markMany': {
    ...NO_EFFECT,
    waiting: (state, { id, at, marks }) => setMarks(state, marks, { callId: id, at }),
    answered: (state, input, output, taking) => takeMarks(state, marksOf(input, output), taking),
    marks: marksOf,
  },
  // Scans lie over the register by themselves (`badge/scan-marks.ts`).
  'attendance.scanBadge': NO_EFFECT,
  'attendance.undoScan': NO_EFFECT,
  'spotCheck.answer': NO_EFFECT,
};

/** The register while a call about it waits. */
export function withWaiting<Name extends QueueableName>(
  state: RegisterState,
  { procedure, input }: Call<Name>,
  rules: OverlayRules,
): RegisterState {
  return EFFECTS[procedure].waiting(state, input, rules);
}

/** A register's line in a day's list while a call about it waits. */
export function lineWithWaiting<Name extends QueueableName>(line: LiveRow, { procedure, input }: Call<Name>): LiveRow {
  return EFFECTS[procedure].listed(line, input);
}

/** The register once a call about it is answered. Idempotent. */
export function withAnswer<Name extends QueueableName>(
  state: RegisterState,
  { procedure, input }: Call<Name> | KnownCall<Name>,
  output: Output<Name>,
  taking: Taking,
): RegisterState {
  return EFFECTS[procedure].answered(state, input, output, taking);
}

/** Each mark of a call with its answer; none for other calls, and for those that were refused as a whole. */
export function markAnswers<Name extends QueueableName>({ procedure, input, answer }: SettledCall<Name>): MarkAnswer[] {
  return answer.kind === 'answered' ? EFFECTS[procedure].marks(input, answer.output) : [];
}
