/** The frame around every screen of a signed-in person: sidebar from 1024 px, top bar and bottom navigation below. */
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Link, NavLink, useLocation } from '@remix-run/react';
import { ChevronDown, Ellipsis, Inbox } from 'lucide-react';
import type { ReactNode } from 'react';
import { SignOut } from '#app/components/pwa/sign-out';
import { Avatar } from '#app/components/ui/avatar';
import { cx } from '#app/components/ui/cx';
import { Logo, LogoMark } from '#app/components/ui/logo';
import { Menu } from '#app/components/ui/menu';
import { ROLE_WORDS } from '#app/components/ui/role-words';
import * as paths from '#app/paths';
import type { Role } from '#domain/person/user';
import { type Place, PROFILE, placesOf } from './navigation';
import { PwaNotices } from './notices';
import { OutboxLink } from './outbox-link';

/** Who is signed in, as far as screens need it. */
export type Person = { id: number; name: string; role: Role; photoAt?: number | undefined };

export type ShellProps = { actor: Person; schoolName: string; children: ReactNode };

function LeaveButton() {
  return <SignOut variant="quiet" size="sm" isWide className="justify-start! gap-3! text-ink-muted!" />;
}

function WhoIsIn({ actor }: { actor: Person }) {
  const { i18n } = useLingui();
  return (
    <div className="flex items-center gap-3 px-3 py-2">
      <Avatar name={actor.name} userId={actor.id} photoAt={actor.photoAt} />
      <div className="min-w-0">
        <p className="truncate text-sm font-medium">{actor.name}</p>
        <p className="text-xs text-ink-muted">{i18n._(ROLE_WORDS[actor.role])}</p>
      </div>
    </div>
  );
}

/** A line of the sidebar, or of a menu. */
function SideLink({ to, label, icon: Icon, isExact }: Place) {
  const { i18n } = useLingui();
  return (
    <NavLink
      to={to}
      end={isExact}
      className="flex min-h-10 items-center gap-3 rounded-md px-3 text-sm font-medium text-ink-muted transition-colors hover:bg-surface-raised hover:text-ink aria-[current=page]:bg-surface-raised aria-[current=page]:text-accent aria-[current=page]:shadow-raised max-lg:min-h-11 max-lg:hover:bg-surface-sunken"
    >
      <Icon className="size-[1.15rem] shrink-0" aria-hidden="true" />
      {i18n._(label)}
    </NavLink>
  );
}

function Sidebar({ actor, schoolName }: { actor: Person; schoolName: string }) {
  const { t } = useLingui();
  return (
    <aside className="sticky top-0 hidden h-dvh w-60 shrink-0 flex-col border-e border-line bg-surface-sunken p-3 lg:flex print:hidden">
      <Link to={paths.home()} className="rounded-md p-3">
        <Logo />
        <span className="sr-only">
          <Trans>, home</Trans>
        </span>
      </Link>
      <p className="mb-5 truncate px-3 text-sm text-ink-muted">{schoolName}</p>
      <nav aria-label={t`Main`} className="flex-1 space-y-1">
        {placesOf(actor.role).map((place) => (
          <SideLink key={place.to} {...place} />
        ))}
      </nav>
      <div className="mb-2 grid">
        <SideLink to={paths.inbox()} label={msg`Inbox`} icon={Inbox} />
        <OutboxLink />
      </div>
      <div className="border-t border-line pt-3">
        <WhoIsIn actor={actor} />
        <LeaveButton />
      </div>
    </aside>
  );
}

/** What drops from a bar on a phone. */
const SHEET = 'absolute animate-rise rounded-lg border border-line bg-surface-raised p-2 shadow-float';

