/** What stands around a screen below 1024 px: the bar on top, and the places at the bottom. */
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Link, NavLink, useLocation } from '@remix-run/react';
import { ChevronDown, Ellipsis, Inbox } from 'lucide-react';
import { Avatar } from '#app/components/ui/avatar';
import { cx } from '#app/components/ui/cx';
import { LogoMark } from '#app/components/ui/logo';
import { Menu } from '#app/components/ui/menu';
import * as paths from '#app/paths';
import type { Waiting } from '#domain/correction/correction';
import type { Role } from '#domain/person/user';
import { type Place, PROFILE, placesOf } from './navigation';
import { OutboxLink } from './outbox-link';
import { PaletteButton } from './palette/palette-button';
import { PlaceCount } from './place-count';
import type { Person } from './shell';
import { SideLink } from './side-link';
import { UnreadCount } from './unread-count';
import { LeaveButton, WhoIsIn } from './who-is-in';

/** What drops from a bar on a phone. */
const SHEET = 'absolute animate-rise rounded-lg border border-line bg-surface-raised p-2 shadow-float';

/** On phones: the school, and the person's menu. */
export function TopBar({ actor, schoolName, unread }: { actor: Person; schoolName: string; unread: number }) {
  return (
    <header className="sticky top-0 z-20 flex min-h-14 items-center justify-between gap-3 max-xs:gap-1 border-b border-line bg-surface pt-[env(safe-area-inset-top)] pe-2 ps-4 lg:hidden print:hidden">
      <Link to={paths.home()} className="touch flex min-w-0 items-center gap-2.5 rounded-md">
        <LogoMark className="size-7!" />
        <span className="line-clamp-3 text-sm/4 font-semibold wrap-anywhere max-xs:text-xs/4">{schoolName}</span>
        <span className="sr-only">
          <Trans>, home</Trans>
        </span>
      </Link>
      <span className="ms-auto">
        <OutboxLink isCompact />
      </span>
      {actor.role !== 'student' && <PaletteButton isCompact />}
      <Link to={paths.inbox()} className="touch relative grid place-items-center rounded-md text-ink-muted">
        <Inbox className="size-5" aria-hidden="true" />
        <span className="sr-only">
          <Trans>Inbox</Trans>
        </span>
        <UnreadCount unread={unread} className="absolute end-0 top-0.5 min-w-5" />
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
            <ChevronDown
              className="size-4 text-ink-muted transition-transform group-open:rotate-180 max-xs:hidden"
              aria-hidden="true"
            />
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
  'group flex min-h-16 w-full min-w-0 flex-1 flex-col items-center justify-center gap-1 text-xs font-medium text-ink-muted max-xs:text-[0.625rem] max-xs:tracking-tight aria-[current]:text-accent';

type BottomFaceProps = Pick<Place, 'label' | 'icon' | 'isMain' | 'count'>;

function BottomFace({ label, icon: Icon, isMain, count }: BottomFaceProps) {
  const { i18n } = useLingui();
  return (
    <>
      <span
        className={cx(
          'relative grid h-8 w-14 place-items-center rounded-full transition-colors',
          isMain ? 'bg-accent text-accent-ink' : 'group-aria-[current]:bg-accent-soft',
        )}
      >
        <Icon className="size-[1.35rem]" aria-hidden="true" />
        <PlaceCount count={count} className="absolute -top-1 end-0" />
      </span>
      <span className="max-w-full px-0.5 text-center leading-tight wrap-anywhere">{i18n._(label)}</span>
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
      face={<BottomFace label={msg`More`} icon={Ellipsis} count={places.reduce((sum, { count = 0 }) => sum + count, 0)} />}
    >
      <div className={cx(SHEET, 'end-2 bottom-full mb-2 max-h-[70dvh] w-60 overflow-y-auto')}>
        {places.map((place) => (
          <SideLink key={place.to} {...place} />
        ))}
      </div>
    </Menu>
  );
}

/** On phones: the places within reach of a thumb. */
export function BottomNavigation({ role, waiting }: { role: Role; waiting: Waiting }) {
  const { t } = useLingui();
  const places = placesOf(role, waiting);
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
