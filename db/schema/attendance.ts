/** The marks, their history, and requests to change them. */
import { sql } from 'drizzle-orm';
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { SOURCES, STATUSES } from '#domain/register/attendance';
import { claims } from './check-in';
import { classSessions } from './class-session';
import { isOneOf } from './is-one-of';
import { users } from './people';
import { sections } from './structure';

/** The marks. A null status is a mark taken back: the row stays so that its version goes on. Rows are never deleted. */
export const attendance = sqliteTable(
  'attendance',
  {
    classSessionId: integer()
      .notNull()
      .references(() => classSessions.id),
    studentId: integer()
      .notNull()
      .references(() => users.id),
    status: text({ enum: STATUSES }),
    source: text({ enum: SOURCES }).notNull(),
    /** Starts at 1 and rises by one with every change; a trigger insists. */
    version: integer().notNull(),
    note: text(),
    reason: text(),
    /** The claim this mark rests on. */
    claimId: text(),
    /** Id of the queued action that set it, for idempotent replays. */
    actionId: text(),
    /** Who made this change, with name and role at that time. Null is Muster itself. */
    actorId: integer().references(() => users.id),
    actorName: text().notNull(),
    actorRole: text().notNull(),
    changedAt: integer().notNull(),
  },
  (t) => [
    primaryKey({ columns: [t.classSessionId, t.studentId] }),
    index('attendance_student').on(t.studentId, t.classSessionId),
    index('attendance_claim').on(t.claimId).where(sql`claim_id is not null`),
    index('attendance_actor').on(t.actorId).where(sql`actor_id is not null`),
    isOneOf('attendance_status_known', t.status, STATUSES),
    isOneOf('attendance_source_known', t.source, SOURCES),
  ],
);

/** Append-only history of every change of a mark, written by trigger in the same transaction. */
export const attendanceEvents = sqliteTable(
  'attendance_events',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    classSessionId: integer().notNull(),
    studentId: integer().notNull(),
    fromStatus: text({ enum: STATUSES }),
    toStatus: text({ enum: STATUSES }),
    source: text({ enum: SOURCES }).notNull(),
    version: integer().notNull(),
    note: text(),
    reason: text(),
    claimId: text(),
    actionId: text(),
    actorId: integer(),
    actorName: text().notNull(),
    actorRole: text().notNull(),
    at: integer().notNull(),
  },
  (t) => [
    uniqueIndex('attendance_events_mark').on(t.classSessionId, t.studentId, t.version),
    index('attendance_events_student').on(t.studentId, t.id),
    index('attendance_events_action').on(t.actionId, t.classSessionId, t.studentId).where(sql`action_id is not null`),
  ],
);

/** One student's marks in held class sessions of a section within the enrolment, kept by trigger. */
export const studentTallies = sqliteTable(
  'student_tallies',
  {
    studentId: integer()
      .notNull()
      .references(() => users.id),
    sectionId: integer()
      .notNull()
      .references(() => sections.id),
    present: integer().notNull().default(0),
    late: integer().notNull().default(0),
    absent: integer().notNull().default(0),
    excused: integer().notNull().default(0),
  },
  (t) => [primaryKey({ columns: [t.studentId, t.sectionId] }), index('student_tallies_section').on(t.sectionId)],
);

/** A request to change a mark of a closed register, and its decision. */
export const corrections = sqliteTable(
  'corrections',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    classSessionId: integer()
      .notNull()
      .references(() => classSessions.id),
    studentId: integer()
      .notNull()
      .references(() => users.id),
    /** Null when the request asks staff to look rather than for a certain status. */
    wantedStatus: text({ enum: STATUSES }),
    reason: text().notNull(),
    claimId: text().references(() => claims.id),
    /** Null when Muster itself asks, for a claim that nobody settled. */
    requestedById: integer().references(() => users.id),
    requestedAt: integer().notNull(),
    state: text({ enum: ['open', 'approved', 'declined'] }).notNull(),
    decidedById: integer().references(() => users.id),
    decidedAt: integer(),
    decisionReason: text(),
  },
  (t) => [
    index('corrections_state').on(t.state, t.requestedAt),
    index('corrections_class_session').on(t.classSessionId, t.studentId),
    index('corrections_student').on(t.studentId, t.requestedAt),
    uniqueIndex('corrections_claim').on(t.claimId).where(sql`claim_id is not null`),
    index('corrections_requested_by').on(t.requestedById),
    index('corrections_decided_by').on(t.decidedById),
  ],
);
