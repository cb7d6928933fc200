/** `/timetable`: own class sessions of a week, as an agenda or on a grid. `?week=YYYY-MM-DD` names any day of it; `?view=` the form. */

import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Link, type MetaFunction, useLoaderData, useSearchParams } from '@remix-run/react';
import type { LoaderFunctionArgs } from '@remix-run/server-runtime';
import { CalendarRange, CalendarSync, List, type LucideIcon } from 'lucide-react';
import { calendarDay, daysFrom, weekNamed } from '#app/components/calendar/calendar-days';
import { type Near, NoClassesThisWeek } from '#app/components/calendar/near-class';
import { PeriodNav } from '#app/components/calendar/period-nav';
import { searchLink } from '#app/components/calendar/search-link';
import { WeekAgenda } from '#app/components/calendar/week-agenda';
import { WeekGrid } from '#app/components/calendar/week-grid';
import { layWeek, shownDays } from '#app/components/calendar/week-layout';
import { ButtonLink } from '#app/components/ui/button';
import { cx } from '#app/components/ui/cx';
import { useFresh } from '#app/components/ui/hooks/use-fresh';
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
/** Wherever the school is, its today lies within this of UTC's, and so does today's week. */
const AROUND_TODAY_DAYS = 8;
/** How far around an empty week its reader is told of classes: over any holidays. */
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

/** The week an address names, or this one. What today is, only the school's answer tells, so the days around it are asked for. */
async function loadWeek(loadOwn: Own, named: string | null, now: number): Promise<{ monday: string; timetable: Timetable }> {
  const monday = weekNamed(named);
  if (monday) return { monday, timetable: await loadOwn({ from: monday, until: addDays(monday, 6) }) };
  const utcToday = dayAt(now, 'UTC');
  const around = { from: addDays(utcToday, -AROUND_TODAY_DAYS), until: addDays(utcToday, AROUND_TODAY_DAYS) };
  const timetable = await loadOwn(around);
  return { monday: weekStart(timetable.today), timetable };
}

/** The class nearest to an empty week: the next one that takes place, or else the last. */
async function loadNear(loadOwn: Own, monday: string): Promise<Near | null> {
  const range = { from: addDays(monday, -NEAR_DAYS.before), until: addDays(monday, NEAR_DAYS.after) };
  const entries = (await loadOwn(range)).entries.filter(({ state }) => state !== 'cancelled');
  const next = entries.find(({ day }) => day > monday);
  const near = next ?? entries.at(-1);
  return near ? { entry: near, isNext: near === next } : null;
}

export function loader(args: LoaderFunctionArgs) {
  const named = new URL(args.request.url).searchParams.get('week');
  return withApi(args, async (api, actor) => {
    const role = actor?.role ?? 'student';
    const view = await viewIn(args, role, () => api.profile.views());
    const loadOwn: Own = (range) => api.timetable.mine({ ...range, view });
    const { monday, timetable } = await loadWeek(loadOwn, named, args.context.ctx.now());
    const { today, serverNow } = timetable;
    const format = formatFor(args, timetable);
    const days = daysFrom(monday, 7).map((day) => ({
      ...calendarDay(day, today, format),
      entries: timetable.entries.filter((entry) => entry.day === day),
    }));
    const isEmpty = days.every(({ entries }) => entries.length === 0);
    const near = isEmpty ? await loadNear(loadOwn, monday) : null;
    return {
      serverNow,
      role: roleIn(view, role),
      title: format.days(monday, addDays(monday, 6)),
      weeks: { previous: addDays(monday, -7), next: addDays(monday, 7), isCurrent: monday === weekStart(today) },
      days: shownDays(days),
      layout: isEmpty ? null : layWeek(days, serverNow, format),
      near,
      nearWeek: near && weekStart(near.entry.day),
    };
  });
}

/** Links to the views. `shown` is the current one. */
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
            {t(word)}
          </Link>
        );
      })}
    </nav>
  );
}

export default function TimetablePage() {
  const { t } = useLingui();
  const { serverNow, role, title, weeks, days, layout, near, nearWeek } = useLoaderData<typeof loader>();
  const [search] = useSearchParams();
  const now = useServerNow(serverNow, TICK_MS);
  useFresh(weeks.isCurrent ? REFRESH_MS : null);
  const view = VIEWS.find((one) => one === search.get('view')) ?? null;
  const reader = { role, now };
  const to = (week: string | null) => searchLink(search, { week });
  return (
    <>
      <PageHeader
        title={t`Timetable`}
        actions={
          <>
            <ButtonLink to={paths.timetableInCalendar()} size="sm" variant="quiet" icon={CalendarSync}>
              <Trans>Add to calendar</Trans>
            </ButtonLink>
            <ViewSwitch shown={view ?? 'agenda'} search={search} className={view ? 'flex' : 'flex lg:hidden'} />
            {!view && <ViewSwitch shown="week" search={search} className="hidden lg:flex" />}
          </>
        }
      />
      <div className="mb-5">
        <PeriodNav
          unit="week"
          title={title}
          previous={to(weeks.previous)}
          next={to(weeks.next)}
          current={to(null)}
          isCurrent={weeks.isCurrent}
        />
      </div>
      {!layout && <NoClassesThisWeek near={near} to={nearWeek && to(nearWeek)} />}
      {layout && view !== 'week' && (
        <div className={view ? undefined : 'lg:hidden'}>
          <WeekAgenda days={days} reader={reader} />
        </div>
      )}
      {layout && view !== 'agenda' && (
        <div className={view ? undefined : 'hidden lg:block'}>
          <WeekGrid layout={layout} label={title} minute={layout.nowMinute + (now - serverNow) / 60_000} reader={reader} />
        </div>
      )}
    </>
  );
}
