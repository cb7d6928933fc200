/** `/inbox`: one's own messages, the latest first. What was shown is read; all of it by a form that needs no script. */

import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Form, type MetaFunction, useLoaderData } from '@remix-run/react';
import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/server-runtime';
import { Check, Inbox as InboxIcon } from 'lucide-react';
import { z } from 'zod';
import { MessageRow } from '#app/components/message/message-row';
import { useLiveInbox, useReadWhenShown } from '#app/components/message/use-inbox';
import { PushHint } from '#app/components/pwa/push-hint';
import { Button } from '#app/components/ui/button';
import { Card } from '#app/components/ui/card';
import { EmptyState } from '#app/components/ui/feedback/empty-state';
import { List } from '#app/components/ui/list';
import { PageHeader } from '#app/components/ui/page-header';
import { PageLinks } from '#app/components/ui/page-links';
import * as paths from '#app/paths';
import { submitForm, withApi } from '#app/trpc/caller.server';
import { pageTitle } from '#app/words/page-title';
import { NotificationId, NotificationPage } from '#domain/message/notification';

export const meta: MetaFunction = (page) => pageTitle(page, msg`Inbox`);

export function loader(args: LoaderFunctionArgs) {
  const page = NotificationPage.catch({}).parse(Object.fromEntries(new URL(args.request.url).searchParams));
  return withApi(args, async (api) => {
    const [{ rows, next }, state] = await Promise.all([api.notification.mine(page), api.notification.state()]);
    return { rows, next, state, isLatest: page.after === undefined };
  });
}

const ReadAllForm = z.object({ upTo: NotificationId });

export async function action(args: ActionFunctionArgs) {
  const { errors } = await submitForm(args, ReadAllForm, (api, input) => api.notification.markRead(input));
  return errors ?? null;
}

function ReadAll({ upTo }: { upTo: number }) {
  return (
    <Form method="post">
      <Button type="submit" name="upTo" value={upTo} icon={Check}>
        <Trans>Mark all as read</Trans>
      </Button>
    </Form>
  );
}

export default function Inbox() {
  const { t } = useLingui();
  const { rows, next, state, isLatest } = useLoaderData<typeof loader>();
  const { unread } = state;
  const fresh = useReadWhenShown(rows);
  useLiveInbox(state);
  const [first] = rows;
  return (
    <>
      <PageHeader
        title={t`Inbox`}
        lead={unread === 0 ? t`Nothing unread.` : t`${unread} unread.`}
        actions={unread > 0 && first && <ReadAll upTo={first.id} />}
      />
      <div className="max-w-3xl">
        <PushHint />
        <Card isFlush>
          {rows.length === 0 ? (
            <EmptyState icon={InboxIcon} title={t`No messages`}>
              <Trans>Announcements, changes of your classes and answers to your requests appear here.</Trans>
            </EmptyState>
          ) : (
            <List label={t`Messages`}>
              {rows.map((message) => (
                <MessageRow key={message.id} message={message} isNew={fresh.has(message.id)} />
              ))}
            </List>
          )}
        </Card>
        <PageLinks first={isLatest ? null : paths.inbox()} next={next === null ? null : `?after=${next}`} />
      </div>
    </>
  );
}
