/** The register's filter. A row that fitted stays until the filter changes: one that is marked does not vanish from under the hand. */
import { useDeferredValue, useRef, useState } from 'react';
import { fitsName, fitsStatus, type StatusFilter } from './filter';
import type { RegisterState } from './register-state';

export type Filter = {
  name: string;
  status: StatusFilter;
  setName: (name: string) => void;
  setStatus: (status: StatusFilter) => void;
  /** Students to show; null shows all. */
  visible: ReadonlySet<number> | null;
};

/** The filter's choices and whom they leave visible. Typing stays quick: the rows follow when there is time. */
export function useFilter({ ids, views }: RegisterState): Filter {
  const [name, setName] = useState('');
  const [status, setStatus] = useState<StatusFilter>(null);
  const kept = useRef<{ status: StatusFilter; ids: Set<number> }>({ status, ids: new Set() });
  const query = useDeferredValue(name.trim());

  if (kept.current.status !== status) kept.current = { status, ids: new Set() };
  if (status !== null) {
    for (const id of ids) {
      const view = views.get(id);
      if (view && fitsStatus(view, status)) kept.current.ids.add(id);
    }
  }
  const fits = (id: number) => (status === null || kept.current.ids.has(id)) && fitsName(views.get(id)?.row.name ?? '', query);
  const visible = query === '' && status === null ? null : new Set(ids.filter(fits));
  return { name, status, setName, setStatus, visible };
}
