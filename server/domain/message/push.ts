/** Web push: which browsers may be sent to, and what is sent (RFC 8030, 8291, 8292). */
import { z } from 'zod';
import { fromBase64Url } from '#domain/encoding';
import { says } from '#domain/words/says';

/** Push services of browsers. The endpoint comes from a client, so the server posts to these and to nobody else. */
const PUSH_SERVICES = [
  'fcm.googleapis.com',
  'updates.push.services.mozilla.com',
  '.push.services.mozilla.com',
  '.notify.windows.com',
  '.push.apple.com',
];

/** Whether an address is one of a browser's push service. Never throws. */
export function isPushEndpoint(endpoint: string): boolean {
  if (!URL.canParse(endpoint)) return false;
  const { protocol, hostname, port, username, password } = new URL(endpoint);
  const isKnown = PUSH_SERVICES.some((name) => (name.startsWith('.') ? hostname.endsWith(name) : hostname === name));
  return protocol === 'https:' && port === '' && username === '' && password === '' && isKnown;
}

const PUBLIC_KEY_BYTES = 65;
const SECRET_BYTES = 16;

const key = (bytes: number) =>
  z
    .string()
    .max(200)
    .refine((text) => fromBase64Url(text)?.length === bytes, says('delivery.push-malformed'));

/** As `PushSubscription.toJSON()` has it. */
export const PushSubscriptionInput = z.object({
  endpoint: z.string().max(1_000).refine(isPushEndpoint, says('delivery.push-service')),
  keys: z.object({ p256dh: key(PUBLIC_KEY_BYTES), auth: key(SECRET_BYTES) }),
});
export type PushSubscriptionInput = z.infer<typeof PushSubscriptionInput>;

/** @param digest `sha256Hex` of an endpoint, which is a secret: whoever has it may send to it, and questions stand in addresses */
export const OwnPushInput = z.object({ digest: z.string().length(64).optional() });
export type OwnPushInput = z.infer<typeof OwnPushInput>;

/** What a browser shows, as the worker gets it. A later one of the same `tag` takes its place. */
export type PushPayload = {
  title: string;
  body: string;
  /** Path of the page it opens. */
  url: string;
  tag: string;
  lang: string;
  dir: 'ltr' | 'rtl';
};

/** Longest text of a push; the rest is read in the app. */
export const PUSH_BODY_MAX = 300;
