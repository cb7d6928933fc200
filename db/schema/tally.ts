/** What figures are made of: marks of class sessions that were held, inside the enrolment on their day, counted by trigger (the migration
 *  `0009_tallies.sql`). Each table has its rows by their key alone (`without rowid`), and no foreign keys: a row that counts nothing
 *  keeps nobody from being deleted. What a reason makes of a mark is applied when a figure is read. */
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';

/** Marks by status. */
const marks = () => ({
  present: integer().notNull().default(0),
  late: integer().notNull().default(0),
  absent: integer().notNull().default(0),
  excused: integer().notNull().default(0),
});

/** Of marks with this reason code; 0 for those without. */
const reasonCodeId = () => integer().notNull();

/** A section's day, by the hour its class sessions begin. */
export const sectionDayTallies = sqliteTable(
  'section_day_tallies',
  {
    day: text().notNull(),
    sectionId: integer().notNull(),
    /** 0 to 23, of the school's wall time. */
    hour: integer().notNull(),
    reasonCodeId: reasonCodeId(),
    /** Class sessions that were held; they stand in the row without a reason. */
    classSessions: integer().notNull().default(0),
    ...marks(),
  },
  (t) => [
    primaryKey({ columns: [t.day, t.sectionId, t.hour, t.reasonCodeId] }),
    index('section_day_tallies_section').on(t.sectionId, t.day),
  ],
);

/** A student's ISO week in one section, by its Monday. */
export const sectionWeekTallies = sqliteTable(
  'section_week_tallies',
  {
    sectionId: integer().notNull(),
    studentId: integer().notNull(),
    week: text().notNull(),
    reasonCodeId: reasonCodeId(),
    ...marks(),
  },
  (t) => [primaryKey({ columns: [t.sectionId, t.studentId, t.week, t.reasonCodeId] })],
);

/** A student's ISO week over all sections, by its Monday. */
export const studentWeekTallies = sqliteTable(
  'student_week_tallies',
  { studentId: integer().notNull(), week: text().notNull(), reasonCodeId: reasonCodeId(), ...marks() },
  (t) => [primaryKey({ columns: [t.studentId, t.week, t.reasonCodeId] })],
);

/** A student's day over all sections: for ranges that begin or end within a week. By the day first, so that a closing writes few pages. */
export const studentDayTallies = sqliteTable(
  'student_day_tallies',
  { day: text().notNull(), studentId: integer().notNull(), reasonCodeId: reasonCodeId(), ...marks() },
  (t) => [primaryKey({ columns: [t.day, t.studentId, t.reasonCodeId] })],
);
