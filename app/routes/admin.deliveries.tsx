/** `/admin/deliveries`: what leaves the building: how much waits, went and failed, and sending again what did. */
import { msg, plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { type MetaFunction, useActionData, useLoaderData } from '@remix-run/react';
import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/server-runtime';
import { intentOf } from '#app/actions/sent-form.server';
import { AnnouncementsProgress, isUnderWay } from '#app/components/delivery/announcement-progress';
import { ChannelCounts } from '#app/components/delivery/channel-counts';
import { FailedList } from '#app/components/delivery/failed-list';
import { useLookAgain } from '#app/components/delivery/use-look-again';
import { WebhookCard } from '#app/components/delivery/webhook-card';
import { OutcomeNotice } from '#app/components/ui/feedback/outcome-notice';
import { PageHeader } from '#app/components/ui/page-header';
import { submitForm, withApi } from '#app/trpc/caller.server';
import { pageTitle } from '#app/words/page-title';
import { wordsFor } from '#app/words/request-words.server';
import { ResendInput } from '#domain/message/delivery-view';

export const meta: MetaFunction = (page) => pageTitle(page, msg`Deliveries`);

export function loader(args: LoaderFunctionArgs) {
  return withApi(args, (api) => api.delivery.overview());
}

export async function action(args: ActionFunctionArgs) {
  const i18n = wordsFor(args);
  if (intentOf(args.context.form, ['resend', 'secret']) === 'secret') {
    const { secret } = await withApi(args, (api) => api.delivery.makeWebhookSecret());
    return { message: i18n._(msg`Copy the secret now: it is not shown again.`), secret };
  }
  const { errors, value } = await submitForm(args, ResendInput, (api, input) => api.delivery.resend(input));
  const count = value?.count ?? 0;
  const message = i18n._(msg`${plural(count, { one: '# message is', other: '# messages are' })} tried again.`);
  return errors ?? { message, secret: null };
}

export default function Deliveries() {
  const { t } = useLingui();
  const { channels, failed, announcements, ways, webhook } = useLoaderData<typeof loader>();
  const outcome = useActionData<typeof action>();
  const done = outcome && 'message' in outcome ? outcome : null;
  useLookAgain(announcements.some(isUnderWay));
  return (
    <>
      <PageHeader title={t`Deliveries`} lead={t`Emails, notifications and webhook calls.`} />
      <div className="grid max-w-3xl gap-4 lg:gap-6">
        <OutcomeNotice message={done?.message} />
        <ChannelCounts channels={channels} ways={ways} />
        <AnnouncementsProgress announcements={announcements} />
        <FailedList failed={failed} />
        <WebhookCard {...webhook} secret={done?.secret ?? null} />
        <p className="text-sm text-ink-muted">
          <Trans>
            A message that was being sent when the server stopped is sent once more, so in rare cases one arrives twice. What was
            sent is listed for 30 days.
          </Trans>
        </p>
      </div>
    </>
  );
}
