/** Which requests the worker keeps answers to, and which it never may. */
import * as paths from '#app/paths';

/** Pages that open with no network: what a lesson needs. Everything else is fetched, and has the offline page otherwise. */
const OFFLINE_PAGES: readonly string[] = [
  paths.home(),
  paths.timetable(),
  paths.attendance(),
  paths.scan(),
  paths.checkIn(),
  paths.inbox(),
  paths.badge(),
  paths.outbox(),
  paths.selfTest(),
  paths.staffDay(),
];

/** Remix asks for a page's data at its path with this ending; the first page's own is `/_root.data`. */
const DATA = /\.data$/;

/** Forms that change who is signed in: pages kept so far belong to somebody else afterwards. */
const CHANGE_USER: readonly string[] = [paths.signIn(), paths.signOut(), paths.setUp()];

/** In either case: a QR code says it in capitals. */
function isKept(pathname: string): boolean {
  const page = pathname.toLowerCase();
  return OFFLINE_PAGES.includes(page) || page === paths.register(Number(page.split('/').at(-1)));
}

/** A register as it stood once is another page than the register, and neither answers for the other. */
const isOfNow = ({ searchParams }: URL) => !searchParams.has('asAt');

export function isOfflinePage(url: URL): boolean {
  return isOfNow(url) && isKept(url.pathname);
}

export function isOfflineData(url: URL): boolean {
  return isOfNow(url) && DATA.test(url.pathname) && isKept(url.pathname.replace(DATA, '').replace(/^\/_root$/, paths.home()));
}

export function changesUser(url: URL): boolean {
  return CHANGE_USER.includes(url.pathname.replace(DATA, ''));
}

/** The address of a page's data, as a navigation within the app asks for it. */
export function dataPathOf(page: string): string {
  return page === paths.home() ? '/_root.data' : `${page}.data`;
}
