/** What an export of everything holds: files by name, each a table and the columns of it. A column that is not named here does not leave:
 *  hashes, keys, tokens and sign-ins are in no list. A test holds it against the schema. */
import { getTableColumns, type Table } from 'drizzle-orm';
import type { SQLiteColumn, SQLiteTable } from 'drizzle-orm/sqlite-core';
import {
  alerts,
  announcementSections,
  announcements,
  attendance,
  attendanceEvents,
  auditEvents,
  claims,
  classSessions,
  closures,
  corrections,
  courses,
  covers,
  departments,
  enrolments,
  guardians,
  importBatches,
  leaves,
  notifications,
  reasonCodes,
  reminders,
  school,
  sectionAlertRules,
  sectionStaff,
  sections,
  slots,
  spotChecks,
  terms,
  users,
} from '#db/schema';

export type ExportedTable = { table: SQLiteTable; columns: Record<string, SQLiteColumn> };

type ColumnName<Of extends Table> = keyof Of['_']['columns'] & string;

function some<Of extends SQLiteTable>(table: Of, names: readonly ColumnName<Of>[]): ExportedTable {
  const all: Record<string, SQLiteColumn> = getTableColumns(table);
  return { table, columns: Object.fromEntries(names.map((name) => [name, all[name] as SQLiteColumn])) };
}

const whole = (table: SQLiteTable): ExportedTable => ({ table, columns: getTableColumns(table) });

export const EXPORTED: Record<string, ExportedTable> = {
  school: whole(school),
  people: some(users, [
    ...(['id', 'email', 'name', 'preferredName', 'requestedName', 'phone', 'role', 'state', 'sourcedId', 'locale'] as const),
    ...([
      'studentNumber',
      'familyName',
      'language',
      'createdAt',
      'approvedAt',
      'approvedById',
      'emailConfirmedAt',
      'archivedAt',
    ] as const),
  ]),
  guardians: whole(guardians),
  departments: whole(departments),
  courses: whole(courses),
  sections: whole(sections),
  'section-staff': whole(sectionStaff),
  enrolments: whole(enrolments),
  terms: whole(terms),
  closures: whole(closures),
  slots: whole(slots),
  'class-sessions': some(classSessions, [
    ...(['id', 'sectionId', 'slotId', 'slotDay', 'day', 'startTime', 'endTime', 'zone', 'startsAt', 'endsAt', 'room'] as const),
    ...(['state', 'openedAt', 'openedById', 'checkInClosesAt', 'closesAt', 'closedAt', 'closedById', 'isHeld'] as const),
    ...(['isLocked', 'headCount', 'headCountedAt', 'createdById', 'editedAt'] as const),
  ]),
  covers: whole(covers),
  'reason-codes': whole(reasonCodes),
  marks: some(attendance, [
    ...(['classSessionId', 'studentId', 'status', 'source', 'version', 'note', 'reason', 'reasonCodeId', 'claimId'] as const),
    ...(['actorId', 'actorName', 'actorRole', 'changedAt'] as const),
  ]),
  'mark-history': whole(attendanceEvents),
  'check-ins': some(claims, [
    ...(['id', 'classSessionId', 'studentId', 'deviceAt', 'receivedAt', 'verdict', 'status', 'source', 'reasons'] as const),
    ...(['settledAt', 'settledById'] as const),
  ]),
  'spot-checks': whole(spotChecks),
  corrections: some(corrections, [
    ...(['id', 'classSessionId', 'studentId', 'wantedStatus', 'reason', 'reasonCodeId', 'claimId', 'requestedById'] as const),
    ...(['requestedAt', 'state', 'decidedById', 'decidedAt', 'decidedStatus', 'decisionReason'] as const),
    ...(['attachmentType', 'attachmentSize'] as const),
  ]),
  leaves: whole(leaves),
  alerts: whole(alerts),
  'section-alert-rules': whole(sectionAlertRules),
  announcements: some(announcements, [
    ...(['id', 'actionId', 'authorId', 'title', 'body', 'audience', 'roles', 'departmentIds', 'isPinned'] as const),
    ...(['publishedAt', 'expiresAt', 'editedAt', 'withdrawnAt', 'attachmentType', 'attachmentSize'] as const),
  ]),
  'announcement-sections': whole(announcementSections),
  reminders: whole(reminders),
  notifications: whole(notifications),
  'audit-log': whole(auditEvents),
  imports: whole(importBatches),
};
