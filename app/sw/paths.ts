/** Which requests the worker keeps answers to, and which it never may. */

/** Pages that open with no network: what a lesson needs. Everything else is fetched, and has the offline page otherwise. */
const OFFLINE_PAGE = /^\/(timetable|attendance|scan|c|inbox|badge|outbox|self-test|teach|teach\/sessions\/\d+)?$/i;

/** Remix asks for a page's data at its path with this ending; the first page's own is `/_root.data`. */
const DATA = /\.data$/;

/** Whoever signs in or out here, the pages kept so far are not theirs. */
const CHANGES_USER = /^\/(sign-in|sign-out|set-up)(\.data)?$/;

export function isOfflinePage(url: URL): boolean {
  return OFFLINE_PAGE.test(url.pathname);
}

export function isOfflineData(url: URL): boolean {
  if (!DATA.test(url.pathname)) return false;
  const page = url.pathname.replace(DATA, '').replace(/^\/_root$/, '/');
  return OFFLINE_PAGE.test(page);
}

export function changesUser(url: URL): boolean {
  return CHANGES_USER.test(url.pathname);
}

/** The address of a page's data, as a navigation within the app asks for it. */
export function dataPathOf(page: string): string {
  return page === '/' ? '/_root.data' : `${page}.data`;
}
