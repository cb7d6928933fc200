/** The register's filter. A row that fitted stays until the filter changes: one that is marked does not vanish from under the hand. */
import { useDeferredValue, useRef, useState } from 'react';
import type { Status } from '#domain/register/attendance';
import { searchForm } from '#domain/text';
import { type RegisterState, type RowView, shownStatus } from './register-state';

export type StatusFilter = Status | 'unmarked' | null;

/** Whether every word of `query` begins or lies within the text. An empty query fits all. Never throws. */
export function fitsName(text: string, query: string): boolean {
  const folded = searchForm(text);
  return searchForm(query)
    .split(/\s+/)
    .every((word) => folded.includes(word));
}

/** Whether a row has the mark that is asked for. Null fits all. Never throws. */
export function fitsStatus(view: RowView, filter: StatusFilter): boolean {
  return filter === null || (shownStatus(view) ?? 'unmarked') === filter;
}

export type Filter = {
  name: string;
  status: StatusFilter;
  setName: (name: string) => void;
  setStatus: (status: StatusFilter) => void;
  /** Students to show; null shows all. */
  visible: ReadonlySet<number> | null;
};

/** Rows that fit a status now, and those that did since it was chosen. */
function useKept({ ids, views }: RegisterState, status: StatusFilter): ReadonlySet<number> | null {
  const kept = useRef<{ status: StatusFilter; ids: Set<number> }>({ status: null, ids: new Set() });
  if (kept.current.status !== status) kept.current = { status, ids: new Set() };
  if (status === null) return null;
  for (const id of ids) {
    const view = views.get(id);
    if (view && fitsStatus(view, status)) kept.current.ids.add(id);
  }
  return kept.current.ids;
}

/** The filter's choices and whom they leave visible. Choosing and typing stay quick: the rows follow when there is time. */
export function useFilter(state: RegisterState): Filter {
  const [name, setName] = useState('');
  const [status, setStatus] = useState<StatusFilter>(null);
  const query = useDeferredValue(name.trim());
  const kept = useKept(state, useDeferredValue(status));
  const namesOf = (id: number) => {
    const row = state.views.get(id)?.row;
    return row ? `${row.name} ${row.studentNumber ?? ''}` : '';
  };
  const fits = (id: number) => (kept === null || kept.has(id)) && fitsName(namesOf(id), query);
  const visible = query === '' && kept === null ? null : new Set(state.ids.filter(fits));
  return { name, status, setName, setStatus, visible };
}
