/** What one request adds to the services. Built once by the handler, after authentication. */
import type { Language } from '#domain/words/language';
import { readCookie } from '#server/auth/lasting-cookie';
import type { Authentication } from '#server/auth/login-session';
import type { Context, Services } from '#server/context/context';
import { withRequestId } from '#server/context/log';

/** Where a request came from, as the platform tells. */
export type Client = { address: string };

/** What a request says before its body. */
export type RequestHead = { method: string; url: string; headers: { get: (name: string) => string | null } };

/** What is known of a request: where it came from, who sent it, and how the school is read. */
type Known = { request: RequestHead; client: Client; requestId: string; identity: Authentication; schoolLanguage: Language };

/** The request's view of the services. `setCookie` adds to `identity.setCookies`, which the handler sends. */
export function createContext(services: Services, { request, client, requestId, identity, schoolLanguage }: Known): Context {
  const cookieHeader = request.headers.get('cookie');
  return {
    ...services,
    log: withRequestId(services.log, requestId),
    requestId,
    address: client.address,
    userAgent: request.headers.get('user-agent') ?? '',
    actor: identity.actor,
    loginSession: identity.loginSession,
    schoolLanguage,
    cookie: (name) => readCookie(cookieHeader, name),
    setCookie: (header) => identity.setCookies.push(header),
  };
}
