/** A push service on this machine, and a browser that subscribes to it: what arrives is verified and decrypted by other libraries than ours. */
import { createECDH, type ECDH, randomBytes } from 'node:crypto';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import ece from 'http_ece';
import { importJWK, jwtVerify } from 'jose';
import { toBase64Url } from '#domain/encoding';
import type { PushPayload } from '#domain/message/push';

type Arrived = { path: string; headers: IncomingHttpHeaders; body: Buffer };

export type PushService = AsyncDisposable & {
  url: string;
  arrived: Arrived[];
  /** Sends what is for a browser's own push service here. */
  post: typeof fetch;
  /** From now on it answers so. */
  answer: (status: number) => void;
};

/** `await using service = await openPushService()`. */
export async function openPushService(): Promise<PushService> {
  const arrived: Arrived[] = [];
  let status = 201;
  const server = createServer(async (req, res) => {
    const chunks: Buffer[] = [];
    for await (const chunk of req) chunks.push(chunk as Buffer);
    arrived.push({ path: req.url ?? '', headers: req.headers, body: Buffer.concat(chunks) });
    res.writeHead(status).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const own = `http://127.0.0.1:${port}`;
  return {
    url: own,
    arrived,
    post: (url, init) => fetch(own + new URL(String(url)).pathname, init),
    answer: (next) => {
      status = next;
    },
    [Symbol.asyncDispose]: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}

/** A browser's subscription, and what it makes of what arrives for it. */
export function pushBrowser(name: string, service = 'https://fcm.googleapis.com') {
  const pair: ECDH = createECDH('prime256v1');
  const keys = { p256dh: toBase64Url(pair.generateKeys()), auth: toBase64Url(randomBytes(16)) };
  const endpoint = `${service}/fcm/send/${name}`;
  return {
    subscription: { endpoint, keys },
    /** The payload, decrypted as RFC 8291 says. */
    read: ({ body }: Arrived): PushPayload =>
      JSON.parse(ece.decrypt(body, { version: 'aes128gcm', privateKey: pair, authSecret: keys.auth }).toString()),
    /** Whose it is, by its token (RFC 8292). */
    async verify({ headers }: Arrived) {
      const [, token = '', key = ''] = /^vapid t=([^,]+), ?k=(.+)$/.exec(headers.authorization ?? '') ?? [];
      const point = Buffer.from(key, 'base64url');
      const [x, y] = [toBase64Url(point.subarray(1, 33)), toBase64Url(point.subarray(33))];
      const { payload } = await jwtVerify(token, await importJWK({ kty: 'EC', crv: 'P-256', x, y }, 'ES256'));
      return { key, ...payload };
    },
  };
}
