/**
 * One request, from either platform, to its response: protections first, then who is calling, then the API or a page.
 * The API comes before Remix because a check-in has no use for a page's machinery.
 */
import type { AppLoadContext } from '@remix-run/server-runtime';
import { sql } from 'drizzle-orm';
import * as paths from '#domain/paths';
import { USER_HEADER } from '#domain/wire';
import { type Authentication, authenticate, noteSighting } from '#server/auth/login-session';
import type { Context, Policy, Services } from '#server/context/context';
import { withRequestId } from '#server/context/log';
import { loadSchoolLanguage } from '#server/services/school/school';
import { answerApi } from './api';
import { RequestRefusal } from './body-limit';
import { formLimits, readForm } from './form-reader';
import { isOwnHost, isOwnOrigin, loggedPath, securityHeaders } from './http-headers';
import { type Client, createContext } from './request-context';

export type PageRenderer = (request: Request, context: AppLoadContext) => Promise<Response>;
export type Handler = (request: Request, client: Client) => Promise<Response>;

/** Pages are kept by nobody but our own service worker, which forgets them at sign-out: going back shows nothing of somebody else. */
const UNKEPT = 'private, no-store';

/** A route that says its own is stricter than a page: what people have uploaded, and what is at a secret address. */
const OWN_HEADERS = ['Content-Security-Policy', 'Referrer-Policy'];

const API_PREFIX = paths.api('');
const PAGE_METHODS = ['GET', 'HEAD', 'POST'];
const DELIVERY_PATH = paths.api('checkIn.submit');

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

/** @throws RequestRefusal for what was sent to another name, or from another site */
function refuseStrangers({ request, url }: Visit, policy: Policy): void {
  if (!isOwnHost(url, policy)) throw new RequestRefusal(421, 'Refused: this is not the address of the school.');
  if (!isOwnOrigin(request, policy)) throw new RequestRefusal(403, 'Refused: sent from another site.');
}

function isDecodable(pathname: string): boolean {
  try {
    decodeURI(pathname);
    return true;
  } catch {
    return false;
  }
}

/** @throws RequestRefusal for what no page is asked for */
function refuseOddities({ request, url }: Visit): void {
  if (!PAGE_METHODS.includes(request.method))
    throw new RequestRefusal(405, 'Refused: pages are read or sent a form.', { Allow: PAGE_METHODS.join(', ') });
  if (!isDecodable(url.pathname)) throw new RequestRefusal(400, 'Refused: this address cannot be read.');
  // How Remix asked for data once: it would still answer, and log a warning each time.
  if (url.searchParams.has('_data')) throw new RequestRefusal(400, 'Refused: there is no such data.');
}

/** A form's request once the form is read. It has been found to come from us: Remix would compare with `X-Forwarded-Host`. */
function withoutBody({ url, method, headers: sent, signal }: Request): Request {
  const headers = new Headers(sent);
  for (const name of ['origin', 'content-type', 'content-length']) headers.delete(name);
  return new Request(url, { method, headers, signal });
}

/** Answers requests for one deployment. The handler never rejects: what goes wrong is logged and becomes a 500 with the request's id. */
export function createHandler(services: Services, renderPage: PageRenderer): Handler {
  const headers = securityHeaders(services.policy.baseUrl);

  /** Cheap enough for whoever asks every second: nothing is written. */
  async function findHealth(): Promise<'ok' | 'disk-full' | 'unavailable'> {
    try {
      await services.db.run(sql`select 1`);
      return (await services.isDiskFull?.()) ? 'disk-full' : 'ok';
    } catch {
      return 'unavailable';
    }
  }

  async function answerHealth(): Promise<Response> {
    const status = await findHealth();
    return setHeaders(Response.json({ status }, { status: status === 'ok' ? 200 : 503 }), headers.api);
  }

  /** Who is calling, and the cookies to send for it. */
  async function openContext(visit: Visit): Promise<{ ctx: Context; cookies: string[] }> {
    const { request, client, requestId } = visit;
    const [found, schoolLanguage] = await Promise.all([
      authenticate(services, { cookieHeader: request.headers.get('cookie') }),
      loadSchoolLanguage(services),
    ]);
    const identity = forNamedPerson(found, request);
    visit.actorId = identity.actor?.id ?? null;
    const ctx = createContext(services, { request, client, requestId, identity, schoolLanguage });
    // Delivering saved calls does not count as being online: it would make the check-ins in them look held back.
    if (visit.url.pathname !== DELIVERY_PATH) await noteSighting(ctx);
    return { ctx, cookies: identity.setCookies };
  }

  async function answerPage({ request, url }: Visit, ctx: Context, cookies: string[]): Promise<Response> {
    const nonce = createNonce();
    const isForm = request.method === 'POST';
    const form = isForm ? await readForm(request, formLimits(url.pathname, ctx.actor)) : new FormData();
    const page = await renderPage(isForm ? withoutBody(request) : request, { ctx, nonce, form });
    const own = OWN_HEADERS.map((name) => [name, page.headers.get(name)] as const);
    const response = setHeaders(new Response(page.body, page), headers.page(nonce), cookies);
    for (const [name, value] of own) if (value !== null) response.headers.set(name, value);
    if (!response.headers.has('Cache-Control')) response.headers.set('Cache-Control', UNKEPT);
    return response;
  }

  async function answer(visit: Visit): Promise<Response> {
    const { pathname } = visit.url;
    if (pathname === '/healthz') return answerHealth();
    const isApi = pathname.startsWith(API_PREFIX);
    refuseStrangers(visit, services.policy);
    if (!isApi) refuseOddities(visit);
    const { ctx, cookies } = await openContext(visit);
    return isApi ? setHeaders(await answerApi(visit.request, ctx), headers.api, cookies) : answerPage(visit, ctx, cookies);
  }

  function logVisit({ request, url, requestId, actorId }: Visit, status: number, ms: number): void {
    const fields = { method: request.method, path: loggedPath(url.pathname), status, ms, actorId, requestId };
    services.log(url.pathname === '/healthz' ? 'debug' : 'info', 'request', fields);
  }

  function answerFailure(error: unknown, { requestId }: Visit): Response {
    if (error instanceof RequestRefusal)
      return setHeaders(text(error.status, error.message), { ...headers.api, ...error.headers });
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
