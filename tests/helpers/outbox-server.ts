/**
 * The server's own handler behind a network that fails on demand, with bare pages that run the app's outbox (`outbox-page.ts`)
 * and the app's own service worker.
 */
import path from 'node:path';
import { build } from 'esbuild';
import { createLoginSession } from '#server/auth/login-session';
import { createHandler, type Handler } from '#server/http/handler';
import { createListener, createStoppableServer, listen } from '#server/http/node-listener';
import { browser, testServices } from './api';
import { type TestDb, testDb } from './db';
import type { OutboxPage } from './outbox-page';
import { ROOT } from './program';

declare global {
  /** What a page of this server offers. */
  var muster: OutboxPage;
}

/** What becomes of a request: `cut` nobody answers, `hang` nobody answers for longer than the app waits, `portal` somebody else
 *  answers, `busy` the server asks to come back. With `-after` the server has done its work, and only the answer is lost. */
export const FAULTS = ['cut', 'cut-after', 'error', 'error-after', 'portal', 'busy', 'hang', 'hang-after', 'slow'] as const;
export type Fault = (typeof FAULTS)[number] | 'none';

export type OutboxServer = {
  url: string;
  db: TestDb;
  /** Decides about each call of the API; may be replaced. */
  network: (procedure: string) => Fault;
  /** The cookie of a new sign-in. */
  cookieOf: (person: { id: number }) => Promise<{ name: string; value: string; url: string }>;
  [Symbol.asyncDispose]: () => Promise<void>;
};

/** The app waits 15 s for an answer and 8 s before it says "saved"; here it is 300 and 160 ms. */
const HURRY = `{
  const timeout = AbortSignal.timeout.bind(AbortSignal);
  AbortSignal.timeout = (ms) => timeout(ms / 50);
  const { setTimeout } = globalThis;
  globalThis.setTimeout = (run, ms, ...args) => setTimeout(run, ms === 8000 ? 160 : ms, ...args);
}`;
/** Longer than the app waits, in that time. */
const HANG_MS = 500;
const SLOW_MS = 30;

/** What the worker keeps of this app: a tab opens with no network. */
const SHELL = JSON.stringify(['/tab', '/outbox-page.js'].map((url) => ({ url, revision: '1' })));

async function bundle(entry: string, define: Record<string, string>, tsconfig: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [path.join(ROOT, entry)],
    bundle: true,
    write: false,
    format: 'iife',
    target: 'es2022',
    banner: { js: HURRY },
    define: { 'process.env.NODE_ENV': '"production"', 'import.meta.env.PROD': 'false', ...define },
    tsconfig: path.join(ROOT, tsconfig),
  });
  return outputFiles[0]?.text ?? '';
}

type Files = Map<string, { type: string; body: string }>;
let files: Promise<Files> | undefined;

async function bundleAll(): Promise<Files> {
  const type = 'text/javascript';
  const page = await bundle('tests/helpers/outbox-page.ts', {}, 'tsconfig.json');
  const worker = await bundle('app/sw/sw.ts', { 'self.__WB_MANIFEST': SHELL }, 'app/sw/tsconfig.json');
  const tab = '<!doctype html><title>A tab</title><link rel="icon" href="data:,"><script src="/outbox-page.js"></script>';
  return new Map([
    ['/tab', { type: 'text/html', body: tab }],
    ['/outbox-page.js', { type, body: page }],
    ['/sw.js', { type, body: worker }],
  ]);
}

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** As if the connection had broken. */
function cut(): never {
  throw Object.assign(new Error('The connection was cut.'), { code: 'ECONNRESET' });
}

const NOT_OURS = {
  error: () => new Response('Something went wrong', { status: 500 }),
  portal: () => new Response('Sign in to wifi'),
};

async function suffer(fault: Fault, answer: () => Promise<Response>): Promise<Response> {
  if (fault.endsWith('-after')) await answer();
  switch (fault) {
    case 'cut':
    case 'cut-after':
      return cut();
    case 'error':
    case 'error-after':
      return NOT_OURS.error();
    case 'portal':
      return NOT_OURS.portal();
    case 'busy':
      return Response.json({ error: { message: 'Later.', data: { appCode: 'unavailable' } } }, { status: 503 });
    case 'hang':
    case 'hang-after':
      await wait(HANG_MS);
      return cut();
    case 'slow':
      await wait(SLOW_MS);
      return answer();
    case 'none':
      return answer();
  }
}

/** `await using server = await startOutboxServer()` */
export async function startOutboxServer(): Promise<OutboxServer> {
  files ??= bundleAll();
  const [db, byPath] = await Promise.all([testDb(), files]);
  const { server, stop } = createStoppableServer();
  const url = `http://127.0.0.1:${await listen(server, '127.0.0.1', 0)}`;
  const services = testServices(db, { now: Date.now, policy: { baseUrl: url } });
  const real = createHandler(services, async () => new Response('No page', { status: 404 }));

  const handler: Handler = async (request, client) => {
    const { pathname } = new URL(request.url);
    const file = byPath.get(pathname);
    if (file) return new Response(file.body, { headers: { 'Content-Type': file.type } });
    const procedure = /^\/trpc\/(.+)$/.exec(pathname)?.[1];
    return suffer(procedure ? made.network(procedure) : 'none', () => real(request, client));
  };
  server.on(
    'request',
    createListener({ handler, log: services.log, files: new Map(), fileHeaders: {}, trustProxy: 0, baseUrl: url }),
  );

  const made: OutboxServer = {
    url,
    db,
    network: () => 'none',
    async cookieOf({ id }) {
      const { request, jar } = browser(db, { now: Date.now, policy: { baseUrl: url } });
      await createLoginSession((await request()).ctx, id);
      return { name: 'muster_session', value: String(jar.get('muster_session')), url };
    },
    async [Symbol.asyncDispose]() {
      await stop();
      await db[Symbol.asyncDispose]();
    },
  };
  return made;
}
