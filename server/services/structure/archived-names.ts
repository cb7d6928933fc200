/** What is put away gives its name or code to what comes: it is called by its year and number from then on. Statements of the batch of the
 *  one that comes, before it. */
import { and, eq, isNotNull, type SQL, sql } from 'drizzle-orm';
import type { Database } from '#db/client';
import { courses, departments, sections } from '#db/schema';
import type { Write } from '#server/context/context';

type Archivable = typeof departments | typeof courses | typeof sections;

/** "Physics (2026, 12)": nothing else has the number. */
function formerName(name: SQL, { archivedAt, id }: Archivable): SQL {
  return sql`substr(${name}, 1, 40) || ' (' || strftime('%Y', ${archivedAt} / 1000, 'unixepoch') || ', ' || ${id} || ')'`;
}

/** @param name as somebody else is to have it, whatever its case */
export function freeDepartmentName(db: Database, name: string): Write {
  const isHolder = and(sql`lower(${departments.name}) = lower(${name})`, isNotNull(departments.archivedAt));
  return db
    .update(departments)
    .set({ name: formerName(sql`${departments.name}`, departments) })
    .where(isHolder);
}

export function freeCourseCode(db: Database, code: string): Write {
  const isHolder = and(eq(courses.code, code), isNotNull(courses.archivedAt));
  return db
    .update(courses)
    .set({ code: formerName(sql`${courses.code}`, courses) })
    .where(isHolder);
}

/** @param courseId the course's id, or SQL for it */
export function freeSectionCode(db: Database, { courseId, code }: { courseId: number | SQL; code: string }): Write {
  const isHolder = and(eq(sections.courseId, courseId), eq(sections.code, code), isNotNull(sections.archivedAt));
  return db
    .update(sections)
    .set({ code: formerName(sql`${sections.code}`, sections) })
    .where(isHolder);
}
