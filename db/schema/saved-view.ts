/** Filters of reports that people keep under a name. */
import { sql } from 'drizzle-orm';
import { integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import type { ReportFilter } from '#domain/report/report-filter';
import { REPORT_PAGES, type ViewDetail } from '#domain/report/saved-view';
import { isOneOf } from './is-one-of';
import { users } from './people';

export const savedViews = sqliteTable(
  'saved_views',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    userId: integer()
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    name: text().notNull(),
    page: text({ enum: REPORT_PAGES }).notNull(),
    filter: text({ mode: 'json' }).$type<ReportFilter>().notNull(),
    detail: text({ mode: 'json' }).$type<ViewDetail>().notNull(),
    /** Whether its days move with the calendar: as many as they are, up to the day it is opened. */
    isRolling: integer({ mode: 'boolean' }).notNull(),
  },
  (t) => [
    uniqueIndex('saved_views_name').on(t.userId, sql`lower(${t.name})`),
    isOneOf('saved_views_page_known', t.page, REPORT_PAGES),
  ],
);
