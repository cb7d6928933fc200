/** Node's adapter over real sockets: addresses, odd requests, bodies, compression, live streams, stopping. */
import { once } from 'node:events';
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { connect } from 'node:net';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import type { Handler } from '#server/http/handler';
import { createListener, createStoppableServer, listen } from '#server/http/node-listener';
import type { LogLine } from '../helpers/api';

const BASE_URL = 'https://attendance.school.test';

/** Tells what arrived. */
const echo: Handler = async (request, { address }) =>
  Response.json({ url: request.url, method: request.method, address, body: await request.text() });

async function serve({ handler = echo, trustProxy = 0, logs = [] as LogLine[] } = {}) {
  const { server, stop } = createStoppableServer();
  const log = (level: string, event: string, fields?: object) => void logs.push({ level, event, ...fields });
  server.on('request', createListener({ handler, log, files: new Map(), fileHeaders: {}, trustProxy, baseUrl: BASE_URL }));
  const port = await listen(server, '127.0.0.1', 0);
  return { port, url: `http://127.0.0.1:${port}`, stop, [Symbol.asyncDispose]: stop };
}

/** Sends bytes as they are, and resolves with all that comes back. */
async function sendRaw(port: number, text: string): Promise<string> {
  const socket = connect(port, '127.0.0.1').setEncoding('latin1');
  let answer = '';
  socket.on('data', (chunk) => {
    answer += chunk;
  });
  socket.end(text);
  await once(socket, 'close');
  return answer;
}

async function statusOf(port: number, text: string): Promise<number> {
  return Number((await sendRaw(port, text)).split(' ')[1]);
}

/** The body of a raw answer as JSON. */
async function jsonOf(port: number, text: string) {
  return JSON.parse((await sendRaw(port, text)).split('\r\n\r\n')[1] ?? '');
}

const CLOSE = 'Connection: close\r\n\r\n';

test.each([
  ['its peer when no proxy is believed', 0, '203.0.113.9', '127.0.0.1'],
  ['what the proxy saw', 1, '203.0.113.9', '203.0.113.9'],
  ['not what the client claimed to the proxy', 1, '198.51.100.1, 203.0.113.9', '203.0.113.9'],
  ['what the outer of two proxies saw', 2, '198.51.100.1, 203.0.113.9, 10.0.0.2', '203.0.113.9'],
  ['the only entry when one of two proxies was passed by', 2, '203.0.113.9', '203.0.113.9'],
  ['its peer when the proxy said nothing', 1, '', '127.0.0.1'],
  ['its peer when the entry is no address', 1, '198.51.100.1, unknown', '127.0.0.1'],
  ['an IPv6 address as it is', 1, '2001:db8::1', '2001:db8::1'],
  ['an IPv4 address in IPv6 clothes as IPv4', 1, '::ffff:203.0.113.9', '203.0.113.9'],
])('the address of a client is %s', async (_name, trustProxy, forwardedFor, expected) => {
  await using server = await serve({ trustProxy });
  const answer = await fetch(server.url, { headers: { 'X-Forwarded-For': forwardedFor } });
  expect((await answer.json()).address).toBe(expected);
});

test('a proxy that is believed says whether the client used https', async () => {
  await using believing = await serve({ trustProxy: 1 });
  await using doubting = await serve();
  const headers = { 'X-Forwarded-Proto': 'https' };
  expect((await (await fetch(`${believing.url}/x`, { headers })).json()).url).toBe(`https://127.0.0.1:${believing.port}/x`);
  expect((await (await fetch(`${doubting.url}/x`, { headers })).json()).url).toBe(`http://127.0.0.1:${doubting.port}/x`);
});

test.each([
  ['/a?b=c', 'http://school.test/a?b=c'],
  ['//evil.example/a', 'http://school.test//evil.example/a'],
  ['http://other.example/a?b=c', 'http://school.test/a?b=c'],
  ['/%E0%A4%A', 'http://school.test/%E0%A4%A'],
  ['/../../etc/passwd', 'http://school.test/etc/passwd'],
])('a request for %s is one for %s', async (target, url) => {
  await using server = await serve();
  expect(await jsonOf(server.port, `GET ${target} HTTP/1.1\r\nHost: school.test\r\n${CLOSE}`)).toMatchObject({ url });
});

