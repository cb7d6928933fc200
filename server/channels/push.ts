/** The way out for pushes (RFC 8030): encrypted for one browser (RFC 8291) and signed as this server's (RFC 8292). WebCrypto only. */
import { encryptNotification, vapidHeaders } from '@block65/webcrypto-web-push';
import { HOUR_MS } from '#domain/duration';
import { utf8 } from '#domain/encoding';

/** Base64url: an uncompressed point of P-256, and its private number. `subject` is a mailto: or https: address for who runs the service. */
export type VapidKeys = { publicKey: string; privateKey: string; subject: string };

/** Where one browser takes pushes; its keys are base64url. */
export type PushTarget = { endpoint: string; p256dh: string; auth: string };

export type PushOptions = {
  /** A waiting push of the same topic is replaced. Up to 32 characters of base64url. */
  topic: string;
  isUrgent: boolean;
  /** When it is worth nothing any more, epoch ms; null for never. */
  until: number | null;
};

export type Push = {
  /** Browsers subscribe for it. */
  publicKey: string;
  /** Resolves when the service has taken it over, `gone` when the browser is subscribed no more. Rejects when it may be tried again. */
  send: (target: PushTarget, payload: string, options: PushOptions) => Promise<'sent' | 'gone'>;
};

const TIMEOUT_MS = 10_000;

/** A service keeps a push this long for a browser that is off, in seconds. What is urgent is worth nothing after that. */
const KEPT_S = { urgent: 2 * 3_600, other: 24 * 3_600 };

/** @param left how long it is worth something, in ms; null for ever */
function keptFor(isUrgent: boolean, left: number | null): number {
  const most = isUrgent ? KEPT_S.urgent : KEPT_S.other;
  return left === null ? most : Math.max(0, Math.min(most, Math.floor(left / 1_000)));
}

/** A token holds for twelve hours; it is used for half of them. */
const TOKEN_USED_MS = 6 * HOUR_MS;

/** The header that says whose pushes these are, made once for each service: signing costs as much as encrypting. */
function authorizations(keys: VapidKeys, now: () => number) {
  const made = new Map<string, { at: number; header: Promise<string> }>();
  return ({ endpoint, p256dh, auth }: PushTarget): Promise<string> => {
    const { origin } = new URL(endpoint);
    const known = made.get(origin);
    if (known && now() - known.at < TOKEN_USED_MS) return known.header;
    const target = { endpoint, expirationTime: null, keys: { p256dh, auth } };
    const header = vapidHeaders(target, keys).then(({ headers }) => headers.authorization);
    header.catch(() => made.delete(origin));
    made.set(origin, { at: now(), header });
    return header;
  };
}

/** @param post how requests leave; the platform's own  @param now epoch ms */
export function webPush(keys: VapidKeys, now: () => number, post: typeof fetch = fetch): Push {
  const authorizationFor = authorizations(keys, now);
  return {
    publicKey: keys.publicKey,
    async send(target, payload, { topic, isUrgent, until }) {
      const { endpoint, p256dh, auth } = target;
      const body = await encryptNotification({ endpoint, expirationTime: null, keys: { p256dh, auth } }, utf8(payload));
      const response = await post(endpoint, {
        method: 'POST',
        headers: {
          Authorization: await authorizationFor(target),
          'Content-Encoding': 'aes128gcm',
          'Content-Type': 'application/octet-stream',
          TTL: String(keptFor(isUrgent, until && until - now())),
          Urgency: isUrgent ? 'high' : 'normal',
          Topic: topic,
        },
        body,
        redirect: 'manual',
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      await response.body?.cancel();
      if (response.status === 404 || response.status === 410) return 'gone';
      if (!response.ok) throw new Error(`The push service answered ${response.status}.`);
      return 'sent';
    },
  };
}
