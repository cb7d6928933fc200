/** Where to go after signing in: back to the page that asked for it, and never to another site. */

/** The sign-in page that leads back to `from` (path and search of this site). Never throws. */
export function signInPath(from: string): string {
  return from === '/' ? '/sign-in' : `/sign-in?next=${encodeURIComponent(from)}`;
}

/** `next` when it is a path of this site, otherwise the start page. What browsers make of slashes, backslashes and control
 *  characters is left to the URL parser. Never throws. */
export function safeNextPath(next: unknown): string {
  const home = 'http://muster.invalid';
  if (typeof next !== 'string' || !next.startsWith('/') || !URL.canParse(next, home)) return '/';
  const { origin, pathname, search, hash } = new URL(next, home);
  const isOwn = origin === home && !pathname.startsWith('//');
  return isOwn && !/^\/sign-(in|out)\b/.test(pathname) ? pathname + search + hash : '/';
}
