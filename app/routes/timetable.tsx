/** `/timetable`: own class sessions, as an agenda from a week on or as that week's grid. `?week=YYYY-MM-DD` names any day of it; `?view=` the
 *  form. */

import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Link, type MetaFunction, useLoaderData, useSearchParams } from '@remix-run/react';
import type { LoaderFunctionArgs } from '@remix-run/server-runtime';
import { CalendarRange, CalendarSync, Ellipsis, List, type LucideIcon } from 'lucide-react';
import { calendarDay, dayNamed, daysFrom } from '#app/components/calendar/calendar-days';
import { type Near, NoClassesThisWeek } from '#app/components/calendar/near-class';
import { PeriodNav } from '#app/components/calendar/period-nav';
import { searchLink } from '#app/components/calendar/search-link';
import { WeekAgenda } from '#app/components/calendar/week-agenda';
import { WeekGrid } from '#app/components/calendar/week-grid';
import { layWeek } from '#app/components/calendar/week-layout';
import { ButtonLink } from '#app/components/ui/button';
import { cx } from '#app/components/ui/cx';
import { useFresh } from '#app/components/ui/hooks/use-fresh';
import { Menu } from '#app/components/ui/menu';
import { PageHeader } from '#app/components/ui/page-header';
import { useServerNow } from '#app/components/ui/time/use-server-now';
import * as paths from '#app/paths';
import { withApi } from '#app/trpc/caller.server';
import { viewIn } from '#app/trpc/view.server';
import { pageTitle } from '#app/words/page-title';
import { formatFor } from '#app/words/request-words.server';
import { addDays, dayAt, weekStart } from '#domain/time';
import type { DayRangeInput } from '#domain/timetable/calendar';
import type { Timetable } from '#domain/timetable/timetable-view';
import { roleIn } from '#domain/view';

/** A check-in that opens shows within this. */
const REFRESH_MS = 60_000;
const TICK_MS = 15_000;
/** Wherever the school is, its today lies within a day of UTC's, and its week begins up to six days before. */
const DAYS_BEFORE = 7;
/** Read at once, so that an agenda goes on without a network too; a grid shows the first seven. */
const DAYS_AT_ONCE = 21;
/** How far around empty days their reader is told of classes: over any holidays. */
const NEAR_DAYS = { before: 60, after: 120 };

const VIEWS = ['agenda', 'week'] as const;
type View = (typeof VIEWS)[number];
const VIEW_LOOKS: Record<View, { word: MessageDescriptor; icon: LucideIcon }> = {
  agenda: { word: msg`Agenda`, icon: List },
  week: { word: msg`Week`, icon: CalendarRange },
};

export const meta: MetaFunction = (page) => pageTitle(page, msg`Timetable`);

/** Reads some days of one's own timetable, in the view that one is in. */
type Own = (range: DayRangeInput) => Promise<Timetable>;

/** The days from the week on that holds the day an address names, or today. On which day weeks begin and what today is, only the school's
 *  answer tells, so the days around it are asked for. */
async function loadDays(loadOwn: Own, named: string | null, now: number): Promise<{ first: string; timetable: Timetable }> {
  const day = dayNamed(named);
  const middle = day ?? dayAt(now, 'UTC');
  const timetable = await loadOwn({ from: addDays(middle, -DAYS_BEFORE), until: addDays(middle, DAYS_AT_ONCE) });
  return { first: weekStart(day ?? timetable.today, timetable.firstWeekday), timetable };
}

/** The class nearest to days without any: the next one that takes place, or else the last. */
async function loadNear(loadOwn: Own, first: string): Promise<Near | null> {
  const range = { from: addDays(first, -NEAR_DAYS.before), until: addDays(first, NEAR_DAYS.after) };
  const entries = (await loadOwn(range)).entries.filter(({ state }) => state !== 'cancelled');
  const next = entries.find(({ day }) => day > first);
  const near = next ?? entries.at(-1);
  return near ? { entry: near, isNext: near === next } : null;
}

