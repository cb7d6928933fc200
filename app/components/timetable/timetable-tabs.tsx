/** The three pages of the school's timetable, as links between them. */

import { msg } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import { NavLink } from '@remix-run/react';
import * as paths from '#app/paths';

const PAGES = [
  { to: paths.schoolTimetable(), label: msg`Week` },
  { to: paths.terms(), label: msg`Terms` },
  { to: paths.closures(), label: msg`Closures` },
];

/** Where in the timetable one is. */
export function TimetableTabs() {
  const { i18n, t } = useLingui();
  return (
    <nav aria-label={t`Timetable`} className="mb-6 flex gap-1 rounded-lg bg-surface-sunken p-1 sm:w-fit print:hidden">
      {PAGES.map(({ to, label }) => (
        <NavLink
          key={to}
          to={to}
          end
          className="flex min-h-11 flex-1 items-center justify-center rounded-md px-4 text-sm font-medium text-ink-muted hover:text-ink aria-[current=page]:bg-surface-raised aria-[current=page]:text-ink aria-[current=page]:shadow-raised"
        >
          {i18n._(label)}
        </NavLink>
      ))}
    </nav>
  );
}
