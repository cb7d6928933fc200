/** `/leave`: a student asks for days or hours away, and sees what became of it. */
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { type MetaFunction, useActionData, useLoaderData } from '@remix-run/react';
import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/server-runtime';
import { changeOwnLeave, loadOwnLeaves } from '#app/actions/leave-action.server';
import { LeaveForm } from '#app/components/correction/leave-form';
import { OwnLeaves } from '#app/components/correction/own-leaves';
import { ButtonLink } from '#app/components/ui/button';
import { Card } from '#app/components/ui/card';
import { OutcomeNotice } from '#app/components/ui/feedback/outcome-notice';
import { PageHeader } from '#app/components/ui/page-header';
import { mint } from '#app/offline/calls/queueable';
import * as paths from '#app/paths';
import { pageTitle } from '#app/words/page-title';

export const meta: MetaFunction = (page) => pageTitle(page, msg`Leave`);

export const loader = (args: LoaderFunctionArgs) => loadOwnLeaves(args, mint());

export const action = (args: ActionFunctionArgs) => changeOwnLeave(args);

export default function OwnLeavePage() {
  const { t } = useLingui();
  const { rows, next, now, ...asking } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  return (
    <>
      <PageHeader
        title={t`Leave`}
        lead={t`Days or hours on which you will be away.`}
        back={{ to: paths.attendance(), label: t`Attendance` }}
      />
      <OutcomeNotice message={answer?.message} refused={answer?.refused} />
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_24rem] lg:gap-6">
        <Card title={t`Ask for leave`} className="lg:order-last">
          <LeaveForm key={rows[0]?.id} {...asking} lastResult={answer?.result} />
        </Card>
        <div>
          <Card title={t`Your leave`} isFlush>
            <OwnLeaves leaves={rows} now={now} />
          </Card>
          {next !== null && (
            <div className="mt-4">
              <ButtonLink to={`?after=${next}`}>
                <Trans>Earlier</Trans>
              </ButtonLink>
            </div>
          )}
        </div>
      </div>
    </>
  );
}
