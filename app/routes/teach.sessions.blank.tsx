/** `/teach/sessions/blank`: today's registers to take on paper, for a day on which nothing works. */
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { type MetaFunction, useLoaderData, useRouteLoaderData } from '@remix-run/react';
import type { LoaderFunctionArgs } from '@remix-run/server-runtime';
import { Printer } from 'lucide-react';
import { NothingToday } from '#app/components/day/staff-day';
import { BlankRegister } from '#app/components/register/print/blank-register';
import { Button } from '#app/components/ui/button';
import { PageHeader } from '#app/components/ui/page-header';
import { Time } from '#app/components/ui/time/time';
import * as paths from '#app/paths';
import type { loader as rootLoader } from '#app/root';
import { withApi } from '#app/trpc/caller.server';
import { pageTitle } from '#app/words/page-title';

export const meta: MetaFunction = (page) => pageTitle(page, msg`Blank registers`);

/** What the day pack knows beside names stays on the server. */
export function loader(args: LoaderFunctionArgs) {
  return withApi(args, async (api) => {
    const { serverNow, classSessions } = await api.offline.dayPack();
    const registers = classSessions.map(({ classSession, rows }) => ({
      classSession,
      rows: rows.map(({ studentId, name, studentNumber }) => ({ studentId, name, studentNumber })),
    }));
    return { serverNow, registers };
  });
}

export default function BlankRegisters() {
  const { t } = useLingui();
  const { serverNow, registers } = useLoaderData<typeof loader>();
  const actor = useRouteLoaderData<typeof rootLoader>('root')?.actor;
  return (
    <>
      <div className="print:hidden">
        <PageHeader
          title={t`Blank registers`}
          lead={<Time at={serverNow} style="day" />}
          back={{ to: paths.staffDay(), label: t`Today` }}
          actions={
            registers.length > 0 && (
              <Button icon={Printer} variant="primary" onClick={() => window.print()}>
                <Trans>Print</Trans>
              </Button>
            )
          }
        />
      </div>
      {registers.length === 0 && <NothingToday />}
      <div className="grid gap-10 print:block">
        {registers.map(({ classSession, rows }) => (
          <BlankRegister key={classSession.id} classSession={classSession} rows={rows} teacher={actor?.name ?? null} />
        ))}
      </div>
    </>
  );
}
