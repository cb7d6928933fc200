/**
 * Sends marks: shows each at once, and takes it back when the server does not take it. Each is handed in as it is made, with or without
 * a network, and carries the version it was based on and the mark of one's own before it, where that has no answer yet.
 */

import type { I18n } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import type { ServerClock } from '#app/components/ui/time/server-clock';
import { mint } from '#app/offline/calls/queueable';
import { CallRefused, deliver } from '#app/offline/outbox/deliver';
import { appCodeOf } from '#app/trpc/call';
import type { MarkOutcome, Status } from '#domain/register/attendance';
import {
  answerMark,
  failMark,
  leaveToOutbox,
  type Marker,
  type RowView,
  requestMark,
  shownStatus,
  unmarkedIds,
} from './register-state';
import type { RegisterStore } from './register-store';

/** What goes with a mark: `reason` or one of the school's list is needed once the register is closed. */
export type MarkDetails = { reason?: string | undefined; reasonCodeId?: number | undefined; note?: string | undefined };

/** The most marks one call carries. */
const MOST_MARKS = 1_000;

/** Why something could not be done, for people: the server's own words, or that there was no answer. Never throws. */
export function problemText(i18n: I18n, error: unknown): string {
  if (error instanceof CallRefused && error.code === 'unauthenticated') return i18n._(msg`Sign in to continue.`);
  const isAnswer = error instanceof CallRefused || appCodeOf(error) !== null;
  if (isAnswer && error instanceof Error) return error.message;
  return i18n._(msg`No answer from the server, and this browser keeps nothing. Check the connection and try again.`);
}

/** A mark that was taken, with the version it has or will have; while it waits it is known by its call. */
type Taken = { studentId: number; version: number; callId: string };

/** What a mark is based on. */
type Base = { version: number; after?: string };

function requestNext(view: RowView, status: Status | null): RowView {
  return view.issue ? { ...view, issue: { ...view.issue, wanted: status } } : requestMark(view, status);
}

export type Marking = {
  mark: (studentId: number, status: Status | null, details?: MarkDetails) => void;
  /** Marks everyone unmarked present and answers how to take it back, which tells how many it clears; null when the server took none. */
  markAllPresent: () => Promise<{ count: number; undo: () => number } | null>;
  /** Leaves a row as the server has it. */
  dismissIssue: (studentId: number) => void;
};

type Parts = { store: RegisterStore; clock: ServerClock; marker: Marker; ownId: number; deliverMark?: typeof deliver };

/** @param parts.ownId the reader, who is never marked with the rest  @param parts.deliverMark the way out; the real one unless a test brings its own */
export function createMarking(i18n: I18n, { store, clock, marker, ownId, deliverMark = deliver }: Parts): Marking {
  /** The newest mark of a student that is under way. */
  const underWay = new Map<number, { callId: string; status: Status | null }>();
  const { id: classSessionId } = store.state().classSession;

  function baseOf(studentId: number): Base {
    const view = store.view(studentId);
    const after = underWay.get(studentId)?.callId ?? view?.pending?.callId;
    return { version: view?.row.version ?? 0, ...(after && { after }) };
  }

  function askForAll(ids: number[], status: Status | null, callId: string): void {
    for (const studentId of ids) underWay.set(studentId, { callId, status });
    store.change(ids, (view) => requestMark(view, status));
  }

  /** Shows what became of marks. A later one of the same student stays asked for, and inherits what stands in the way. */
  function settle(ids: number[], callId: string, change: (view: RowView) => RowView): void {
    store.change(ids, (view) => {
      const { studentId } = view.row;
      const newest = underWay.get(studentId);
      const settled = change(view);
      if (newest && newest.callId !== callId) return requestNext(settled, newest.status);
      underWay.delete(studentId);
      return settled;
    });
  }

  function answered(
    view: RowView,
    wanted: Status | null,
    sentVersion: number,
    outcome: MarkOutcome,
    { note, reasonCodeId }: MarkDetails = {},
  ): RowView {
    return answerMark(view, { outcome, wanted, sentVersion, marker, note, reasonCodeId, at: clock.now() });
  }

  async function send(studentId: number, status: Status | null, details: MarkDetails): Promise<void> {
    const base = baseOf(studentId);
    const input = { ...mint(clock.offsetMs()), classSessionId, studentId, status, ...base, ...details };
    askForAll([studentId], status, input.id);
    try {
      const call = { procedure: 'attendance.mark', input } as const;
      const outcome = await store.follow(call, () => deliverMark('attendance.mark', input));
      settle([studentId], input.id, (view) =>
        outcome.outcome === 'queued' ? leaveToOutbox(view) : answered(view, status, base.version, outcome, details),
      );
    } catch (error) {
      settle([studentId], input.id, (view) => failMark(view, status, problemText(i18n, error)));
    }
  }

  function mark(studentId: number, status: Status | null, details: MarkDetails = {}) {
    const view = store.view(studentId);
    const isNoChange = details.note === undefined && view && shownStatus(view) === status && !view.issue;
    if (view && !isNoChange) void send(studentId, status, details);
  }

  /** Sets one status for many and answers the marks that were taken. */
  async function markMany(ids: number[], status: Status | null): Promise<Taken[]> {
    const marks = ids.map((studentId) => ({ studentId, status, ...baseOf(studentId) }));
    const input = { ...mint(clock.offsetMs()), classSessionId, marks };
    const { id: callId } = input;
    askForAll(ids, status, callId);
    try {
      const call = { procedure: 'attendance.markMany', input } as const;
      const outcome = await store.follow(call, () => deliverMark('attendance.markMany', input));
      if (!Array.isArray(outcome)) {
        settle(ids, callId, leaveToOutbox);
        return marks.map(({ studentId, version }) => ({ studentId, version: version + 1, callId }));
      }
      const answers = new Map(outcome.map((line) => [line.studentId, line]));
      const versions = new Map(marks.map((one) => [one.studentId, one.version]));
      settle(ids, callId, (view) => {
        const line = answers.get(view.row.studentId);
        if (!line || line.outcome === 'not-on-roll')
          return failMark(view, status, i18n._(msg`Not on the roll of this class any more.`));
        return answered(view, status, versions.get(view.row.studentId) ?? 0, line);
      });
      return outcome.filter((line) => line.outcome === 'recorded').map((line) => ({ ...line, callId }));
    } catch (error) {
      settle(ids, callId, (view) => failMark(view, status, problemText(i18n, error)));
      return [];
    }
  }

  async function markAllPresent() {
    const ids = unmarkedIds(store.state()).filter((id) => id !== ownId && !underWay.has(id));
    const taken: Taken[] = [];
    for (let start = 0; start < ids.length; start += MOST_MARKS)
      taken.push(...(await markMany(ids.slice(start, start + MOST_MARKS), 'present')));
    if (taken.length === 0) return null;
    return { count: taken.length, undo: () => undo(taken) };
  }

  /** Leaves alone what was changed since. @returns how many are taken back */
  function undo(taken: Taken[]): number {
    const untouched = taken.filter(({ studentId, version, callId }) => {
      const view = store.view(studentId);
      return view?.pending ? view.pending.callId === callId : view?.row.version === version;
    });
    const ids = untouched.map(({ studentId }) => studentId);
    if (ids.length > 0) void markMany(ids, null);
    return ids.length;
  }

  const dismissIssue = (studentId: number) => store.change([studentId], (view) => ({ ...view, issue: null }));
  return { mark, markAllPresent, dismissIssue };
}
