/** `/badge`: a student's own badge, for staff to scan. Made on the phone; works with no network on either side. */

import { msg } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import { type MetaFunction, useLoaderData } from '@remix-run/react';
import { type LoaderFunctionArgs, redirect } from '@remix-run/server-runtime';
import { BadgeMark, classesOn } from '#app/components/badge/badge-mark';
import { OwnBadge } from '#app/components/badge/own-badge';
import { NeedsScript } from '#app/components/check-in/needs-script';
import { useFresh } from '#app/components/ui/hooks/use-fresh';
import { PageHeader } from '#app/components/ui/page-header';
import { useServerNow } from '#app/components/ui/time/use-server-now';
import * as paths from '#app/paths';
import { withApi } from '#app/trpc/caller.server';
import { viewIn } from '#app/trpc/view.server';
import { pageTitle } from '#app/words/page-title';

export const meta: MetaFunction = (page) => pageTitle(page, msg`My badge`);

/** How soon a scan is seen on the phone that was scanned. */
const SCAN_SEEN_MS = 3_000;
const TICK_MS = 30_000;

/** @throws Response to their own start for anybody who does not study */
export async function loader(args: LoaderFunctionArgs) {
  const { actor, loginSession } = args.context.ctx;
  const loadViews = () => withApi(args, (api) => api.profile.views());
  if (actor && (await viewIn(args, actor.role, loadViews)) !== 'studying') throw redirect(paths.home());
  return withApi(args, async (api) => {
    const [profile, today] = await Promise.all([api.user.profile(), api.timetable.today()]);
    const { id, name, photoAt } = profile;
    const { serverNow, classSessions } = today;
    return { name, photoAt, person: { userId: id, currentDeviceId: loginSession?.deviceId ?? null }, serverNow, classSessions };
  });
}

export default function Badge() {
  const { t } = useLingui();
  const { name, photoAt, person, serverNow, classSessions } = useLoaderData<typeof loader>();
  const on = classesOn(classSessions, useServerNow(serverNow, TICK_MS));
  useFresh(on.some(({ mark }) => !mark) ? SCAN_SEEN_MS : null);
  return (
    <>
      <PageHeader
        title={t`My badge`}
        lead={t`Hold it up to your teacher’s camera. It works with no network.`}
        back={{ to: paths.home(), label: t`Home` }}
      />
      <NeedsScript title={t`A badge needs JavaScript`}>
        <OwnBadge person={person} name={name} photoAt={photoAt} />
        <BadgeMark one={on[0]} />
      </NeedsScript>
    </>
  );
}
