/** Views of one list as links, so that a view has an address and works before the page's script has loaded. */
import { Link } from '@remix-run/react';
import { cx } from '#app/components/ui/cx';
import { useFormat } from '#app/words/use-format';

export type FilterLink = { to: string; label: string; count?: number; isCurrent: boolean };

export type FilterLinksProps = { label: string; links: readonly FilterLink[] };

/** A row of views, with their counts where they are known; the current one is marked for readers too. */
export function FilterLinks({ label, links }: FilterLinksProps) {
  const { number } = useFormat();
  return (
    <nav aria-label={label} className="flex flex-wrap gap-1 rounded-lg bg-surface-sunken p-1 sm:w-fit">
      {links.map(({ to, label: name, count, isCurrent }) => (
        <Link
          key={name}
          to={to}
          replace
          preventScrollReset
          aria-current={isCurrent ? 'true' : undefined}
          className={cx(
            'flex min-h-9 flex-1 items-center justify-center gap-1.5 rounded-md px-3 text-sm font-medium whitespace-nowrap pointer-coarse:min-h-11',
            isCurrent ? 'bg-surface-raised text-ink shadow-raised' : 'text-ink-muted hover:text-ink print:hidden',
          )}
        >
          {name}
          {count !== undefined && <span className="figures font-normal text-ink-muted">{number(count)}</span>}
        </Link>
      ))}
    </nav>
  );
}
