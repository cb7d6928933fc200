/**
 * Answers received after their screen had been told "queued": taken into the register where they are news, and told apart where
 * somebody has to look: another's mark that stands, or something that was refused. Pure.
 */
import type { QueueableName } from '#app/offline/calls/queueable';
import { classSessionOf, type OutboxVerdict, type Verdict as Settled, type SettledCall } from '#app/offline/outbox/outbox-view';
import type { Status } from '#domain/register/attendance';
import { type MarkAnswer, markAnswers, type Taking, withAnswer } from './effects';
import { isAbout } from './overlay';
import type { Marker, RegisterState } from './register-state';

type Verdict = Settled & Pick<OutboxVerdict, 'id' | 'settledAt'>;

/** Who takes verdicts in, and what the server's clock is ahead of this device's, which dates them. */
export type TakingVerdicts = { marker: Marker; offsetMs: number };

function takeSettled<Name extends QueueableName>(state: RegisterState, call: SettledCall<Name>, taking: Taking): RegisterState {
  const { answer } = call;
  return answer.kind === 'answered' ? withAnswer(state, call, answer.output, taking) : state;
}

/** The register with what one answer told of it, where that is newer than the register. Idempotent. Never throws. */
export function takeVerdict(state: RegisterState, verdict: Verdict, { marker, offsetMs }: TakingVerdicts): RegisterState {
  if (verdict.procedure === 'unknown' || !isAbout(state, verdict)) return state;
  const at = verdict.settledAt + offsetMs;
  return takeSettled(state, verdict, { marker, at, isNews: at > state.classSession.serverNow });
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

function marksIn(verdict: Verdict): MarkAnswer[] {
  return verdict.procedure === 'unknown' ? [] : markAnswers(verdict);
}

function conflictsIn(verdict: Verdict): Conflict[] {
  const classSessionId = classSessionOf(verdict) ?? 0;
  return marksIn(verdict).flatMap(({ studentId, wanted, version: sent, outcome }) => {
    if (outcome?.outcome !== 'conflict' || outcome.status === wanted) return [];
    const { status, version, changedAt = null, changedBy = null } = outcome;
    const mine = { status: wanted, at: Number(verdict.input.at) };
    const theirs = { status, version, at: changedAt, by: changedBy };
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
    const keyOf = (studentId: number) => `${classSessionOf(verdict)}/${studentId}`;
    const news = conflictsIn(verdict).filter(({ studentId }) => !seen.has(keyOf(studentId)) && !isDecided(verdict, studentId));
    for (const { studentId } of marksIn(verdict)) seen.add(keyOf(studentId));
    return news;
  });
}

/** Calls that were refused, and that nobody has put away.
 *  @param verdicts newest first */
export function openRefusals<One extends Pick<OutboxVerdict, 'answer' | 'decided'>>(verdicts: readonly One[]): One[] {
  return verdicts.filter(({ answer, decided }) => answer.kind === 'refused' && decided !== 'all');
}
