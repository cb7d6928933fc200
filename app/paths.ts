/**
 * Every address of the product, one function each: `import * as paths from '#app/paths'`, then `paths.register(id)`. Nothing else
 * writes one down; a test compares them with the routes. Pages that change their own query do so relative to themselves.
 */
import type { Role } from '#domain/person/user';

export * from '#domain/paths';

/** A path with what has just happened, which the page tells once: `/profile?saved`. */
function withNews(path: string, news: string | undefined): string {
  return news === undefined ? path : `${path}?${news}`;
}

/** What an address asks for, by name; what is undefined is not in it. */
export type Query = Record<string, string | number | undefined>;

function withQuery(path: string, query: Query): string {
  const given = Object.entries(query).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]]));
  return given.length === 0 ? path : `${path}?${new URLSearchParams(given)}`;
}

// Coming in and going out.

export function signIn(news?: 'joined' | 'reset' | 'confirmed'): string {
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

// For everybody.

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

export function inbox(): string {
  return '/inbox';
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

// For students.

export function scan(): string {
  return '/scan';
}

export function badge(): string {
  return '/badge';
}

/** One's own marks. @param day YYYY-MM-DD: its month, with the day open */
export function attendance(day?: string): string {
  return day === undefined ? '/attendance' : `/attendance?month=${day.slice(0, 7)}&day=${day}#day`;
}

/** One's own marks as a file. */
export function ownAttendance(): string {
  return '/export/my-attendance.csv';
}

/** Own absence that is asked for in advance, and what became of it. */
export function leave(): string {
  return '/leave';
}

// For staff.

/** A staff member's classes, beside each other. */
export function ownSections(): string {
  return '/teach/sections';
}

/** A class as its staff see it: its figures, its students, and the grid of their marks.
 *  @param query the days */
export function classOverview(sectionId: number, query: Query = {}): string {
  return withQuery(`/teach/sections/${sectionId}`, query);
}

/** Marks as a file.
 *  @param query what is in it, as `ExportQuery` reads it */
export function reportFile(kind: 'csv' | 'xlsx', query: Query): string {
  return withQuery(`/export/report.${kind}`, query);
}

/** What waits for a decision: corrections of marks. Administrators have a page of their own. */
export function corrections(role: Role): string {
  return role === 'admin' ? '/admin/corrections' : '/teach/corrections';
}

/** Beside them: leave. */
export function leaveRequests(role: Role): string {
  return `${corrections(role)}/leave`;
}

export function staffDay(): string {
  return '/teach';
}

export function newClassSession(): string {
  return '/teach/sessions/new';
}

export function register(classSessionId: number): string {
  return `/teach/sessions/${classSessionId}`;
}

/** Where a class is moved, cancelled or brought back. */
export function changeClassSession(classSessionId: number): string {
  return `${register(classSessionId)}/change`;
}

/** What was amended in a register, to print. */
export function amendments(classSessionId: number): string {
  return `${register(classSessionId)}/amendments`;
}

export function cards(sectionId: number): string {
  return `/teach/sections/${sectionId}/cards`;
}

// For administrators.

/** @param news `welcome`: the school has just been set up */
export function overview(news?: 'welcome'): string {
  return withNews('/admin', news);
}

/** Attendance of the school over some days.
 *  @param query its days, the part of the school, and what the figures are told apart by; here as in the next three */
export function reports(query: Query = {}): string {
  return withQuery('/admin/reports', query);
}

/** Students who miss much. */
export function reportedStudents(query: Query = {}): string {
  return withQuery('/admin/reports/students', query);
}

/** Registers that nobody took, and how check-ins fare. */
export function reportedRegisters(query: Query = {}): string {
  return withQuery('/admin/reports/registers', query);
}

/** The class sessions behind a figure. */
export function reportedClassSessions(query: Query = {}): string {
  return withQuery('/admin/reports/sessions', query);
}

export function live(show?: 'open' | 'not-taken'): string {
  return show === undefined ? '/admin/live' : `/admin/live?show=${show}`;
}

export function people(): string {
  return '/admin/people';
}

export function newPerson(): string {
  return '/admin/people/new';
}

export function person(userId: number, news?: 'added'): string {
  return withNews(`/admin/people/${userId}`, news);
}

/** Letting one person in, or in again. */
export function invitePerson(userId: number): string {
  return `${person(userId)}/invite`;
}

export function sections(): string {
  return '/admin/sections';
}

/** @param enrolmentId one that is open on the page */
export function section(sectionId: number, enrolmentId?: number | null): string {
  return withQuery(`/admin/sections/${sectionId}`, { enrolment: enrolmentId || undefined });
}

/** The audit log. @param about what it is narrowed to, by id */
export function audit(about: { person?: number; section?: number; actor?: number } = {}): string {
  return withQuery('/admin/audit', about);
}

/** The audit log as a file. @param search as of the page: "?person=3" */
export function auditFile(search: string): string {
  return `/export/audit.csv${search}`;
}

export function settings(): string {
  return '/admin/settings';
}

/** The timetable of the school, as a week of slots. */
export function schoolTimetable(): string {
  return '/admin/timetable';
}

export function terms(): string {
  return '/admin/timetable/terms';
}

export function slot(slotId: number): string {
  return `/admin/timetable/slots/${slotId}`;
}

/** @param weekday 1 is Monday */
export function newSlot(given: { termId?: number; weekday?: number } = {}): string {
  return withQuery('/admin/timetable/slots/new', given);
}

/** What one file would do or did. */
export function importBatch(batchId: number): string {
  return `/admin/import/${batchId}`;
}

/** The rows of a file that were refused, as a file. */
export function refusedRows(batchId: number): string {
  return `/export/import/${batchId}/refused.csv`;
}

/** The school as a OneRoster file. */
export function oneRosterFile(): string {
  return '/export/oneroster.zip';
}

// Reading addresses.

/** The id a path names. @throws Response 404 for what cannot be an id */
export function pathId(id: string | undefined): number {
  const number = /^\d{1,15}$/.test(id ?? '') ? Number(id) : 0;
  if (number > 0) return number;
  throw new Response(null, { status: 404 });
}
