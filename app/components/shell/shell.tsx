/** The frame around every screen of a signed-in person: sidebar from 1024 px, top bar and bottom navigation below. */
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@remix-run/react';
import { Inbox } from 'lucide-react';
import type { ReactNode } from 'react';
import { Logo } from '#app/components/ui/logo';
import * as paths from '#app/paths';
import type { Waiting } from '#domain/correction/correction';
import type { InboxState } from '#domain/message/notification';
import type { Role } from '#domain/person/user';
import type { View } from '#domain/view';
import { placesOf } from './navigation';
import { PwaNotices } from './notices';
import { OutboxLink } from './outbox-link';
import { PaletteButton, PaletteHost } from './palette/palette-button';
import { BottomNavigation, TopBar } from './phone-bars';
import { SideLink } from './side-link';
import { UnreadCount } from './unread-count';
import { useUnread } from './use-unread';
import { LeaveButton, WhoIsIn } from './who-is-in';

/** Who is signed in, as far as screens need it. */
export type Person = {
  id: number;
  name: string;
  /** Whose screens are shown. */
  role: Role;
  photoAt?: number | undefined;
  view: View;
  /** All they have. */
  views: readonly View[];
};

/** @param waiting how much waits for the person */
export type ShellProps = { actor: Person; schoolName: string; waiting: Waiting; inbox: InboxState; children: ReactNode };

type SidebarProps = Omit<ShellProps, 'children' | 'inbox'> & { unread: number };

function Sidebar({ actor, schoolName, waiting, unread }: SidebarProps) {
  const { t } = useLingui();
  return (
    <aside className="sticky top-0 hidden h-dvh w-60 shrink-0 flex-col border-e border-line bg-surface-sunken p-3 lg:flex print:hidden">
      <Link to={paths.home()} className="shrink-0 rounded-md p-3">
        <Logo />
        <span className="sr-only">
          <Trans>, home</Trans>
        </span>
      </Link>
      <p className="mb-3 shrink-0 truncate px-3 text-sm text-ink-muted">{schoolName}</p>
      {actor.role !== 'student' && (
        <div className="mb-2 grid shrink-0">
          <PaletteButton />
        </div>
      )}
      <nav aria-label={t`Main`} className="min-h-0 flex-1 space-y-0.5 overflow-y-auto py-1">
        {placesOf(actor.role, waiting).map((place) => (
          <SideLink key={place.to} {...place} />
        ))}
      </nav>
      <div className="mb-2 grid">
        <SideLink to={paths.inbox()} label={msg`Inbox`} icon={Inbox}>
          <UnreadCount unread={unread} className="ms-auto" />
        </SideLink>
        <OutboxLink />
      </div>
      <div className="border-t border-line pt-3">
        <WhoIsIn actor={actor} />
        <LeaveButton />
      </div>
    </aside>
  );
}

/** Navigation and the main landmark. Screens bring their own `PageHeader`. */
export function Shell({ actor, schoolName, waiting, inbox, children }: ShellProps) {
  const unread = useUnread(inbox);
  return (
    <div className="lg:flex">
      <Sidebar actor={actor} schoolName={schoolName} waiting={waiting} unread={unread} />
      <div className="min-w-0 flex-1">
        <TopBar actor={actor} schoolName={schoolName} unread={unread} />
        <main
          id="main"
          tabIndex={-1}
          className="mx-auto max-w-6xl px-4 pt-6 pb-[calc(6.5rem+env(safe-area-inset-bottom))] sm:px-6 lg:px-10 lg:pt-10 lg:pb-16 print:max-w-none print:p-0"
        >
          <div className="print:hidden">
            <PwaNotices />
          </div>
          {children}
        </main>
      </div>
      <BottomNavigation role={actor.role} waiting={waiting} />
      {actor.role !== 'student' && <PaletteHost role={actor.role} />}
    </div>
  );
}
