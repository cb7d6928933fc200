/**
 * Sends marks: shows each at once, carries the version it was based on, and takes it back when the server does not take it. Marks of
 * one student follow one another, each on the answer to the one before; only the last of those that wait is sent.
 */
import type { MarkOutcome, Status } from '#domain/attendance';
import { callNow, mint } from '../../offline/queueable';
import { appCodeOf } from '../../trpc/client';
import { answerMark, askFor, failMark, type Marker, type RowView, shownStatus, unmarkedIds } from './register-state';
import type { RegisterStore } from './register-store';
import type { ServerClock } from './server-clock';

/** What goes with a mark: `reason` is needed once the register is closed. */
export type MarkDetails = { reason?: string | undefined; note?: string | undefined };

/** The most marks one call carries. */
const MOST_MARKS = 1_000;

/** Why something could not be done, for people: the server's own words, or that there was no answer. Never throws. */
export function problemText(error: unknown): string {
  const isAnswer = appCodeOf(error) !== null && error instanceof Error;
  return isAnswer ? error.message : 'No answer from the server. Check the connection and try again.';
}

/** A mark the server took, and its version. */
type Taken = { studentId: number; version: number };

/** A later mark of the same student takes the place of the one just answered, unless that one met somebody else's. */
function goOn(view: RowView, status: Status | null): RowView {
  return view.issue ? { ...view, issue: { ...view.issue, wanted: status } } : askFor(view, status);
}

export type Marking = {
  mark: (studentId: number, status: Status | null, details?: MarkDetails) => void;
  /** Marks everyone unmarked present and answers how to take it back; null when the server took none. */
  markAllPresent: () => Promise<{ count: number; undo: () => void } | null>;
  /** Leaves a row as the server has it. */
  dismissIssue: (studentId: number) => void;
};

type Parts = { store: RegisterStore; clock: ServerClock; marker: Marker; deliverMark?: typeof callNow };

/** @param parts.deliverMark the way out; the real one unless a test brings its own */
export function createMarking({ store, clock, marker, deliverMark = callNow }: Parts): Marking {
  const waiting = new Map<number, { status: Status | null; details: MarkDetails }>();
  const inFlight = new Set<number>();
  const { id: classSessionId } = store.state().classSession;

  function answered(view: RowView, wanted: Status | null, sentVersion: number, outcome: MarkOutcome, note?: string): RowView {
    return answerMark(view, { outcome, wanted, sentVersion, marker, note, at: clock.now() });
  }

  async function send(studentId: number, status: Status | null, details: MarkDetails): Promise<void> {
    const version = store.view(studentId)?.row.version ?? 0;
    const input = { ...mint(clock.offsetMs()), classSessionId, studentId, status, version, ...details };
    try {
      const outcome = await deliverMark('attendance.mark', input);
      store.change([studentId], (view) => answered(view, status, version, outcome, details.note));
    } catch (error) {
      store.change([studentId], (view) => failMark(view, status, problemText(error)));
    }
  }

  async function sendInTurn(studentId: number): Promise<void> {
    inFlight.add(studentId);
    for (let next = waiting.get(studentId); next; next = waiting.get(studentId)) {
      waiting.delete(studentId);
      await send(studentId, next.status, next.details);
      const later = waiting.get(studentId);
      if (later) store.change([studentId], (view) => goOn(view, later.status));
      if (store.view(studentId)?.issue) waiting.delete(studentId);
    }
    inFlight.delete(studentId);
  }

  function mark(studentId: number, status: Status | null, details: MarkDetails = {}) {
    const view = store.view(studentId);
    const isNoChange = details.note === undefined && view && shownStatus(view) === status && !view.issue;
    if (!view || isNoChange) return;
    store.change([studentId], (one) => askFor(one, status));
    waiting.set(studentId, { status, details });
    if (!inFlight.has(studentId)) void sendInTurn(studentId);
  }

  /** Sets one status for many and answers the marks that were taken. */
  async function markMany(ids: number[], status: Status | null): Promise<Taken[]> {
    const marks = ids.map((studentId) => ({ studentId, status, version: store.view(studentId)?.row.version ?? 0 }));
    store.change(ids, (view) => askFor(view, status));
    try {
      const outcomes = await deliverMark('attendance.markMany', { ...mint(clock.offsetMs()), classSessionId, marks });
      const answers = new Map(outcomes.map((outcome) => [outcome.studentId, outcome]));
      const versions = new Map(marks.map((one) => [one.studentId, one.version]));
      store.change(ids, (view) => {
        const outcome = answers.get(view.row.studentId);
        if (!outcome || outcome.outcome === 'not-on-roll')
          return failMark(view, status, 'Not on the roll of this class any more.');
        return answered(view, status, versions.get(view.row.studentId) ?? 0, outcome);
      });
      return outcomes.filter((one) => one.outcome === 'recorded');
    } catch (error) {
      store.change(ids, (view) => failMark(view, status, problemText(error)));
      return [];
    }
  }

  async function markAllPresent() {
    const ids = unmarkedIds(store.state()).filter((id) => !inFlight.has(id));
    const taken: Taken[] = [];
    for (let start = 0; start < ids.length; start += MOST_MARKS)
      taken.push(...(await markMany(ids.slice(start, start + MOST_MARKS), 'present')));
    if (taken.length === 0) return null;
    return { count: taken.length, undo: () => undo(taken) };
  }

  /** Leaves alone what was changed since. */
  function undo(taken: Taken[]) {
    const untouched = taken.filter(({ studentId, version }) => store.view(studentId)?.row.version === version);
    if (untouched.length > 0)
      void markMany(
        untouched.map((one) => one.studentId),
        null,
      );
  }

  const dismissIssue = (studentId: number) => store.change([studentId], (view) => ({ ...view, issue: null }));
  return { mark, markAllPresent, dismissIssue };
}
