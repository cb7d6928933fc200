/** Pushes in a browser whose own service is out of reach: what a page subscribes for, and what the worker does with what arrives. */
import type { Page } from 'playwright-core';
import type { PushSubscriptionInput } from '#domain/message/push';

/** From its next document on the page subscribes so, as far as the browser can tell it. */
export async function subscribesAs(page: Page, subscription: PushSubscriptionInput): Promise<void> {
  await page.addInitScript((json) => {
    const made = { endpoint: json.endpoint, toJSON: () => json, unsubscribe: async () => true };
    PushManager.prototype.getSubscription = async () => null;
    PushManager.prototype.subscribe = async (options) => ({ ...made, options }) as unknown as PushSubscription;
  }, subscription);
}

/** Gives the way to hand the worker a push, as the browser does. One that comes before the worker is ready is lost. */
export async function pushFor(page: Page): Promise<(data: string) => Promise<void>> {
  const devtools = await page.context().newCDPSession(page);
  const known = new Promise<string>((resolve) => {
    devtools.on('ServiceWorker.workerRegistrationUpdated', ({ registrations: [one] }) => one && resolve(one.registrationId));
  });
  await devtools.send('ServiceWorker.enable');
  const target = { origin: new URL(page.url()).origin, registrationId: await known };
  return async (data) => void (await devtools.send('ServiceWorker.deliverPushMessage', { ...target, data }));
}

/** Notifications that stand. */
export function shownBy(page: Page): Promise<{ title: string; body: string }[]> {
  return page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    return (await registration.getNotifications()).map(({ title, body }) => ({ title, body }));
  });
}

const PRESS = `registration.getNotifications().then(([notification]) =>
  dispatchEvent(new NotificationEvent('notificationclick', { notification })))`;

/** What the browser does when a notification is pressed: no test can press one. */
export async function pressNotification(page: Page): Promise<void> {
  await page.context().serviceWorkers()[0]?.evaluate(PRESS);
}
