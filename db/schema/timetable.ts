/** When classes meet: terms, closures and weekly slots. */
import { sql } from 'drizzle-orm';
import { index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { sections } from './structure';

export const terms = sqliteTable(
  'terms',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    name: text().notNull(),
    fromDay: text().notNull(),
    untilDay: text().notNull(),
    sourcedId: text(),
    archivedAt: integer(),
  },
  (t) => [uniqueIndex('terms_sourced_id').on(t.sourcedId).where(sql`sourced_id is not null`)],
);

/** Days without classes. */
export const closures = sqliteTable(
  'closures',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    name: text().notNull(),
    fromDay: text().notNull(),
    untilDay: text().notNull(),
  },
  (t) => [index('closures_days').on(t.fromDay, t.untilDay)],
);

/** Weekly timetable rule of a section. `weekday` is ISO 8601: 1 Monday to 7 Sunday. */
export const slots = sqliteTable(
  'slots',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    sectionId: integer()
      .notNull()
      .references(() => sections.id),
    termId: integer()
      .notNull()
      .references(() => terms.id),
    weekday: integer().notNull(),
    startTime: text().notNull(),
    endTime: text().notNull(),
    room: text(),
    weeks: text({ enum: ['every', 'A', 'B'] }).notNull(),
    validFrom: text().notNull(),
    validUntil: text().notNull(),
  },
  (t) => [index('slots_section').on(t.sectionId), index('slots_term').on(t.termId)],
);
