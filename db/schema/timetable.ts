/** When classes meet: weekly slots. */
import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { sections } from './structure';
import { terms } from './term';

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
