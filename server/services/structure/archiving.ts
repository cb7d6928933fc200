/** Putting departments, courses and sections away with all below them, bringing back what went together, and deleting what nobody used. */

import { LibsqlError } from '@libsql/client';
import { and, eq, gt, inArray, isNull, type SQL, sql } from 'drizzle-orm';
import type { Database } from '#db/client';
import { classSessions, courses, departments, enrolments, sections, slots } from '#db/schema';
import { judgeAgain } from '#db/sql/judged-students';
import { ONE_ROW } from '#db/sql/values';
import { AppError } from '#domain/errors';
import type { Structure } from '#domain/structure/section';
import { dayAt } from '#domain/time';
import type { Message, MessageId } from '#domain/words/message';
import { sayCounts } from '#domain/words/says';
import { auditChange } from '#server/context/audit';
import { raisedRevision } from '#server/context/code-revision';
import type { ActorContext, Write } from '#server/context/context';

const TABLES = { department: departments, course: courses, section: sections };
const LABELS = { department: departments.name, course: courses.code, section: sections.code };

/** @throws AppError `not-found` */
async function load({ db }: ActorContext, what: Structure, id: number): Promise<{ label: string; archivedAt: number | null }> {
  const table = TABLES[what];
  const [row] = await db.select({ label: LABELS[what], archivedAt: table.archivedAt }).from(table).where(eq(table.id, id));
  if (!row) throw new AppError('not-found', `structure.no-${what}`);
  return row;
}

/** Whether what it belongs to is put away. */
async function isParentArchived({ db }: ActorContext, what: Structure, id: number): Promise<boolean> {
  if (what === 'department') return false;
  const [child, parent, reference] =
    what === 'course' ? [courses, departments, courses.departmentId] : [sections, courses, sections.courseId];
  const [row] = await db
    .select({ archivedAt: parent.archivedAt })
    .from(child)
    .innerJoin(parent, eq(parent.id, reference))
    .where(eq(child.id, id));
  return (row?.archivedAt ?? null) !== null;
}

/** Condition on `sections`: at or below the thing. */
function isBelow(db: Database, what: Structure, id: number): SQL {
  if (what === 'section') return eq(sections.id, id);
  if (what === 'course') return eq(sections.courseId, id);
  const ofDepartment = eq(courses.departmentId, id);
  return inArray(sections.courseId, db.select({ id: courses.id }).from(courses).where(ofDepartment));
}

type Way = 'archived' | 'restored' | 'deleted';

function auditEntry(ctx: ActorContext, what: Structure, id: number, { way, label }: { way: Way; label: string }): Write {
  return auditChange(ctx, { action: `${what}.${way}` as const, subject: `${what}:${id}`, detail: { label } });
}

type Move = { from: number | null; to: number | null };

const isSince = (table: (typeof TABLES)[Structure], at: number | null) =>
  at === null ? isNull(table.archivedAt) : eq(table.archivedAt, at);

/** Sets when things were put away from one value to another, at and below one; the thing itself comes last. */
function moveAll(db: Database, what: Structure, id: number, { from, to }: Move): Write[] {
  const move = (table: (typeof TABLES)[Structure], condition: SQL) =>
    db
      .update(table)
      .set({ archivedAt: to })
      .where(and(condition, isSince(table, from)));
  return [
    move(sections, isBelow(db, what, id)),
    ...(what === 'department' ? [move(courses, eq(courses.departmentId, id))] : []),
    ...(what === 'section' ? [] : [move(TABLES[what], eq(TABLES[what].id, id))]),
  ];
}

/** Condition on class sessions ahead: of sections at or below the thing, that were put away at an instant or are not. */
function isAhead({ db, now }: ActorContext, what: Structure, id: number, archivedAt: number | null): SQL | undefined {
  const isOne = and(isBelow(db, what, id), isSince(sections, archivedAt));
  const ids = db.select({ id: sections.id }).from(sections).where(isOne);
  return and(gt(classSessions.startsAt, now()), inArray(classSessions.sectionId, ids));
}

const NEXT_SEQUENCE = sql`${classSessions.sequence} + 1`;

/** Class sessions ahead are cancelled; `editedAt` tells which ones went with the section. */
function cancelAhead(ctx: ActorContext, what: Structure, id: number, at: number): Write {
  return ctx.db
    .update(classSessions)
    .set({ state: 'cancelled', editedAt: at, sequence: NEXT_SEQUENCE })
    .where(and(eq(classSessions.state, 'scheduled'), isAhead(ctx, what, id, null)));
}

