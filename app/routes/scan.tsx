/** `/scan`: a student checks in with the app open. What the camera reads and what is typed goes through `app/offline`. */

import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { type MetaFunction, useLoaderData, useRevalidator } from '@remix-run/react';
import type { LoaderFunctionArgs } from '@remix-run/server-runtime';
import { IdCard } from 'lucide-react';
import { CheckInFrame } from '#app/components/check-in/check-in-frame';
import { NeedsScript } from '#app/components/check-in/needs-script';
import { Scanner } from '#app/components/check-in/scanner';
import { useCheckIn } from '#app/components/check-in/use-check-in';
import { ButtonLink } from '#app/components/ui/button';
import { PageHeader } from '#app/components/ui/page-header';
import * as paths from '#app/paths';
import { withApi } from '#app/trpc/caller.server';
import { pageTitle } from '#app/words/page-title';

export const meta: MetaFunction = (page) => pageTitle(page, msg`Check in`);

/** @throws Response for anybody but a student */
export function loader(args: LoaderFunctionArgs) {
  const currentDeviceId = args.context.ctx.loginSession?.deviceId ?? null;
  return withApi(args, async (api, actor) => {
    const { classSessions, lateAfterMs, serverNow } = await api.timetable.today();
    return { classSessions, lateAfterMs, serverNow, person: { userId: actor?.id ?? 0, currentDeviceId } };
  });
}

export default function Scan() {
  const { t } = useLingui();
  const { classSessions, lateAfterMs, serverNow, person } = useLoaderData<typeof loader>();
  const { revalidate } = useRevalidator();
  const checkIn = useCheckIn(person);
  const { sender, attempt, isSending, wrongCodes, send, finish, startOver } = checkIn;
  const isScan = attempt?.evidence.code === null;
  return (
    <CheckInFrame
      checkIn={checkIn}
      day={{ classes: classSessions, lateAfterMs, serverNow }}
      onStartOver={startOver}
      signInPath={paths.signInFor(isScan ? paths.checkIn() : paths.scan())}
    >
      <PageHeader
        title={t`Check in`}
        actions={
          <ButtonLink to={paths.badge()} icon={IdCard}>
            <Trans>My badge</Trans>
          </ButtonLink>
        }
      />
      <NeedsScript>
        <Scanner
          sender={sender}
          open={classSessions.filter((one) => one.isCheckInOpen)}
          isSending={isSending}
          wrongCodes={wrongCodes}
          onSend={send}
          onEnd={finish}
          onRefresh={revalidate}
        />
      </NeedsScript>
    </CheckInFrame>
  );
}
