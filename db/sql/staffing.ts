/** Whose staff somebody is, and whose registers somebody has, as conditions; and who covers. */
import { and, eq, exists, isNull, type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import { union } from 'drizzle-orm/sqlite-core';
import type { Database } from '#db/client';
import { classSessions, covers, sectionStaff, users } from '#db/schema';
import { sqlText } from './values';

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

/** Condition on `covers`: it was not taken back. */
export const IS_STANDING = isNull(covers.endedAt);

type ClassSession = { id: SQLWrapper; sectionId: SQLWrapper };

/** Somebody has the register of a class session: as staff of its section, or because they cover it.
 *  @param classSession its columns  @param userId the person's id, or SQL or a placeholder for it */
export function hasRegister({ id, sectionId }: ClassSession, userId: number | SQLWrapper): SQL {
  return sql`(exists (select 1 from ${sectionStaff} where ${sectionStaff.sectionId} = ${sectionId} and ${sectionStaff.userId} = ${userId})
    or exists (select 1 from ${covers} where ${covers.classSessionId} = ${id} and ${covers.userId} = ${userId} and ${IS_STANDING}))`;
}

/** The same as text.
 *  @param alias of `class_sessions`  @param person SQL for the person's id */
export function hasRegisterSql(alias: string, person = ':actorId'): string {
  return sqlText(hasRegister({ id: sql.raw(`${alias}.id`), sectionId: sql.raw(`${alias}.section_id`) }, sql.raw(person)));
}

/** Select of the ids of the class sessions whose register somebody has: an index leads to each, however many the school has.
 *  @param when condition on `class_sessions` */
export function registersOf(db: Database, userId: number | SQLWrapper, when: SQL) {
  const { id, sectionId } = classSessions;
  return union(
    db
      .select({ id })
      .from(sectionStaff)
      .innerJoin(classSessions, eq(sectionId, sectionStaff.sectionId))
      .where(and(eq(sectionStaff.userId, userId), when)),
    db
      .select({ id })
      .from(covers)
      .innerJoin(classSessions, eq(id, covers.classSessionId))
      .where(and(eq(covers.userId, userId), IS_STANDING, when)),
  );
}

/** The name of whoever covers the class session of a row; null while nobody does. */
export function coverName(db: Database): SQL<string | null> {
  const name = db
    .select({ name: users.name })
    .from(covers)
    .innerJoin(users, eq(users.id, covers.userId))
    .where(and(eq(covers.classSessionId, classSessions.id), IS_STANDING));
  return sql<string | null>`${name}`;
}

/** Somebody covers the class session of a row.
 *  @param userId the person's id, or SQL or a placeholder for it */
export function isCoveredBy(db: Database, userId: number | SQLWrapper): SQL {
  const isTheirs = and(eq(covers.classSessionId, classSessions.id), eq(covers.userId, userId), IS_STANDING);
  return exists(db.select({ one: sql`1` }).from(covers).where(isTheirs));
}
