/**
 * Answers that came back after their screen had been told "queued": taken into the register where they are news, and told apart where
 * somebody has to look: another's mark that stands, or something that was refused. Pure.
 */
import type { OutboxVerdict } from '#app/offline/device/database';
import type { MarkInput, MarkLine, MarkManyInput, MarkOutcome, Status } from '#domain/register/attendance';
import type { ClassSessionView } from '#domain/register/register';
import { answerMark, type Marker, type RegisterState, withoutClaim } from './register-state';

type Verdict = Pick<OutboxVerdict, 'id' | 'procedure' | 'input' | 'answer' | 'settledAt'>;
/** One student's line of a mark or of many. */
type Line = { studentId: number; wanted: Status | null; version: number; outcome: MarkOutcome | MarkLine | undefined };

/** Each mark of a call with its answer; none for other calls, and for those that were refused as a whole. */
function linesOf({ procedure, input, answer }: Pick<Verdict, 'procedure' | 'input' | 'answer'>): Line[] {
  if (answer.kind !== 'answered') return [];
  if (procedure === 'attendance.mark') {
    const { studentId, status, version } = input as MarkInput;
    return [{ studentId, wanted: status, version, outcome: answer.output as MarkOutcome }];
  }
  if (procedure !== 'attendance.markMany') return [];
  const outcomes = new Map((answer.output as MarkLine[]).map((line) => [line.studentId, line]));
  return (input as MarkManyInput).marks.map(({ studentId, status, version }) => {
    return { studentId, wanted: status, version, outcome: outcomes.get(studentId) };
  });
}

/** What an answer told of the class session itself; null for other calls. */
function patchOf({ procedure, answer }: Verdict): Partial<ClassSessionView> | null {
  if (answer.kind !== 'answered') return null;
  const output = answer.output as Partial<ClassSessionView>;
  const { openedAt = null, checkInClosesAt = null, closedAt = null, headCount = null } = output;
  switch (procedure) {
    case 'classSession.open':
      return { state: 'open', openedAt, checkInClosesAt, closedAt: null, marking: 'free', canOpen: false };
    case 'classSession.extend':
    case 'classSession.endCheckIn':
      return { checkInClosesAt };
    case 'classSession.close':
      return { state: 'closed', closedAt, isHeld: true, marking: 'with-reason', canReopen: true };
    case 'classSession.setHeadCount':
      return { headCount };
    default:
      return null;
  }
}

export type Taking = {
  marker: Marker;
  /** What the server's clock is ahead of this device's, which dates verdicts. */
  offsetMs: number;
};

function takeMarks(state: RegisterState, verdict: Verdict, { marker, offsetMs }: Taking): RegisterState {
  const views = new Map(state.views);
  for (const { studentId, wanted, version, outcome } of linesOf(verdict)) {
    const view = views.get(studentId);
    if (!view || !outcome || outcome.outcome === 'not-on-roll' || outcome.version <= view.row.version) continue;
    const at = verdict.settledAt + offsetMs;
    const { note } = verdict.input as Partial<MarkInput>;
    const answered = answerMark(view, { outcome, wanted, sentVersion: version, marker, note, at });
    views.set(studentId, { ...answered, asked: view.asked, issue: view.issue });
  }
  return { ...state, views };
}

function takeSettled(state: RegisterState, { input, answer }: Verdict): RegisterState {
  if (answer.kind !== 'answered') return state;
  const claimId = String(input.claimId);
  const views = new Map(state.views);
  for (const [id, view] of views)
    if (view.row.claims.some((claim) => claim.claimId === claimId)) views.set(id, withoutClaim(view, claimId));
  return { ...state, views };
}

/** The register with what one answer told of it, where that is newer than the register. Idempotent. Never throws. */
export function takeVerdict(state: RegisterState, verdict: Verdict, taking: Taking): RegisterState {
  if (verdict.procedure === 'checkIn.settle') return takeSettled(state, verdict);
  if (verdict.input.classSessionId !== state.classSession.id) return state;
  const patch = patchOf(verdict);
  const isNews = verdict.settledAt + taking.offsetMs > state.classSession.serverNow;
  if (patch) return isNews ? { ...state, classSession: { ...state.classSession, ...patch } } : state;
  return takeMarks(state, verdict, taking);
}

/** Somebody else's mark that stood against one's own. Instants are epoch ms. */
export type Conflict = {
  verdictId: string;
  classSessionId: number;
  studentId: number;
  mine: { status: Status | null; at: number };
  theirs: { status: Status | null; at: number | null; by: string | null; version: number };
  /** Theirs is of higher rank: it cannot be replaced. */
  isOutranked: boolean;
};

function conflictsIn(verdict: Verdict): Conflict[] {
  return linesOf(verdict).flatMap(({ studentId, wanted, version: sent, outcome }) => {
    if (outcome?.outcome !== 'conflict' || outcome.status === wanted) return [];
    const { status, version, changedAt = null, changedBy = null } = outcome;
    const mine = { status: wanted, at: Number(verdict.input.at) };
    const theirs = { status, version, at: changedAt, by: changedBy };
    const { classSessionId } = verdict.input as MarkInput;
    return [{ verdictId: verdict.id, classSessionId, studentId, mine, theirs, isOutranked: version === sent }];
  });
}

function isDecided({ decided = [] }: Pick<OutboxVerdict, 'decided'>, studentId: number): boolean {
  return decided === 'all' || decided.includes(studentId);
}

/** Conflicts that nobody has decided, at most one a student: whatever the person did after one is their decision.
 *  @param verdicts newest first */
export function openConflicts(verdicts: readonly (Verdict & Pick<OutboxVerdict, 'decided'>)[]): Conflict[] {
  const seen = new Set<string>();
  return verdicts.flatMap((verdict) => {
    const keyOf = (studentId: number) => `${verdict.input.classSessionId}/${studentId}`;
    const news = conflictsIn(verdict).filter(({ studentId }) => !seen.has(keyOf(studentId)) && !isDecided(verdict, studentId));
    for (const { studentId } of linesOf(verdict)) seen.add(keyOf(studentId));
    return news;
  });
}

/** Calls that were refused, and that nobody has put away.
 *  @param verdicts newest first */
export function openRefusals<One extends Pick<OutboxVerdict, 'answer' | 'decided'>>(verdicts: readonly One[]): One[] {
  return verdicts.filter(({ answer, decided }) => answer.kind === 'refused' && decided !== 'all');
}
