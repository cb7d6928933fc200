/** What administrators have. */
import { type Query, withNews, withQuery } from './query';

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

/** What one keeps of them under a name. */
export function savedViews(): string {
  return '/admin/reports/views';
}

export function live(show?: 'open' | 'not-taken' | 'waiting'): string {
  return show === undefined ? '/admin/live' : `/admin/live?show=${show}`;
}

export function people(): string {
  return '/admin/people';
}

export function newPerson(): string {
  return '/admin/people/new';
}

export function person(userId: number, news?: 'added' | 'merged'): string {
  return withNews(`/admin/people/${userId}`, news);
}

/** The class sessions behind a student's rate. @param of as of one's own */
export function personSessions(userId: number, of: Query = {}): string {
  return withQuery(`${person(userId)}/sessions`, of);
}

/** Letting one person in, or in again. */
export function invitePerson(userId: number): string {
  return `${person(userId)}/invite`;
}

/** Who is told of a student's alerts. @param edit the one that is changed in its place */
export function guardians(userId: number, edit?: number): string {
  return withQuery(`${person(userId)}/guardians`, { edit });
}

/** The classes of a member of staff on a day, by default today. */
export function dayOfPerson(userId: number): string {
  return `${person(userId)}/day`;
}

/** Letting another account of the same person go over into this one. @param otherId one that is chosen */
export function mergePerson(userId: number, otherId?: number): string {
  return `${person(userId)}/merge${otherId === undefined ? '' : `?other=${otherId}`}`;
}

/** @param query what is open over the list: `open: 'section'` for a new one, of the `course` */
export function sections(query: Query = {}): string {
  return withQuery('/admin/sections', query);
}

/** @param query `enrolment`: the one that is open on the page; `added`: the section is new */
export function section(sectionId: number, query: Query = {}): string {
  return withQuery(`/admin/sections/${sectionId}`, query);
}

/** The audit log. @param about what it is narrowed to, by id */
export function audit(about: { person?: number; section?: number; actor?: number } = {}): string {
  return withQuery('/admin/audit', about);
}

/** The audit log as a file. @param search as of the page: "?person=3" */
export function auditFile(search: string): string {
  return `/export/audit.csv${search}`;
}

/** The database: backups, an export of everything, what is in it.
 *  @param confirm what waits for the password: a backup by its name, or `everything` */
export function schoolData(confirm?: string): string {
  return withQuery('/admin/data', { confirm });
}

/** Hands out a backup. By POST only, here as in the next. */
export function backupFile(): string {
  return '/admin/data/backup';
}

/** Hands out everything. */
export function everythingFile(): string {
  return '/admin/data/export';
}

export function settings(): string {
  return '/admin/settings';
}

/** The school's reasons for marks. */
export function reasonCodes(): string {
  return '/admin/settings/reasons';
}

/** The school's rules of alerts. */
export function alertRules(): string {
  return '/admin/settings/alerts';
}

/** What a class has in their place. */
export function sectionAlertRules(sectionId: number): string {
  return `/admin/sections/${sectionId}/alerts`;
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

/** @param given what its form begins with, by the names of its fields */
export function newSlot(given: Query = {}): string {
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

/** A made-up school as a OneRoster file. */
export function sampleRoster(): string {
  return '/export/sample-oneroster.zip';
}

/** The school as a OneRoster file. */
export function oneRosterFile(): string {
  return '/export/oneroster.zip';
}

/** What was sent, and what could not be. */
export function deliveries(): string {
  return '/admin/deliveries';
}
