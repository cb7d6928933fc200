/**
 * One request, from either platform, to its response: protections first, then who is calling, then the API or a page.
 * The API comes before Remix because a check-in has no use for a page's machinery.
 */
import type { AppLoadContext } from '@remix-run/server-runtime';
import { sql } from 'drizzle-orm';
import * as paths from '#domain/paths';
import type { Context, Services } from '#server/context/context';
import { answerApi } from './api';
import { RequestRefusal } from './body-limit';
import { formLimits, readForm } from './form-reader';
import { createReception, setHeaders, type Visit } from './reception';
import type { Client } from './request-context';

export type PageRenderer = (request: Request, context: AppLoadContext) => Promise<Response>;
export type Handler = (request: Request, client: Client) => Promise<Response>;

/** Pages are kept by nobody but our own service worker, which forgets them at sign-out: going back shows nothing of somebody else. */
const UNKEPT = 'private, no-store';

/** A route that says its own is stricter than a page: what people have uploaded, and what is at a secret address. */
const OWN_HEADERS = ['Content-Security-Policy', 'Referrer-Policy'];

const API_PREFIX = paths.api('');
const PAGE_METHODS = ['GET', 'HEAD', 'POST'];

type PageVisit = Visit<Request>;

function createNonce(): string {
  return btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16))));
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
function refuseOddities({ request, url }: PageVisit): void {
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
  const reception = createReception(services);
  const { headers } = reception;

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

  async function answerPage({ request, url }: PageVisit, ctx: Context, cookies: string[]): Promise<Response> {
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

  async function answer(visit: PageVisit): Promise<Response> {
    const { pathname } = visit.url;
    if (pathname === '/healthz') return answerHealth();
    const isApi = pathname.startsWith(API_PREFIX);
    reception.refuseStrangers(visit);
    if (!isApi) refuseOddities(visit);
    const { ctx, cookies } = await reception.openContext(visit);
    return isApi ? setHeaders(await answerApi(visit.request, ctx), headers.api, cookies) : answerPage(visit, ctx, cookies);
  }

  return async (request, client) => {
    const visit = reception.begin(request, client);
    const response = await answer(visit).catch((error) => reception.answerFailure(error, visit));
    response.headers.set('X-Request-Id', visit.requestId);
    reception.end(visit, response.status);
    return response;
  };
}
