/** `/unsubscribe/…`: ends mails from a mail, without signing in. A mail program's POST does it at once (RFC 8058); following the link only
 *  asks, because programs that look for harm follow links too. */
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Form, type MetaFunction, useActionData, useLoaderData } from '@remix-run/react';
import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/server-runtime';
import { GROUP_WORDS } from '#app/components/delivery/channel-words';
import { Button } from '#app/components/ui/button';
import { Notice } from '#app/components/ui/feedback/notice';
import { PageHeader } from '#app/components/ui/page-header';
import { TextLink } from '#app/components/ui/text-link';
import * as paths from '#app/paths';
import { withApi } from '#app/trpc/caller.server';
import { pageTitle } from '#app/words/page-title';
import type { UnsubscribeFrom } from '#domain/message/unsubscribing';

export const meta: MetaFunction = (page) => pageTitle(page, msg`Stop emails`);

export function loader(args: LoaderFunctionArgs) {
  return withApi(args, (api) => api.channel.lookAtUnsubscribing({ token: args.params.token ?? '' }));
}

export async function action(args: ActionFunctionArgs) {
  await withApi(args, (api) => api.channel.unsubscribe({ token: args.params.token ?? '' }));
  return { isDone: true };
}

function useGroupName(from: UnsubscribeFrom): string {
  const { t } = useLingui();
  return from === 'all' ? t`All messages` : t(GROUP_WORDS[from].label);
}

function Question({ from }: { from: UnsubscribeFrom }) {
  const name = useGroupName(from);
  if (useActionData<typeof action>()?.isDone)
    return (
      <Notice tone="success" isLive>
        <Trans>No more emails of this kind are sent to you: {name}. They are still in your inbox.</Trans>
      </Notice>
    );
  return (
    <Form method="post" className="grid gap-5">
      <p>
        <Trans>You get emails of this kind: {name}. They stay in your inbox when you stop the emails.</Trans>
      </p>
      <Button type="submit" variant="primary" isWide>
        <Trans>Stop these emails</Trans>
      </Button>
    </Form>
  );
}

export default function Unsubscribe() {
  const { t } = useLingui();
  const { from } = useLoaderData<typeof loader>();
  return (
    <>
      <PageHeader title={t`Stop emails`} />
      {from === null ? (
        <Notice tone="warning">
          <Trans>This link is not valid. Open it from an email again, or sign in and choose what you get.</Trans>
        </Notice>
      ) : (
        <Question from={from} />
      )}
      <p className="mt-6">
        <TextLink to={paths.ownChannels()}>
          <Trans>Choose what you get</Trans>
        </TextLink>
      </p>
    </>
  );
}
