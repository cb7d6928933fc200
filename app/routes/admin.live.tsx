/** `/admin/live`: every class session of today, filling while people check in; of any other day, as it was or will be. */
import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import { type MetaFunction, useLoaderData, useSearchParams } from '@remix-run/react';
import type { LoaderFunctionArgs } from '@remix-run/server-runtime';
import { searchLink } from '#app/components/calendar/search-link';
import { DayNav } from '#app/components/day/day-nav';
import { LIVE_VIEWS, LiveBoard, type LiveView, rowsOf } from '#app/components/day/live-board';
import type { RouteHandle } from '#app/components/pwa/freshness';
import { LiveBadge } from '#app/components/ui/feedback/live-badge';
import { FilterLinks } from '#app/components/ui/form/filter-links';
import { type Connection, type StartLive, useLive } from '#app/components/ui/hooks/use-live';
import { PageHeader } from '#app/components/ui/page-header';
import { useServerNow } from '#app/components/ui/time/use-server-now';
import { withApi } from '#app/trpc/caller.server';
import { api } from '#app/trpc/client';
import { pageTitle } from '#app/words/page-title';
import type { DayOverview, LiveOverview } from '#domain/register/day-view';
import { isDay } from '#domain/time';

/** Classes move between "now" and "later" by the minute. */
const TICK_MS = 15_000;

const VIEW_WORDS: Record<LiveView, MessageDescriptor> = {
  all: msg`All`,
  open: msg`Open now`,
  'not-taken': msg`Not taken`,
  waiting: msg`Check-ins waiting`,
};

export const meta: MetaFunction = (page) => pageTitle(page, msg`Live`);

/** What the loader brought is not the newest this page shows. */
export const handle: RouteHandle = { isLive: true };

export function loader(args: LoaderFunctionArgs) {
  const day = new URL(args.request.url).searchParams.get('day');
  return withApi(args, (api) => api.live.overview(isDay(day) ? { day } : {}));
}

const start: StartLive<LiveOverview> = (on) => api().live.school.subscribe(undefined, on);

/** One day's classes. `connection` is null where nothing more is to come. */
function DayBoard({ overview, connection }: { overview: DayOverview; connection: Connection | null }) {
  const { t } = useLingui();
  const { rows, serverNow, day, today } = overview;
  const now = useServerNow(serverNow, TICK_MS);
  const [search] = useSearchParams();
  const view = LIVE_VIEWS.find((one) => one === search.get('show')) ?? 'all';
  const links = LIVE_VIEWS.map((one) => ({
    to: searchLink(search, { show: one === 'all' ? null : one }),
    label: t(VIEW_WORDS[one]),
    count: rowsOf(rows, one).length,
    isCurrent: one === view,
  }));
  return (
    <>
      <PageHeader title={t`Live`} actions={connection && <LiveBadge connection={connection} />} />
      <DayNav day={day} today={today} />
      <div className="mb-4">
        <FilterLinks label={t`Show`} links={links} />
      </div>
      <LiveBoard rows={rows} view={view} now={now} isToday={day === today} />
    </>
  );
}

function Today({ overview }: { overview: DayOverview }) {
  const { value, connection } = useLive<LiveOverview>(start, overview);
  return <DayBoard overview={{ ...overview, ...value }} connection={connection} />;
}

export default function AdminLive() {
  const overview = useLoaderData<typeof loader>();
  return overview.day === overview.today ? <Today overview={overview} /> : <DayBoard overview={overview} connection={null} />;
}
