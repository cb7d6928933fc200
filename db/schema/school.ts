/** The school as a whole: its settings, its audit log, and the leases of its jobs. */
import { sql } from 'drizzle-orm';
import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { AuditFacts } from '#domain/audit/audit';
import type { SchoolSettings } from '#domain/school/school';
import { AUDITED_PERSON } from './audited-person';

/** The deployment's single row of settings. */
export const school = sqliteTable('school', {
  id: integer().primaryKey(),
  settings: text({ mode: 'json' }).$type<SchoolSettings>().notNull(),
  updatedAt: integer().notNull(),
});

/** Append-only log of what people did besides marks: registers opened and closed, approvals, settings, people. */
export const auditEvents = sqliteTable(
  'audit_events',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    at: integer().notNull(),
    actorId: integer(),
    actorName: text().notNull(),
    actorRole: text().notNull(),
    action: text().notNull(),
    /** Noun and id of what it happened to, e.g. `class-session:12`. */
    subject: text().notNull(),
    detail: text({ mode: 'json' }).$type<AuditFacts>().notNull(),
  },
  (t) => [
    index('audit_events_subject').on(t.subject, t.id),
    index('audit_events_actor').on(t.actorId, t.id),
    index('audit_events_at').on(t.at),
    index('audit_events_action').on(t.action, t.at),
    index('audit_events_person').on(AUDITED_PERSON, t.id).where(sql`${AUDITED_PERSON} is not null`),
  ],
);

/** A leased job runs in one process at a time. */
export const jobLeases = sqliteTable('job_leases', {
  name: text().primaryKey(),
  holder: text().notNull(),
  expiresAt: integer().notNull(),
});
