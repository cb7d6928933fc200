/** `/`: the home of whoever studies. Others are sent to where their work is. */

import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { type MetaFunction, useLoaderData } from '@remix-run/react';
import { type LoaderFunctionArgs, redirect } from '@remix-run/server-runtime';
import { IdCard } from 'lucide-react';
import { StandingCard } from '#app/components/day/standing';
import { currentClass, NoClasses, NowCard, TodayList } from '#app/components/day/student-day';
import { UnreadCard } from '#app/components/day/unread-card';
import { PinnedAnnouncements } from '#app/components/message/pinned';
import { InstallOffer } from '#app/components/pwa/install-offer';
import { ButtonLink } from '#app/components/ui/button';
import { useFresh } from '#app/components/ui/hooks/use-fresh';
import { PageHeader } from '#app/components/ui/page-header';
import { Time } from '#app/components/ui/time/time';
import { useServerNow } from '#app/components/ui/time/use-server-now';
import * as paths from '#app/paths';
import { withApi } from '#app/trpc/caller.server';
import { viewIn } from '#app/trpc/view.server';
import { pageTitle } from '#app/words/page-title';
import { OPEN_EARLY_MS } from '#domain/register/class-session';

/** An opened check-in shows within this while a class may be opened. */
const REFRESH_MS = 30_000;
/** "Next, in 12 min" need not be exact to the second. */
const TICK_MS = 5_000;

const WORKPLACES = { administration: paths.overview(), teaching: paths.staffDay() } as const;

export const meta: MetaFunction = (page) => pageTitle(page, msg`Today`);

export async function loader(args: LoaderFunctionArgs) {
  const { actor } = args.context.ctx;
  if (!actor) throw redirect(paths.signIn());
  const view = await viewIn(args, actor.role, () => withApi(args, (api) => api.profile.views()));
  if (view !== 'studying') throw redirect(WORKPLACES[view]);
  return withApi(args, async (api) => {
    const [today, outlook, pinned] = await Promise.all([
      api.timetable.today(),
      api.attendance.outlook(),
      api.notification.pinned(),
    ]);
    return { ...today, outlook, pinned };
  });
}

export default function Home() {
  const { t } = useLingui();
  const { serverNow, classSessions, next, standing, outlook, pinned } = useLoaderData<typeof loader>();
  const now = useServerNow(serverNow, TICK_MS);
  const isOpenable = classSessions.some((one) => now >= one.startsAt - OPEN_EARLY_MS && now < one.endsAt);
  useFresh(isOpenable ? REFRESH_MS : null);
  const current = currentClass(classSessions, now);
  return (
    <>
      <PageHeader
        title={t`Today`}
        lead={<Time at={serverNow} style="day" />}
        actions={
          <ButtonLink to={paths.badge()} icon={IdCard}>
            <Trans>My badge</Trans>
          </ButtonLink>
        }
      />
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_22rem] lg:gap-6">
        <div className="grid gap-4 lg:gap-6">
          <UnreadCard />
          <PinnedAnnouncements rows={pinned} />
          {current ? (
            <NowCard one={current} now={now} />
          ) : (
            <NoClasses isOver={classSessions.length > 0} next={next} isNew={standing.sections.length === 0} />
          )}
          {classSessions.length > 0 && <TodayList classes={classSessions} now={now} />}
        </div>
        <div className="grid gap-4 lg:gap-6">
          <StandingCard standing={standing} outlook={outlook} />
          <InstallOffer />
        </div>
      </div>
    </>
  );
}
