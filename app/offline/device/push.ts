/** This browser's pushes: subscribed for the server's key, and told to the server. Pages and the worker use it alike. */
import { loadApi } from '#app/trpc/load';
import { fromBase64Url, sha256Hex, toBase64Url } from '#domain/encoding';

/** The key that a subscription was made for; a push signed with another does not arrive. */
function keyOf({ options }: PushSubscription): string | null {
  return options.applicationServerKey ? toBase64Url(options.applicationServerKey) : null;
}

/** Subscribes this browser and tells the server. One that was made for another key is replaced.
 *  @throws DOMException when the browser refuses, TRPCClientError when the server does */
export async function subscribeHere({ pushManager }: ServiceWorkerRegistration, publicKey: string): Promise<void> {
  const before = await pushManager.getSubscription();
  if (before && keyOf(before) !== publicKey) await before.unsubscribe();
  const applicationServerKey = fromBase64Url(publicKey);
  const subscription = await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey });
  const { endpoint = '', keys: { p256dh = '', auth = '' } = {} } = subscription.toJSON();
  const api = await loadApi();
  await api.push.subscribe.mutate({ endpoint, keys: { p256dh, auth } });
}

/** Ends this browser's subscription, as far as the browser is concerned. Never throws. */
export async function unsubscribeHere(registration: ServiceWorkerRegistration | undefined): Promise<void> {
  const find = registration?.pushManager?.getSubscription();
  await find?.then((subscription) => subscription?.unsubscribe()).catch(() => undefined);
}

/** Makes sure that the server knows this browser's subscription, and that it was made for the server's key of today. Without one
 *  nothing happens.  @returns whether there is one
 *  @throws as `subscribeHere` */
export async function renewHere(registration: ServiceWorkerRegistration): Promise<boolean> {
  const subscription = await registration.pushManager?.getSubscription();
  if (!subscription) return false;
  const api = await loadApi();
  const { publicKey, isKnown } = await api.push.mine.query({ digest: await sha256Hex(subscription.endpoint) });
  if (publicKey !== null && (!isKnown || keyOf(subscription) !== publicKey)) await subscribeHere(registration, publicKey);
  return publicKey !== null;
}
