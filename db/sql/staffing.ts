/** Whose staff somebody is, as a condition. */
import { and, eq, exists, type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import type { Database } from '#db/client';
import { sectionStaff } from '#db/schema';

/** Somebody is staff of the section of a row.
 *  @param sectionId the column that says which section it is of  @param userId the person's id, or a placeholder for it */
export function isStaffedBy(db: Database, sectionId: SQLWrapper, userId: number | SQLWrapper): SQL {
  const isTheirs = and(eq(sectionStaff.sectionId, sectionId), eq(sectionStaff.userId, userId));
  return exists(db.select({ one: sql`1` }).from(sectionStaff).where(isTheirs));
}

/** The actor is staff of a section that the student is on the roll of from a day on. By hand, for the statements that share it.
 *  @param student SQL of the student's id  @param day SQL of the day */
export const isStaffOfSql = (student: string, day: string) =>
  `exists (select 1 from enrolments e join section_staff st on st.section_id = e.section_id and st.user_id = :actorId
    where e.student_id = ${student} and (e.until_day is null or e.until_day >= ${day}))`;
