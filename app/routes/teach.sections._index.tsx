/** `/teach/sections`: a staff member's classes beside each other; each leads to its overview. `?from=&until=` choose the days. */
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { type MetaFunction, useLoaderData } from '@remix-run/react';
import type { LoaderFunctionArgs } from '@remix-run/server-runtime';
import { School } from 'lucide-react';
import { readReportAddress } from '#app/actions/report-query.server';
import { RefusedNotice } from '#app/components/report/address-notices';
import { DaysForm } from '#app/components/report/days-form';
import { FiguresTable } from '#app/components/report/figures-table';
import { Card } from '#app/components/ui/card';
import { EmptyState } from '#app/components/ui/feedback/empty-state';
import { PageHeader } from '#app/components/ui/page-header';
import * as paths from '#app/paths';
import { withApi } from '#app/trpc/caller.server';
import { pageTitle } from '#app/words/page-title';
import { useFormat } from '#app/words/use-format';
import { dayAt } from '#domain/time';

export const meta: MetaFunction = (page) => pageTitle(page, msg`Your classes`);

export function loader(args: LoaderFunctionArgs) {
  const search = new URL(args.request.url).searchParams;
  return withApi(args, async (api) => {
    const { zone, serverNow } = await api.school.profile();
    const { query, filter, isRefused } = readReportAddress(search, { today: dayAt(serverNow, zone), zone });
    const { from, until, asAt } = filter;
    const { rows } = await api.report.breakdown({ from, until, asAt, by: 'section' });
    return { rows, query, isRefused };
  });
}

export default function OwnSections() {
  const { t } = useLingui();
  const format = useFormat();
  const { rows, query, isRefused } = useLoaderData<typeof loader>();
  const { from, until } = query;
  const shown = rows.map((row) => ({
    ...{ key: String(row.key), label: row.label ?? '', to: paths.classOverview(row.key), figures: row },
  }));
  return (
    <>
      <PageHeader title={t`Your classes`} lead={format.days(from, until)} back={{ to: paths.staffDay(), label: t`Today` }} />
      <DaysForm query={query} />
      {isRefused && <RefusedNotice />}
      <Card isFlush>
        {rows.length > 0 ? (
          <FiguresTable label={t`Your classes`} head={t`Class`} rows={shown} />
        ) : (
          <EmptyState icon={School} title={t`No class sessions held`}>
            <Trans>A class session counts once its register is closed.</Trans>
          </EmptyState>
        )}
      </Card>
    </>
  );
}
