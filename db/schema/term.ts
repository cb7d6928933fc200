/** When the school is open: terms, and the days without classes. */
import { sql } from 'drizzle-orm';
import { index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';

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
