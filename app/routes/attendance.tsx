/** `/attendance`: a student's own month with marks, its figure, and the log of all changes. `?month=` and `?before=` choose what is read;
 *  `?day=`, `?section=` and `?status=` only what is shown of it. */

import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { type MetaFunction, type ShouldRevalidateFunction, useLoaderData, useSearchParams } from '@remix-run/react';
import type { LoaderFunctionArgs } from '@remix-run/server-runtime';
import { Download, Plane } from 'lucide-react';
import { AttendanceLogList, LOG_ID } from '#app/components/calendar/attendance-log';
import { calendarDay, monthBeside, monthNamed, monthWeeks } from '#app/components/calendar/calendar-days';
import { DAY_ID, DayDetail } from '#app/components/calendar/day-detail';
import { entryFilter, filtered } from '#app/components/calendar/entry-mark';
import { MonthCalendar } from '#app/components/calendar/month-calendar';
import { MonthFigure } from '#app/components/calendar/month-figure';
import { MonthFilters } from '#app/components/calendar/month-filters';
import { PeriodNav } from '#app/components/calendar/period-nav';
import { searchLink } from '#app/components/calendar/search-link';
import { OwnMarkRequest } from '#app/components/correction/own-request';
import { OutlookCard } from '#app/components/day/outlook-card';
import { ButtonLink } from '#app/components/ui/button';
import { useFresh } from '#app/components/ui/hooks/use-fresh';
import { PageHeader } from '#app/components/ui/page-header';
import { useServerNow } from '#app/components/ui/time/use-server-now';
import * as paths from '#app/paths';
import { type Api, withApi } from '#app/trpc/caller.server';
import { pageTitle } from '#app/words/page-title';
import { formatFor } from '#app/words/request-words.server';
import type { AttendanceMonth } from '#domain/register/attendance-view';
import { dayAt } from '#domain/time';
import type { TimetableEntry } from '#domain/timetable/timetable-view';

const TICK_MS = 30_000;

export const meta: MetaFunction = (page) => pageTitle(page, msg`Attendance`);

/** A day or a filter shows what is there already. */
export const shouldRevalidate: ShouldRevalidateFunction = ({ currentUrl, nextUrl, defaultShouldRevalidate }) => {
  const isSame = (name: string) => currentUrl.searchParams.get(name) === nextUrl.searchParams.get(name);
  const isHere = currentUrl.pathname === nextUrl.pathname && currentUrl.search !== nextUrl.search;
  return isHere && isSame('month') && isSame('before') ? false : defaultShouldRevalidate;
};

/** The month an address names, or this one; which one that is, only the school's answer tells. */
async function loadMonth(api: Api, named: string | null, now: number): Promise<AttendanceMonth> {
  const month = monthNamed(named);
  if (month) return api.attendance.mine({ month });
  const guess = await api.attendance.mine({ month: dayAt(now, 'UTC').slice(0, 7) });
  const current = guess.today.slice(0, 7);
  return current === guess.month ? guess : api.attendance.mine({ month: current });
}

export function loader(args: LoaderFunctionArgs) {
  const search = new URL(args.request.url).searchParams;
  return withApi(args, async (api) => {
    const before = paths.idIn(search, 'before') ?? undefined;
    const { today, zone, locale, firstWeekday, ...month } = await loadMonth(api, search.get('month'), args.context.ctx.now());
    const format = formatFor(args, { zone, locale });
    const { from, until } = month;
    const [log, asked, outlook] = await Promise.all([
      api.attendance.log({ before }),
      api.correction.mine({ of: 'marks', from, until }),
      api.attendance.outlook(),
    ]);
    const weeks = monthWeeks(month.month, firstWeekday);
    const toDay = (day: string) => (day.startsWith(month.month) ? calendarDay(day, today, format) : null);
    return {
      ...month,
      title: format.day(month.from, 'month'),
      months: {
        previous: monthBeside(month.month, -1),
        next: monthBeside(month.month, 1),
        isCurrent: today.startsWith(month.month),
      },
      weekdays: weeks
        .slice(0, 1)
        .flatMap((days) => days.map((day) => ({ short: format.day(day, 'weekday'), long: format.day(day, 'weekdayLong') }))),
      weeks: weeks.map((days) => days.map(toDay)),
      requests: asked.rows,
      outlook,
      log: {
        ...log,
        isLatest: before === undefined,
        entries: log.entries.map((entry) => ({ ...entry, day: dayAt(entry.startsAt, zone) })),
      },
    };
  });
}

