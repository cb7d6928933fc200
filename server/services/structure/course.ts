/** Departments and courses: made and corrected. Putting them away and deleting is `archiving.ts`. */
import { LibsqlError } from '@libsql/client';
import { and, eq, exists, isNull, or, sql } from 'drizzle-orm';
import { courses, departments } from '#db/schema';
import { rowOf } from '#db/sql/values';
import { AppError, invalidField } from '#domain/errors';
import type { EditCourseInput, EditDepartmentInput, ListedCourse, NewCourseInput } from '#domain/structure/section';
import { auditAdded, auditChange } from '#server/context/audit';
import type { ActorContext, Write } from '#server/context/context';
import { freeCourseCode, freeDepartmentName } from './archived-names';

/** @throws AppError `invalid` at the field of the unique key */
async function commitUnique(ctx: ActorContext, statements: Write[]) {
  try {
    return await ctx.commit(statements);
  } catch (cause) {
    if (!(cause instanceof LibsqlError) || !/UNIQUE/.test(cause.message)) throw cause;
    if (/departments/.test(cause.message)) throw invalidField('name', 'structure.department-name-taken', cause);
    throw invalidField('code', 'structure.course-code-taken', cause);
  }
}

/** Departments in order, for a choice. */
export async function listDepartments({ db }: ActorContext) {
  const { id, name, archivedAt } = departments;
  return db
    .select({ id, name, archivedAt, courses: db.$count(courses, eq(courses.departmentId, id)) })
    .from(departments)
    .orderBy(sql`${name} collate nocase`);
}

/** @throws AppError `invalid` for a name that is taken, whatever its case */
export async function addDepartment(ctx: ActorContext, { name }: { name: string }): Promise<{ departmentId: number }> {
  const [, added] = await commitUnique(ctx, [
    freeDepartmentName(ctx.db, name),
    ctx.db.insert(departments).values({ name }),
    auditAdded(ctx, { noun: 'department', action: 'department.added', detail: { name } }),
  ]);
  return { departmentId: Number(added?.lastInsertRowid) };
}

/** @throws AppError `not-found`, `invalid` for a name that is taken */
export async function editDepartment(ctx: ActorContext, { departmentId: id, name }: EditDepartmentInput): Promise<void> {
  const [stored] = await ctx.db.select({ name: departments.name }).from(departments).where(eq(departments.id, id));
  if (!stored) throw new AppError('not-found', 'structure.no-department');
  if (stored.name === name) return;
  const detail = { changes: { name: { from: stored.name, to: name } } };
  await commitUnique(ctx, [
    ...(stored.name.toLowerCase() === name.toLowerCase() ? [] : [freeDepartmentName(ctx.db, name)]),
    ctx.db.update(departments).set({ name }).where(eq(departments.id, id)),
    auditChange(ctx, { action: 'department.edited', subject: `department:${id}`, detail }),
  ]);
}

/** Courses in order, those put away too. */
export async function listCourses({ db }: ActorContext): Promise<ListedCourse[]> {
  const { id, code, title, departmentId, archivedAt } = courses;
  return db.select({ id, code, title, departmentId, archivedAt }).from(courses).orderBy(code);
}

/** The department is there and not archived. */
function isInUse(departmentId: number) {
  return and(eq(departments.id, departmentId), isNull(departments.archivedAt));
}

/** @throws AppError `invalid` for a code that is taken or a department that is not in use */
export async function addCourse(ctx: ActorContext, input: NewCourseInput): Promise<{ courseId: number }> {
  const { departmentId, code, title } = input;
  const course = rowOf(courses, { departmentId, code, title });
  const [, added] = await commitUnique(ctx, [
    freeCourseCode(ctx.db, code),
    ctx.db.insert(courses).select(ctx.db.select(course).from(departments).where(isInUse(departmentId))),
    auditAdded(ctx, { noun: 'course', action: 'course.added', detail: { ...input } }),
  ]);
  if (added?.rowsAffected !== 1) throw invalidField('departmentId', 'structure.department-archived');
  return { courseId: Number(added.lastInsertRowid) };
}

/** @throws AppError `not-found`, `invalid` as for adding */
export async function editCourse(ctx: ActorContext, { courseId, ...wanted }: EditCourseInput): Promise<void> {
  const { code, title, departmentId } = courses;
  const isIt = eq(courses.id, courseId);
  const [stored] = await ctx.db.select({ code, title, departmentId }).from(courses).where(isIt);
  if (!stored) throw new AppError('not-found', 'structure.no-course');
  const changed = (['code', 'title', 'departmentId'] as const).filter((key) => stored[key] !== wanted[key]);
  if (changed.length === 0) return;
  const changes = Object.fromEntries(changed.map((key) => [key, { from: stored[key], to: wanted[key] }]));
  const isPlace = exists(ctx.db.select({ one: sql`1` }).from(departments).where(isInUse(wanted.departmentId)));
  const results = await commitUnique(ctx, [
    ...(changed.includes('code') ? [freeCourseCode(ctx.db, wanted.code)] : []),
    ctx.db
      .update(courses)
      .set(wanted)
      .where(and(isIt, or(eq(departmentId, wanted.departmentId), isPlace))),
    auditChange(ctx, { action: 'course.edited', subject: `course:${courseId}`, detail: { changes } }),
  ]);
  if (results.at(-1)?.rowsAffected !== 1) throw invalidField('departmentId', 'structure.department-archived');
}
