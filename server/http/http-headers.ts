/** What headers say: the protections every response carries, where a request goes and where it comes from. Pure. */
import { isLoopback } from '#server/config';
import type { Policy } from '#server/context/context';
import type { RequestHead } from './request-context';

/** Sent with every response, whatever it is. */
const COMMON = {
  'X-Content-Type-Options': 'nosniff',
  // Tokens live in fragments, which no referrer holds; paths stay within the school.
  'Referrer-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
};

/** A year, as browsers' preload lists ask at least. */
const HSTS = { 'Strict-Transport-Security': 'max-age=31536000' };

/** An answer for programs is never shown as a page. */
const API_POLICY = "default-src 'none'; frame-ancestors 'none'";

const PERMISSIONS = 'camera=(self), microphone=(), geolocation=(), payment=(), usb=()';

/** The content security policy of a page. Inline scripts run only with this response's nonce; without one, none do. */
export function pagePolicy(nonce?: string): string {
  return [
    "default-src 'self'",
    nonce ? `script-src 'self' 'nonce-${nonce}'` : "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "connect-src 'self'",
    "worker-src 'self' blob:",
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "object-src 'none'",
  ].join('; ');
}

export type HeaderSets = {
  /** For `/trpc` and `/healthz`: the same object each time. */
  api: Record<string, string>;
  /** For pages and files. Without a nonce no inline script runs. */
  page: (nonce?: string) => Record<string, string>;
};

/** The headers of one deployment. */
export function securityHeaders(baseUrl: string): HeaderSets {
  const common = { ...COMMON, ...(baseUrl.startsWith('https:') && HSTS) };
  return {
    api: { ...common, 'Content-Security-Policy': API_POLICY, 'Cache-Control': 'no-store' },
    page: (nonce) => ({ ...common, 'Content-Security-Policy': pagePolicy(nonce), 'Permissions-Policy': PERMISSIONS }),
  };
}

/** Whether a request went to this school: to the name in `BASE_URL`, at whatever port a proxy listens, or in the demo to any name of
 *  this machine's own. Under another name it would answer pages of whoever leads that name here (DNS rebinding). Never throws. */
export function isOwnHost({ hostname }: URL, { baseUrl, isDemo }: Policy): boolean {
  return isDemo ? isLoopback(hostname) : hostname === new URL(baseUrl).hostname;
}

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Whether a request that may change something was sent by our own pages.
 *
 *  Browsers name the sender in `Origin`, older ones at least in `Sec-Fetch-Site` or `Referer`. A request with none of the
 *  three does not come from a browser's page, and so carries no cookie that another site could have made it send: those
 *  are SameSite=Lax. It is let through; the actor is still checked. The demo also believes the address that was asked, which
 *  `isOwnHost` has found to be this machine. Never throws. */
export function isOwnOrigin(request: RequestHead, { baseUrl, isDemo }: Policy): boolean {
  if (SAFE_METHODS.has(request.method)) return true;
  const isOurs = (origin: string) => origin === baseUrl || (isDemo && origin === new URL(request.url).origin);
  const origin = request.headers.get('origin');
  if (origin !== null) return isOurs(origin);
  const site = request.headers.get('sec-fetch-site');
  if (site !== null) return site === 'same-origin' || site === 'none';
  const referrer = request.headers.get('referer');
  return referrer === null || (URL.canParse(referrer) && isOurs(new URL(referrer).origin));
}

/** What may be logged of a path: never the query, nor a token that is part of the path, in capitals neither, as pages are found by them
 *  too. Never throws. */
export function loggedPath(pathname: string): string {
  return pathname.replace(/^(\/(?:calendar|guardian|unsubscribe)\/).*/i, '$1…');
}
