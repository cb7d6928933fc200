/** Sections made and corrected, and who their staff are. Putting them away and deleting is `archiving.ts`. */
import { queryRow } from '#db/query';
import { AppError } from '#domain/errors';
import type { EditSectionInput, NewSectionInput, StaffRef } from '#domain/structure/section';
import { type AuditAction, auditIfChanged } from '#server/context/audit';
import { endKeysOf } from '#server/context/code-revision';
import type { ActorContext } from '#server/context/context';

function refuse(field: string, message: string): never {
  throw new AppError('invalid', message, { fieldErrors: { [field]: [message] } });
}

type Told = { action: AuditAction; sectionId: number; detail: Record<string, unknown> };

function audit(ctx: ActorContext, { action, sectionId, detail }: Told) {
  return auditIfChanged({ actor: ctx.actor, at: ctx.now(), action, subject: `section:${sectionId}`, detail });
}

const CODE_TAKEN = 'This course has a section of this code already.';

const ADD = `insert into sections (course_id, code) select id, :code from courses where id = :courseId and archived_at is null
  and not exists (select 1 from sections where course_id = :courseId and code = :code collate nocase)`;

const AUDIT_ADDED = `insert into audit_events (at, actor_id, actor_name, actor_role, action, subject, detail)
  select ?, ?, ?, ?, 'section.added', 'section:' || last_insert_rowid(), ? where changes() > 0`;

/** @throws AppError `invalid` for a code the course has already, whatever its case, or a course that is not in use */
export async function addSection(ctx: ActorContext, input: NewSectionInput): Promise<{ sectionId: number }> {
  const { id, name, role } = ctx.actor;
  const [added] = await ctx.commit([
    { sql: ADD, args: { ...input } },
    { sql: AUDIT_ADDED, args: [ctx.now(), id, name, role, JSON.stringify(input)] },
  ]);
  if (added?.rowsAffected === 1) return { sectionId: Number(added.lastInsertRowid) };
  const course = await queryRow(ctx.db, 'select 1 from courses where id = ? and archived_at is null', [input.courseId]);
  return course ? refuse('code', CODE_TAKEN) : refuse('courseId', 'Choose a course that is in use.');
}

const EDIT = `update sections set code = :code where id = :id and not exists (select 1 from sections o
  where o.course_id = sections.course_id and o.id <> :id and o.code = :code collate nocase)`;

/** @throws AppError `not-found`, `invalid` for a code the course has already */
export async function editSection(ctx: ActorContext, { sectionId: id, code }: EditSectionInput): Promise<void> {
  const stored = await queryRow<{ code: string }>(ctx.db, 'select code from sections where id = ?', [id]);
  if (!stored) throw new AppError('not-found', 'There is no such section.');
  if (stored.code === code) return;
  const detail = { changes: { code: { from: stored.code, to: code } } };
  const [edited] = await ctx.commit([
    { sql: EDIT, args: { id, code } },
    audit(ctx, { action: 'section.edited', sectionId: id, detail }),
  ]);
  if (edited?.rowsAffected !== 1) refuse('code', CODE_TAKEN);
}

type Facts = { name: string | null; role: string | null; isArchived: number; sectionArchivedAt: number | null };

const FACTS = `select u.name, u.role, u.archived_at is not null isArchived, s.archived_at sectionArchivedAt
  from sections s left join users u on u.id = :userId where s.id = :sectionId`;

/** @throws AppError `not-found` */
async function loadFacts(ctx: ActorContext, ref: StaffRef): Promise<Facts> {
  const facts = await queryRow<Facts>(ctx.db, FACTS, { ...ref });
  if (!facts) throw new AppError('not-found', 'There is no such section.');
  return facts;
}

const ADD_STAFF = `insert into section_staff (section_id, user_id, role) select :sectionId, u.id, u.role from users u
  where u.id = :userId and u.role in ('teacher', 'assistant') and u.archived_at is null
    and exists (select 1 from sections s where s.id = :sectionId and s.archived_at is null) on conflict do nothing`;

/** Makes a teacher or assistant staff of a section, as what they are in the school. Twice is once.
 *  @throws AppError `not-found`, `invalid` for people of other roles, who left, or a section that was put away */
export async function addStaff(ctx: ActorContext, ref: StaffRef): Promise<{ name: string }> {
  const { name, role, isArchived, sectionArchivedAt } = await loadFacts(ctx, ref);
  if (name === null) throw new AppError('not-found', 'There is no such person.');
  if (sectionArchivedAt !== null) refuse('userId', 'Restore this section first.');
  if (role !== 'teacher' && role !== 'assistant') refuse('userId', `${name} is neither a teacher nor an assistant.`);
  if (isArchived) refuse('userId', `${name} has left the school.`);
  await ctx.commit([
    { sql: ADD_STAFF, args: { ...ref } },
    audit(ctx, { action: 'section.staff-added', sectionId: ref.sectionId, detail: { userId: ref.userId, name, role } }),
  ]);
  return { name };
}

/** Takes somebody off a section's staff. Marks they set stay. Twice is once.
 *  @throws AppError `not-found` */
export async function removeStaff(ctx: ActorContext, ref: StaffRef): Promise<{ name: string }> {
  const { name, role } = await loadFacts(ctx, ref);
  if (name === null) throw new AppError('not-found', 'There is no such person.');
  const isThere = 'select section_id from section_staff where section_id = :sectionId and user_id = :userId';
  await ctx.commit([
    endKeysOf(isThere, { ...ref, now: ctx.now() }),
    { sql: 'delete from section_staff where section_id = :sectionId and user_id = :userId', args: { ...ref } },
    audit(ctx, { action: 'section.staff-removed', sectionId: ref.sectionId, detail: { userId: ref.userId, name, role } }),
  ]);
  return { name };
}
