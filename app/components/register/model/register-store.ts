/** Holds one register's state outside React, so that a live message or a mark draws the rows it changed and no others. What waits in
 *  the outbox lies over what the server said (`overlay.ts`). */
import { startTransition, useCallback, useEffect, useState, useSyncExternalStore } from 'react';
import type { Call, QueueableCalls, QueueableName } from '#app/offline/calls/queueable';
import { isQueued } from '#app/offline/outbox/deliver';
import type { OutboxVerdict } from '#app/offline/outbox/outbox-view';
import type { Format } from '#app/words/format';
import type { ClassSessionView, Register, RegisterChange } from '#domain/register/register';
import { type OverlayRules, type Taking, withAnswer } from './effects';
import { type TakingVerdicts, takeVerdict } from './late-answers';
import { overlay, type QueuedCall } from './overlay';
import type { Arrival } from './register-state';
import {
  applyChange,
  type Counts,
  changeViews,
  countsOf,
  type RegisterState,
  type RowView,
  registerOf,
  registerState,
  type Unsent,
} from './register-state';

/** How long a check-in stays highlighted. */
const FRESH_MS = 4_000;

export type RegisterStore = {
  subscribe: (onChange: () => void) => () => void;
  /** What is shown. */
  state: () => RegisterState;
  /** What the server said, with its answers since and nothing that waits. */
  confirmed: () => Register;
  counts: () => Counts;
  view: (studentId: number) => RowView | undefined;
  /** Takes in a live message, highlights who checked in, and answers them. */
  apply: (change: RegisterChange) => Arrival[];
  change: (ids: Iterable<number>, change: (view: RowView) => RowView) => void;
  /** Takes in the answer to a call of this screen's, until the server sends the whole register. */
  takeAnswer: <Name extends QueueableName>(call: Call<Name>, output: QueueableCalls[Name]['output'], taking: Taking) => void;
  /** Takes in what waits in the outbox, all of the person's. */
  setQueue: (calls: readonly QueuedCall[]) => void;
  /** Takes in answers that came back, each once.
   *  @param verdicts oldest first */
  takeVerdicts: (verdicts: readonly OutboxVerdict[], taking: TakingVerdicts) => void;
  setRules: (rules: OverlayRules) => void;
  /** Runs a call that a part of the screen follows itself: it counts as waiting only once it is known to be queued. */
  follow: <Answer extends object>(call: Call, run: () => Promise<Answer>) => Promise<Answer>;
};

/** A store that begins with what the page read. @param byName the order of students who are added meanwhile */
export function createRegisterStore(register: Register, byName: Format['byName']): RegisterStore {
  const listeners = new Set<() => void>();
  /** Calls that a part of the screen follows, and those whose answer it has: neither waits. */
  const followed = new Set<string>();
  const taken = new Set<string>();
  let base = registerState(register);
  let queue: readonly QueuedCall[] = [];
  let rules: OverlayRules = { codeTtlMinutes: null };
  let current = base;
  let counts = countsOf(current);

  function draw() {
    const waiting = queue.filter(({ id }) => !followed.has(id));
    const next = overlay(base, waiting, rules);
    if (next === current) return;
    current = next;
    counts = countsOf(current);
    for (const listener of listeners) listener();
  }
  function set(next: RegisterState) {
    base = next;
    draw();
  }
  function change(ids: Iterable<number>, changeOne: (view: RowView) => RowView) {
    set(changeViews(base, ids, changeOne));
  }
  function highlight(arrivals: Arrival[]) {
    if (arrivals.length === 0) return;
    const ids = arrivals.map((arrival) => arrival.studentId);
    change(ids, (view) => ({ ...view, isFresh: true }));
    setTimeout(() => change(ids, (view) => ({ ...view, isFresh: false })), FRESH_MS);
  }

  return {
    subscribe(onChange) {
      listeners.add(onChange);
      return () => listeners.delete(onChange);
    },
    state: () => current,
    confirmed: () => registerOf(base),
    counts: () => counts,
    view: (studentId) => current.views.get(studentId),
    apply(message) {
      const { state, arrivals } = applyChange(base, message, byName);
      set(state);
      highlight(arrivals);
      return arrivals;
    },
    change,
    takeAnswer: (call, output, taking) => set(withAnswer(base, call, output, taking)),
    setQueue(calls) {
      queue = calls;
      draw();
    },
    takeVerdicts(verdicts, taking) {
      const news = verdicts.filter(({ id }) => !taken.has(id));
      if (news.length === 0) return;
      for (const { id } of news) taken.add(id);
      set(news.reduce((state, verdict) => takeVerdict(state, verdict, taking), base));
    },
    setRules(next) {
      rules = next;
      draw();
    },
    async follow(call, run) {
      const { id } = call.input;
      followed.add(id);
      const answer = await run();
      if (!isQueued(answer)) return answer;
      followed.delete(id);
      if (!queue.some((waiting) => waiting.id === id)) queue = [...queue, { ...call, id }];
      draw();
      return answer;
    },
  };
}

/** One row; drawn again only when it changes. */
export function useRow(store: RegisterStore, studentId: number): RowView | undefined {
  const read = () => store.view(studentId);
  return useSyncExternalStore(store.subscribe, read, read);
}

/** Whether something stands in the way of the mark of any of them. */
export function useHasIssue(store: RegisterStore, ids: readonly number[]): boolean {
  const read = () => ids.some((id) => store.view(id)?.issue);
  return useSyncExternalStore(store.subscribe, read, read);
}

/** What is told beside the rows: drawn when there is time, after the row that was pressed.
 *  @param read must keep its identity between renderings */
function useWhenThereIsTime<Value>(store: RegisterStore, read: () => Value): Value {
  const [value, setValue] = useState(read);
  useEffect(() => {
    const follow = () => startTransition(() => setValue(read()));
    follow();
    return store.subscribe(follow);
  }, [store, read]);
  return value;
}

/** The whole state; drawn again a moment after every change. */
export function useRegisterState(store: RegisterStore): RegisterState {
  return useWhenThereIsTime(store, store.state);
}

/** The class session; drawn again when the server tells anew of it, or something that waits changes it. */
export function useClassSession(store: RegisterStore): ClassSessionView {
  return useWhenThereIsTime(
    store,
    useCallback(() => store.state().classSession, [store]),
  );
}

/** What was done to the class session here and is not yet confirmed. */
export function useUnsent(store: RegisterStore): Unsent {
  return useWhenThereIsTime(
    store,
    useCallback(() => store.state().unsent, [store]),
  );
}

/** The figures; drawn again a moment after every change. */
export function useCounts(store: RegisterStore): Counts {
  return useWhenThereIsTime(store, store.counts);
}
