/** Meetings of sections, and what is counted of them. */
import { sql } from 'drizzle-orm';
import { check, index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { CLASS_SESSION_STATES } from '#domain/register/class-session';
import { isOneOf } from './is-one-of';
import { users } from './people';
import { sections } from './structure';
import { slots } from './timetable';

/** One meeting of a section. Local day and times are what the school agreed on; the two instants are what they mean. */
export const classSessions = sqliteTable(
  'class_sessions',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    sectionId: integer()
      .notNull()
      .references(() => sections.id),
    slotId: integer().references(() => slots.id),
    /** The day its slot made it for: stays when a person moves it, so that the slot never makes that day's again. */
    slotDay: text(),
    day: text().notNull(),
    startTime: text().notNull(),
    endTime: text().notNull(),
    zone: text().notNull(),
    startsAt: integer().notNull(),
    endsAt: integer().notNull(),
    room: text(),
    state: text({ enum: CLASS_SESSION_STATES }).notNull(),
    /** Raised to make every code shown so far worthless. */
    revision: integer().notNull().default(0),
    /** When each earlier revision ended, by its number: what was on screen before then still counts. */
    revisionsEndedAt: text({ mode: 'json' }).$type<number[]>().notNull().default([]),
    openedAt: integer(),
    openedById: integer().references(() => users.id),
    checkInClosesAt: integer(),
    /** When the register closes by itself: the end of class, or later once reopened. */
    closesAt: integer().notNull(),
    closedAt: integer(),
    closedById: integer().references(() => users.id),
    /** Closed and taken: counts in every rate. */
    isHeld: integer({ mode: 'boolean' }).notNull().default(false),
    isLocked: integer({ mode: 'boolean' }).notNull().default(false),
    headCount: integer(),
    /** When the people in the room were counted; null until they were. */
    headCountedAt: integer(),
    createdById: integer().references(() => users.id),
    /** When a person last moved or cancelled it, or added it by hand; null for one that only its slot has made. */
    editedAt: integer(),
    /** Raised with every change that a calendar must take over (RFC 5545 SEQUENCE). */
    sequence: integer().notNull().default(0),
  },
  (t) => [
    uniqueIndex('class_sessions_section_start').on(t.sectionId, t.startsAt),
    uniqueIndex('class_sessions_one_open').on(t.sectionId).where(sql`state = 'open'`),
    index('class_sessions_day').on(t.day, t.startsAt),
    index('class_sessions_section_day').on(t.sectionId, t.day),
    uniqueIndex('class_sessions_slot').on(t.slotId, t.slotDay),
    index('class_sessions_due').on(t.closesAt).where(sql`state in ('scheduled', 'open')`),
    index('class_sessions_lock').on(t.endsAt).where(sql`state = 'closed' and is_locked = 0`),
    index('class_sessions_opened_by').on(t.openedById),
    index('class_sessions_closed_by').on(t.closedById),
    index('class_sessions_created_by').on(t.createdById),
    check('class_sessions_order', sql`${t.endsAt} > ${t.startsAt}`),
    isOneOf('class_sessions_state_known', t.state, CLASS_SESSION_STATES),
  ],
);

/** What staff did to a running class session that must happen once, however often it is sent. */
export const classSessionActions = sqliteTable(
  'class_session_actions',
  {
    /** Minted on the device of whoever did it. */
    id: text().primaryKey(),
    classSessionId: integer()
      .notNull()
      .references(() => classSessions.id, { onDelete: 'cascade' }),
    at: integer().notNull(),
  },
  (t) => [index('class_session_actions_class_session').on(t.classSessionId)],
);

/** Class sessions handed to a colleague. One at a time stands; those that ended stay, because what the colleague did meanwhile is judged
 *  by them. */
export const covers = sqliteTable(
  'covers',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    classSessionId: integer()
      .notNull()
      .references(() => classSessions.id, { onDelete: 'cascade' }),
    /** The colleague. */
    userId: integer()
      .notNull()
      .references(() => users.id),
    givenAt: integer().notNull(),
    givenById: integer()
      .notNull()
      .references(() => users.id),
    /** When it was taken back; null while it stands. */
    endedAt: integer(),
    endedById: integer().references(() => users.id),
  },
  (t) => [
    uniqueIndex('covers_standing').on(t.classSessionId).where(sql`ended_at is null`),
    index('covers_class_session').on(t.classSessionId, t.userId),
    index('covers_user').on(t.userId, t.classSessionId),
    index('covers_given_by').on(t.givenById),
    index('covers_ended_by').on(t.endedById).where(sql`ended_by_id is not null`),
  ],
);

/** Marks of one class session by status, kept by trigger. */
export const classSessionTallies = sqliteTable('class_session_tallies', {
  classSessionId: integer()
    .primaryKey()
    .references(() => classSessions.id),
  present: integer().notNull().default(0),
  late: integer().notNull().default(0),
  absent: integer().notNull().default(0),
  excused: integer().notNull().default(0),
  /** Rises with every change of a mark: what a live view watches. */
  changes: integer().notNull().default(0),
});
