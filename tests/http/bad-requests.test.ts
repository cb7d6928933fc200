/** The built server's answers to what no page and no phone of ours sends: each is the client's fault, and is told so. */
import { expect, test } from 'vitest';
import { DEMO_PASSWORD } from '#domain/school/demo';
import { SCHOOL_ENV, startServer, type TestServer } from '../helpers/server';

const PAIRS = 'application/x-www-form-urlencoded';
const IN_PARTS = 'multipart/form-data; boundary=b';
const JSON_TYPE = 'application/json';

async function cookieOf({ url }: TestServer, role: string): Promise<string> {
  const body = new URLSearchParams({ email: `${role}@demo.school`, password: DEMO_PASSWORD });
  const answer = await fetch(`${url}/sign-in`, { method: 'POST', body, redirect: 'manual' });
  return String(answer.headers.getSetCookie()[0]?.split(';', 1)[0]);
}

type Row = [what: string, path: string, method: string, type: string | undefined, body: string | undefined, status: number];

const FORMS: Row[] = [
  ['JSON', '/sign-in', 'POST', JSON_TYPE, '{}', 415],
  ['text', '/sign-in', 'POST', 'text/plain', 'email=a', 415],
  ['no type', '/sign-in', 'POST', undefined, undefined, 415],
  ['no boundary', '/sign-in', 'POST', 'multipart/form-data', '--b--\r\n', 400],
  ['a body cut off', '/sign-in', 'POST', IN_PARTS, '--b\r\nContent-Disposition: form-data; name="email"\r\n\r\nad', 400],
  ['an index', '/sign-in', 'POST', PAIRS, 'a[400000000]=x', 400],
  ['a command to our library', '/sign-in', 'POST', PAIRS, '__intent__=%7B%22type%22%3A%22update%22%7D', 400],
  ['a field of every object', '/sign-in', 'POST', PAIRS, 'toString=x', 400],
  ['too much', '/sign-in', 'POST', PAIRS, `email=${'a'.repeat(70_000)}`, 413],
  ['another method', '/sign-in', 'PUT', PAIRS, 'a=b', 405],
  ['another method without a body', '/sign-in', 'DELETE', undefined, undefined, 405],
  ['a question of other sites', '/sign-in', 'OPTIONS', undefined, undefined, 405],
  ['a form for nobody', '/no/such/page', 'POST', PAIRS, 'a=b', 404],
  ['a form for a page without one', '/timetable', 'POST', PAIRS, 'a=b', 405],
  ['a form for a file', '/favicon.svg', 'POST', PAIRS, 'a=b', 404],
  ['data as it was asked for once', '/sign-in?_data=routes/sign-in', 'GET', undefined, undefined, 400],
  ['a file where none is asked for', '/sign-in', 'POST', IN_PARTS, filePart('email'), 400],
];

const CALLS: Row[] = [
  ['an unknown procedure', '/trpc/no.such', 'GET', undefined, undefined, 404],
  ['an unknown procedure to change something', '/trpc/no.such', 'POST', JSON_TYPE, '{}', 404],
  ['a name that is no text', '/trpc/%E0%A4%A', 'GET', undefined, undefined, 400],
  ['a name that every object has', '/trpc/constructor', 'GET', undefined, undefined, 404],
  ['a method for changes on a question', '/trpc/school.profile', 'POST', JSON_TYPE, '{}', 405],
  ['a question on a change', '/trpc/auth.signIn', 'GET', undefined, undefined, 405],
  ['another method', '/trpc/auth.signIn', 'PUT', JSON_TYPE, '{}', 405],
  ['another method without a body', '/trpc/auth.signIn', 'DELETE', undefined, undefined, 405],
  ['a form', '/trpc/auth.signIn', 'POST', PAIRS, 'email=a', 415],
  ['a form in parts', '/trpc/auth.signIn', 'POST', IN_PARTS, '--b--\r\n', 415],
  ['bytes', '/trpc/auth.signIn', 'POST', 'application/octet-stream', 'abc', 415],
  ['no type', '/trpc/auth.signIn', 'POST', undefined, undefined, 415],
  ['what is no JSON', '/trpc/auth.signIn', 'POST', JSON_TYPE, '{', 400],
  ['nothing', '/trpc/auth.signIn', 'POST', JSON_TYPE, '', 400],
  ['a very deep value', '/trpc/auth.signIn', 'POST', JSON_TYPE, `${'['.repeat(20_000)}${']'.repeat(20_000)}`, 400],
  ['a question that is no JSON', '/trpc/calendarFeed.read?input=%7B', 'GET', undefined, undefined, 400],
  ['several at once', '/trpc/school.profile,school.profile?batch=1', 'GET', undefined, undefined, 400],
  ['several changes at once', '/trpc/auth.signUp,auth.signUp?batch=1', 'POST', JSON_TYPE, '{"0":{},"1":{}}', 400],
];

