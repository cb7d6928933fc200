/** The marks, and their history. */
import { sql } from 'drizzle-orm';
import { index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { SOURCES, STATUSES } from '#domain/register/attendance';
import { classSessions } from './class-session';
import { reasonCodes } from './correction';
import { isOneOf } from './is-one-of';
import { users } from './people';

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
    index('attendance_student').on(t.studentId, t.status, t.classSessionId),
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
    index('attendance_events_at').on(t.at),
    index('attendance_events_actor').on(t.actorId, t.at).where(sql`actor_id is not null`),
    index('attendance_events_action').on(t.actionId, t.classSessionId, t.studentId).where(sql`action_id is not null`),
  ],
);
