/** Holds one register's state outside React, so that a live message or a mark draws the rows it changed and no others. */
import { useSyncExternalStore } from 'react';
import type { ClassSessionView, Register, RegisterChange } from '#domain/register';
import type { Arrival } from './arrivals';
import {
  applyChange,
  type Counts,
  changeViews,
  countsOf,
  type RegisterState,
  type RowView,
  registerState,
} from './register-state';

/** How long a check-in stays highlighted. */
const FRESH_MS = 4_000;

export type RegisterStore = {
  subscribe: (onChange: () => void) => () => void;
  state: () => RegisterState;
  counts: () => Counts;
  view: (studentId: number) => RowView | undefined;
  /** Takes in a live message, highlights who checked in, and answers them. */
  apply: (change: RegisterChange) => Arrival[];
  change: (ids: Iterable<number>, change: (view: RowView) => RowView) => void;
  /** What an answer told of the class session, until the server sends the whole of it. */
  patchClassSession: (patch: Partial<ClassSessionView>) => void;
};

/** A store that begins with what the page read. */
export function createRegisterStore(register: Register): RegisterStore {
  const listeners = new Set<() => void>();
  let current = registerState(register);
  let counts = countsOf(current);

  function set(next: RegisterState) {
    current = next;
    counts = countsOf(next);
    for (const listener of listeners) listener();
  }
  function change(ids: Iterable<number>, changeOne: (view: RowView) => RowView) {
    set(changeViews(current, ids, changeOne));
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
    counts: () => counts,
    view: (studentId) => current.views.get(studentId),
    apply(message) {
      const { state, arrivals } = applyChange(current, message);
      set(state);
      highlight(arrivals);
      return arrivals;
    },
    change,
    patchClassSession: (patch) => set({ ...current, classSession: { ...current.classSession, ...patch } }),
  };
}

/** One row; drawn again only when it changes. */
export function useRow(store: RegisterStore, studentId: number): RowView | undefined {
  const read = () => store.view(studentId);
  return useSyncExternalStore(store.subscribe, read, read);
}

/** The whole state; drawn again with every change. */
export function useRegisterState(store: RegisterStore): RegisterState {
  return useSyncExternalStore(store.subscribe, store.state, store.state);
}

/** The class session; drawn again when the server tells anew of it. */
export function useClassSession(store: RegisterStore): ClassSessionView {
  const read = () => store.state().classSession;
  return useSyncExternalStore(store.subscribe, read, read);
}

/** The figures; drawn again with every change. */
export function useCounts(store: RegisterStore): Counts {
  return useSyncExternalStore(store.subscribe, store.counts, store.counts);
}
