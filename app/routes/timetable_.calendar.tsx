/** `/timetable/calendar`: one's timetable in one's own calendar app, at a secret address that is shown once and can be taken back. */

import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Form, type MetaFunction, useActionData, useLoaderData, useNavigation } from '@remix-run/react';
import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/server-runtime';
import { CalendarPlus } from 'lucide-react';
import { intentOf } from '#app/actions/sent-form.server';
import { Button, ButtonLink } from '#app/components/ui/button';
import { Card } from '#app/components/ui/card';
import { ResultNotice } from '#app/components/ui/feedback/outcome-notice';
import { CopyField } from '#app/components/ui/form/copy-field';
import { PageHeader } from '#app/components/ui/page-header';
import { Time } from '#app/components/ui/time/time';
import * as paths from '#app/paths';
import { withApi } from '#app/trpc/caller.server';
import { pageTitle } from '#app/words/page-title';

export const meta: MetaFunction = (page) => pageTitle(page, msg`Calendar link`);

export function loader(args: LoaderFunctionArgs) {
  return withApi(args, (api) => api.calendarFeed.state());
}

export async function action(args: ActionFunctionArgs) {
  const intent = intentOf(args.context.form, ['create', 'revoke']);
  return withApi(args, async (api): Promise<{ url: string | null }> => {
    if (intent === 'create') return api.calendarFeed.create();
    await api.calendarFeed.revoke();
    return { url: null };
  });
}

function NewAddress({ url }: { url: string }) {
  const { t } = useLingui();
  return (
    <ResultNotice tone="success" title={t`Your calendar link`}>
      <p>
        <Trans>
          Shown only once. Copy it into your calendar app, where it is called subscribing to a calendar or adding one by URL.
        </Trans>
      </p>
      <CopyField key={url} label={t`Link`} value={url} />
      <ButtonLink to={url.replace(/^https?:/, 'webcal:')} icon={CalendarPlus} className="mt-3">
        <Trans>Open in calendar app</Trans>
      </ButtonLink>
    </ResultNotice>
  );
}

export default function CalendarAddress() {
  const { t } = useLingui();
  const { createdAt } = useLoaderData<typeof loader>();
  const result = useActionData<typeof action>();
  const sent = useNavigation().formData?.get('intent');
  return (
    <>
      <PageHeader
        title={t`Calendar link`}
        lead={t`Your timetable in the calendar app of your phone or computer.`}
        back={{ to: paths.timetable(), label: t`Timetable` }}
      />
      <div className="grid max-w-2xl gap-4 lg:gap-6">
        {result?.url && <NewAddress url={result.url} />}
        {result && !result.url && (
          <ResultNotice tone="success">
            <Trans>The link has been turned off.</Trans>
          </ResultNotice>
        )}
        <Card>
          <p>
            {createdAt === null ? (
              t`You have no calendar link yet.`
            ) : (
              <Trans>
                Your link has worked since <Time at={createdAt} style="moment" />. It cannot be shown again: make a new one if you
                have lost it, and the old one stops working.
              </Trans>
            )}
          </p>
          <p className="mt-3 text-sm text-ink-muted">
            <Trans>Anyone with this link can see your classes, times and rooms, and nothing else. Keep it to yourself.</Trans>
          </p>
          <Form method="post" className="mt-5 flex flex-wrap gap-2">
            <Button
              type="submit"
              name="intent"
              value="create"
              variant={createdAt === null ? 'primary' : 'secondary'}
              isPending={sent === 'create'}
            >
              {createdAt === null ? t`Create link` : t`Create a new link`}
            </Button>
            {createdAt !== null && (
              <Button type="submit" name="intent" value="revoke" isPending={sent === 'revoke'}>
                <Trans>Turn off link</Trans>
              </Button>
            )}
          </Form>
        </Card>
      </div>
    </>
  );
}
