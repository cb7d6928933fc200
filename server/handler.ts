/**
 * One request, from either platform, to its response: protections first, then who is calling, then the API or a page.
 * The API comes before Remix because a check-in has no use for a page's machinery.
 */
import type { AppLoadContext } from '@remix-run/server-runtime';
import { sql } from 'drizzle-orm';
import { USER_HEADER } from '#domain/wire';
import { answerApi } from './api';
import { type Authentication, authenticate, noteSighting } from './auth/login-session';
import { limitBody } from './body-limit';
import type { Context, Services } from './context';
import { isOwnOrigin, loggedPath, securityHeaders } from './http-headers';
import { withRequestId } from './log';
import { type Client, createContext } from './request-context';

export type PageRenderer = (request: Request, context: AppLoadContext) => Promise<Response>;
export type Handler = (request: Request, client: Client) => Promise<Response>;

/** The longest input of a procedure is a register of some hundred marks. */
const MAX_API_BYTES = 1_000_000;
/** The longest form brings a file of ten thousand people. */
const MAX_FORM_BYTES = 10_000_000;

/** Pages are kept by nobody but our own service worker, which forgets them at sign-out: going back shows nothing of somebody else. */
const UNKEPT = 'private, no-store';

const API_PREFIX = '/trpc/';
const DELIVERY_PATH = '/trpc/checkIn.submit';

/** One request on its way: what the log line at its end tells. */
type Visit = { request: Request; client: Client; url: URL; requestId: string; actorId: number | null };

function text(status: number, message: string): Response {
  return new Response(message, { status, headers: { 'Content-Type': 'text/plain; charset=utf-8' } });
}

function setHeaders(response: Response, headers: Record<string, string>, cookies: string[] = []): Response {
  for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
  for (const cookie of cookies) response.headers.append('Set-Cookie', cookie);
  return response;
}

function createNonce(): string {
  return btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16))));
}

/** Nobody, when the request names another person than the one who is signed in: a queued call counts for its own person only. */
function forNamedPerson(identity: Authentication, { headers }: Request): Authentication {
  const named = headers.get(USER_HEADER);
  return named === null || named === String(identity.actor?.id) ? identity : { ...identity, actor: null, loginSession: null };
}

/** Answers requests for one deployment. The handler never rejects: what goes wrong is logged and becomes a 500 with the request's id. */
export function createHandler(services: Services, renderPage: PageRenderer): Handler {
  const headers = securityHeaders(services.policy.baseUrl);

  async function answerHealth(): Promise<Response> {
    const isUp = await services.db.run(sql`select 1`).then(
      () => true,
      () => false,
    );
    return setHeaders(Response.json({ status: isUp ? 'ok' : 'unavailable' }, { status: isUp ? 200 : 503 }), headers.api);
  }

  /** Who is calling, and the cookies to send for it. */
  async function openContext(visit: Visit): Promise<{ ctx: Context; cookies: string[] }> {
    const { request, client, requestId } = visit;
    const identity = forNamedPerson(await authenticate(services, { cookieHeader: request.headers.get('cookie') }), request);
    visit.actorId = identity.actor?.id ?? null;
    const ctx = createContext(services, request, client, requestId, identity);
    // A delivery is no evidence against itself.
    if (visit.url.pathname !== DELIVERY_PATH) await noteSighting(ctx);
    return { ctx, cookies: identity.setCookies };
  }

  async function answerPage(request: Request, ctx: Context, cookies: string[]): Promise<Response> {
    const nonce = createNonce();
    const page = await renderPage(request, { ctx, nonce });
    const response = setHeaders(new Response(page.body, page), headers.page(nonce), cookies);
    if (!response.headers.has('Cache-Control')) response.headers.set('Cache-Control', UNKEPT);
    return response;
  }

  async function answer(visit: Visit): Promise<Response> {
    const { pathname } = visit.url;
    if (pathname === '/healthz') return answerHealth();
    const isApi = pathname.startsWith(API_PREFIX);
    if (!isOwnOrigin(visit.request, services.policy.baseUrl))
      return setHeaders(text(403, 'Refused: sent from another site.'), headers.api);
    const request = await limitBody(visit.request, isApi ? MAX_API_BYTES : MAX_FORM_BYTES);
    if (!request) return setHeaders(text(413, 'Refused: too much was sent at once.'), headers.api);
    const { ctx, cookies } = await openContext(visit);
    return isApi ? setHeaders(await answerApi(request, ctx), headers.api, cookies) : answerPage(request, ctx, cookies);
  }

  function logVisit({ request, url, requestId, actorId }: Visit, status: number, ms: number): void {
    const fields = { method: request.method, path: loggedPath(url.pathname), status, ms, actorId, requestId };
    services.log(url.pathname === '/healthz' ? 'debug' : 'info', 'request', fields);
  }

  function answerFailure(error: unknown, { requestId }: Visit): Response {
    withRequestId(services.log, requestId)('error', 'request.failed', { error });
    return setHeaders(
      text(500, `Something went wrong. If it happens again, tell the school this number: ${requestId}`),
      headers.api,
    );
  }

  return async (request, client) => {
    const startedAt = performance.now();
    const visit: Visit = { request, client, url: new URL(request.url), requestId: crypto.randomUUID(), actorId: null };
    const response = await answer(visit).catch((error) => answerFailure(error, visit));
    response.headers.set('X-Request-Id', visit.requestId);
    logVisit(visit, response.status, Math.round((performance.now() - startedAt) * 10) / 10);
    return response;
  };
}
