/** Notifications on this device as a page sees them: whether they can be had, and switching them on and off. Nothing is asked before a
 *  press. */
import { createStore } from '#app/components/ui/hooks/store';
import { renewHere, subscribeHere, unsubscribeHere } from '#app/offline/device/push';
import { loadApi } from '#app/trpc/load';
import { installState } from './install';
import { startWorker } from './worker';

/** `needs-install`: iOS shows them for an installed app only. `blocked`: the person, or the device, does not want them. `unknown`: not
 *  known yet. */
export type PushState = 'unknown' | 'unsupported' | 'needs-install' | 'blocked' | 'off' | 'on';
export const pushState = createStore<PushState>('unknown');

const canPush = () => 'serviceWorker' in navigator && 'PushManager' in window && 'Notification' in window;

async function registrationHere(): Promise<ServiceWorkerRegistration | undefined> {
  await startWorker();
  return navigator.serviceWorker.getRegistration();
}

/** @throws as `renewHere` */
async function findState(): Promise<PushState> {
  if (!canPush()) return installState.get() === 'by-hand' ? 'needs-install' : 'unsupported';
  if (Notification.permission === 'denied') return 'blocked';
  const registration = await registrationHere();
  if (!registration) return 'unsupported';
  return Notification.permission === 'granted' && (await renewHere(registration)) ? 'on' : 'off';
}

/** Finds out how things stand, and renews what has changed. Never rejects: with no network it is asked again with the next page. */
export async function followPush(): Promise<void> {
  await findState().then(pushState.set, () => undefined);
}

/** Asks the browser, and subscribes. Only after a press.
 *  @throws DOMException when the browser refuses, TRPCClientError when the server does */
export async function switchPushOn(publicKey: string): Promise<void> {
  const permission = await Notification.requestPermission();
  const registration = await registrationHere();
  if (permission === 'granted' && registration) await subscribeHere(registration, publicKey);
  const next = { granted: 'on', denied: 'blocked', default: 'off' } as const;
  pushState.set(next[permission]);
}

/** @throws TRPCClientError when the server cannot be told */
export async function switchPushOff(): Promise<void> {
  const api = await loadApi();
  await api.push.unsubscribe.mutate();
  await unsubscribeHere(await registrationHere());
  pushState.set('off');
}
