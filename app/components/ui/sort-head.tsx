/** A column's name in the head of a table that is sorted by its address. */
import type { MessageDescriptor } from '@lingui/core';
import { useLingui } from '@lingui/react/macro';
import { Link } from '@remix-run/react';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { cx } from './cx';

export type Order<Sort extends string> = { sort: Sort; isDescending: boolean };

/** An order as an address has it, `name` or `-name` the other way round. What it cannot mean is the first one. Never throws. */
export function readOrder<Sort extends string>(text: string | null, sorts: readonly Sort[], first: Sort): Order<Sort> {
  const sort = sorts.find((one) => one === text?.replace(/^-/, ''));
  return { sort: sort ?? first, isDescending: sort !== undefined && text?.startsWith('-') === true };
}

export type SortHeadProps = {
  word: MessageDescriptor;
  /** Null where nothing can be sorted by it. */
  sort: string | null;
  order: Order<string>;
  /** A column for which only the widest screens have room. */
  isOfWide?: boolean;
  /** The page in an order. */
  linkTo: (sort: string) => string;
};

/** Pressed, the list is in its order, and pressed again the other way round. */
export function SortHead({ word, sort, order, isOfWide, linkTo }: SortHeadProps) {
  const { i18n } = useLingui();
  const isSorted = sort === order.sort;
  const Arrow = order.isDescending ? ArrowDown : ArrowUp;
  return (
    <th
      scope="col"
      aria-sort={isSorted ? (order.isDescending ? 'descending' : 'ascending') : undefined}
      className={cx('px-3 font-medium', isOfWide ? 'max-xl:hidden' : 'max-lg:hidden')}
    >
      {sort === null ? (
        i18n._(word)
      ) : (
        <Link
          to={linkTo(isSorted && !order.isDescending ? `-${sort}` : sort)}
          preventScrollReset
          className="touch inline-flex items-center gap-1"
        >
          {i18n._(word)}
          {isSorted && <Arrow className="size-3.5" aria-hidden="true" />}
        </Link>
      )}
    </th>
  );
}
