/** The handler both platforms share: a Request in, a Response out, no port. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { Database } from '#db/client';
import type { Role } from '#domain/person/user';
import { pseudoText } from '#domain/words/pseudo';
import { createLoginSession } from '#server/auth/login-session';
import { isFull } from '#server/demo/data-folder';
import { createHandler, type PageRenderer } from '#server/http/handler';
import { securityHeaders } from '#server/http/http-headers';
import { browser, type LogLine, testServices } from '../helpers/api';
import { testDb } from '../helpers/db';
import { settings, user } from '../helpers/factories';
import { ROOT } from '../helpers/program';

const ORIGIN = 'https://attendance.school.test';
const CLIENT = { address: '192.0.2.1' };

type Options = { renderPage?: PageRenderer; baseUrl?: string; logs?: LogLine[] };

const emptyPage: PageRenderer = async () => new Response('<p>page</p>', { headers: { 'Content-Type': 'text/html' } });

function handlerOf(db: Database, { renderPage = emptyPage, baseUrl = ORIGIN, logs }: Options = {}) {
  const handler = createHandler(testServices(db, { policy: { baseUrl }, ...(logs && { logs }) }), renderPage);
  return (path: string, init?: RequestInit) => handler(new Request(baseUrl + path, init), CLIENT);
}

test('every response carries the protections', async () => {
  await using db = await testDb();
  const handle = handlerOf(db);
  const post = (headers: Record<string, string>) => ({ method: 'POST', body: new URLSearchParams(), headers });
  const responses = await Promise.all([
    handle('/'),
    handle('/healthz'),
    handle('/trpc/timetable.mine'),
    handle('/sign-in', post({ Origin: 'https://evil.example' })),
    handle('/sign-in', post({ 'Content-Length': '99999999' })),
  ]);
  expect(responses.map(({ status }) => status)).toEqual([200, 200, 401, 403, 413]);
  for (const { headers } of responses) {
    expect(Object.fromEntries(headers)).toMatchObject({
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'same-origin',
      'cross-origin-opener-policy': 'same-origin',
      'strict-transport-security': 'max-age=31536000',
      'content-security-policy': expect.stringContaining("frame-ancestors 'none'"),
      'x-request-id': expect.stringMatching(/^[0-9a-f-]{36}$/),
      'cache-control': expect.stringMatching(/no-store|private, no-cache/),
    });
  }
});

test('before anybody has signed in, the school’s language is answered in, unless the browser wants another', async () => {
  await using db = await testDb();
  await settings(db, { language: 'en-XB' });
  const handle = handlerOf(db);
  const refused = async (headers: Record<string, string> = {}) => {
    const { error } = await (await handle('/trpc/timetable.mine', { headers })).json();
    return error.message;
  };
  expect(await refused({ Cookie: 'muster_language=en' })).toMatch(/^[ -~’]+$/);
  expect(await refused()).toBe(pseudoText(await refused({ Cookie: 'muster_language=en' })));
});

test('no browser keeps a page', async () => {
  await using db = await testDb();
  const handle = handlerOf(db);
  for (const page of ['/profile', '/attendance.data', '/accept-invitation?code=x'])
    expect((await handle(page)).headers.get('Cache-Control')).toBe('private, no-store');
});

test('a stricter policy of a route’s own stands', async () => {
  await using db = await testDb();
  const headers = { 'Content-Security-Policy': "default-src 'none'; sandbox" };
  const handle = handlerOf(db, { renderPage: async () => new Response('x', { headers }) });
  expect((await handle('/corrections/7/attachment')).headers.get('Content-Security-Policy')).toBe("default-src 'none'; sandbox");
});

test("a page's policy allows its own inline scripts, by a nonce that is new each time", async () => {
  await using db = await testDb();
  const nonces: string[] = [];
  const renderPage: PageRenderer = async (_request, { nonce }) => {
    nonces.push(nonce);
    return new Response('');
  };
  const handle = handlerOf(db, { renderPage });
  const policies = [await handle('/'), await handle('/')].map(({ headers }) => headers.get('Content-Security-Policy'));
  expect(new Set(nonces).size).toBe(2);
  expect(nonces[0]).toMatch(/^[\w+/]{22}==$/);
  expect(policies[0]).toBe(
    `default-src 'self'; script-src 'self' 'nonce-${nonces[0]}'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; ` +
      "connect-src 'self'; worker-src 'self' blob:; frame-ancestors 'none'; base-uri 'none'; form-action 'self'; object-src 'none'",
  );
  expect(policies[1]).toContain(`'nonce-${nonces[1]}'`);
});

test('over plain http browsers are not told to insist on https', async () => {
  await using db = await testDb();
  const response = await handlerOf(db, { baseUrl: 'http://127.0.0.1:3000' })('/');
  expect(response.headers.has('Strict-Transport-Security')).toBe(false);
});

const ELSEWHERE = 'https://evil.example';
test.each([
  ['our own origin', 200, { Origin: ORIGIN }],
  ['another origin', 403, { Origin: ELSEWHERE }],
  ['another origin that starts like ours', 403, { Origin: `${ORIGIN}.evil.example` }],
  ['our host without TLS', 403, { Origin: 'http://attendance.school.test' }],
  ['an opaque origin', 403, { Origin: 'null' }],
  ['another origin, whatever the rest says', 403, { Origin: ELSEWHERE, 'Sec-Fetch-Site': 'same-origin', Referer: `${ORIGIN}/` }],
  ['no origin, same site', 200, { 'Sec-Fetch-Site': 'same-origin' }],
  ['no origin, typed by the person', 200, { 'Sec-Fetch-Site': 'none' }],
  ['no origin, a sibling site', 403, { 'Sec-Fetch-Site': 'same-site' }],
  ['no origin, another site', 403, { 'Sec-Fetch-Site': 'cross-site', Referer: `${ORIGIN}/` }],
  ['only our referrer', 200, { Referer: `${ORIGIN}/sign-in?next=/` }],
  ["only another's referrer", 403, { Referer: `${ELSEWHERE}/` }],
  ['a referrer that is not an address', 403, { Referer: 'about:client' }],
  ['none of the three: not a browser', 200, {}],
])('an unsafe request with %s answers %i', async (_name, status, headers) => {
  await using db = await testDb();
  const handle = handlerOf(db);
  const body = new URLSearchParams();
  expect((await handle('/sign-in', { method: 'POST', body, headers: headers as HeadersInit })).status).toBe(status);
  for (const method of ['PUT', 'PATCH', 'DELETE']) {
    expect((await handle('/sign-in', { method, headers: headers as HeadersInit })).status).toBe(status === 403 ? 403 : 405);
  }
});

test('reading is allowed from anywhere', async () => {
  await using db = await testDb();
  const handle = handlerOf(db);
  expect((await handle('/', { headers: { Origin: ELSEWHERE } })).status).toBe(200);
  expect((await handle('/', { method: 'HEAD', headers: { Origin: ELSEWHERE } })).status).toBe(200);
});

test.each([
  ['its name', 'https://attendance.school.test', {}, 200],
  ['its name as a proxy passes it on', 'http://attendance.school.test:8443', {}, 200],
  ['an address', 'http://10.0.0.5:3000', {}, 421],
  ['this machine', 'http://127.0.0.1:3000', {}, 421],
  ['a name beneath its own', 'https://evil.attendance.school.test', {}, 421],
  ['a name that ends in a dot', 'https://attendance.school.test.', {}, 421],
  ['another name, by a forged header', 'https://evil.example', { 'X-Forwarded-Host': 'attendance.school.test' }, 421],
])('a school that is asked as %s, %s, answers %i', async (_name, origin, headers, status) => {
  await using db = await testDb();
  const handler = createHandler(testServices(db), emptyPage);
  const ask = async (path: string, init?: RequestInit) => (await handler(new Request(origin + path, init), CLIENT)).status;
  expect(await ask('/sign-in', { headers: headers as HeadersInit })).toBe(status);
  expect(await ask('/trpc/school.profile', { headers: headers as HeadersInit })).toBe(status);
  expect(await ask('/healthz')).toBe(200);
  const form = { method: 'POST', body: new URLSearchParams(), headers: { Origin: origin } };
  expect(await ask('/sign-in', form)).toBe(origin === ORIGIN ? 200 : Math.max(status, 403));
});

test.each([
  ['http://127.0.0.1:3000', 200],
  ['http://localhost:5173', 200],
  ['http://[::1]:3000', 200],
  ['http://tuesday.localhost:3000', 200],
  ['http://127.0.0.1.evil.example', 421],
  ['http://evil.example:3000', 421],
  ['http://192.168.1.7:3000', 421],
])('the demo, asked as %s, answers %i', async (origin, status) => {
  await using db = await testDb();
  const handler = createHandler(testServices(db, { policy: { baseUrl: 'http://127.0.0.1:3000', isDemo: true } }), emptyPage);
  const form = { method: 'POST', body: new URLSearchParams(), headers: { Origin: origin } };
  expect((await handler(new Request(`${origin}/sign-in`), CLIENT)).status).toBe(status);
  expect((await handler(new Request(`${origin}/sign-in`, form), CLIENT)).status).toBe(status);
});

test('the health check tells whether the database answers', async () => {
  const db = await testDb();
  const handle = handlerOf(db);
  const up = await handle('/healthz');
  expect([up.status, await up.json()]).toEqual([200, { status: 'ok' }]);
  await db[Symbol.asyncDispose]();
  const down = await handle('/healthz');
  expect([down.status, await down.json()]).toEqual([503, { status: 'unavailable' }]);
});

test('the health check tells a full disk, and asks nothing of it', async () => {
  await using db = await testDb();
  const healthOn = async (isDiskFull: () => Promise<boolean>) => {
    const response = await createHandler({ ...testServices(db), isDiskFull }, emptyPage)(
      new Request(`${ORIGIN}/healthz`),
      CLIENT,
    );
    return [response.status, await response.json()];
  };
  expect(await healthOn(async () => false)).toEqual([200, { status: 'ok' }]);
  expect(await healthOn(async () => true)).toEqual([503, { status: 'disk-full' }]);
  expect(await healthOn(() => Promise.reject(new Error('no such folder')))).toEqual([503, { status: 'unavailable' }]);
  expect(await isFull(ROOT)).toBe(false);
});

function chunked(bytes: Uint8Array): RequestInit {
  const size = Math.ceil(bytes.length / 10);
  const body = new ReadableStream({
    start(controller) {
      for (let at = 0; at < bytes.length; at += size) controller.enqueue(bytes.subarray(at, at + size));
      controller.close();
    },
  });
  return { method: 'POST', body, duplex: 'half' } as RequestInit;
}

const JSON_TYPE = 'application/json';
const PAIRS = 'application/x-www-form-urlencoded';

/** The cookie of somebody who is signed in now; login sessions live by the system clock. */
async function cookieOf(db: Database, role: Role | null): Promise<HeadersInit> {
  if (!role) return {};
  const { request, cookieHeader } = browser(db, { now: Date.now });
  await createLoginSession((await request()).ctx, (await user(db, { role })).id);
  return { Cookie: String(cookieHeader()) };
}

