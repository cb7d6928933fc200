/** What staff have: classes, registers, and what waits for a decision. */

import { announcements } from '#domain/paths';
import type { Role } from '#domain/person/user';
import { type Query, withNews, withQuery } from './query';

/** A staff member's classes, beside each other. */
export function ownSections(): string {
  return '/teach/sections';
}

/** A class as its staff see it: its figures, its students, and the grid of their marks.
 *  @param query the days */
export function classOverview(sectionId: number, query: Query = {}): string {
  return withQuery(`/teach/sections/${sectionId}`, query);
}

/** The class sessions behind its figures.
 *  @param query the days, and what they are narrowed by */
export function classSessionsBehind(sectionId: number, query: Query): string {
  return withQuery(`/teach/sections/${sectionId}/sessions`, query);
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

/** @param news `published`: it has just been sent */
export function announcement(role: Role, announcementId: number, news?: 'published'): string {
  return withNews(`${announcements(role)}/${announcementId}`, news);
}

/** Students whose attendance needs attention. Administrators have a page of their own.
 *  @param query what is shown of them, as `AlertFilter` reads it */
export function alerts(role: Role, query: Query = {}): string {
  return withQuery(role === 'admin' ? '/admin/alerts' : '/teach/alerts', query);
}

export function staffDay(): string {
  return '/teach';
}

/** Today's registers to take on paper, or that of a class on whatever day. */
export function blankRegisters(section?: number): string {
  return withQuery('/teach/sessions/blank', { section });
}

export function newClassSession(): string {
  return '/teach/sessions/new';
}

/** @param then the wall time that it is shown as at, empty to choose one */
export function register(classSessionId: number, then: { asAt?: string | undefined } = {}): string {
  return withQuery(`/teach/sessions/${classSessionId}`, then);
}

/** Where a class is moved, cancelled or brought back. */
export function changeClassSession(classSessionId: number): string {
  return `${register(classSessionId)}/change`;
}

/** What was amended in a register, to print. */
export function amendments(classSessionId: number): string {
  return `${register(classSessionId)}/amendments`;
}

/** Every change of a student's mark; without a student, the marks of the register to choose from. */
export function markHistory(classSessionId: number, studentId?: number): string {
  return withQuery(`${register(classSessionId)}/history`, { student: studentId });
}

export function cards(sectionId: number): string {
  return `/teach/sections/${sectionId}/cards`;
}

/** Where chosen students of a class are reminded of something.
 *  @param chosen ids of those who are ticked already */
export function remindStudents(sectionId: number, chosen: readonly number[] = []): string {
  return withQuery(`/teach/sections/${sectionId}/remind`, { students: chosen.length > 0 ? chosen.join(',') : undefined });
}