test.each(['a b', 'user@school.test', 'school.test/path', '', ':', 'school.test:99999', '[::1', 'a!b.elsewhere.test'])(
  'with the Host "%s", which is none, a request is refused',
  async (host) => {
    await using server = await serve();
    expect(await statusOf(server.port, `GET /x HTTP/1.1\r\nHost: ${host}\r\n${CLOSE}`)).toBe(400);
  },
);

test('with no Host at all, as old checks of health have none, our own address is taken', async () => {
  await using server = await serve();
  expect(await jsonOf(server.port, `GET /x HTTP/1.0\r\n${CLOSE}`)).toMatchObject({ url: `${BASE_URL}/x` });
});

test.each(['OPTIONS * HTTP/1.1', 'TRACE / HTTP/1.1', 'GET ftp://school.test/ HTTP/1.1', 'GET http:// HTTP/1.1', 'nonsense'])(
  '%s is answered 400',
  async (line) => {
    await using server = await serve();
    expect(await statusOf(server.port, `${line}\r\nHost: a\r\n${CLOSE}`)).toBe(400);
  },
);

test('requests that are cut off, or never meant, leave the server standing', async () => {
  const logs: LogLine[] = [];
  await using server = await serve({ logs });
  await sendRaw(server.port, 'POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\nhalf');
  await sendRaw(server.port, 'POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n');
  await sendRaw(server.port, 'CONNECT school.test:443 HTTP/1.1\r\nHost: a\r\n\r\n');
  expect(await statusOf(server.port, `GET / HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\n${CLOSE}`)).toBe(200);
  expect((await fetch(server.url)).status).toBe(200);
  expect(logs).toEqual([]);
});

test.each([
  ['small', 1_000],
  ['large', 3_000_000],
])('a %s body arrives whole', async (_name, length) => {
  await using server = await serve();
  const body = 'ü'.repeat(length / 2);
  const answer = await fetch(server.url, { method: 'POST', body });
  expect((await answer.json()).body === body).toBe(true);
});

test('a body without a declared length arrives whole', async () => {
  await using server = await serve();
  const head = `POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n${CLOSE}`;
  expect(await jsonOf(server.port, `${head}3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n`)).toMatchObject({ body: 'abcde' });
});

test('a refused upload ends the connection instead of being read', async () => {
  await using server = await serve({ handler: async () => new Response('no', { status: 413 }) });
  const answer = await sendRaw(server.port, `POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999\r\n\r\n${'x'.repeat(1_000)}`);
  expect(answer).toMatch(/^HTTP\/1.1 413/);
  expect(answer).toMatch(/connection: close/i);
});

/** A request whose answer is not decompressed behind the test's back. */
function get(url: string, headers: Record<string, string> = {}): Promise<{ headers: IncomingHttpHeaders; body: Buffer }> {
  return new Promise((resolve, reject) => {
    const request = httpRequest(url, { headers, agent: false }, async (response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of response) chunks.push(chunk);
      resolve({ headers: response.headers, body: Buffer.concat(chunks) });
    });
    request.on('error', reject).end();
  });
}

const LONG = 'attendance '.repeat(500);
const unpack = { br: brotliDecompressSync, gzip: gunzipSync };

test.each([
  ['br, gzip', 'br'],
  ['gzip', 'gzip'],
  ['br;q=0, gzip;q=0.5', 'gzip'],
] as const)('pages and answers are compressed for a client that takes %s', async (accepted, encoding) => {
  const page: Handler = async (request) =>
    request.url.endsWith('.json') ? Response.json(LONG) : new Response(LONG, { headers: { 'Content-Type': 'text/html' } });
  await using server = await serve({ handler: page });
  for (const [path, expected] of [
    ['/', LONG],
    ['/a.json', JSON.stringify(LONG)],
  ]) {
    const { headers, body } = await get(server.url + path, { 'Accept-Encoding': accepted });
    expect(headers).toMatchObject({ 'content-encoding': encoding, vary: 'Accept-Encoding' });
    expect(unpack[encoding](body).toString()).toBe(expected);
  }
});

test('short answers, images and clients that take nothing are left as they are', async () => {
  const image: Handler = async (request) =>
    request.url.endsWith('.png') ? new Response(LONG, { headers: { 'Content-Type': 'image/png' } }) : Response.json('short');
  await using server = await serve({ handler: image });
  const headers = { 'Accept-Encoding': 'br' };
  expect((await get(`${server.url}/a.png`, headers)).headers).not.toHaveProperty('content-encoding');
  expect((await get(`${server.url}/a.json`, headers)).headers).not.toHaveProperty('content-encoding');
  expect((await get(`${server.url}/a.json`)).headers).not.toHaveProperty('content-encoding');
});

