/** What figures are made of: marks of class sessions that were held, inside the enrolment on their day. A class session is counted a little
 *  after it settled (`register-counting.ts`); what changes in it from then on is counted by trigger (`0013_running_sums.sql`). Each table
 *  has its rows by their key alone (`without rowid`), and no foreign keys: a row that counts nothing keeps nobody from being deleted. */
import { index, integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { classSessions } from './class-session';

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

/** The whole school's day, by the hour class sessions begin. */
export const schoolDayTallies = sqliteTable(
  'school_day_tallies',
  {
    day: text().notNull(),
    hour: integer().notNull(),
    reasonCodeId: reasonCodeId(),
    classSessions: integer().notNull().default(0),
    ...marks(),
  },
  (t) => [primaryKey({ columns: [t.day, t.hour, t.reasonCodeId] })],
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

/** Days of which something is counted, and the end of time (`9999-12-31`). Sums are kept for each. */
export const tallyDays = sqliteTable('tally_days', { day: text().primaryKey() });

/** All of a section's marks before a day. Those between two days are the difference of two rows, however many days that is. */
export const sectionSums = sqliteTable(
  'section_sums',
  {
    day: text().notNull(),
    sectionId: integer().notNull(),
    reasonCodeId: reasonCodeId(),
    classSessions: integer().notNull().default(0),
    ...marks(),
  },
  (t) => [primaryKey({ columns: [t.day, t.sectionId, t.reasonCodeId] })],
);

/** All of a student's marks before a day, over all sections. Marks with a reason that says what they count as stand by what it says, and
 *  are not among those by status; those that are out count nowhere. */
export const studentSums = sqliteTable(
  'student_sums',
  {
    day: text().notNull(),
    studentId: integer().notNull(),
    ...marks(),
    countedPresent: integer().notNull().default(0),
    countedAbsent: integer().notNull().default(0),
  },
  (t) => [primaryKey({ columns: [t.day, t.studentId] })],
);

/** Class sessions that are held, and whose marks are in none of these tables yet. Kept by trigger. */
export const uncountedClassSessions = sqliteTable('uncounted_class_sessions', {
  classSessionId: integer()
    .primaryKey()
    .references(() => classSessions.id, { onDelete: 'cascade' }),
});
