/** Boxes to tick in a list, one by one or all at once. */
import { useState } from 'react';

export type Ticks = {
  /** Those of the list, in its order. */
  ticked: readonly number[];
  isTicked: (id: number) => boolean;
  toggle: (id: number) => void;
  isAll: boolean;
  toggleAll: () => void;
};

/** Follows a list that changes: what is no longer in it counts for nothing.
 *  @param first those that are ticked to begin with */
export function useTicks(ids: readonly number[], first: readonly number[] = []): Ticks {
  const [changed, setChanged] = useState<ReadonlyMap<number, boolean>>(new Map());
  const isTicked = (id: number) => changed.get(id) ?? first.includes(id);
  const ticked = ids.filter(isTicked);
  const isAll = ids.length > 0 && ticked.length === ids.length;
  const toggle = (id: number) => setChanged(new Map(changed).set(id, !isTicked(id)));
  const toggleAll = () => setChanged(new Map(ids.map((id) => [id, !isAll])));
  return { ticked, isTicked, toggle, isAll, toggleAll };
}
