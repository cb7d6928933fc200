/** `/scan`: a student checks in with the app open. What the camera reads and what is typed goes through `app/offline`. */

import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { type MetaFunction, useLoaderData, useRevalidator } from '@remix-run/react';
import type { LoaderFunctionArgs } from '@remix-run/server-runtime';
import { IdCard } from 'lucide-react';
import { NeedsScript } from '#app/components/check-in/needs-script';
import { OutcomeScreen } from '#app/components/check-in/outcome-screen';
import { Scanner } from '#app/components/check-in/scanner';
import { spokenText, useCheckIn } from '#app/components/check-in/use-check-in';
import { ButtonLink } from '#app/components/ui/button';
import { PageHeader } from '#app/components/ui/page-header';
import { useClockOffset } from '#app/components/ui/time/use-server-now';
import { signInPath } from '#app/next-path';
import { withApi } from '#app/trpc/caller.server';
import { pageTitle } from '#app/words/page-title';

export const meta: MetaFunction = (page) => pageTitle(page, msg`Check in`);

/** @throws Response for anybody but a student */
export function loader(args: LoaderFunctionArgs) {
  const currentDeviceId = args.context.ctx.loginSession?.deviceId ?? null;
  return withApi(args, async (api, actor) => {
    const { classSessions, serverNow, zone, locale } = await api.timetable.today();
    return { classSessions, serverNow, zone, locale, person: { userId: actor?.id ?? 0, currentDeviceId } };
  });
}

export default function Scan() {
  const { i18n, t } = useLingui();
  const { classSessions, serverNow, zone, locale, person } = useLoaderData<typeof loader>();
  const { revalidate } = useRevalidator();
  const offsetMs = useClockOffset(serverNow);
  const { sender, attempt, isSending, send, sendAgain, finish, startOver } = useCheckIn(person);
  const evidence = attempt?.evidence;
  return (
    <>
      <p role="status" className="sr-only">
        {attempt && spokenText(i18n, attempt)}
      </p>
      {attempt ? (
        <OutcomeScreen
          attempt={attempt}
          at={attempt.answeredAt + offsetMs}
          classes={classSessions}
          zone={zone}
          locale={locale}
          isSending={isSending}
          onSendAgain={sendAgain}
          onStartOver={startOver}
          signInPath={signInPath(evidence?.code === null ? '/c' : '/scan')}
        />
      ) : (
        <>
          <PageHeader
            title={t`Check in`}
            actions={
              <ButtonLink to="/badge" icon={IdCard}>
                <Trans>My badge</Trans>
              </ButtonLink>
            }
          />
          <NeedsScript>
            <Scanner
              sender={sender}
              open={classSessions.filter((one) => one.isCheckInOpen)}
              isSending={isSending}
              onSend={send}
              onEnd={finish}
              onRefresh={revalidate}
              zone={zone}
              locale={locale}
            />
          </NeedsScript>
        </>
      )}
    </>
  );
}
