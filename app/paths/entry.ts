/** Coming in and going out, and what everybody has: one's own account, inbox and week. */
import type { View } from '#domain/view';
import { withNews, withQuery } from './query';

export function signIn(news?: 'joined' | 'reset' | 'confirmed' | 'approved'): string {
  return withNews('/sign-in', news);
}

/** The sign-in page that leads back to `from` (path and search of this site). Never throws. */
export function signInFor(from: string): string {
  return from === home() ? signIn() : `${signIn()}?next=${encodeURIComponent(from)}`;
}

/** `next` when it is a path of this site, otherwise the start page. What browsers make of slashes, backslashes and control
 *  characters is left to the URL parser. Never throws. */
export function safeNext(next: unknown): string {
  const site = 'http://muster.invalid';
  if (typeof next !== 'string' || !next.startsWith('/') || !URL.canParse(next, site)) return home();
  const { origin, pathname, search, hash } = new URL(next, site);
  const isOwn = origin === site && !pathname.startsWith('//');
  return isOwn && !/^\/sign-(in|out)\b/.test(pathname) ? pathname + search + hash : home();
}

/** By POST only. */
export function signOut(): string {
  return '/sign-out';
}

export function signUp(): string {
  return '/sign-up';
}

/** Waiting for approval. @param news `new`: the account has just been asked for */
export function pending(news?: 'new'): string {
  return withNews('/pending', news);
}

export function forgotPassword(news?: 'sent'): string {
  return withNews('/forgot-password', news);
}

/** The start: a student's home, which sends others to where their work is. */
export function home(): string {
  return '/';
}

export function profile(news?: 'saved' | 'password'): string {
  return withNews('/profile', news);
}

export function editProfile(): string {
  return '/profile/edit';
}

export function changePassword(): string {
  return '/profile/password';
}

/** All that is kept about oneself, as a file. */
export function ownData(): string {
  return '/export/my-data.json';
}

/** What was done on this device and has not reached the school. */
export function outbox(): string {
  return '/outbox';
}

export function selfTest(): string {
  return '/self-test';
}

/** One's own week. */
export function timetable(): string {
  return '/timetable';
}

/** One's own timetable in one's own calendar app. */
export function timetableInCalendar(): string {
  return '/timetable/calendar';
}

/** What one is sent, and by which ways. */
export function ownChannels(): string {
  return '/profile/notifications';
}

/** Where a view is chosen and begins, for whoever has several. */
export function viewAs(view: View): string {
  return withQuery('/view', { as: view });
}