test.each([
  ['/trpc/auth.x', JSON_TYPE, 'student', 262_144, 404, 413],
  ['/trpc/auth.x', JSON_TYPE, null, 65_536, 404, 401],
  ['/sign-up', PAIRS, null, 65_536, 200, 413],
  ['/profile/edit', PAIRS, 'student', 262_144, 200, 413],
  ['/admin/import', PAIRS, null, 65_536, 200, 413],
  ['/admin/import', PAIRS, 'teacher', 262_144, 200, 413],
  ['/admin/import', PAIRS, 'admin', 10_016_384, 200, 413],
] as const)(
  '%s takes %s from a %s up to %i bytes, declared or not: %i, and then %i',
  async (path, type, role, most, taken, refused) => {
    await using db = await testDb();
    const handler = createHandler(testServices(db, { now: Date.now }), emptyPage);
    const headers = { ...(await cookieOf(db, role)), 'Content-Type': type };
    const statusOf = async (init: RequestInit) => (await handler(new Request(ORIGIN + path, init), CLIENT)).status;
    for (const [bytes, status] of [
      [most, taken],
      [most + 10, refused],
    ] as const) {
      const body = new Uint8Array(bytes);
      body.set([0x61, 0x3d]);
      const declared = { method: 'POST', body, headers: { ...headers, 'Content-Length': String(bytes) } };
      expect(await statusOf(declared)).toBe(status);
      expect(await statusOf({ ...chunked(body), headers })).toBe(status);
    }
  },
);

