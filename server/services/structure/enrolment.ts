/** Who is on a roll from when until when. The days may lie in the past: `enrolment-preview` shows what that changes. Tallies follow by trigger. */
import { and, count, eq, gte, isNotNull, lte, not } from 'drizzle-orm';
import type { Database } from '#db/client';
import { attendance, classSessions, enrolments, users } from '#db/schema';
import { ONE_ROW, rowOf } from '#db/sql/values';
import { AppError } from '#domain/errors';
import type { ChangeEnrolmentInput, DayRange, NewEnrolmentInput } from '#domain/structure/enrolment';
import { auditChange } from '#server/context/audit';
import type { ActorContext } from '#server/context/context';
import { canBeAdded, overlaps, refuseEnrolment } from './enrolment-conditions';

/** An enrolment, with its student's name.
 *  @throws AppError `not-found` */
export async function loadEnrolment({ db }: ActorContext, enrolmentId: number) {
  const { id, sectionId, studentId, fromDay, untilDay } = enrolments;
  const [enrolment] = await db
    .select({ id, sectionId, studentId, fromDay, untilDay, name: users.name })
    .from(enrolments)
    .innerJoin(users, eq(users.id, studentId))
    .where(eq(id, enrolmentId));
  if (!enrolment) throw new AppError('not-found', 'structure.no-enrolment');
  return enrolment;
}

/** A student's place on a roll. */
export type Place = { sectionId: number; studentId: number };

/** Puts a student on a section's roll.
 *  @throws AppError `not-found`, `invalid` for people who are no students, days the student is on the roll already, an archived section */
export async function addEnrolment(ctx: ActorContext, input: NewEnrolmentInput): Promise<{ enrolmentId: number }> {
  const { db } = ctx;
  const { sectionId, ...detail } = input;
  const [added] = await ctx.commit([
    db.insert(enrolments).select(db.select(rowOf(enrolments, input)).from(ONE_ROW).where(canBeAdded(db, input))),
    auditChange(ctx, { action: 'enrolment.added', subject: `section:${sectionId}`, detail }),
  ]);
  if (added?.rowsAffected !== 1) return refuseEnrolment(ctx, input);
  return { enrolmentId: Number(added.lastInsertRowid) };
}

/** Gives an enrolment other days.
 *  @throws AppError `not-found`, `invalid` for days that another enrolment of the student in the section has */
export async function changeEnrolment(ctx: ActorContext, input: ChangeEnrolmentInput): Promise<void> {
  const stored = await loadEnrolment(ctx, input.enrolmentId);
  const { id, sectionId, studentId, name } = stored;
  const days = { fromDay: input.fromDay, untilDay: input.untilDay };
  if (stored.fromDay === days.fromDay && stored.untilDay === days.untilDay) return;
  const from = { fromDay: stored.fromDay, untilDay: stored.untilDay };
  const wanted = { id, sectionId, studentId, ...days };
  const isFree = not(overlaps(ctx.db, wanted));
  const [changed] = await ctx.commit([
    ctx.db
      .update(enrolments)
      .set(days)
      .where(and(eq(enrolments.id, id), isFree)),
    auditChange(ctx, {
      action: 'enrolment.changed',
      subject: `section:${sectionId}`,
      detail: { studentId, name, from, to: days },
    }),
  ]);
  if (changed?.rowsAffected !== 1) await refuseEnrolment(ctx, wanted);
}

/** How many marks a student has in a section on some days. */
export function marksIn(db: Database, { sectionId, studentId, fromDay, untilDay }: Place & DayRange) {
  const isMark = and(eq(attendance.studentId, studentId), isNotNull(attendance.status));
  const isThen = and(gte(classSessions.day, fromDay), untilDay === null ? undefined : lte(classSessions.day, untilDay));
  return db
    .select({ marks: count() })
    .from(attendance)
    .innerJoin(classSessions, eq(classSessions.id, attendance.classSessionId))
    .where(and(isMark, eq(classSessions.sectionId, sectionId), isThen));
}

/** Takes back an enrolment that no mark lies in.
 *  @throws AppError `not-found`, `conflict` with the count of marks: end it on a day instead */
export async function removeEnrolment(ctx: ActorContext, enrolmentId: number): Promise<{ name: string }> {
  const { id, sectionId, studentId, fromDay, untilDay, name } = await loadEnrolment(ctx, enrolmentId);
  const place = { studentId, fromDay, untilDay };
  const [removed] = await ctx.commit([
    ctx.db.delete(enrolments).where(and(eq(enrolments.id, id), eq(marksIn(ctx.db, { sectionId, ...place }), 0))),
    auditChange(ctx, { action: 'enrolment.removed', subject: `section:${sectionId}`, detail: { ...place, name } }),
  ]);
  if (removed?.rowsAffected === 1) return { name };
  const [counted] = await marksIn(ctx.db, { sectionId, ...place });
  throw new AppError('conflict', { id: 'structure.enrolment-has-marks', values: { name, count: counted?.marks ?? 0 } });
}
