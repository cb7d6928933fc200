/** The person who is signed in, and their way out, as the sidebar and the menu on phones show them. */
import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@remix-run/react';
import { SignOut } from '#app/components/pwa/sign-out';
import { Avatar } from '#app/components/ui/avatar';
import { ROLE_WORDS } from '#app/components/ui/role-words';
import * as paths from '#app/paths';
import type { View } from '#domain/view';
import type { Person } from './shell';

/** Signs out. */
export function LeaveButton() {
  return <SignOut variant="quiet" size="sm" isWide className="justify-start! gap-3! text-ink-muted!" />;
}

const VIEW_WORDS: Record<View, MessageDescriptor> = {
  studying: msg`Studying`,
  teaching: msg`Teaching`,
  administration: msg`Administration`,
};

/** The other views of somebody who has several: each a link to where it begins. */
function ViewLinks({ view, views }: Pick<Person, 'view' | 'views'>) {
  const { t, i18n } = useLingui();
  if (views.length < 2) return null;
  return (
    <nav aria-label={t`View as`} className="px-3 pb-2">
      <p className="text-xs text-ink-muted">
        <Trans>View as</Trans>
      </p>
      <ul className="mt-1 flex flex-wrap gap-1">
        {views.map((one) => (
          <li key={one}>
            <a
              href={paths.viewAs(one)}
              aria-current={one === view || undefined}
              className="touch inline-flex min-h-9 items-center rounded-md border border-line-strong px-2.5 text-sm font-medium aria-[current]:border-accent aria-[current]:bg-accent-soft"
            >
              {i18n._(VIEW_WORDS[one])}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** Picture, name and role, which lead to one's profile, and the way to another view. */
export function WhoIsIn({ actor }: { actor: Person }) {
  const { i18n } = useLingui();
  return (
    <>
      <Link to={paths.profile()} className="touch flex items-center gap-3 rounded-md px-3 py-2 hover:bg-surface-sunken">
        <Avatar name={actor.name} userId={actor.id} photoAt={actor.photoAt} />
        <div className="min-w-0">
          <p className="truncate text-sm font-medium">{actor.name}</p>
          <p className="text-xs text-ink-muted">{i18n._(ROLE_WORDS[actor.role])}</p>
        </div>
      </Link>
      <ViewLinks view={actor.view} views={actor.views} />
    </>
  );
}