test('an input from nobody that is too long is answered as the sign-in it lacks, so that a queue keeps it', async () => {
  await using db = await testDb();
  const body = new Uint8Array(70_000);
  const headers = { 'Content-Type': JSON_TYPE };
  const response = await handlerOf(db)('/trpc/attendance.markMany', { method: 'POST', body, headers });
  expect(await response.json()).toMatchObject({ error: { data: { appCode: 'unauthenticated', httpStatus: 401 } } });
});

test('an action is handed its form, read, and the request without it', async () => {
  await using db = await testDb();
  const renderPage: PageRenderer = async (request, { form }) =>
    Response.json([request.method, request.headers.get('origin'), await request.text(), [...form]]);
  const headers = { Origin: ORIGIN, 'X-Forwarded-Host': 'evil.example' };
  const response = await handlerOf(db, { renderPage })('/x', { method: 'POST', body: new URLSearchParams({ a: 'b' }), headers });
  expect(await response.json()).toEqual(['POST', null, '', [['a', 'b']]]);
});

test('a body that breaks off is refused, and is no failure of ours', async () => {
  await using db = await testDb();
  const logs: LogLine[] = [];
  const handle = handlerOf(db, { logs });
  for (const [path, type] of [
    ['/sign-in', PAIRS],
    ['/trpc/auth.signIn', JSON_TYPE],
  ]) {
    const body = new ReadableStream({ pull: (controller) => controller.error(new Error('gone')) });
    const init = { method: 'POST', body, duplex: 'half', headers: { 'Content-Type': String(type) } };
    expect((await handle(String(path), init as RequestInit)).status).toBe(400);
  }
  expect(logs.filter(({ level }) => level === 'error')).toEqual([]);
});

