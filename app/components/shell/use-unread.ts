/** How many messages are unread, in the frame and on the app's icon. Asked for now and then: a live connection of everybody would take
 *  the places of those who watch a register. */
import { useCallback, useEffect, useState } from 'react';
import { useWhileVisible } from '#app/components/ui/hooks/use-while-visible';
import { loadApi } from '#app/trpc/load';
import { MINUTE_MS } from '#domain/duration';
import type { InboxState } from '#domain/message/notification';

/** The icon's badge, where there is one. */
function showOnIcon(unread: number): void {
  // Browsers without a badge have no such function; others refuse it to pages that are not installed.
  if (unread > 0) void navigator.setAppBadge?.(unread).catch(() => undefined);
  else void navigator.clearAppBadge?.().catch(() => undefined);
}

/** @param loaded as the newest load of the page has it: a new object with each */
export function useUnread(loaded: InboxState): number {
  const [{ unread }, setState] = useState(loaded);
  useEffect(() => setState(loaded), [loaded]);
  const poll = useCallback(() => {
    const ask = async () => {
      if (!navigator.onLine) return;
      const api = await loadApi();
      setState(await api.notification.state.query());
    };
    const timer = setInterval(() => void ask().catch(() => undefined), MINUTE_MS);
    return () => clearInterval(timer);
  }, []);
  useWhileVisible(poll);
  useEffect(() => showOnIcon(unread), [unread]);
  useEffect(() => () => showOnIcon(0), []);
  return unread;
}