test('the first part of a compressed page is sent while the rest is still being made', async () => {
  let finish = () => {};
  const slow: Handler = async () => {
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue(new TextEncoder().encode('<h1>first</h1>'));
        finish = () => controller.close();
      },
    });
    return new Response(body, { headers: { 'Content-Type': 'text/html' } });
  };
  await using server = await serve({ handler: slow });
  const response = await fetch(server.url);
  const first = await response.body?.getReader().read();
  expect(new TextDecoder().decode(first?.value)).toBe('<h1>first</h1>');
  finish();
});

/** A promise to be settled from outside. */
function deferred<Value>() {
  let resolve!: (value: Value) => void;
  const promise = new Promise<Value>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

/** Sends an event at once and then stays open; tells when its reader has gone. */
function liveStream() {
  const ended = deferred<string>();
  const handler: Handler = async (request) => {
    request.signal.addEventListener('abort', () => ended.resolve('the request was aborted'));
    const body = new ReadableStream({ start: (controller) => controller.enqueue(new TextEncoder().encode('data: 1\n\n')) });
    return new Response(body, { headers: { 'Content-Type': 'text/event-stream' } });
  };
  return { handler, ended: ended.promise };
}

test('events arrive as they happen, uncompressed, until the client leaves', async () => {
  const { handler, ended } = liveStream();
  await using server = await serve({ handler });
  const leaving = new AbortController();
  const response = await fetch(server.url, { signal: leaving.signal, headers: { 'Accept-Encoding': 'br' } });
  expect(response.headers.has('Content-Encoding')).toBe(false);
  const first = await response.body?.getReader().read();
  expect(new TextDecoder().decode(first?.value)).toBe('data: 1\n\n');
  leaving.abort();
  expect(await ended).toBe('the request was aborted');
});

test('stopping waits for requests under way, but neither for live streams nor for idle connections', async () => {
  const slow = deferred<void>();
  const { handler: live } = liveStream();
  const handler: Handler = async (request, client) => {
    if (request.url.endsWith('/live')) return live(request, client);
    await slow.promise;
    return new Response('done');
  };
  const server = await serve({ handler });
  const silent = connect(server.port, '127.0.0.1');
  await once(silent, 'connect');
  const stream = (await fetch(`${server.url}/live`)).text().catch(() => 'ended');
  const answer = fetch(`${server.url}/slow`).then((response) => response.text());
  await new Promise((resolve) => setTimeout(resolve, 50));

  const startedAt = Date.now();
  const stopped = server.stop();
  expect(await stream).toBe('ended');
  slow.resolve();
  expect(await answer).toBe('done');
  await stopped;
  expect(Date.now() - startedAt).toBeLessThan(2_000);
  await expect(fetch(server.url)).rejects.toThrow();
});

test('a body that fails half-way ends the connection and is logged', async () => {
  const logs: LogLine[] = [];
  const failing: Handler = async () => {
    let isFirst = true;
    const body = new ReadableStream({
      pull(controller) {
        if (!isFirst) throw new Error('the page broke');
        isFirst = false;
        controller.enqueue(new TextEncoder().encode('<h1>'));
      },
    });
    return new Response(body, { headers: { 'Content-Type': 'text/html' } });
  };
  await using server = await serve({ handler: failing, logs });
  await expect(fetch(server.url).then((response) => response.text())).rejects.toThrow();
  expect(logs).toContainEqual(expect.objectContaining({ level: 'error', event: 'response.failed' }));
});

test('HEAD is answered without a body', async () => {
  await using server = await serve({ handler: async () => new Response(LONG, { headers: { 'Content-Type': 'text/html' } }) });
  const response = await fetch(server.url, { method: 'HEAD' });
  expect([response.status, await response.text()]).toEqual([200, '']);
});

test('several cookies stay several', async () => {
  const handler: Handler = async () => {
    const headers = new Headers([
      ['Set-Cookie', 'a=1; Path=/'],
      ['Set-Cookie', 'b=2; Expires=Thu, 01 Jan 1970 00:00:00 GMT'],
    ]);
    return new Response('', { headers });
  };
  await using server = await serve({ handler });
  expect((await fetch(server.url)).headers.getSetCookie()).toEqual(['a=1; Path=/', 'b=2; Expires=Thu, 01 Jan 1970 00:00:00 GMT']);
});