function filePart(name: string): string {
  return `--b\r\nContent-Disposition: form-data; name="${name}"; filename="a"\r\n\r\nx\r\n--b--\r\n`;
}

/** Each page's forms, none of which says this. */
const INTENTS: [role: string, path: string, form: Record<string, string>][] = [
  ['', '/accept-invitation', { step: 'nonsense' }],
  ['student', '/profile', { act: 'nonsense' }],
  ['student', '/profile', {}],
  ['student', '/timetable/calendar', { intent: 'nonsense' }],
  ['teacher', '/teach/sessions/1', { intent: 'nonsense' }],
  ['teacher', '/teach/sessions/1', {}],
  ['teacher', '/teach/sessions/1/change', { intent: 'constructor' }],
  ['admin', '/admin?index', { decision: 'nonsense', userId: '1' }],
  ['admin', '/admin/people?index', { intent: 'nonsense', userId: '1' }],
  ['admin', '/admin/people/1', { intent: 'nonsense' }],
  ['admin', '/admin/people/1/invite', { act: 'nonsense' }],
  ['admin', '/admin/sections?index', { intent: 'hasOwnProperty' }],
  ['admin', '/admin/sections/1', { intent: '__proto__' }],
  ['admin', '/admin/settings', { intent: 'nonsense' }],
  ['admin', '/admin/import/1', { intent: 'nonsense' }],
  ['admin', '/admin/timetable/closures', { intent: 'nonsense' }],
  ['admin', '/admin/timetable/terms', { intent: 'nonsense' }],
  ['admin', '/admin/timetable/slots/new', { intent: 'delete' }],
  ['admin', '/admin/timetable/slots/1', {}],
];

async function send({ url }: TestServer, [, path, method, type, body]: Row): Promise<Response> {
  const sent = body === undefined ? {} : { body: new TextEncoder().encode(body) };
  return fetch(url + path, { method, headers: type ? { 'Content-Type': type } : {}, ...sent });
}

test('what is no form, or a form nobody could read, is refused as such', async () => {
  await using server = await startServer({ env: SCHOOL_ENV });
  for (const row of FORMS) {
    const answer = await send(server, row);
    await answer.arrayBuffer();
    expect([row[0], answer.status]).toEqual([row[0], row[5]]);
  }
  const wrong = await fetch(`${server.url}/sign-in`, { method: 'PATCH' });
  expect(wrong.headers.get('Allow')).toBe('GET, HEAD, POST');
  expect(server.output()).not.toContain('"level":"error"');
});

test('a call that no procedure takes says so in the form of a refusal; one that a newer page makes is kept by its queue', async () => {
  await using server = await startServer({ env: SCHOOL_ENV });
  for (const row of CALLS) {
    const answer = await send(server, row);
    const { data } = (await answer.json()).error;
    const appCode = row[5] === 404 ? 'unavailable' : 'invalid';
    expect([row[0], answer.status, data.httpStatus, data.appCode]).toEqual([row[0], row[5], row[5], appCode]);
  }
  expect(server.output()).not.toContain('"level":"error"');
});

test('a form that says what no form of its page says is answered 400, as a page and as data', async () => {
  await using server = await startServer();
  const cookies = new Map<string, string>([['', '']]);
  for (const role of ['student', 'teacher', 'admin']) cookies.set(role, await cookieOf(server, role));
  for (const [role, path, form] of INTENTS) {
    const headers = { Cookie: String(cookies.get(role)) };
    const [pathname, search = ''] = path.split('?');
    for (const address of [path, `${pathname}.data${search && `?${search}`}`]) {
      const init = { method: 'POST', headers, body: new URLSearchParams(form), redirect: 'manual' as const };
      const answer = await fetch(server.url + address, init);
      await answer.arrayBuffer();
      expect([address, JSON.stringify(form), answer.status]).toEqual([address, JSON.stringify(form), 400]);
    }
  }
  expect(server.output()).not.toContain('"level":"error"');
}, 180_000);
