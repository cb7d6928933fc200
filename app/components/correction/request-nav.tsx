/** Ways between what waits for a decision: corrections and leave, open and decided, and the pages of a list. */
import { Trans, useLingui } from '@lingui/react/macro';
import { NavLink } from '@remix-run/react';
import type { ReactNode } from 'react';
import { Card } from '#app/components/ui/card';
import { OutcomeNotice } from '#app/components/ui/feedback/outcome-notice';
import { FilterLinks } from '#app/components/ui/form/filter-links';
import { PageHeader } from '#app/components/ui/page-header';
import { PageLinks } from '#app/components/ui/page-links';
import * as paths from '#app/paths';
import type { Role } from '#domain/person/user';

const TAB =
  'flex min-h-11 flex-1 items-center justify-center rounded-md px-4 text-sm font-medium text-ink-muted hover:text-ink aria-[current=page]:bg-surface-raised aria-[current=page]:text-ink aria-[current=page]:shadow-raised';

/** Corrections and leave, as links. */
function RequestTabs({ reader }: { reader: Role }) {
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
function ListFilter({ list }: { list: ListName }) {
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

export type RequestListProps = {
  title: string;
  list: ListName;
  /** The last id seen, where more follow. */
  next: number | null;
  isFirst: boolean;
  reader: Role;
  told: { message: string | null; refused: string | null } | undefined;
};

/** A page of requests, of administrators and of staff: the ways around it, and what became of the last decision. */
export function RequestList({ title, list, next, isFirst, reader, told, children }: RequestListProps & { children: ReactNode }) {
  const { t } = useLingui();
  const page = `?list=${list}`;
  return (
    <>
      <PageHeader title={t`Requests`} />
      <RequestTabs reader={reader} />
      <ListFilter list={list} />
      <OutcomeNotice message={told?.message} refused={told?.refused} />
      <Card isFlush>
        <h2 className="sr-only">{title}</h2>
        {children}
      </Card>
      <PageLinks first={isFirst ? null : page} next={next === null ? null : `${page}&after=${next}`} />
    </>
  );
}
