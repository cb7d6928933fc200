/** Pushes as the worker gets them: shown with their words, and the page they are about opened by a press. */
import { subscribeHere } from '#app/offline/device/push';
import { api } from '#app/trpc/client';
import type { PushPayload } from '#domain/message/push';

/** What a notification keeps for when it is pressed. */
type Kept = { url: string };

/** Shows a push. One of the same tag is replaced without a sound. */
export async function showPush({ registration }: ServiceWorkerGlobalScope, { data }: PushEvent): Promise<void> {
  if (!data) return;
  const { title, body, url, tag, lang, dir } = data.json() as PushPayload;
  await registration.showNotification(title, {
    ...{ body, tag, lang, dir, icon: '/icons/icon-192.png' },
    data: { url } satisfies Kept,
  });
}

/** Brings a window of the app to the page, or opens one. Paths of this address only. */
export async function openPage({ clients, location }: ServiceWorkerGlobalScope, notification: Notification): Promise<void> {
  notification.close();
  const target = new URL((notification.data as Kept).url, location.origin);
  if (target.origin !== location.origin) return;
  const [open] = await clients.matchAll({ type: 'window', includeUncontrolled: true });
  const moved = await open?.navigate(target.href).catch(() => null);
  if (moved) await moved.focus();
  else await clients.openWindow(target.href);
}

/** The browser has ended a subscription by itself: another is made in its place. */
export async function renewSubscription({ registration }: ServiceWorkerGlobalScope): Promise<void> {
  const { publicKey } = await api().push.mine.query({});
  if (publicKey !== null) await subscribeHere(registration, publicKey);
}
