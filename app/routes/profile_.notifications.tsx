/** `/profile/notifications`: what one is sent, and by which ways; notifications on this device; when it is quiet. */
import { msg } from '@lingui/core/macro';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Form, type MetaFunction, useActionData, useLoaderData, useNavigation } from '@remix-run/react';
import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/server-runtime';
import { z } from 'zod';
import { ChannelGrid } from '#app/components/delivery/channel-grid';
import { PushCard } from '#app/components/pwa/push-card';
import { Button } from '#app/components/ui/button';
import { Card } from '#app/components/ui/card';
import { OutcomeNotice } from '#app/components/ui/feedback/outcome-notice';
import { PageHeader } from '#app/components/ui/page-header';
import { submitForm, withApi } from '#app/trpc/caller.server';
import { pageTitle } from '#app/words/page-title';
import { wordsFor } from '#app/words/request-words.server';
import { CHOSEN_CHANNELS, type ChoicesInput, KIND_GROUPS } from '#domain/message/channel';

export const meta: MetaFunction = (page) => pageTitle(page, msg`Notifications`);

export function loader(args: LoaderFunctionArgs) {
  return withApi(args, async (api) => {
    const [channels, { publicKey }] = await Promise.all([api.channel.mine(), api.push.mine({})]);
    return { ...channels, publicKey };
  });
}

/** Ticks, one for each group and channel. */
const Grid = z
  .record(z.string(), z.string())
  .transform(
    (ticks) =>
      Object.fromEntries(
        KIND_GROUPS.map((group) => [
          group,
          Object.fromEntries(CHOSEN_CHANNELS.map((channel) => [channel, ticks[`${group}-${channel}`] === 'on'])),
        ]),
      ) as ChoicesInput,
  );

export async function action(args: ActionFunctionArgs) {
  const { errors } = await submitForm(args, Grid, (api, input) => api.channel.save(input));
  return errors ?? { message: wordsFor(args)._(msg`Saved.`) };
}

function QuietHours() {
  const { quietFrom, quietUntil, messagesPerDay } = useLoaderData<typeof loader>();
  return (
    <p className="text-sm text-ink-muted">
      {quietFrom !== quietUntil && (
        <Trans>
          From {quietFrom} to {quietUntil} nothing is sent but what is about a class of that day; the rest comes in the morning.
        </Trans>
      )}{' '}
      <Trans>
        More than <Plural value={messagesPerDay} one="# message" other="# messages" /> in a day come together the next morning.
        Your school has set this.
      </Trans>
    </p>
  );
}

export default function OwnChannels() {
  const { t } = useLingui();
  const { groups, choices, hasMail, publicKey } = useLoaderData<typeof loader>();
  const outcome = useActionData<typeof action>();
  const isPending = useNavigation().state === 'submitting';
  return (
    <>
      <PageHeader title={t`Notifications`} lead={t`Every message is in your inbox. Choose what reaches you beyond it.`} />
      <div className="grid max-w-2xl gap-4 lg:gap-6">
        <OutcomeNotice message={outcome && 'message' in outcome ? outcome.message : null} />
        <PushCard publicKey={publicKey} />
        <Form method="post">
          <Card title={t`What you get`} isFlush>
            <ChannelGrid groups={groups} choices={choices} />
            <div className="grid justify-items-start gap-4 border-t border-line p-4 sm:p-5">
              {!hasMail && (
                <p className="text-sm text-ink-muted">
                  <Trans>This server sends no email at the moment.</Trans>
                </p>
              )}
              <QuietHours />
              <Button type="submit" variant="primary" isPending={isPending}>
                <Trans>Save</Trans>
              </Button>
            </div>
          </Card>
        </Form>
      </div>
    </>
  );
}