export function loader(args: LoaderFunctionArgs) {
  const named = new URL(args.request.url).searchParams.get('week');
  return withApi(args, async (api, actor) => {
    const role = actor?.role ?? 'student';
    const view = await viewIn(args, role, () => api.profile.views());
    const loadOwn: Own = (range) => api.timetable.mine({ ...range, view });
    const { first, timetable } = await loadDays(loadOwn, named, args.context.ctx.now());
    const { today, serverNow, firstWeekday } = timetable;
    const format = formatFor(args, timetable);
    const days = daysFrom(first, DAYS_AT_ONCE).map((day) => ({
      ...calendarDay(day, today, format),
      entries: timetable.entries.filter((entry) => entry.day === day),
    }));
    const week = days.slice(0, 7);
    const isEmpty = week.every(({ entries }) => entries.length === 0);
    const near = isEmpty ? await loadNear(loadOwn, first) : null;
    const nearWeek = near && weekStart(near.entry.day, firstWeekday);
    const after = addDays(first, DAYS_AT_ONCE);
    const isAllEmpty = isEmpty && days.every(({ entries }) => entries.length === 0);
    return {
      serverNow,
      role: roleIn(view, role),
      title: format.days(first, addDays(first, 6)),
      weeks: { previous: addDays(first, -7), next: addDays(first, 7), isCurrent: week.some(({ isToday }) => isToday) },
      from: first,
      days,
      // Empty days lead on to the next class, however far away.
      next: isAllEmpty ? (near?.isNext ? nearWeek : null) : after,
      layout: isEmpty ? null : layWeek(week, serverNow, format),
      near,
      nearWeek,
    };
  });
}

/** Links to the views. `shown` is the current one. On phones their icons alone. */
function ViewSwitch({ shown, search, className }: { shown: View; search: URLSearchParams; className?: string }) {
  const { t } = useLingui();
  return (
    <nav aria-label={t`Show as`} className={cx('gap-1 rounded-lg bg-surface-sunken p-1', className)}>
      {VIEWS.map((view) => {
        const { word, icon: Icon } = VIEW_LOOKS[view];
        return (
          <Link
            key={view}
            to={searchLink(search, { view })}
            replace
            preventScrollReset
            aria-current={view === shown ? 'true' : undefined}
            className={cx(
              'flex min-h-9 items-center gap-2 rounded-md px-3 text-sm font-medium pointer-coarse:min-h-11',
              view === shown ? 'bg-surface-raised text-ink shadow-raised' : 'text-ink-muted hover:text-ink',
            )}
          >
            <Icon className="size-4" aria-hidden="true" />
            <span className="max-sm:sr-only">{t(word)}</span>
          </Link>
        );
      })}
    </nav>
  );
}

export default function TimetablePage() {
  const { t } = useLingui();
  const { serverNow, role, title, weeks, days, next, layout, near, nearWeek } = useLoaderData<typeof loader>();
  const [search] = useSearchParams();
  const now = useServerNow(serverNow, TICK_MS);
  useFresh(weeks.isCurrent ? REFRESH_MS : null);
  const view = VIEWS.find((one) => one === search.get('view')) ?? null;
  const reader = { role, now };
  const to = (week: string | null) => searchLink(search, { week });
  const isEmpty = days.every(({ entries }) => entries.length === 0);
  const noClasses = <NoClassesThisWeek near={near} to={nearWeek && to(nearWeek)} />;
  return (
    <>
      <PageHeader
        title={t`Timetable`}
        actions={
          <>
            <ViewSwitch shown={view ?? 'agenda'} search={search} className={view ? 'flex' : 'flex lg:hidden'} />
            {!view && <ViewSwitch shown="week" search={search} className="hidden lg:flex" />}
            <Menu
              className="relative"
              summaryClassName="touch grid place-items-center rounded-md text-ink-muted hover:text-ink"
              face={
                <>
                  <Ellipsis className="size-5" aria-hidden="true" />
                  <span className="sr-only">
                    <Trans>More for this timetable</Trans>
                  </span>
                </>
              }
            >
              <div className="absolute end-0 top-full z-10 mt-1 w-max animate-rise rounded-lg border border-line bg-surface-raised p-2 shadow-float">
                <ButtonLink to={paths.timetableInCalendar()} size="sm" variant="quiet" icon={CalendarSync}>
                  <Trans>Add to calendar</Trans>
                </ButtonLink>
              </div>
            </Menu>
          </>
        }
      />
      <div className="mb-3 lg:mb-5">
        <PeriodNav
          unit="week"
          title={title}
          previous={to(weeks.previous)}
          next={to(weeks.next)}
          current={to(null)}
          isCurrent={weeks.isCurrent}
        />
      </div>
      {view !== 'week' && (
        <div className={view ? undefined : 'lg:hidden'}>
          {isEmpty ? noClasses : <WeekAgenda key={days[0]?.day} days={days} next={next} reader={reader} />}
        </div>
      )}
      {view !== 'agenda' && (
        <div className={view ? undefined : 'hidden lg:block'}>
          {layout ? (
            <WeekGrid layout={layout} label={title} minute={layout.nowMinute + (now - serverNow) / 60_000} reader={reader} />
          ) : (
            noClasses
          )}
        </div>
      )}
    </>
  );
}
