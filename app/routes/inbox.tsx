/** `/inbox`: one's own messages, the latest first. A message is read when its reader says so, by a form that needs no script. */
import { Form, type MetaFunction, useLoaderData, useNavigation } from '@remix-run/react';
import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/server-runtime';
import { Check, Inbox as InboxIcon } from 'lucide-react';
import { notificationWords } from '#app/components/inbox/notification-words';
import { Button, ButtonLink } from '#app/components/ui/button';
import { Card } from '#app/components/ui/card';
import { EmptyState } from '#app/components/ui/feedback/empty-state';
import { useFresh } from '#app/components/ui/hooks/use-fresh';
import { List, ListRow } from '#app/components/ui/list';
import { PageHeader } from '#app/components/ui/page-header';
import { type SchoolClock, Time } from '#app/components/ui/time/time';
import * as paths from '#app/paths';
import { submitForm, withApi } from '#app/trpc/caller.server';
import { MarkReadInput, type Notification } from '#domain/school/notification';

const REFRESH_MS = 60_000;

export const meta: MetaFunction = () => [{ title: 'Inbox · Muster' }];

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

function Message({ message, clock }: { message: Notification; clock: SchoolClock }) {
  const { id, createdAt, readAt } = message;
  const { title, body } = notificationWords(message, clock.locale);
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
          {isUnread && <span className="sr-only">Unread: </span>}
          {title}
        </span>
      }
      detail={
        <>
          <span className="block text-ink">{body}</span>
          <Time at={createdAt} {...clock} style="moment" />
        </>
      }
      trailing={
        isUnread && (
          <Form method="post" preventScrollReset>
            <Button type="submit" name="notificationId" value={id} size="sm" icon={Check} isPending={isSent}>
              Read<span className="sr-only">: {title}</span>
            </Button>
          </Form>
        )
      }
    />
  );
}

export default function Inbox() {
  const { notifications, unread, nextBefore, isLatest, zone, locale } = useLoaderData<typeof loader>();
  useFresh(isLatest ? REFRESH_MS : null);
  const [newest] = notifications;
  return (
    <>
      <PageHeader
        title="Inbox"
        lead={unread === 0 ? 'Nothing unread.' : `${unread} unread.`}
        actions={
          unread > 0 &&
          newest && (
            <Form method="post">
              <Button type="submit" name="upTo" value={newest.id} icon={Check}>
                Mark all as read
              </Button>
            </Form>
          )
        }
      />
      <div className="grid max-w-3xl gap-4">
        <Card isFlush>
          {notifications.length === 0 ? (
            <EmptyState icon={InboxIcon} title="No messages">
              When a class is cancelled or moved, it says so here.
            </EmptyState>
          ) : (
            <List label="Messages">
              {notifications.map((message) => (
                <Message key={message.id} message={message} clock={{ zone, locale }} />
              ))}
            </List>
          )}
        </Card>
        <nav aria-label="Pages" className="flex gap-2 empty:hidden">
          {!isLatest && <ButtonLink to={paths.inbox()}>Latest</ButtonLink>}
          {nextBefore !== null && <ButtonLink to={`?before=${nextBefore}`}>Earlier</ButtonLink>}
        </nav>
      </div>
    </>
  );
}