type Month = ReturnType<typeof useLoaderData<typeof loader>>;

/** The day an address names, or today, as far as it lies in the month. */
function selectedDay({ weeks }: Month, search: URLSearchParams) {
  const days = weeks.flat().filter((day) => day !== null);
  return days.find(({ day }) => day === search.get('day')) ?? days.find(({ isToday }) => isToday) ?? null;
}

export default function AttendancePage() {
  const { t } = useLingui();
  const data = useLoaderData<typeof loader>();
  const { serverNow, title, months, weekdays, weeks, entries, requests, log } = data;
  const [search] = useSearchParams();
  const now = useServerNow(serverNow, TICK_MS);
  useFresh(null);
  const filter = entryFilter(search, entries);
  const day = selectedDay(data, search);
  const requestOf = ({ classSessionId }: TimetableEntry) => requests.find((one) => one.classSessionId === classSessionId);
  const toMonth = (month: string | null) => searchLink(search, { month, day: null });
  const toDay = (one: string) => searchLink(search, { day: one }, DAY_ID);
  const toDayOfLog = (one: string) =>
    searchLink(search, { month: one.slice(0, 7), day: one, section: null, status: null }, DAY_ID);
  const toLog = (before: number | null) => searchLink(search, { before: before === null ? null : String(before) }, LOG_ID);
  return (
    <>
      <PageHeader
        title={t`Attendance`}
        actions={
          <>
            <ButtonLink to={paths.leave()} size="sm" icon={Plane}>
              <Trans>Leave</Trans>
            </ButtonLink>
            <ButtonLink to={paths.ownAttendance()} size="sm" icon={Download} reloadDocument download>
              <Trans>Download as CSV</Trans>
            </ButtonLink>
          </>
        }
      />
      <div className="mb-5 grid gap-4">
        <PeriodNav
          unit="month"
          title={title}
          previous={toMonth(months.previous)}
          next={toMonth(months.next)}
          current={toMonth(null)}
          isCurrent={months.isCurrent}
        />
        {entries.length > 0 && <MonthFilters entries={entries} filter={filter} search={search} />}
      </div>
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_21rem] lg:grid-rows-[auto_1fr] lg:gap-6">
        <MonthCalendar
          {...{ title, weekdays, weeks, entries }}
          shown={filtered(entries, filter)}
          selected={day?.day ?? null}
          to={toDay}
        />
        <div className="grid gap-4 lg:row-span-2 lg:gap-6">
          {day && (
            <DayDetail
              day={day}
              entries={entries.filter((entry) => entry.day === day.day)}
              reader={{ role: 'student', now }}
              more={(entry) => <OwnMarkRequest entry={entry} request={requestOf(entry)} />}
            />
          )}
          <MonthFigure
            title={title}
            month={data.month}
            percent={data.percent}
            earned={data.earned}
            possible={data.possible}
            tally={data.tally}
            entries={entries}
            to={toDay}
          />
          <OutlookCard outlook={data.outlook} />
        </div>
        <AttendanceLogList
          entries={log.entries}
          to={toDayOfLog}
          earlier={log.nextBefore === null ? null : toLog(log.nextBefore)}
          latest={log.isLatest ? null : toLog(null)}
        />
      </div>
    </>
  );
}