/** Class sessions ahead that were cancelled when the section was put away. */
function restoreUpcoming(ctx: ActorContext, what: Structure, id: number, at: number): Write {
  const isSameTime = and(eq(classSessions.state, 'cancelled'), eq(classSessions.editedAt, at));
  return ctx.db
    .update(classSessions)
    .set({ state: 'scheduled', editedAt: null, sequence: NEXT_SEQUENCE, ...raisedRevision(ctx.now()) })
    .where(and(isSameTime, isAhead(ctx, what, id, at)));
}

/** Alerts look at what lies ahead. */
function judgeBelow({ db, now }: ActorContext, what: Structure, id: number): Write {
  const below = db
    .select({ id: sections.id })
    .from(sections)
    .where(isBelow(db, what, id));
  return judgeAgain(db, dayAt(now(), 'UTC'), below);
}

/** Puts something away with all below it; their class sessions ahead are cancelled. Twice is once.
 *  @throws AppError `not-found` */
export async function archiveStructure(ctx: ActorContext, what: Structure, id: number): Promise<{ cancelled: number }> {
  const { label } = await load(ctx, what, id);
  const at = ctx.now();
  const [cancelled] = await ctx.commit([
    cancelAhead(ctx, what, id, at),
    ...moveAll(ctx.db, what, id, { from: null, to: at }),
    auditEntry(ctx, what, id, { way: 'archived', label }),
    judgeBelow(ctx, what, id),
  ]);
  ctx.log('info', `${what}.archived`, { actorId: ctx.actor.id, id });
  return { cancelled: cancelled?.rowsAffected ?? 0 };
}

/** Brings something back with what was put away together with it, class sessions ahead included. Twice is once.
 *  @throws AppError `not-found`, `conflict` while what it belongs to is put away */
export async function restoreStructure(ctx: ActorContext, what: Structure, id: number): Promise<void> {
  const { label, archivedAt: at } = await load(ctx, what, id);
  if (await isParentArchived(ctx, what, id))
    throw new AppError('conflict', what === 'section' ? 'structure.restore-course' : 'structure.restore-department');
  if (at === null) return;
  await ctx.commit([
    restoreUpcoming(ctx, what, id, at),
    ...moveAll(ctx.db, what, id, { from: at, to: null }),
    auditEntry(ctx, what, id, { way: 'restored', label }),
    judgeBelow(ctx, what, id),
  ]);
  ctx.log('info', `${what}.restored`, { actorId: ctx.actor.id, id });
}

/** `said` takes the count. */
type Use = { count: SQL<number>; said: MessageId };

/** What a thing is used by, each with how often. */
function usesOf({ db }: ActorContext, what: Structure, id: number): Use[] {
  const ofSection = (table: typeof enrolments | typeof classSessions | typeof slots) => db.$count(table, eq(table.sectionId, id));
  switch (what) {
    case 'department':
      return [{ count: db.$count(courses, eq(courses.departmentId, id)), said: 'structure.courses' }];
    case 'course':
      return [{ count: db.$count(sections, eq(sections.courseId, id)), said: 'structure.sections' }];
    case 'section':
      return [
        { count: ofSection(enrolments), said: 'structure.enrolments' },
        { count: ofSection(classSessions), said: 'structure.class-sessions' },
        { count: ofSection(slots), said: 'structure.slots' },
      ];
  }
}

async function sayUses({ db }: ActorContext, uses: Use[]): Promise<Message[]> {
  const counted = Object.fromEntries(uses.map(({ count, said }) => [said, count]));
  const [row] = await db.select(counted).from(ONE_ROW);
  const found = sayCounts(uses.map(({ said }) => ({ id: said, count: row?.[said] ?? 0 })));
  return found.length > 0 ? found : [{ id: 'structure.messages' }];
}

/** Deletes what nobody uses.
 *  @throws AppError `not-found`, `conflict` with counts when it is used: archive it instead */
export async function removeStructure(ctx: ActorContext, what: Structure, id: number): Promise<{ label: string }> {
  const { label } = await load(ctx, what, id);
  const uses = usesOf(ctx, what, id);
  const isUnused = and(...uses.map(({ count }) => eq(count, 0)));
  const table = TABLES[what];
  const statements = [
    ctx.db.delete(table).where(and(eq(table.id, id), isUnused)),
    auditEntry(ctx, what, id, { way: 'deleted', label }),
  ];
  const results = await ctx.commit(statements).catch((cause: unknown) => {
    if (cause instanceof LibsqlError && /FOREIGN KEY/.test(cause.message)) return [];
    throw cause;
  });
  if (results.at(-2)?.rowsAffected !== 1)
    throw new AppError('conflict', { id: 'structure.in-use', values: { label, uses: await sayUses(ctx, uses) } });
  ctx.log('info', `${what}.deleted`, { actorId: ctx.actor.id, id });
  return { label };
}
