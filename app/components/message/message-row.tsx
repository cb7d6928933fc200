/** One message of an inbox. */
import { Trans } from '@lingui/react/macro';
import { ListRow } from '#app/components/ui/list';
import { Time } from '#app/components/ui/time/time';
import { useFormat } from '#app/words/use-format';
import type { Notification } from '#domain/message/notification';
import { EditedAt } from './edited-at';
import { Markdown } from './markdown';
import { MessageLinks } from './message-links';
import { notificationWords } from './notification-words';

/** From whom an announcement is, and when it came. */
function Origin({ message }: { message: Notification }) {
  const { at } = message;
  if (message.kind !== 'announcement') return <Time at={at} style="moment" />;
  const { author, editedAt } = message.facts;
  return (
    <>
      {`${author} · `}
      <Time at={at} style="moment" />
      <EditedAt at={editedAt} />
    </>
  );
}

/** @param isNew was unread when it came on screen, and stands out until its reader leaves */
export function MessageRow({ message, isNew }: { message: Notification; isNew: boolean }) {
  const { title, body } = notificationWords(useFormat(), message);
  return (
    <ListRow
      className="items-start"
      leading={<span className={isNew ? 'mt-2 size-2 shrink-0 rounded-full bg-accent' : 'size-2 shrink-0'} aria-hidden="true" />}
      title={
        <span id={`message-${message.id}`} className={isNew ? 'font-semibold' : 'font-medium'}>
          {isNew && (
            <span className="sr-only">
              <Trans>New:</Trans>{' '}
            </span>
          )}
          {title}
        </span>
      }
      detail={
        <>
          <div className="mb-1 text-base text-ink">{message.kind === 'announcement' ? <Markdown text={body} /> : body}</div>
          <MessageLinks message={message} />
          <Origin message={message} />
        </>
      }
    />
  );
}
