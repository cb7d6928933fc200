/** `/admin/live`: every class session of today, filling while people check in. */
import { type MetaFunction, useLoaderData, useSearchParams } from '@remix-run/react';
import type { LoaderFunctionArgs } from '@remix-run/server-runtime';
import { FilterLinks } from '#app/components/filter-links';
import { LiveBadge } from '#app/components/live-badge';
import { LIVE_VIEWS, LiveBoard, type LiveView, rowsOf } from '#app/components/live-board';
import { PageHeader } from '#app/components/page-header';
import type { RouteHandle } from '#app/components/pwa/freshness';
import { Time } from '#app/components/time';
import { type StartLive, useLive } from '#app/components/use-live';
import { useServerNow } from '#app/components/use-server-now';
import { withApi } from '#app/trpc/caller.server';
import { api } from '#app/trpc/client';
import type { LiveOverview } from '#domain/register';

/** Classes move between "now" and "later" by the minute. */
const TICK_MS = 15_000;

const VIEW_WORDS: Record<LiveView, string> = { all: 'All', open: 'Open now', 'not-taken': 'Not taken' };

export const meta: MetaFunction = () => [{ title: 'Live · Muster' }];

/** What the loader brought is not the newest this page shows. */
export const handle: RouteHandle = { isLive: true };

export function loader(args: LoaderFunctionArgs) {
  return withApi(args, (api) => api.live.overview());
}

const start: StartLive<LiveOverview> = (on) => api().live.school.subscribe(undefined, on);

export default function AdminLive() {
  const { value, connection } = useLive(start, useLoaderData<typeof loader>());
  const { rows, serverNow, zone, locale } = value;
  const now = useServerNow(serverNow, TICK_MS);
  const [search] = useSearchParams();
  const view = LIVE_VIEWS.find((one) => one === search.get('show')) ?? 'all';
  const links = LIVE_VIEWS.map((one) => ({
    to: one === 'all' ? '?' : `?show=${one}`,
    label: VIEW_WORDS[one],
    count: rowsOf(rows, one).length,
    isCurrent: one === view,
  }));
  return (
    <>
      <PageHeader
        title="Live"
        lead={<Time at={now} zone={zone} locale={locale} style="day" />}
        actions={<LiveBadge connection={connection} />}
      />
      <div className="mb-4">
        <FilterLinks label="Show" links={links} />
      </div>
      <LiveBoard rows={rows} view={view} now={now} zone={zone} locale={locale} />
    </>
  );
}
