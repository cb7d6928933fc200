/** The marks, their history, why they are so, and requests to change them. */
import { sql } from 'drizzle-orm';
import { blob, check, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { ATTACHMENT_TYPES } from '#domain/correction/attachment';
import { LEAVE_STATES } from '#domain/correction/leave';
import { COUNTINGS } from '#domain/correction/reason-code';
import { SOURCES, STATUSES } from '#domain/register/attendance';
import { claims } from './check-in';
import { classSessions } from './class-session';
import { isOneOf } from './is-one-of';
import { users } from './people';
import { sections } from './structure';

/** A school's own list of reasons. What one means never changes, because figures rest on it (a trigger insists); it is archived instead. */
export const reasonCodes = sqliteTable(
  'reason_codes',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    name: text().notNull(),
    /** Marks of this status may carry it. */
    status: text({ enum: STATUSES }).notNull(),
    /** Null counts as its status does. */
    countsAs: text({ enum: COUNTINGS }),
    /** The code of an authority, for exports. */
    externalCode: text(),
    /** Place in the list. */
    position: integer().notNull(),
    archivedAt: integer(),
  },
  (t) => [
    uniqueIndex('reason_codes_name').on(sql`lower(${t.name})`).where(sql`archived_at is null`),
    isOneOf('reason_codes_status_known', t.status, STATUSES),
    isOneOf('reason_codes_counts_as_known', t.countsAs, COUNTINGS),
  ],
);

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
    /** Of the mark's status; a trigger insists. */
    reasonCodeId: integer().references(() => reasonCodes.id),
    /** The claim this mark rests on. */
    claimId: text(),
    /** Id of the action that set it, for idempotent replays: a queued one, a decision, or the request of a leave. */
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
    reasonCodeId: integer(),
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
    /** Minted on the device of whoever asked, and of whoever decided: sent again, they change nothing. */
    actionId: text(),
    decisionId: text(),
    /** Of the wanted status. */
    reasonCodeId: integer().references(() => reasonCodes.id),
    /** What the mark became; null unless approved. */
    decidedStatus: text({ enum: STATUSES }),
    /** Where the store of attachments has its file; null without one. */
    attachmentKey: text(),
    attachmentType: text({ enum: ATTACHMENT_TYPES }),
    /** In bytes. */
    attachmentSize: integer(),
  },
  (t) => [
    uniqueIndex('corrections_action').on(t.actionId).where(sql`action_id is not null`),
    index('corrections_state').on(t.state, t.requestedAt),
    index('corrections_class_session').on(t.classSessionId, t.studentId),
    index('corrections_student').on(t.studentId, t.requestedAt),
    uniqueIndex('corrections_claim').on(t.claimId).where(sql`claim_id is not null`),
    index('corrections_requested_by').on(t.requestedById),
    index('corrections_decided_by').on(t.decidedById),
    index('corrections_decided').on(t.decidedAt).where(sql`decided_at is not null`),
  ],
);

/** Files that came with requests, apart from the rows that lists read. */
export const attachments = sqliteTable('attachments', {
  key: text().primaryKey(),
  bytes: blob({ mode: 'buffer' }).notNull(),
});

/** Absence asked for in advance, and its decision. Approved, it excuses when a register opens or closes; those marks carry its `actionId`. */
export const leaves = sqliteTable(
  'leaves',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    /** Minted on the device of whoever asked. */
    actionId: text().notNull(),
    studentId: integer()
      .notNull()
      .references(() => users.id),
    fromDay: text().notNull(),
    untilDay: text().notNull(),
    /** Hours of one day; null for whole days. */
    fromTime: text(),
    untilTime: text(),
    /** What days and times mean in the school's zone. */
    startsAt: integer().notNull(),
    endsAt: integer().notNull(),
    reason: text().notNull(),
    /** Of `excused`. */
    reasonCodeId: integer().references(() => reasonCodes.id),
    requestedById: integer()
      .notNull()
      .references(() => users.id),
    requestedAt: integer().notNull(),
    state: text({ enum: LEAVE_STATES }).notNull(),
    decidedById: integer().references(() => users.id),
    decidedAt: integer(),
    decisionReason: text(),
    decisionId: text(),
  },
  (t) => [
    uniqueIndex('leaves_action').on(t.actionId),
    index('leaves_student').on(t.studentId, t.endsAt),
    index('leaves_state').on(t.state, t.requestedAt),
    index('leaves_requested_by').on(t.requestedById),
    index('leaves_decided').on(t.decidedAt).where(sql`decided_at is not null`),
    index('leaves_decided_by').on(t.decidedById).where(sql`decided_by_id is not null`),
    check('leaves_range', sql`${t.endsAt} > ${t.startsAt} and ${t.untilDay} >= ${t.fromDay}`),
    check(
      'leaves_hours',
      sql`(${t.fromTime} is null) = (${t.untilTime} is null) and (${t.fromTime} is null or ${t.fromDay} = ${t.untilDay})`,
    ),
    isOneOf('leaves_state_known', t.state, LEAVE_STATES),
  ],
);
