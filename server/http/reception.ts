/** What every request goes through, whichever way it came: who may send it, who is calling, how a failure is told, and the log line
 *  at its end. */
import * as paths from '#domain/paths';
import { USER_HEADER } from '#domain/wire';
import { type Authentication, authenticate, noteSighting } from '#server/auth/login-session';
import type { Context, Services } from '#server/context/context';
import { withRequestId } from '#server/context/log';
import { loadSchoolLanguage } from '#server/services/school/school';
import { RequestRefusal } from './body-limit';
import { isOwnHost, isOwnOrigin, loggedPath, securityHeaders } from './http-headers';
import { type Client, createContext, type RequestHead } from './request-context';

const DELIVERY_PATH = paths.api('checkIn.submit');

/** One request on its way: what the log line at its end tells. */
export type Visit<Head extends RequestHead = RequestHead> = {
  request: Head;
  client: Client;
  url: URL;
  requestId: string;
  actorId: number | null;
  startedAt: number;
};

function text(status: number, message: string): Response {
  return new Response(message, { status, headers: { 'Content-Type': 'text/plain; charset=utf-8' } });
}

export function setHeaders(response: Response, headers: Record<string, string>, cookies: string[] = []): Response {
  for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
  for (const cookie of cookies) response.headers.append('Set-Cookie', cookie);
  return response;
}

/** Nobody, when the request names another person than the one who is signed in: a queued call counts for its own person only. */
function forNamedPerson(identity: Authentication, { headers }: RequestHead): Authentication {
  const named = headers.get(USER_HEADER);
  return named === null || named === String(identity.actor?.id) ? identity : { ...identity, actor: null, loginSession: null };
}

/** The reception of one deployment. */
export function createReception(services: Services) {
  const { policy, log } = services;
  const headers = securityHeaders(policy.baseUrl);

  function begin<Head extends RequestHead>(request: Head, client: Client): Visit<Head> {
    const startedAt = performance.now();
    return { request, client, url: new URL(request.url), requestId: crypto.randomUUID(), actorId: null, startedAt };
  }

  /** @throws RequestRefusal for what was sent to another name, or from another site */
  function refuseStrangers({ request, url }: Visit): void {
    if (!isOwnHost(url, policy)) throw new RequestRefusal(421, 'Refused: this is not the address of the school.');
    if (!isOwnOrigin(request, policy)) throw new RequestRefusal(403, 'Refused: sent from another site.');
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

  /** The answer when something was refused or went wrong. What nobody expected is logged. */
  function answerFailure(error: unknown, { requestId }: Visit): Response {
    if (error instanceof RequestRefusal)
      return setHeaders(text(error.status, error.message), { ...headers.api, ...error.headers });
    withRequestId(log, requestId)('error', 'request.failed', { error });
    return setHeaders(
      text(500, `Something went wrong. If it happens again, tell the school this number: ${requestId}`),
      headers.api,
    );
  }

  /** The log line of a request that has its answer. */
  function end({ request, url, requestId, actorId, startedAt }: Visit, status: number): void {
    const ms = Math.round((performance.now() - startedAt) * 10) / 10;
    const fields = { method: request.method, path: loggedPath(url.pathname), status, ms, actorId, requestId };
    log(url.pathname === '/healthz' ? 'debug' : 'info', 'request', fields);
  }

  return { headers, begin, refuseStrangers, openContext, answerFailure, end };
}
