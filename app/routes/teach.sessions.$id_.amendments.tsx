/** `/teach/sessions/:id/amendments`: what was amended in a register, to print and to file. */
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { type MetaFunction, useLoaderData, useRouteLoaderData } from '@remix-run/react';
import type { LoaderFunctionArgs } from '@remix-run/server-runtime';
import { Printer } from 'lucide-react';
import { AmendmentSheet, NothingAmended } from '#app/components/register/print/amendment-sheet';
import { Button } from '#app/components/ui/button';
import { PageHeader } from '#app/components/ui/page-header';
import { Time, TimeRange } from '#app/components/ui/time/time';
import * as paths from '#app/paths';
import type { loader as rootLoader } from '#app/root';
import { withApi } from '#app/trpc/caller.server';
import { pageTitle } from '#app/words/page-title';

export const meta: MetaFunction = (page) => pageTitle(page, msg`Amendments`);

export function loader(args: LoaderFunctionArgs) {
  const classSessionId = paths.pathId(args.params.id);
  return withApi(args, (api) => api.attendance.amendments({ classSessionId }));
}

export default function Amendments() {
  const { t } = useLingui();
  const { classSession, amendments, serverNow } = useLoaderData<typeof loader>();
  const schoolName = useRouteLoaderData<typeof rootLoader>('root')?.school.name;
  const { id, courseTitle, courseCode, sectionCode, room, startsAt, endsAt } = classSession;
  return (
    <>
      <PageHeader
        title={t`Amendments`}
        back={{ to: paths.register(id), label: t`Register` }}
        lead={
          <>
            {`${courseTitle} ${courseCode} ${sectionCode} · `}
            <Time at={startsAt} style="date" />
            {', '}
            <TimeRange startsAt={startsAt} endsAt={endsAt} className="figures" />
            {room && ` · ${room}`}
          </>
        }
        actions={
          <span className="print:hidden">
            <Button icon={Printer} onClick={() => window.print()}>
              <Trans>Print</Trans>
            </Button>
          </span>
        }
      />
      <p className="mb-3 hidden font-semibold print:block">{schoolName}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways is scrolled by keyboard too. */}
      <section aria-label={t`Amended entries`} tabIndex={0} className="overflow-x-auto print:overflow-visible">
        {amendments.length > 0 ? <AmendmentSheet amendments={amendments} /> : <NothingAmended />}
      </section>
      <p className="mt-6 text-sm text-ink-muted">
        <Trans>
          As of <Time at={serverNow} style="date" /> <Time at={serverNow} />
        </Trans>
      </p>
    </>
  );
}
