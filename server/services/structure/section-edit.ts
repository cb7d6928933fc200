/** Sections made and corrected, and who their staff are. Putting them away and deleting is `archiving.ts`. */
import { and, eq, exists, isNull, ne, not, type SQL, sql } from 'drizzle-orm';
import { alias, type SQLiteColumn } from 'drizzle-orm/sqlite-core';
import type { Database } from '#db/client';
import { courses, sectionStaff, sections, users } from '#db/schema';
import { rowOf } from '#db/sql/values';
import { AppError, invalidField } from '#domain/errors';
import type { EditSectionInput, NewSectionInput, StaffRef } from '#domain/structure/section';
import { auditAdded, auditChange } from '#server/context/audit';
import { endKeysOf } from '#server/context/code-revision';
import type { ActorContext, Write } from '#server/context/context';
import { freeSectionCode } from './archived-names';

const CODE_TAKEN = 'structure.section-code-taken';

/** Another section of the course that is in use has this code, whatever its case.
 *  @param courseId a value, or a column of the section that is changed */
function isTaken(db: Database, { courseId, code, id = 0 }: { courseId: number | SQLiteColumn; code: string; id?: number }): SQL {
  const other = alias(sections, 'other');
  const isSame = and(
    eq(other.courseId, courseId),
    ne(other.id, id),
    isNull(other.archivedAt),
    sql`${other.code} = ${code} collate nocase`,
  );
  return exists(db.select({ one: sql`1` }).from(other).where(isSame));
}

/** @throws AppError `invalid` for a code the course has already, whatever its case, or a course that is not in use */
export async function addSection(ctx: ActorContext, input: NewSectionInput): Promise<{ sectionId: number }> {
  const { db } = ctx;
  const { courseId, code } = input;
  const isInUse = and(eq(courses.id, courseId), isNull(courses.archivedAt));
  const isNew = and(isInUse, not(isTaken(db, { courseId, code })));
  const [, added] = await ctx.commit([
    freeSectionCode(db, { courseId, code }),
    db.insert(sections).select(db.select(rowOf(sections, { courseId, code })).from(courses).where(isNew)),
    auditAdded(ctx, { noun: 'section', action: 'section.added', detail: { ...input } }),
  ]);
  if (added?.rowsAffected === 1) return { sectionId: Number(added.lastInsertRowid) };
  const isThere = (await db.$count(courses, isInUse)) > 0;
  throw isThere ? invalidField('code', CODE_TAKEN) : invalidField('courseId', 'structure.course-archived');
}

/** @throws AppError `not-found`, `invalid` for a code the course has already */
export async function editSection(ctx: ActorContext, { sectionId: id, code }: EditSectionInput): Promise<void> {
  const isIt = eq(sections.id, id);
  const [stored] = await ctx.db.select({ code: sections.code }).from(sections).where(isIt);
  if (!stored) throw new AppError('not-found', 'structure.no-section');
  if (stored.code === code) return;
  const detail = { changes: { code: { from: stored.code, to: code } } };
  const isFree = not(isTaken(ctx.db, { courseId: sections.courseId, code, id }));
  const course = ctx.db.select({ id: sections.courseId }).from(sections).where(isIt);
  const [, edited] = await ctx.commit([
    freeSectionCode(ctx.db, { courseId: sql`${course}`, code }),
    ctx.db.update(sections).set({ code }).where(and(isIt, isFree)),
    auditChange(ctx, { action: 'section.edited', subject: `section:${id}`, detail }),
  ]);
  if (edited?.rowsAffected !== 1) throw invalidField('code', CODE_TAKEN);
}

/** Who is to be staff, and of what: everything of the person is null when nobody has this id.
 *  @throws AppError `not-found` */
async function loadFacts({ db }: ActorContext, { sectionId, userId }: StaffRef) {
  const { name, role, archivedAt } = users;
  const [facts] = await db
    .select({ name, role, archivedAt, sectionArchivedAt: sections.archivedAt })
    .from(sections)
    .leftJoin(users, eq(users.id, userId))
    .where(eq(sections.id, sectionId));
  if (!facts) throw new AppError('not-found', 'structure.no-section');
  return facts;
}

/** What somebody is in a section beside their role: a student who helps assists, an administrator teaches. */
const IN_SECTION = sql<
  'teacher' | 'assistant'
>`case ${users.role} when 'student' then 'assistant' when 'admin' then 'teacher' else ${users.role} end`;

/** Staff of a section that is in use becomes whoever has not left. */
function addStaffStatement({ db }: ActorContext, { sectionId, userId }: StaffRef): Write {
  const isHere = and(eq(users.id, userId), isNull(users.archivedAt));
  const isInUse = and(eq(sections.id, sectionId), isNull(sections.archivedAt));
  const row = rowOf(sectionStaff, { sectionId, userId, role: IN_SECTION });
  const found = db
    .select(row)
    .from(users)
    .where(and(isHere, exists(db.select({ one: sql`1` }).from(sections).where(isInUse))));
  return db.insert(sectionStaff).select(found).onConflictDoNothing();
}

/** Makes somebody staff of a section. Twice is once.
 *  @throws AppError `not-found`, `invalid` for people who left, or a section that was put away */
export async function addStaff(ctx: ActorContext, ref: StaffRef): Promise<{ name: string }> {
  const { name, role, archivedAt, sectionArchivedAt } = await loadFacts(ctx, ref);
  if (name === null || role === null) throw new AppError('not-found', 'person.unknown');
  if (sectionArchivedAt !== null) throw invalidField('userId', 'structure.restore-section-first');
  if (archivedAt !== null) throw invalidField('userId', { id: 'person.left', values: { name } });
  await ctx.commit([
    addStaffStatement(ctx, ref),
    auditChange(ctx, {
      action: 'section.staff-added',
      subject: `section:${ref.sectionId}`,
      detail: { userId: ref.userId, name, role },
    }),
  ]);
  return { name };
}

/** Takes somebody off a section's staff. Marks they set stay. Twice is once.
 *  @throws AppError `not-found` */
export async function removeStaff(ctx: ActorContext, ref: StaffRef): Promise<{ name: string }> {
  const { name, role } = await loadFacts(ctx, ref);
  if (name === null || role === null) throw new AppError('not-found', 'person.unknown');
  const isThere = and(eq(sectionStaff.sectionId, ref.sectionId), eq(sectionStaff.userId, ref.userId));
  const section = ctx.db.select({ id: sectionStaff.sectionId }).from(sectionStaff).where(isThere);
  await ctx.commit([
    endKeysOf(ctx, section),
    ctx.db.delete(sectionStaff).where(isThere),
    auditChange(ctx, {
      action: 'section.staff-removed',
      subject: `section:${ref.sectionId}`,
      detail: { userId: ref.userId, name, role },
    }),
  ]);
  return { name };
}
