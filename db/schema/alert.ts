/** Alerts about attendance, the rules that classes have of their own, and whose marks are to be judged again. */
import { sql } from 'drizzle-orm';
import { index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import type { AlertGround } from '#domain/alert/ground';
import { ALERT_RULES, type Rule, type SectionRules } from '#domain/school/alert-rule';
import { isOneOf } from './is-one-of';
import { users } from './people';
import { sections } from './structure';

/** An alert that was raised about a student. One of its kind stands at a time; one that was retracted may be raised again. */
export const alerts = sqliteTable(
  'alerts',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    studentId: integer()
      .notNull()
      .references(() => users.id),
    kind: text({ enum: ALERT_RULES }).notNull(),
    /** Null is all classes together. */
    sectionId: integer().references(() => sections.id),
    /** `term:3`, or `2026-09` where there is no term. */
    period: text().notNull(),
    /** What it was judged by. */
    rule: text({ mode: 'json' }).$type<Rule>().notNull(),
    /** What was found and on what, with the class sessions it names. */
    ground: text({ mode: 'json' }).$type<AlertGround>().notNull(),
    /** When the last class session it was raised on began. */
    throughAt: integer().notNull(),
    raisedAt: integer().notNull(),
    /** When it lost its ground. */
    retractedAt: integer(),
    handledAt: integer(),
    handledById: integer().references(() => users.id),
    note: text(),
    /** When administrators were told that nobody has handled it. */
    escalatedAt: integer(),
  },
  (t) => [
    uniqueIndex('alerts_standing')
      // No comma may be in it: drizzle-kit would cut the index there.
      .on(t.studentId, t.kind, t.period, sql`case when section_id is null then 0 else section_id end`)
      .where(sql`retracted_at is null`),
    index('alerts_open').on(t.raisedAt).where(sql`handled_at is null and retracted_at is null`),
    index('alerts_section').on(t.sectionId, t.id),
    index('alerts_student').on(t.studentId, t.id),
    index('alerts_handled_by').on(t.handledById).where(sql`handled_by_id is not null`),
    isOneOf('alerts_kind_known', t.kind, ALERT_RULES),
  ],
);

/** What a class has in the place of the school's rules. */
export const sectionAlertRules = sqliteTable('section_alert_rules', {
  sectionId: integer()
    .primaryKey()
    .references(() => sections.id, { onDelete: 'cascade' }),
  rules: text({ mode: 'json' }).$type<SectionRules>().notNull(),
});

/** Students whose settled marks have changed at some time, with what was judged of that. Kept by trigger (`0014_alerts.sql`); no foreign
 *  key, as tallies have none. */
export const judgedStudents = sqliteTable(
  'judged_students',
  {
    studentId: integer().primaryKey(),
    /** Rises with every change. */
    changes: integer().notNull().default(1),
    /** Changes up to this are judged. */
    judged: integer().notNull().default(0),
    /** The first day of which something has changed since. */
    fromDay: text().notNull(),
    /** Judged, but something was due that had to wait. */
    isWaiting: integer({ mode: 'boolean' }).notNull().default(false),
  },
  (t) => [index('judged_students_due').on(t.studentId).where(sql`changes > judged or is_waiting = 1`)],
);