/** On phones: the school, and the person's menu. */
function TopBar({ actor, schoolName }: { actor: Person; schoolName: string }) {
  return (
    <header className="sticky top-0 z-20 flex min-h-14 items-center justify-between gap-3 border-b border-line bg-surface pt-[env(safe-area-inset-top)] pe-2 ps-4 lg:hidden print:hidden">
      <Link to={paths.home()} className="touch flex min-w-0 items-center gap-2.5 rounded-md">
        <LogoMark className="size-7!" />
        <span className="truncate font-semibold">{schoolName}</span>
        <span className="sr-only">
          <Trans>, home</Trans>
        </span>
      </Link>
      <span className="ms-auto">
        <OutboxLink isCompact />
      </span>
      <Link to={paths.inbox()} className="touch grid place-items-center rounded-md text-ink-muted">
        <Inbox className="size-5" aria-hidden="true" />
        <span className="sr-only">
          <Trans>Inbox</Trans>
        </span>
      </Link>
      <Menu
        className="group relative shrink-0"
        summaryClassName="touch flex items-center gap-1 rounded-md px-2"
        face={
          <>
            <span className="sr-only">
              <Trans>Account of {actor.name}</Trans>
            </span>
            <Avatar name={actor.name} size="sm" userId={actor.id} photoAt={actor.photoAt} />
            <ChevronDown className="size-4 text-ink-muted transition-transform group-open:rotate-180" aria-hidden="true" />
          </>
        }
      >
        <div className={cx(SHEET, 'top-full end-0 mt-1 w-60')}>
          <WhoIsIn actor={actor} />
          <SideLink {...PROFILE} />
          <LeaveButton />
        </div>
      </Menu>
    </header>
  );
}

/** What stands at the bottom, a place or "More". */
const BOTTOM_ITEM =
  'group flex min-h-16 w-full min-w-0 flex-1 flex-col items-center justify-center gap-1 text-xs font-medium text-ink-muted max-xs:text-[0.6875rem] aria-[current]:text-accent';

type BottomFaceProps = Pick<Place, 'label' | 'icon' | 'isMain'>;

function BottomFace({ label, icon: Icon, isMain }: BottomFaceProps) {
  const { i18n } = useLingui();
  return (
    <>
      <span
        className={cx(
          'grid h-8 w-14 place-items-center rounded-full transition-colors',
          isMain ? 'bg-accent text-accent-ink' : 'group-aria-[current]:bg-accent-soft',
        )}
      >
        <Icon className="size-[1.35rem]" aria-hidden="true" />
      </span>
      {i18n._(label)}
    </>
  );
}

function BottomLink({ to, isExact, ...face }: Place) {
  return (
    <NavLink to={to} end={isExact} className={BOTTOM_ITEM}>
      <BottomFace {...face} />
    </NavLink>
  );
}

/** The places that the bottom has no room for. */
function More({ places }: { places: readonly Place[] }) {
  const { pathname } = useLocation();
  return (
    <Menu
      className="min-w-0 flex-1"
      summaryClassName={BOTTOM_ITEM}
      isCurrent={places.some(({ to }) => pathname.startsWith(to))}
      face={<BottomFace label={msg`More`} icon={Ellipsis} />}
    >
      <div className={cx(SHEET, 'end-2 bottom-full mb-2 max-h-[70dvh] w-60 overflow-y-auto')}>
        {places.map((place) => (
          <SideLink key={place.to} {...place} />
        ))}
      </div>
    </Menu>
  );
}

function BottomNavigation({ role }: { role: Role }) {
  const { t } = useLingui();
  const places = placesOf(role);
  const more = places.filter(({ isMore }) => isMore);
  return (
    <nav
      aria-label={t`Main`}
      className="fixed inset-x-0 bottom-0 z-20 flex border-t border-line bg-surface-raised pr-[env(safe-area-inset-right)] pb-[env(safe-area-inset-bottom)] pl-[env(safe-area-inset-left)] lg:hidden print:hidden"
    >
      {places
        .filter(({ isMore }) => !isMore)
        .map((place) => (
          <BottomLink key={place.to} {...place} />
        ))}
      {more.length > 0 && <More places={more} />}
    </nav>
  );
}

/** Navigation and the main landmark. Screens bring their own `PageHeader`. */
export function Shell({ actor, schoolName, children }: ShellProps) {
  return (
    <div className="lg:flex">
      <Sidebar actor={actor} schoolName={schoolName} />
      <div className="min-w-0 flex-1">
        <TopBar actor={actor} schoolName={schoolName} />
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
      <BottomNavigation role={actor.role} />
    </div>
  );
}
