/** `/teach`: a staff member's day. */

import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { type MetaFunction, useLoaderData, useRouteLoaderData } from '@remix-run/react';
import type { LoaderFunctionArgs } from '@remix-run/server-runtime';
import { ChartColumn, Plus, Printer } from 'lucide-react';
import { AlertsNotice } from '#app/components/alert/alerts-notice';
import { WaitingNotice } from '#app/components/correction/waiting-notice';
import { HandOverDay, handedOverOf, TakeBackDay } from '#app/components/cover/hand-over-day';
import { overlayDay } from '#app/components/day/day-overlay';
import { NothingToday, NotTaken, RestOfDay } from '#app/components/day/staff-day';
import { UpNow } from '#app/components/day/up-now';
import { PinnedAnnouncements } from '#app/components/message/pinned';
import { useOffline } from '#app/components/pwa/offline-provider';
import { ButtonLink } from '#app/components/ui/button';
import { useFresh } from '#app/components/ui/hooks/use-fresh';
import { PageHeader } from '#app/components/ui/page-header';
import { Time } from '#app/components/ui/time/time';
import { useServerNow } from '#app/components/ui/time/use-server-now';
import * as paths from '#app/paths';
import type { loader as rootLoader } from '#app/root';
import { withApi } from '#app/trpc/caller.server';
import { pageTitle } from '#app/words/page-title';

/** Counts of open registers follow within this. */
const REFRESH_MS = 20_000;
/** "In 12 min" need not be exact to the second. */
const TICK_MS = 5_000;

export const meta: MetaFunction = (page) => pageTitle(page, msg`Today`);

export function loader(args: LoaderFunctionArgs) {
  return withApi(args, async (api) => {
    const [today, pinned] = await Promise.all([api.classSession.today(), api.notification.pinned()]);
    return { ...today, pinned };
  });
}

export default function StaffToday() {
  const { t } = useLingui();
  const { rows, notTaken, serverNow, pinned, day: today } = useLoaderData<typeof loader>();
  const now = useServerNow(serverNow, TICK_MS);
  const waiting = useRouteLoaderData<typeof rootLoader>('root')?.waiting;
  useFresh(REFRESH_MS);
  const entries = useOffline()?.outbox.entries ?? [];
  const day = { rows: overlayDay(rows, entries), now };
  const { free, covered } = handedOverOf(rows, { day: today, now });
  return (
    <>
      <PageHeader
        title={t`Today`}
        lead={<Time at={serverNow} style="day" />}
        actions={
          <>
            <ButtonLink to={paths.ownSections()} icon={ChartColumn}>
              <Trans>Your classes</Trans>
            </ButtonLink>
            <ButtonLink to={paths.newClassSession()} icon={Plus}>
              <Trans>Add a class</Trans>
            </ButtonLink>
          </>
        }
      />
      <div className="grid gap-4 lg:gap-6">
        <PinnedAnnouncements rows={pinned} />
        <UpNow {...day} />
        {rows.length > 0 ? (
          <RestOfDay
            {...day}
            action={
              <div className="flex flex-wrap gap-2 sm:justify-end">
                <ButtonLink to={paths.blankRegisters()} size="sm" icon={Printer}>
                  <Trans>Print blank registers</Trans>
                </ButtonLink>
                {free > 0 && <HandOverDay day={today} count={free} isRest={covered > 0} />}
                {covered > 0 && <TakeBackDay day={today} />}
              </div>
            }
          />
        ) : (
          <NothingToday />
        )}
        {waiting && <WaitingNotice reader="teacher" waiting={waiting} />}
        {waiting && <AlertsNotice reader="teacher" count={waiting.alerts} />}
        <NotTaken rows={notTaken} />
      </div>
    </>
  );
}
