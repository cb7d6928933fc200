/** Departments and courses: made and corrected. Putting them away and deleting is `archiving.ts`. */
import { type InStatement, LibsqlError } from '@libsql/client';
import { queryRow, queryRows } from '#db/query';
import { AppError } from '#domain/errors';
import type { EditCourseInput, EditDepartmentInput, ListedDepartment, NewCourseInput } from '#domain/structure/section';
import { type AuditAction, auditIfChanged } from '#server/context/audit';
import type { ActorContext } from '#server/context/context';

function refuse(field: string, message: string, cause?: unknown): never {
  throw new AppError('invalid', message, { fieldErrors: { [field]: [message] }, cause });
}

/** @throws AppError `invalid` at the field of the unique key */
async function commitUnique(ctx: ActorContext, statements: InStatement[]) {
  try {
    return await ctx.commit(statements);
  } catch (cause) {
    if (!(cause instanceof LibsqlError) || !/UNIQUE/.test(cause.message)) throw cause;
    if (/departments/.test(cause.message)) refuse('name', 'There is a department of this name already.', cause);
    refuse('code', 'Another course has this code already.', cause);
  }
}

type Made = { action: AuditAction; subject: string; detail: Record<string, unknown> };

const audit = (ctx: ActorContext, made: Made) => auditIfChanged({ actor: ctx.actor, at: ctx.now(), ...made });

/** The audit row of something whose id the statement before has just given out. */
function auditAdded(ctx: ActorContext, noun: 'department' | 'course', detail: Record<string, unknown>): InStatement {
  const { id, name, role } = ctx.actor;
  return {
    sql: `insert into audit_events (at, actor_id, actor_name, actor_role, action, subject, detail)
      select ?, ?, ?, ?, ?, ? || last_insert_rowid(), ? where changes() > 0`,
    args: [ctx.now(), id, name, role, `${noun}.added`, `${noun}:`, JSON.stringify(detail)],
  };
}

/** Departments in order, for a choice. */
export async function listDepartments(ctx: ActorContext) {
  const rows = await queryRows<ListedDepartment>(
    ctx.db,
    `select d.id, d.name, d.archived_at archivedAt, (select count(*) from courses c where c.department_id = d.id) courses
    from departments d order by d.name collate nocase`,
  );
  return rows.map((row) => ({ ...row }));
}

/** @throws AppError `invalid` for a name that is taken, whatever its case */
export async function addDepartment(ctx: ActorContext, { name }: { name: string }): Promise<{ departmentId: number }> {
  const [added] = await commitUnique(ctx, [
    { sql: 'insert into departments (name) values (?)', args: [name] },
    auditAdded(ctx, 'department', { name }),
  ]);
  return { departmentId: Number(added?.lastInsertRowid) };
}

/** @throws AppError `not-found`, `invalid` for a name that is taken */
export async function editDepartment(ctx: ActorContext, { departmentId: id, name }: EditDepartmentInput): Promise<void> {
  const stored = await queryRow<{ name: string }>(ctx.db, 'select name from departments where id = ?', [id]);
  if (!stored) throw new AppError('not-found', 'There is no such department.');
  if (stored.name === name) return;
  const detail = { changes: { name: { from: stored.name, to: name } } };
  await commitUnique(ctx, [
    { sql: 'update departments set name = ? where id = ?', args: [name, id] },
    audit(ctx, { action: 'department.edited', subject: `department:${id}`, detail }),
  ]);
}

/** Courses in order, for a choice. */
export async function listCourses(ctx: ActorContext) {
  type Row = { id: number; code: string; title: string; departmentId: number };
  const sql = 'select id, code, title, department_id departmentId from courses where archived_at is null order by code';
  return (await queryRows<Row>(ctx.db, sql)).map((row) => ({ ...row }));
}

const IN_USE = 'exists (select 1 from departments where id = :departmentId and archived_at is null)';

/** @throws AppError `invalid` for a code that is taken or a department that is not in use */
export async function addCourse(ctx: ActorContext, input: NewCourseInput): Promise<{ courseId: number }> {
  const sql = `insert into courses (department_id, code, title) select :departmentId, :code, :title where ${IN_USE}`;
  const [added] = await commitUnique(ctx, [{ sql, args: { ...input } }, auditAdded(ctx, 'course', { ...input })]);
  if (added?.rowsAffected !== 1) refuse('departmentId', 'Choose a department that is in use.');
  return { courseId: Number(added.lastInsertRowid) };
}

/** @throws AppError `not-found`, `invalid` as for adding */
export async function editCourse(ctx: ActorContext, { courseId, ...wanted }: EditCourseInput): Promise<void> {
  const sql = 'select code, title, department_id departmentId from courses where id = ?';
  const stored = await queryRow<typeof wanted>(ctx.db, sql, [courseId]);
  if (!stored) throw new AppError('not-found', 'There is no such course.');
  const changed = (['code', 'title', 'departmentId'] as const).filter((key) => stored[key] !== wanted[key]);
  if (changed.length === 0) return;
  const changes = Object.fromEntries(changed.map((key) => [key, { from: stored[key], to: wanted[key] }]));
  const update = `update courses set code = :code, title = :title, department_id = :departmentId
    where id = :courseId and (department_id = :departmentId or ${IN_USE})`;
  const [edited] = await commitUnique(ctx, [
    { sql: update, args: { courseId, ...wanted } },
    audit(ctx, { action: 'course.edited', subject: `course:${courseId}`, detail: { changes } }),
  ]);
  if (edited?.rowsAffected !== 1) refuse('departmentId', 'Choose a department that is in use.');
}
