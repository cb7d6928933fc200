/** `/admin/people/:id/sessions`: the class sessions that a student's rate is made of, newest first; narrowed as one's own are. */
import { msg } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import { type MetaFunction, useLoaderData } from '@remix-run/react';
import type { LoaderFunctionArgs } from '@remix-run/server-runtime';
import { CountedSessionsView } from '#app/components/day/counted-sessions';
import { PageHeader } from '#app/components/ui/page-header';
import * as paths from '#app/paths';
import { withApi } from '#app/trpc/caller.server';
import { pageTitle } from '#app/words/page-title';
import { CountedAddress } from '#domain/report/counted';

export const meta: MetaFunction = (page) => pageTitle(page, msg`Classes counted`);

export function loader(args: LoaderFunctionArgs) {
  const personId = paths.pathId(args.params.id);
  const asked = CountedAddress.parse(Object.fromEntries(new URL(args.request.url).searchParams));
  return withApi(args, async (api) => ({ ...(await api.person.sessions({ personId, ...asked })), asked, personId }));
}

export default function PersonSessions() {
  const { t } = useLingui();
  const { name, personId, ...page } = useLoaderData<typeof loader>();
  return (
    <>
      <PageHeader title={t`Classes counted`} back={{ to: paths.person(personId), label: name }} />
      <CountedSessionsView {...page} to={({ classSessionId }) => paths.markHistory(classSessionId, personId)} />
    </>
  );
}
