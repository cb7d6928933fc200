/** Addresses that the server names too: in mails, QR codes, calendars and its own bounds. `app/paths` has these and all others. */
import type { Role } from './person/user';

/** A procedure of the API; without one, where all of them are. */
export function api(procedure?: string): string {
  return procedure === undefined ? '/trpc' : `/trpc/${procedure}`;
}

/** Where a scanned QR code leads. The token stands in the fragment. */
export function checkIn(): string {
  return '/c';
}

/** Where the first administrator begins. The code stands in the fragment. */
export function setUp(): string {
  return '/set-up';
}

/** Joining. The code stands in the fragment, here as in the next two. */
export function acceptInvitation(): string {
  return '/accept-invitation';
}

/** Choosing another password. */
export function resetPassword(): string {
  return '/reset-password';
}

/** Proving that an address is one's own.
 *  @param news `sent`: another link is on its way */
export function confirmAddress(news?: 'sent'): string {
  return news ? `/confirm-address?${news}` : '/confirm-address';
}

/** The secret address of one person's timetable. */
export function calendarFeed(token: string): string {
  return `/calendar/${token}.ics`;
}

/** Another address after each change, so browsers may keep the picture.
 *  @param photoAt when it was set, epoch ms */
export function photo(userId: number, photoAt: number): string {
  return `/photos/${userId}?v=${photoAt}`;
}

/** Takes and removes one's own photo. */
export function ownPhoto(): string {
  return '/profile/photo';
}

/** The file that comes with a request for a correction. */
export function attachment(correctionId: number): string {
  return `/corrections/${correctionId}/attachment`;
}

/** The file of an announcement. */
export function announcementFile(announcementId: number): string {
  return `/announcements/${announcementId}/file`;
}

/** What was announced, and by whom it was read. Administrators have a page of their own. */
export function announcements(role: Role): string {
  return role === 'admin' ? '/admin/announcements' : '/teach/announcements';
}

/** @param to a class that is ticked already, or the person to write to */
export function newAnnouncement(role: Role, to: { section?: number; person?: number } = {}): string {
  const query = new URLSearchParams(Object.entries(to).map(([name, id]) => [name, String(id)]));
  return `${announcements(role)}/new${query.size === 0 ? '' : `?${query}`}`;
}

/** Where a student says that a mark of their own is wrong. */
export function askCorrection(classSessionId: number): string {
  return `/attendance/${classSessionId}/correction`;
}

/** Where staff say that a mark of a register is wrong. */
export function askCorrectionAsStaff(classSessionId: number, studentId?: number): string {
  const page = `/teach/sessions/${classSessionId}/correction`;
  return studentId === undefined ? page : `${page}?student=${studentId}`;
}

/** Files of the school's information system, and what became of them. */
export function imports(): string {
  return '/admin/import';
}

/** Days without classes. */
export function closures(): string {
  return '/admin/timetable/closures';
}

/** One's own messages. @param id the one to come to */
export function inbox(id?: number): string {
  return id === undefined ? '/inbox' : `/inbox#message-${id}`;
}

/** Scanning and typing codes. */
export function scan(): string {
  return '/scan';
}

/** What a guardian sees of a student, without signing in, here as in the next two. The token is a secret. */
export function guardianDays(token: string): string {
  return `/guardian/${token}`;
}

/** Proving that a guardian's address is their own. */
export function confirmGuardian(token: string): string {
  return `/guardian/confirm/${token}`;
}

/** Ends a guardian's mails. */
export function stopGuardianMails(token: string): string {
  return `/guardian/unsubscribe/${token}`;
}

/** Ends mails, without signing in. The token says whose and which. */
export function unsubscribe(token: string): string {
  return `/unsubscribe/${token}`;
}
