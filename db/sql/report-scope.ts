/** The part of the school that a report is of, as conditions. Every statement of a report takes its scope from here. */
import { and, eq, inArray, type SQL, type SQLWrapper } from 'drizzle-orm';
import type { Database } from '#db/client';
import { courses, sectionStaff, sections } from '#db/schema';
import type { ReportScope } from '#domain/report/report-filter';

/** What was asked for, of what the reader may know of: sections that `staffId` staffs, or all for null. */
export type ReadableScope = ReportScope & { staffId: number | null };

/** Whether a section is inside; undefined where all of them are.
 *  @param sectionId the column that says which section a row is of */
export function isInScope(db: Database, scope: ReadableScope, sectionId: SQLWrapper): SQL | undefined {
  const { departmentId, courseId, staffId } = scope;
  const isIn = and(
    courseId === undefined ? undefined : eq(sections.courseId, courseId),
    departmentId === undefined ? undefined : eq(courses.departmentId, departmentId),
  );
  const own =
    staffId === null
      ? undefined
      : db.select({ id: sectionStaff.sectionId }).from(sectionStaff).where(eq(sectionStaff.userId, staffId));
  const part = db.select({ id: sections.id }).from(sections).innerJoin(courses, eq(courses.id, sections.courseId)).where(isIn);
  return and(
    scope.sectionId === undefined ? undefined : eq(sectionId as SQL, scope.sectionId),
    isIn && inArray(sectionId as SQL, part),
    own && inArray(sectionId as SQL, own),
  );
}

/** Whether every section is inside. */
export function isWholeSchool(scope: ReadableScope): boolean {
  return (
    scope.staffId === null && scope.departmentId === undefined && scope.courseId === undefined && scope.sectionId === undefined
  );
}