test('what a page sets is sent: its cookies, and a cache rule of its own', async () => {
  await using db = await testDb();
  const renderPage: PageRenderer = async (_request, { ctx }) => {
    ctx.setCookie('a=1');
    ctx.setCookie('b=2');
    return new Response(null, { status: 302, headers: { Location: '/teach', 'Cache-Control': 'no-store' } });
  };
  const response = await handlerOf(db, { renderPage })('/sign-in');
  expect(response.status).toBe(302);
  expect(response.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
  expect(response.headers.get('Cache-Control')).toBe('no-store');
});

test('a redirect made by the platform, whose headers cannot be changed, is sent as well', async () => {
  await using db = await testDb();
  const response = await handlerOf(db, { renderPage: async () => Response.redirect(`${ORIGIN}/teach`, 303) })('/');
  expect(response.status).toBe(303);
  expect(response.headers.get('X-Content-Type-Options')).toBe('nosniff');
});

test('each request leaves one line, without its query and without tokens in its path', async () => {
  await using db = await testDb();
  const logs: LogLine[] = [];
  const handle = handlerOf(db, { logs });
  const { headers } = await handle('/reset-password?token=hunter2', { method: 'POST', body: new URLSearchParams() });
  await handle('/calendar/hunter2.ics');
  expect(logs).toHaveLength(2);
  expect(JSON.stringify(logs)).not.toContain('hunter2');
  expect(logs[0]).toEqual({
    level: 'info',
    event: 'request',
    method: 'POST',
    path: '/reset-password',
    status: 200,
    ms: expect.any(Number),
    actorId: null,
    requestId: headers.get('X-Request-Id'),
  });
});

test("a request's id is ours, whatever the request says", async () => {
  await using db = await testDb();
  const response = await handlerOf(db)('/', { headers: { 'X-Request-Id': 'mine' } });
  expect(response.headers.get('X-Request-Id')).not.toBe('mine');
});

test('a failure nobody expected is logged whole and told by its number only', async () => {
  await using db = await testDb();
  const logs: LogLine[] = [];
  const failure = new Error('the disk is on fire');
  const response = await handlerOf(db, { renderPage: () => Promise.reject(failure), logs })('/');
  const body = await response.text();
  const requestId = response.headers.get('X-Request-Id');
  expect(response.status).toBe(500);
  expect(body).toContain(requestId);
  expect(body).not.toContain('fire');
  expect(logs).toContainEqual({ level: 'error', event: 'request.failed', requestId, error: failure });
});

test('the API answers before any page is thought of', async () => {
  await using db = await testDb();
  const handle = handlerOf(db, { renderPage: () => Promise.reject(new Error('a page was rendered')) });
  const response = await handle('/trpc/no.such');
  expect(response.status).toBe(404);
  expect(response.headers.get('Content-Security-Policy')).toBe("default-src 'none'; frame-ancestors 'none'");
  expect(response.headers.get('Cache-Control')).toBe('no-store');
});

test('a cookie of another application does not get in the way', async () => {
  await using db = await testDb();
  const response = await handlerOf(db)('/', { headers: { Cookie: 'other=%E0%A4%A; =; muster_session=%; x' } });
  expect(response.status).toBe(200);
});

test('on Workers, which serve the files themselves, files carry the same protections', () => {
  const lines = readFileSync(path.join(ROOT, 'public/_headers'), 'utf8').split('\n');
  const forAll = lines.slice(lines.indexOf('/*') + 1, lines.indexOf('')).map((line) =>
    line
      .trim()
      .split(/: (.*)/)
      .slice(0, 2),
  );
  expect(Object.fromEntries(forAll)).toEqual(securityHeaders('https://attendance.school.test').page());
});
