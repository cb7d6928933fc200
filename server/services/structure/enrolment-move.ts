/** Moving a student from one section to another, on a day from which the other counts; also back again on the same day. */
import { and, between, desc, eq, exists, type SQL, sql } from 'drizzle-orm';
import type { Database } from '#db/client';
import { enrolments } from '#db/schema';
import { insertIfChanged } from '#db/sql/insert-if-changed';
import { invalidField } from '#domain/errors';
import type { MoveEnrolmentInput } from '#domain/structure/enrolment';
import { addDays } from '#domain/time';
import { auditChange } from '#server/context/audit';
import type { ActorContext, Write } from '#server/context/context';
import { loadEnrolment, marksIn, type Place } from './enrolment';
import { canBeAdded, endsFrom, refuseEnrolment, type Wanted } from './enrolment-conditions';

type Stored = Awaited<ReturnType<typeof loadEnrolment>>;

/** The student's enrolment in a section that ends the day before, or that day, as one does that was left on it. */
const reaches = ({ sectionId, studentId, fromDay }: Wanted) =>
  and(
    eq(enrolments.sectionId, sectionId),
    eq(enrolments.studentId, studentId),
    between(enrolments.untilDay, addDays(fromDay, -1), fromDay),
  );

/** The facts that decide how a move is written; the statements ask again. */
async function loadFacts({ db }: ActorContext, stored: Stored, joined: Wanted) {
  const { sectionId, studentId } = stored;
  const { id, untilDay } = enrolments;
  const [former] = await db.select({ id }).from(enrolments).where(reaches(joined)).orderBy(desc(untilDay));
  const [{ marks = 0 } = {}] = await marksIn(db, { sectionId, studentId, fromDay: joined.fromDay, untilDay: joined.fromDay });
  return { formerId: former?.id ?? null, hasMarks: marks > 0 };
}

type Facts = Awaited<ReturnType<typeof loadFacts>>;

/** Takes the student off the section that is left, only where the whole move can be made. Of an enrolment that began on the day itself
 *  nothing is left but that day, and only if it has a mark. */
function leaveStatement(db: Database, stored: Stored & Place, joined: Wanted & { id: number }, facts: Facts): Write {
  const { fromDay: day } = joined;
  const isIt = and(eq(enrolments.id, stored.id), eq(enrolments.fromDay, stored.fromDay), endsFrom(enrolments, day));
  const isFormer = and(eq(enrolments.id, facts.formerId ?? 0), reaches(joined));
  const hasFormer = facts.formerId === null ? undefined : exists(db.select({ one: sql`1` }).from(enrolments).where(isFormer));
  const canMove = and(isIt, canBeAdded(db, { ...joined, id: facts.formerId ?? joined.id }), hasFormer) as SQL;
  if (stored.fromDay < day)
    return db
      .update(enrolments)
      .set({ untilDay: addDays(day, -1) })
      .where(canMove);
  if (facts.hasMarks) return db.update(enrolments).set({ untilDay: day }).where(canMove);
  const isUnmarked = eq(marksIn(db, { ...stored, fromDay: day, untilDay: day }), 0);
  return db.delete(enrolments).where(and(canMove, isUnmarked));
}

/** Begins in the other section, or goes on there where the student was until the day before. */
function joinStatement(db: Database, { sectionId, studentId, fromDay, untilDay }: Wanted, { formerId }: Facts): Write {
  if (formerId === null) return insertIfChanged(db, enrolments, { sectionId, studentId, fromDay, untilDay });
  return db
    .update(enrolments)
    .set({ untilDay })
    .where(and(eq(enrolments.id, formerId), sql`changes() > 0`));
}

function requireDay({ fromDay, untilDay }: Stored, day: string): void {
  if (day < fromDay) throw invalidField('day', { id: 'structure.enrolment-day-from', values: { day: { day: fromDay } } });
  if (untilDay !== null && day > untilDay)
    throw invalidField('day', { id: 'structure.enrolment-day-until', values: { day: { day: untilDay } } });
}

/** Ends an enrolment the day before and begins one in another section, which ends when the former would have.
 *  @throws AppError `not-found`, `invalid` for a day outside the enrolment, the same section, or one the student is in already */
export async function moveEnrolment(ctx: ActorContext, { enrolmentId, sectionId, day }: MoveEnrolmentInput): Promise<void> {
  const stored = await loadEnrolment(ctx, enrolmentId);
  const { id, studentId, untilDay, name } = stored;
  if (sectionId === stored.sectionId) throw invalidField('sectionId', 'structure.another-section');
  requireDay(stored, day);
  const joined = { id, sectionId, studentId, fromDay: day, untilDay };
  const facts = await loadFacts(ctx, stored, joined);
  const [left] = await ctx.commit([
    leaveStatement(ctx.db, stored, joined, facts),
    joinStatement(ctx.db, joined, facts),
    auditChange(ctx, {
      action: 'enrolment.moved',
      subject: `section:${stored.sectionId}`,
      detail: { studentId, name, day, toSectionId: sectionId },
    }),
  ]);
  if (left?.rowsAffected !== 1) await refuseEnrolment(ctx, joined);
}
