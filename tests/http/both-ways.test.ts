/** Mutations that are posted to Node go straight to their procedure, everything else through the handler. Whatever is sent, the answer
 *  is the one that the handler would give: each procedure is called both ways, over equal databases, and the answers compared. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLoginSession } from '#server/auth/login-session';
import { createHandler } from '#server/http/handler';
import { createMutationHandler } from '#server/http/mutation-handler';
import { createListener, createStoppableServer, listen } from '#server/http/node-listener';
import { appRouter } from '#server/trpc/routers/router';
import { browser, type LogLine, testServices } from '../helpers/api';
import { action, classroom } from '../helpers/classroom';
import { type TestDb, testDb } from '../helpers/db';
import { NOW, user } from '../helpers/factories';
import { phoneOf, scanBy } from '../helpers/phone';

type Caller = 'nobody' | 'student' | 'teacher' | 'admin';
type Call = { by: Caller; method?: string; body?: string; headers?: Record<string, string> };
type Answer = { status: number; headers: Record<string, string>; body: string };
type Way = { url: string; logs: LogLine[]; [Symbol.asyncDispose]: () => Promise<void> };

const ORIGIN = 'http://127.0.0.1';
const CALLERS: Caller[] = ['nobody', 'student', 'teacher', 'admin'];

/** The school that both ways begin with, who is signed in there, and inputs that procedures take. */
let school: TestDb;
let straight: Way;
let around: Way;
const cookies = new Map<Caller, string>();
const inputs = new Map<string, [by: Caller, input: unknown]>();

async function signIn(caller: Caller, { id }: { id: number }): Promise<void> {
  const { request, cookieHeader } = browser(school, { now: Date.now });
  await createLoginSession((await request()).ctx, id);
  cookies.set(caller, String(cookieHeader()));
}

beforeAll(async () => {
  school = await testDb();
  const { session, student, friend, teacher } = await classroom(school, { students: 2 });
  for (const [caller, person] of [
    ['student', student],
    ['teacher', teacher],
    ['admin', await user(school, { role: 'admin' })],
  ] as const)
    await signIn(caller, person);
  const classSessionId = session.id;
  const mark = { ...action(), studentId: friend.id, classSessionId, status: 'late', version: 0 };
  const named: Record<string, [Caller, unknown]> = {
    'checkIn.submit': ['student', await scanBy(school, await phoneOf(school, student), session, { at: NOW })],
    'attendance.mark': ['teacher', mark],
    'classSession.setHeadCount': ['teacher', { ...action(), classSessionId, headCount: 3 }],
    'classSession.extend': ['teacher', { ...action(), classSessionId, minutes: 5 }],
    'classSession.close': ['teacher', { ...action(), classSessionId }],
    'department.add': ['admin', { name: 'Physics' }],
    'auth.signIn': ['nobody', { email: 'nobody@school.test', password: 'wrong horse battery' }],
  };
  for (const [name, given] of Object.entries(named)) inputs.set(name, given);
  await school.$client.execute('pragma wal_checkpoint(truncate)');
  [straight, around] = [await serve(true), await serve(false)];
});

afterAll(async () => {
  for (const made of [straight, around, school]) await made[Symbol.asyncDispose]();
});

/** A server over a database of its own. */
async function serve(isDirect: boolean): Promise<Way> {
  const db = await testDb(school.file);
  const logs: LogLine[] = [];
  const services = testServices(db, { logs, policy: { baseUrl: ORIGIN } });
  const { server, stop } = createStoppableServer();
  const handler = createHandler(services, async () => new Response('page'));
  const ways = isDirect ? { handler, mutations: createMutationHandler(services) } : { handler };
  server.on(
    'request',
    createListener({ ...ways, log: services.log, files: new Map(), fileHeaders: {}, trustProxy: 0, baseUrl: ORIGIN }),
  );
  const url = `http://127.0.0.1:${await listen(server, '127.0.0.1', 0)}`;
  const dispose = async () => {
    await stop();
    await db[Symbol.asyncDispose]();
  };
  return { url, logs, [Symbol.asyncDispose]: dispose };
}

/** What differs from one request to the next, and from one sign-in to the next. */
const BY_CHANCE = /[\w-]{20,}/g;

