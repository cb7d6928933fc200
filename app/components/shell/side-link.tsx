/** A place as one line. */
import { useLingui } from '@lingui/react/macro';
import { NavLink } from '@remix-run/react';
import type { ReactNode } from 'react';
import type { Place } from './navigation';
import { PlaceCount } from './place-count';

/** A line of the sidebar, or of a menu. @param children stands at its end, in place of the count */
export function SideLink({ to, label, icon: Icon, isExact, count, children }: Place & { children?: ReactNode }) {
  const { i18n } = useLingui();
  return (
    <NavLink
      to={to}
      end={isExact}
      className="flex min-h-9 items-center gap-3 rounded-md px-3 text-sm font-medium text-ink-muted transition-colors hover:bg-surface-raised hover:text-ink aria-[current=page]:bg-surface-raised aria-[current=page]:text-accent aria-[current=page]:shadow-raised max-lg:min-h-11 pointer-coarse:min-h-11 max-lg:hover:bg-surface-sunken"
    >
      <Icon className="size-[1.15rem] shrink-0" aria-hidden="true" />
      {i18n._(label)}
      {children ?? <PlaceCount count={count} className="ms-auto" />}
    </NavLink>
  );
}
