/** `/badge`: a student's own badge, for staff to scan. Made on the phone; works with no network on either side. */

import { msg } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import { type MetaFunction, useLoaderData } from '@remix-run/react';
import { type LoaderFunctionArgs, redirect } from '@remix-run/server-runtime';
import { OwnBadge } from '#app/components/badge/own-badge';
import { NeedsScript } from '#app/components/check-in/needs-script';
import { PageHeader } from '#app/components/ui/page-header';
import * as paths from '#app/paths';
import { withApi } from '#app/trpc/caller.server';
import { pageTitle } from '#app/words/page-title';

export const meta: MetaFunction = (page) => pageTitle(page, msg`My badge`);

/** @throws Response to their own start for anybody but a student */
export async function loader(args: LoaderFunctionArgs) {
  const currentDeviceId = args.context.ctx.loginSession?.deviceId ?? null;
  const { id, name, role, photoAt } = await withApi(args, (api) => api.user.profile());
  if (role !== 'student') throw redirect(paths.home());
  return { name, photoAt, person: { userId: id, currentDeviceId } };
}

export default function Badge() {
  const { t } = useLingui();
  const { name, photoAt, person } = useLoaderData<typeof loader>();
  return (
    <>
      <PageHeader
        title={t`My badge`}
        lead={t`Hold it up to your teacher’s camera. It works with no network.`}
        back={{ to: paths.home(), label: t`Home` }}
      />
      <NeedsScript title={t`A badge needs JavaScript`}>
        <OwnBadge person={person} name={name} photoAt={photoAt} />
      </NeedsScript>
    </>
  );
}
