/** `/admin/people/:id/day`: the class sessions of a member of staff on a day, to hand them to a colleague and to take them back. */
import { msg } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import { type MetaFunction, useLoaderData } from '@remix-run/react';
import type { LoaderFunctionArgs } from '@remix-run/server-runtime';
import { HandOverDay, handedOverOf, TakeBackDay } from '#app/components/cover/hand-over-day';
import { DayNav } from '#app/components/day/day-nav';
import { LiveBoard } from '#app/components/day/live-board';
import { PageHeader } from '#app/components/ui/page-header';
import { useServerNow } from '#app/components/ui/time/use-server-now';
import * as paths from '#app/paths';
import { withApi } from '#app/trpc/caller.server';
import { pageTitle } from '#app/words/page-title';
import { isDay } from '#domain/time';

/** Classes move between "now" and "later" by the minute. */
const TICK_MS = 15_000;

export const meta: MetaFunction = (page) => pageTitle(page, msg`A day’s classes`);

export function loader(args: LoaderFunctionArgs) {
  const personId = paths.pathId(args.params.id);
  const day = new URL(args.request.url).searchParams.get('day');
  return withApi(args, async (api) => ({
    of: personId,
    ...(await api.cover.dayOf({ personId, day: isDay(day) ? day : undefined })),
  }));
}

export default function DayOfPerson() {
  const { t } = useLingui();
  const { of, name, rows, day, today, serverNow } = useLoaderData<typeof loader>();
  const now = useServerNow(serverNow, TICK_MS);
  const { free, covered } = handedOverOf(rows, { day, now });
  const person = { id: of, name };
  return (
    <>
      <PageHeader
        title={t`Day of ${name}`}
        back={{ to: paths.person(of), label: name }}
        actions={
          <>
            {free > 0 && <HandOverDay day={day} count={free} isRest={covered > 0} of={person} />}
            {covered > 0 && <TakeBackDay day={day} of={person} />}
          </>
        }
      />
      <DayNav day={day} today={today} />
      <LiveBoard rows={rows} view="all" now={now} isToday={day === today} />
    </>
  );
}
