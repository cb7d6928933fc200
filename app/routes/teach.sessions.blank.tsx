/** `/teach/sessions/blank`: today's registers to take on paper, for a day on which nothing works; with `?section=` a class's, without a
 *  date. */
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { type MetaFunction, useLoaderData, useRouteLoaderData } from '@remix-run/react';
import type { LoaderFunctionArgs } from '@remix-run/server-runtime';
import { Printer } from 'lucide-react';
import { NothingToday } from '#app/components/day/staff-day';
import { BlankRegister, type BlankRegisterProps } from '#app/components/register/print/blank-register';
import { Button } from '#app/components/ui/button';
import { PageHeader } from '#app/components/ui/page-header';
import { Time } from '#app/components/ui/time/time';
import * as paths from '#app/paths';
import type { loader as rootLoader } from '#app/root';
import { type Api, withApi } from '#app/trpc/caller.server';
import { pageTitle } from '#app/words/page-title';

export const meta: MetaFunction = (page) => pageTitle(page, msg`Blank registers`);

type Blanks = {
  serverNow: number;
  /** Where its page is, of a class's; null of a day's. */
  ofClass: { to: string; label: string } | null;
  registers: (Omit<BlankRegisterProps, 'teacher'> & { id: number })[];
};

/** What else is known of students stays on the server. */
const namesOf = (rows: BlankRegisterProps['rows']): BlankRegisterProps['rows'] =>
  rows.map(({ studentId, name, studentNumber }) => ({ studentId, name, studentNumber }));

/** A class's, for whatever day. */
async function blankOf(api: Api, sectionId: number): Promise<Blanks> {
  const { holders, serverNow, ...section } = await api.badge.cards({ sectionId });
  const ofClass = { to: paths.classOverview(sectionId), label: `${section.courseTitle} ${section.sectionCode}` };
  return { serverNow, ofClass, registers: [{ id: sectionId, section, meeting: null, rows: namesOf(holders) }] };
}

/** Those of today. */
async function blanksOfToday(api: Api): Promise<Blanks> {
  const { serverNow, classSessions } = await api.offline.dayPack();
  const registers = classSessions.map(({ classSession, rows }) => ({
    ...{ id: classSession.id, section: classSession, meeting: classSession },
    rows: namesOf(rows),
  }));
  return { serverNow, ofClass: null, registers };
}

export function loader(args: LoaderFunctionArgs) {
  const sectionId = paths.idIn(new URL(args.request.url).searchParams, 'section');
  return withApi(args, (api) => (sectionId === null ? blanksOfToday(api) : blankOf(api, sectionId)));
}

export default function BlankRegisters() {
  const { t } = useLingui();
  const { serverNow, ofClass, registers } = useLoaderData<typeof loader>();
  const actor = useRouteLoaderData<typeof rootLoader>('root')?.actor;
  return (
    <>
      <div className="print:hidden">
        <PageHeader
          title={ofClass ? t`Blank register` : t`Blank registers`}
          lead={ofClass?.label ?? <Time at={serverNow} style="day" />}
          back={ofClass ?? { to: paths.staffDay(), label: t`Today` }}
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
        {registers.map(({ id, ...register }) => (
          <BlankRegister key={id} {...register} teacher={register.meeting && (actor?.name ?? null)} />
        ))}
      </div>
    </>
  );
}
