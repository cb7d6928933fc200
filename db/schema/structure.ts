/** What is taught, by whom and to whom: departments, courses, sections and their rolls. */
import { sql } from 'drizzle-orm';
import { check, index, integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import { users } from './people';
import { terms } from './term';

export const departments = sqliteTable(
  'departments',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    name: text().notNull(),
    sourcedId: text(),
    archivedAt: integer(),
  },
  (t) => [
    uniqueIndex('departments_name').on(sql`lower(${t.name})`),
    uniqueIndex('departments_sourced_id').on(t.sourcedId).where(sql`sourced_id is not null`),
  ],
);

export const courses = sqliteTable(
  'courses',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    departmentId: integer()
      .notNull()
      .references(() => departments.id),
    code: text().notNull(),
    title: text().notNull(),
    sourcedId: text(),
    archivedAt: integer(),
  },
  (t) => [
    uniqueIndex('courses_code').on(t.code),
    uniqueIndex('courses_sourced_id').on(t.sourcedId).where(sql`sourced_id is not null`),
    index('courses_department').on(t.departmentId),
  ],
);

/** One class group of a course. */
export const sections = sqliteTable(
  'sections',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    courseId: integer()
      .notNull()
      .references(() => courses.id),
    code: text().notNull(),
    /** The term that a file has it in: two classes of one code are told apart by it. */
    termId: integer().references(() => terms.id, { onDelete: 'set null' }),
    sourcedId: text(),
    archivedAt: integer(),
  },
  (t) => [
    uniqueIndex('sections_sourced_id').on(t.sourcedId).where(sql`sourced_id is not null`),
    uniqueIndex('sections_course_code').on(t.courseId, t.code),
  ],
);

export const sectionStaff = sqliteTable(
  'section_staff',
  {
    sectionId: integer()
      .notNull()
      .references(() => sections.id, { onDelete: 'cascade' }),
    userId: integer()
      .notNull()
      .references(() => users.id),
    role: text({ enum: ['teacher', 'assistant'] }).notNull(),
  },
  (t) => [primaryKey({ columns: [t.sectionId, t.userId] }), index('section_staff_user').on(t.userId, t.sectionId)],
);

export const enrolments = sqliteTable(
  'enrolments',
  {
    id: integer().primaryKey({ autoIncrement: true }),
    sectionId: integer()
      .notNull()
      .references(() => sections.id),
    studentId: integer()
      .notNull()
      .references(() => users.id),
    fromDay: text().notNull(),
    /** Last day on the roll; null while open-ended. */
    untilDay: text(),
    sourcedId: text(),
  },
  (t) => [
    uniqueIndex('enrolments_sourced_id').on(t.sourcedId).where(sql`sourced_id is not null`),
    uniqueIndex('enrolments_section_student_from').on(t.sectionId, t.studentId, t.fromDay),
    index('enrolments_student').on(t.studentId, t.sectionId, t.fromDay),
    index('enrolments_section_days').on(t.sectionId, t.studentId, t.fromDay, t.untilDay),
    check('enrolments_range', sql`${t.untilDay} is null or ${t.untilDay} >= ${t.fromDay}`),
  ],
);
