/** `/attendance/sessions`: the class sessions that one's own rate is made of, newest first; `?sectionId=`, `?status=` and `?month=` narrow
 *  them. */
import { msg } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import { type MetaFunction, useLoaderData } from '@remix-run/react';
import type { LoaderFunctionArgs } from '@remix-run/server-runtime';
import { CountedSessionsView } from '#app/components/day/counted-sessions';
import { PageHeader } from '#app/components/ui/page-header';
import * as paths from '#app/paths';
import { withApi } from '#app/trpc/caller.server';
import { pageTitle } from '#app/words/page-title';
import { useFormat } from '#app/words/use-format';
import { CountedAddress } from '#domain/report/counted';

export const meta: MetaFunction = (page) => pageTitle(page, msg`Classes counted`);

export function loader(args: LoaderFunctionArgs) {
  const asked = CountedAddress.parse(Object.fromEntries(new URL(args.request.url).searchParams));
  return withApi(args, async (api) => ({ ...(await api.attendance.sessions(asked)), asked }));
}

export default function OwnSessions() {
  const { t } = useLingui();
  const format = useFormat();
  const page = useLoaderData<typeof loader>();
  const { month } = page.asked;
  return (
    <>
      <PageHeader
        title={t`Classes counted`}
        lead={month === undefined ? t`What your rate is made of.` : format.day(`${month}-01`, 'month')}
        back={{ to: paths.attendance(), label: t`Attendance` }}
      />
      <CountedSessionsView {...page} to={({ day }) => paths.attendance(day)} />
    </>
  );
}
