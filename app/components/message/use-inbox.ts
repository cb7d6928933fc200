/** What an open inbox does by itself: messages that were shown are read, and new ones appear. */
import { useRevalidator } from '@remix-run/react';
import { useCallback, useEffect, useState } from 'react';
import { type StartLive, useLive } from '#app/components/ui/hooks/use-live';
import { useWhileVisible } from '#app/components/ui/hooks/use-while-visible';
import { api } from '#app/trpc/client';
import type { InboxState, Notification } from '#domain/message/notification';

/** Who only passes by has read nothing. */
const SHOWN_MS = 1_500;

const unreadIn = (rows: readonly Notification[]) => rows.filter(({ readAt }) => readAt === null).map(({ id }) => id);

/** Marks what is unread among `rows` as read once it has been in sight for a moment. Answers what was unread since the page was opened. */
export function useReadWhenShown(rows: readonly Notification[]): ReadonlySet<number> {
  const { revalidate } = useRevalidator();
  const [seen, setSeen] = useState<ReadonlySet<number>>(() => new Set(unreadIn(rows)));
  const unread = unreadIn(rows).join(',');
  const read = useCallback(() => {
    if (unread === '') return () => undefined;
    const ids = unread.split(',').map(Number);
    const timer = setTimeout(() => {
      // With no network they are read the next time.
      void api()
        .notification.markRead.mutate({ ids })
        .then(revalidate, () => undefined);
    }, SHOWN_MS);
    return () => clearTimeout(timer);
  }, [unread, revalidate]);
  useWhileVisible(read);
  useEffect(() => {
    if (unread !== '') setSeen((before) => new Set([...before, ...unread.split(',').map(Number)]));
  }, [unread]);
  return seen;
}

const watch: StartLive<InboxState> = (on) => api().notification.watch.subscribe(undefined, on);

/** Reads the page anew whenever the inbox is another than `shown`, which is as the newest load of the page has it. */
export function useLiveInbox(shown: InboxState): void {
  const { revalidate } = useRevalidator();
  const { value } = useLive(watch, shown);
  const isOther = value.unread !== shown.unread || value.newest !== shown.newest;
  useEffect(() => {
    if (isOther) revalidate();
  }, [isOther, revalidate]);
}
