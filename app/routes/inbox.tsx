/** `/inbox`: one's own messages, the latest first. A message is read when its reader says so, by a form that needs no script. */

import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Form, type MetaFunction, useLoaderData, useNavigation } from '@remix-run/react';
import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/server-runtime';
import { Check, Inbox as InboxIcon } from 'lucide-react';
import { notificationWords } from '#app/components/message/notification-words';
import { Button, ButtonLink } from '#app/components/ui/button';
import { Card } from '#app/components/ui/card';
import { EmptyState } from '#app/components/ui/feedback/empty-state';
import { useFresh } from '#app/components/ui/hooks/use-fresh';
import { List, ListRow } from '#app/components/ui/list';
import { PageHeader } from '#app/components/ui/page-header';
import { Time } from '#app/components/ui/time/time';
import * as paths from '#app/paths';
import { submitForm, withApi } from '#app/trpc/caller.server';
import { pageTitle } from '#app/words/page-title';
import { useFormat } from '#app/words/use-format';
import { MarkReadInput, type Notification } from '#domain/message/notification';

const REFRESH_MS = 60_000;

export const meta: MetaFunction = (page) => pageTitle(page, msg`Inbox`);

/** Id of the last message seen; what cannot be one begins at the newest. */
function readBefore(text: string | null): number | undefined {
  const before = Number(text);
  return Number.isSafeInteger(before) && before > 0 ? before : undefined;
}

export function loader(args: LoaderFunctionArgs) {
  const before = readBefore(new URL(args.request.url).searchParams.get('before'));
  return withApi(args, async (api) => ({ ...(await api.notification.mine({ before })), isLatest: before === undefined }));
}

export async function action(args: ActionFunctionArgs) {
  const { errors } = await submitForm(args, MarkReadInput, (api, input) => api.notification.markRead(input));
  return errors ?? null;
}

function Message({ message }: { message: Notification }) {
  const format = useFormat();
  const { id, createdAt, readAt } = message;
  const { title, body } = notificationWords(format, message);
  const isSent = useNavigation().formData?.get('notificationId') === String(id);
  const isUnread = readAt === null;
  return (
    <ListRow
      className="items-start"
      leading={
        <span className={isUnread ? 'mt-2 size-2 shrink-0 rounded-full bg-accent' : 'size-2 shrink-0'} aria-hidden="true" />
      }
      title={
        <span className={isUnread ? 'font-semibold' : 'font-medium'}>
          {isUnread && (
            <span className="sr-only">
              <Trans>Unread:</Trans>{' '}
            </span>
          )}
          {title}
        </span>
      }
      detail={
        <>
          <span className="block text-ink">{body}</span>
          <Time at={createdAt} style="moment" />
        </>
      }
      trailing={
        isUnread && (
          <Form method="post" preventScrollReset>
            <Button type="submit" name="notificationId" value={id} size="sm" icon={Check} isPending={isSent}>
              <Trans>
                Read<span className="sr-only">: {title}</span>
              </Trans>
            </Button>
          </Form>
        )
      }
    />
  );
}

export default function Inbox() {
  const { t } = useLingui();
  const { notifications, unread, nextBefore, isLatest } = useLoaderData<typeof loader>();
  useFresh(isLatest ? REFRESH_MS : null);
  const [newest] = notifications;
  return (
    <>
      <PageHeader
        title={t`Inbox`}
        lead={unread === 0 ? t`Nothing unread.` : t`${unread} unread.`}
        actions={
          unread > 0 &&
          newest && (
            <Form method="post">
              <Button type="submit" name="upTo" value={newest.id} icon={Check}>
                <Trans>Mark all as read</Trans>
              </Button>
            </Form>
          )
        }
      />
      <div className="grid max-w-3xl gap-4">
        <Card isFlush>
          {notifications.length === 0 ? (
            <EmptyState icon={InboxIcon} title={t`No messages`}>
              <Trans>When a class is cancelled or moved, it says so here.</Trans>
            </EmptyState>
          ) : (
            <List label={t`Messages`}>
              {notifications.map((message) => (
                <Message key={message.id} message={message} />
              ))}
            </List>
          )}
        </Card>
        <nav aria-label={t`Pages`} className="flex gap-2 empty:hidden">
          {!isLatest && (
            <ButtonLink to={paths.inbox()}>
              <Trans>Latest</Trans>
            </ButtonLink>
          )}
          {nextBefore !== null && (
            <ButtonLink to={`?before=${nextBefore}`}>
              <Trans>Earlier</Trans>
            </ButtonLink>
          )}
        </nav>
      </div>
    </>
  );
}
