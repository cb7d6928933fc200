/** What people are told. */
import { sql } from 'drizzle-orm';
import { index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { NOTIFICATION_KINDS } from '#domain/message/notification';
import { users } from './people';
import { sections } from './structure';

/** School-wide (no section) or to one section. */
export const announcements = sqliteTable(
  'announcements',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    sectionId: integer().references(() => sections.id),
    authorId: integer()
      .notNull()
      .references(() => users.id),
    title: text().notNull(),
    body: text().notNull(),
    publishedAt: integer().notNull(),
  },
  (t) => [index('announcements_section').on(t.sectionId, t.publishedAt), index('announcements_author').on(t.authorId)],
);

/** What one person is told. `rule` and `period` make an alert one of its kind. */
export const notifications = sqliteTable(
  'notifications',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    userId: integer()
      .notNull()
      .references(() => users.id),
    announcementId: integer().references(() => announcements.id),
    rule: text(),
    period: text(),
    /** What it says, for the reader's language to word. */
    kind: text({ enum: NOTIFICATION_KINDS }).notNull(),
    facts: text({ mode: 'json' }).$type<Record<string, unknown>>().notNull(),
    createdAt: integer().notNull(),
    readAt: integer(),
    retractedAt: integer(),
  },
  (t) => [
    index('notifications_user').on(t.userId, t.createdAt),
    index('notifications_announcement').on(t.announcementId),
    uniqueIndex('notifications_rule').on(t.userId, t.rule, t.period).where(sql`rule is not null`),
  ],
);