async function send({ url }: Way, path: string, { by, method = 'POST', body, headers = {} }: Call): Promise<Answer> {
  const Cookie = cookies.get(by);
  const given = { 'Content-Type': 'application/json', Origin: ORIGIN, ...(Cookie && { Cookie }), ...headers };
  const response = await fetch(url + path, { method, headers: given, ...(body !== undefined && { body }) });
  const { date: _, 'x-request-id': id, ...told } = Object.fromEntries(response.headers);
  expect(id).toMatch(/^[0-9a-f-]{36}$/);
  if (told['set-cookie']) told['set-cookie'] = told['set-cookie'].replace(BY_CHANCE, '~');
  return {
    status: response.status,
    headers: told,
    body: (await response.text()).replace(BY_CHANCE, '~').replaceAll(id ?? '', ''),
  };
}

function linesOf({ logs }: Way): unknown[] {
  return logs.splice(0).map(({ ms: _, requestId: __, ...line }) => JSON.stringify(line).replace(BY_CHANCE, '~'));
}

/** Sends the same both ways. */
async function compare(path: string, calls: Call[]): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (const call of calls) {
    const [one, other] = [await send(straight, path, call), await send(around, path, call)];
    expect(one, JSON.stringify(call).slice(0, 200)).toEqual(other);
    expect(linesOf(straight)).toEqual(linesOf(around));
    answers.push(one);
  }
  return answers;
}

const TOO_LONG = { nobody: 'x'.repeat(70_000), somebody: 'x'.repeat(300_000) };

/** What ends sign-ins comes last. */
const ENDS_SIGN_INS = ['user.signOutEverywhereElse', 'auth.signOut'];

const PROCEDURES = Object.entries(appRouter._def.procedures as unknown as Record<string, { _def: { type: string } }>)
  .map(([name, { _def }]) => [name, _def.type] as const)
  .sort(([one], [other]) => ENDS_SIGN_INS.indexOf(one) - ENDS_SIGN_INS.indexOf(other));

test('what is odd about a request is answered the same', async () => {
  const input = JSON.stringify(inputs.get('checkIn.submit')?.[1]);
  const by = 'student';
  const answers = await compare('/trpc/checkIn.submit', [
    { by, body: input, headers: { Origin: 'https://evil.example' } },
    { by, body: input, headers: { Origin: '', 'Sec-Fetch-Site': 'cross-site' } },
    { by, body: input, headers: { 'Content-Type': 'text/plain' } },
    { by, body: input, headers: { 'Content-Type': 'application/json; charset=utf-8' } },
    { by, body: input, headers: { 'trpc-accept': 'application/jsonl' } },
    { by, body: `\ufeff${input}`, headers: { 'Accept-Encoding': 'br' } },
    { by, body: input, method: 'PUT' },
    { by: 'nobody', body: input, headers: { Cookie: '%; muster_session=%E0' } },
  ]);
  expect(answers.map(({ status }) => status)).toEqual([403, 403, 415, 200, 400, 200, 405, 401]);
  for (const path of ['/trpc/checkIn.submit?batch=1', '/trpc/checkIn.submit/', '/trpc/checkIn%2Esubmit', '/trpc/no.such'])
    await compare(path, [{ by, body: input }]);
});

test('a long answer is compressed the same', async () => {
  const fields = Object.fromEntries(Array.from({ length: 40 }, (_, index) => [`wanted${index}`, 'x']));
  const [answer] = await compare('/trpc/school.changeSettings', [
    { by: 'admin', body: JSON.stringify(fields), headers: { 'Accept-Encoding': 'gzip' } },
  ]);
  expect(answer?.status).toBe(400);
});

test.for(PROCEDURES)('%s answers the same', async ([name, type]) => {
  const calls: Call[] = [
    { by: 'admin', body: '{' },
    { by: 'admin', body: '' },
    { by: 'nobody', body: JSON.stringify(TOO_LONG.nobody) },
    { by: 'teacher', body: JSON.stringify(TOO_LONG.somebody) },
    ...(type === 'subscription' ? [] : [{ by: 'nobody', method: 'GET' } as const]),
    ...CALLERS.map((by) => ({ by, body: '{}' })),
  ];
  await compare(`/trpc/${name}`, calls);
  const [by, input] = inputs.get(name) ?? [];
  if (!by) return;
  const again = { by, body: JSON.stringify(input) };
  const [first] = await compare(`/trpc/${name}`, [again, again, { ...again, headers: { 'X-Muster-User': '999' } }]);
  expect(first?.status).toBe(name === 'auth.signIn' ? 401 : 200);
});
