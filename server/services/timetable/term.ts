/** Terms: listed, made, edited and archived. A slot that is valid for the whole of its term follows it when its days change. */
import { and, count, desc, eq, gt, isNotNull, isNull, or, type SQL, sql } from 'drizzle-orm';
import { classSessions, slots, terms } from '#db/schema';
import { asBoolean } from '#db/sql/values';
import { AppError } from '#domain/errors';
import type { MaterialiseReport } from '#domain/timetable/materialise';
import type { EditTermInput, Term, TermInput } from '#domain/timetable/term';
import type { DayRange } from '#domain/timetable/timetable';
import { auditAdded, auditChange } from '#server/context/audit';
import type { ActorContext, Write } from '#server/context/context';
import { materialiseTerm } from './materialise';

function selectTerms({ db }: ActorContext, which?: SQL) {
  const { id, name, fromDay, untilDay, archivedAt } = terms;
  const isArchived = asBoolean(isNotNull(archivedAt));
  return db
    .select({ id, name, fromDay, untilDay, isArchived, slots: count(slots.id) })
    .from(terms)
    .leftJoin(slots, eq(slots.termId, id))
    .where(which)
    .groupBy(id)
    .orderBy(desc(fromDay), desc(id));
}

/** Every term, the latest first; archived ones too. */
export async function listTerms(ctx: ActorContext): Promise<Term[]> {
  return selectTerms(ctx);
}

/** @throws AppError `not-found` */
async function loadTerm(ctx: ActorContext, termId: number): Promise<Term> {
  const term = await selectTerms(ctx, eq(terms.id, termId)).get();
  if (!term) throw new AppError('not-found', 'timetable.no-term');
  return term;
}

/** Adds a term. */
export async function createTerm(ctx: ActorContext, { name, fromDay, untilDay }: TermInput): Promise<{ termId: number }> {
  const [added] = await ctx.commit([
    ctx.db.insert(terms).values({ name, fromDay, untilDay }),
    auditAdded(ctx, { action: 'term.created', noun: 'term', detail: { name, fromDay, untilDay } }),
  ]);
  return { termId: Number(added?.lastInsertRowid) };
}

/** Slots that are valid from the term's first day, or until its last, stay so. */
function followTerm({ db }: ActorContext, old: Term, { fromDay, untilDay }: DayRange): Write {
  const { validFrom, validUntil, termId } = slots;
  return db
    .update(slots)
    .set({
      validFrom: sql`iif(${validFrom} = ${old.fromDay}, ${fromDay}, ${validFrom})`,
      validUntil: sql`iif(${validUntil} = ${old.untilDay}, ${untilDay}, ${validUntil})`,
    })
    .where(and(eq(termId, old.id), or(eq(validFrom, old.fromDay), eq(validUntil, old.untilDay))));
}

/** Changes a term and brings its class sessions in line.
 *  @throws AppError `not-found` */
export async function editTerm(ctx: ActorContext, input: EditTermInput): Promise<MaterialiseReport> {
  const { termId: id, name, fromDay, untilDay } = input;
  const old = await loadTerm(ctx, id);
  const { fromDay: oldFrom, untilDay: oldUntil } = old;
  await ctx.commit([
    ctx.db.update(terms).set({ name, fromDay, untilDay }).where(eq(terms.id, id)),
    auditChange(ctx, {
      action: 'term.edited',
      subject: `term:${id}`,
      detail: { from: { name: old.name, fromDay: oldFrom, untilDay: oldUntil }, to: { name, fromDay, untilDay } },
    }),
    followTerm(ctx, old, { fromDay, untilDay }),
  ]);
  const [first, , , last] = [oldFrom, oldUntil, fromDay, untilDay].sort();
  return materialiseTerm(ctx, id, { fromDay: first ?? fromDay, untilDay: last ?? untilDay });
}

async function countToCome({ db, now }: ActorContext, termId: number): Promise<number> {
  const isToCome = and(eq(classSessions.state, 'scheduled'), gt(classSessions.startsAt, now()));
  const [left] = await db
    .select({ count: count() })
    .from(slots)
    .innerJoin(classSessions, eq(classSessions.slotId, slots.id))
    .where(and(eq(slots.termId, termId), isToCome));
  return left?.count ?? 0;
}

/** Archives a term that is over: its slots no longer show, its class sessions and marks stay.
 *  @throws AppError `not-found`; `conflict` while it has class sessions to come */
export async function archiveTerm(ctx: ActorContext, termId: number): Promise<void> {
  await loadTerm(ctx, termId);
  const toCome = await countToCome(ctx, termId);
  if (toCome > 0) throw new AppError('conflict', { id: 'timetable.term-has-classes', values: { count: toCome } });
  await ctx.commit([
    ctx.db
      .update(terms)
      .set({ archivedAt: ctx.now() })
      .where(and(eq(terms.id, termId), isNull(terms.archivedAt))),
    auditChange(ctx, { action: 'term.archived', subject: `term:${termId}` }),
  ]);
}

/** Brings an archived term back.
 *  @throws AppError `not-found` */
export async function restoreTerm(ctx: ActorContext, termId: number): Promise<void> {
  await loadTerm(ctx, termId);
  await ctx.commit([
    ctx.db
      .update(terms)
      .set({ archivedAt: null })
      .where(and(eq(terms.id, termId), isNotNull(terms.archivedAt))),
    auditChange(ctx, { action: 'term.restored', subject: `term:${termId}` }),
  ]);
}
