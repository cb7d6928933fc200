/** Why marks are as they are: the school's reasons, requests to change a mark, and leave. */
import { sql } from 'drizzle-orm';
import { blob, check, index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { ATTACHMENT_TYPES } from '#domain/correction/attachment';
import { LEAVE_STATES } from '#domain/correction/leave';
import { COUNTINGS } from '#domain/correction/reason-code';
import { STATUSES } from '#domain/register/attendance';
import { claims } from './check-in';
import { classSessions } from './class-session';
import { isOneOf } from './is-one-of';
import { users } from './people';

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
    uniqueIndex('corrections_attachment').on(t.attachmentKey).where(sql`attachment_key is not null`),
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

/** Files that came with requests and announcements, apart from the rows that lists read. */
export const attachments = sqliteTable(
  'attachments',
  {
    key: text().primaryKey(),
    bytes: blob({ mode: 'buffer' }).notNull(),
    /** Before what refers to it is written. */
    storedAt: integer().notNull().default(0),
  },
  (t) => [index('attachments_stored').on(t.storedAt)],
);

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
