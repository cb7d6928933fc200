/** What people are told. */
import { sql } from 'drizzle-orm';
import { check, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { ATTACHMENT_TYPES } from '#domain/correction/attachment';
import { AUDIENCES } from '#domain/message/announcement';
import { NOTIFICATION_KINDS } from '#domain/message/notification';
import type { Role } from '#domain/person/user';
import { classSessions } from './class-session';
import { isOneOf } from './is-one-of';
import { users } from './people';
import { sections } from './structure';

/** To the school, to the students of classes, or to chosen people; who was chosen stands in their inboxes. */
export const announcements = sqliteTable(
  'announcements',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    /** Minted on the author's device: sent again, it is the same one. */
    actionId: text().notNull(),
    authorId: integer()
      .notNull()
      .references(() => users.id),
    title: text().notNull(),
    /** Markdown. */
    body: text().notNull(),
    audience: text({ enum: AUDIENCES }).notNull(),
    /** Of the school; null is everybody. */
    roles: text({ mode: 'json' }).$type<Role[]>(),
    /** Of the school: those of these departments only; null is all. */
    departmentIds: text({ mode: 'json' }).$type<number[]>(),
    isPinned: integer({ mode: 'boolean' }).notNull().default(false),
    /** When readers get it. */
    publishedAt: integer().notNull(),
    expiresAt: integer(),
    editedAt: integer(),
    withdrawnAt: integer(),
    /** Where the store of attachments has its file; null without one. */
    attachmentKey: text(),
    attachmentType: text({ enum: ATTACHMENT_TYPES }),
    /** In bytes. */
    attachmentSize: integer(),
  },
  (t) => [
    uniqueIndex('announcements_action').on(t.actionId),
    uniqueIndex('announcements_attachment').on(t.attachmentKey).where(sql`attachment_key is not null`),
    index('announcements_author').on(t.authorId),
    index('announcements_pinned').on(t.publishedAt).where(sql`is_pinned = 1`),
    isOneOf('announcements_audience_known', t.audience, AUDIENCES),
  ],
);

/** The classes an announcement was written to. */
export const announcementSections = sqliteTable(
  'announcement_sections',
  {
    announcementId: integer()
      .notNull()
      .references(() => announcements.id),
    sectionId: integer()
      .notNull()
      .references(() => sections.id),
  },
  (t) => [primaryKey({ columns: [t.announcementId, t.sectionId] }), index('announcement_sections_section').on(t.sectionId)],
);

/** What one person is told. `rule` and `period` make an alert one of its kind: one at a time. */
export const notifications = sqliteTable(
  'notifications',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    userId: integer()
      .notNull()
      .references(() => users.id),
    /** What an announcement says stands with it, and not in the facts. */
    announcementId: integer().references(() => announcements.id),
    rule: text(),
    period: text(),
    /** What it says, for the reader's language to word. */
    kind: text({ enum: NOTIFICATION_KINDS }).notNull(),
    facts: text({ mode: 'json' }).$type<Record<string, unknown>>().notNull(),
    /** When its reader gets it, which may lie ahead. */
    createdAt: integer().notNull(),
    readAt: integer(),
    /** When it is gone from the inbox, which may lie ahead. */
    retractedAt: integer(),
    /** When it was looked at for other channels; null until then. */
    plannedAt: integer(),
  },
  (t) => [
    index('notifications_unplanned').on(t.createdAt).where(sql`planned_at is null`),
    index('notifications_user').on(t.userId, t.createdAt),
    index('notifications_unread').on(t.userId, t.createdAt).where(sql`read_at is null`),
    uniqueIndex('notifications_announcement').on(t.announcementId, t.userId).where(sql`announcement_id is not null`),
    // Holds what is counted: a condition of an index of its own would be looked up in each row.
    index('notifications_not_read').on(t.announcementId, t.readAt, t.userId).where(sql`announcement_id is not null`),
    // Those that pass by themselves, while they stand.
    index('notifications_passing').on(t.kind, t.retractedAt).where(sql`rule is not null and retracted_at is not null`),
    uniqueIndex('notifications_rule').on(t.userId, t.rule, t.period).where(sql`rule is not null and retracted_at is null`),
  ],
);

/** Reminders that staff sent: to those missing from a class session, or to chosen students of a section. */
export const reminders = sqliteTable(
  'reminders',
  {
    /** Minted on the sender's device: sent again, it is the same one. */
    id: text().primaryKey(),
    classSessionId: integer().references(() => classSessions.id, { onDelete: 'cascade' }),
    /** Of a reminder to chosen students, which is of no class session. */
    sectionId: integer().references(() => sections.id),
    sentById: integer()
      .notNull()
      .references(() => users.id),
    sentAt: integer().notNull(),
    recipients: integer().notNull(),
  },
  (t) => [
    index('reminders_class_session').on(t.classSessionId, t.sentAt),
    index('reminders_section').on(t.sectionId).where(sql`section_id is not null`),
    index('reminders_sent_by').on(t.sentById),
    check('reminders_of_one', sql`(${t.classSessionId} is null) <> (${t.sectionId} is null)`),
  ],
);
