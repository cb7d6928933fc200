/** Rows of things. `List` for things with a face and an action, `Table` where columns are compared. */
import { Link } from '@remix-run/react';
import { ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import { cx } from './cx';

export type ListProps = { label: string; children: ReactNode; className?: string };

/** A list named for readers; children are `ListRow`s. */
export function List({ label, children, className }: ListProps) {
  return (
    <ul aria-label={label} className={cx('divide-y divide-line', className)}>
      {children}
    </ul>
  );
}

export type ListRowProps = {
  /** Makes the whole row go there; the title is the link's name. */
  to?: string;
  leading?: ReactNode;
  title: ReactNode;
  detail?: ReactNode;
  trailing?: ReactNode;
  className?: string;
};

/** Makes a link cover the row it is in; the row has to be `relative`. */
export const WHOLE_ROW = cx(
  'after:absolute after:inset-0 focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2',
  'focus-visible:after:outline-accent',
);

/** One thing: what it is, a line about it, and at the end its state or action, which has a line of its own on the smallest phones. */
export function ListRow({ to, leading, title, detail, trailing, className }: ListRowProps) {
  return (
    <li
      className={cx(
        'relative flex min-h-16 items-center gap-3 px-4 py-3 max-xs:flex-wrap sm:px-5',
        to && 'hover:bg-surface-sunken',
        className,
      )}
    >
      {leading}
      <div className="min-w-0 flex-1">
        <div className="font-medium">
          {to ? (
            <Link to={to} className={WHOLE_ROW}>
              {title}
            </Link>
          ) : (
            title
          )}
        </div>
        {detail && <div className="text-sm text-ink-muted">{detail}</div>}
      </div>
      {trailing && <div className="contents max-xs:order-last max-xs:block max-xs:w-full max-xs:empty:hidden">{trailing}</div>}
      {to && <ChevronRight className="size-4 shrink-0 text-ink-muted" aria-hidden="true" />}
    </li>
  );
}
