/** Ways between what waits for a decision: corrections and leave, open and decided, and the pages of a list. */
import { Trans, useLingui } from '@lingui/react/macro';
import { NavLink } from '@remix-run/react';
import { ButtonLink } from '#app/components/ui/button';
import { FilterLinks } from '#app/components/ui/form/filter-links';
import * as paths from '#app/paths';
import type { Role } from '#domain/person/user';

const TAB =
  'flex min-h-11 flex-1 items-center justify-center rounded-md px-4 text-sm font-medium text-ink-muted hover:text-ink aria-[current=page]:bg-surface-raised aria-[current=page]:text-ink aria-[current=page]:shadow-raised';

/** Corrections and leave, as links. */
export function RequestTabs({ reader }: { reader: Role }) {
  const { t } = useLingui();
  return (
    <nav aria-label={t`Requests`} className="mb-4 flex gap-1 rounded-lg bg-surface-sunken p-1 sm:w-fit">
      <NavLink to={paths.corrections(reader)} end className={TAB}>
        <Trans>Corrections</Trans>
      </NavLink>
      <NavLink to={paths.leaveRequests(reader)} className={TAB}>
        <Trans>Leave</Trans>
      </NavLink>
    </nav>
  );
}

export type ListName = 'open' | 'decided';

/** What waits, or what was decided. */
export function ListFilter({ list }: { list: ListName }) {
  const { t } = useLingui();
  const links = [
    { to: '?', label: t`Waiting`, isCurrent: list === 'open' },
    { to: '?list=decided', label: t`Decided`, isCurrent: list === 'decided' },
  ];
  return (
    <div className="mb-4">
      <FilterLinks label={t`Show`} links={links} />
    </div>
  );
}

/** Links to the first page and to the next. Nothing on an only page. @param next the last id seen */
export function ListPages({ list, isFirst, next }: { list: ListName; isFirst: boolean; next: number | null }) {
  const { t } = useLingui();
  return (
    <nav aria-label={t`Pages`} className="mt-4 flex gap-2 empty:hidden">
      {!isFirst && (
        <ButtonLink to={`?list=${list}`}>
          <Trans>First page</Trans>
        </ButtonLink>
      )}
      {next !== null && (
        <ButtonLink to={`?list=${list}&after=${next}`}>
          <Trans>Next page</Trans>
        </ButtonLink>
      )}
    </nav>
  );
}
