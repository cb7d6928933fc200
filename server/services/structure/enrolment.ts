/** Who is on a roll from when until when. The days may lie in the past: `enrolment-preview` shows what that changes. Tallies follow by trigger. */
import { and, count, eq, gte, inArray, isNotNull, lte, not, sql } from 'drizzle-orm';
import type { Database } from '#db/client';
import { attendance, classSessions, enrolments, users } from '#db/schema';
import { ONE_ROW, rowOf } from '#db/sql/values';
import { AppError } from '#domain/errors';
import type { AddedEnrolments, ChangeEnrolmentInput, DayRange, NewEnrolmentsInput } from '#domain/structure/enrolment';
import { auditChange } from '#server/context/audit';
import type { ActorContext, Write } from '#server/context/context';
import { canBeAdded, overlaps, refuseEnrolment, type Wanted } from './enrolment-conditions';

function readEnrolments(db: Database) {
  const { id, sectionId, studentId, fromDay, untilDay } = enrolments;
  return db
    .select({ id, sectionId, studentId, fromDay, untilDay, name: users.name })
    .from(enrolments)
    .innerJoin(users, eq(users.id, studentId));
}

/** An enrolment, with its student's name.
 *  @throws AppError `not-found` */
export async function loadEnrolment({ db }: ActorContext, enrolmentId: number) {
  const [enrolment] = await readEnrolments(db).where(eq(enrolments.id, enrolmentId));
  if (!enrolment) throw new AppError('not-found', 'structure.no-enrolment');
  return enrolment;
}

/** A student's place on a roll. */
export type Place = { sectionId: number; studentId: number };

/** Puts students on a section's roll. Of several, those who are on it already on one of the days stay as they are.
 *  @returns the enrolments that are new
 *  @throws AppError where nobody can be added: `not-found`, `invalid` for people who have left, days they are on the roll already,
 *    an archived section */
export async function addEnrolments(ctx: ActorContext, input: NewEnrolmentsInput): Promise<AddedEnrolments> {
  const { sectionId, fromDay, untilDay } = input;
  const wanted = [...new Set(input.studentIds)].map((studentId) => ({ sectionId, studentId, fromDay, untilDay }));
  const results = await ctx.commit(wanted.flatMap((one) => addStatements(ctx, one)));
  const added = results.filter((result, index) => index % 2 === 0 && result.rowsAffected === 1);
  if (added.length === 0) return refuseEnrolment(ctx, wanted[0] as Wanted);
  return { enrolmentIds: added.map(({ lastInsertRowid }) => Number(lastInsertRowid)), fromDay, untilDay };
}

/** The enrolment where it can be, and its entry. */
function addStatements(ctx: ActorContext, wanted: Wanted): [Write, Write] {
  const { db } = ctx;
  const { sectionId, studentId, fromDay, untilDay } = wanted;
  const row = rowOf(enrolments, { sectionId, studentId, fromDay, untilDay });
  const detail = { studentId, fromDay, untilDay };
  return [
    db.insert(enrolments).select(db.select(row).from(ONE_ROW).where(canBeAdded(db, wanted))),
    auditChange(ctx, { action: 'enrolment.added', subject: `section:${sectionId}`, detail }),
  ];
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

type Stored = Awaited<ReturnType<typeof loadEnrolment>>;

/** Condition on `enrolments`: its days are these. */
const hasDays = ({ fromDay, untilDay }: DayRange) =>
  and(eq(enrolments.fromDay, fromDay), sql`${enrolments.untilDay} is ${untilDay}`);

/** Takes an enrolment back unless a mark lies in it or it has other days by now, and tells so. */
function removeStatements(ctx: ActorContext, { id, sectionId, name, ...place }: Stored): [Write, Write] {
  const isUnmarked = eq(marksIn(ctx.db, { sectionId, ...place }), 0);
  return [
    ctx.db.delete(enrolments).where(and(eq(enrolments.id, id), hasDays(place), isUnmarked)),
    auditChange(ctx, { action: 'enrolment.removed', subject: `section:${sectionId}`, detail: { ...place, name } }),
  ];
}

/** Takes back an enrolment that no mark lies in.
 *  @throws AppError `not-found`, `conflict` with the count of marks: end it on a day instead; `conflict` where its days were just changed */
export async function removeEnrolment(ctx: ActorContext, enrolmentId: number): Promise<{ name: string }> {
  const stored = await loadEnrolment(ctx, enrolmentId);
  const [removed] = await ctx.commit(removeStatements(ctx, stored));
  const { name } = stored;
  if (removed?.rowsAffected === 1) return { name };
  const [counted] = await marksIn(ctx.db, stored);
  if (!counted?.marks) throw new AppError('conflict', 'structure.enrolment-changed');
  throw new AppError('conflict', { id: 'structure.enrolment-has-marks', values: { name, count: counted.marks } });
}

/** Takes enrolments back that have just been made; those that have a mark or other days by now, or are gone, stay as they are.
 *  @returns how many are taken back */
export async function undoEnrolments(
  ctx: ActorContext,
  { enrolmentIds, ...days }: AddedEnrolments,
): Promise<{ removed: number }> {
  const stored = await readEnrolments(ctx.db).where(and(inArray(enrolments.id, enrolmentIds), hasDays(days)));
  if (stored.length === 0) return { removed: 0 };
  const results = await ctx.commit(stored.flatMap((one) => removeStatements(ctx, one)));
  return { removed: results.filter((result, index) => index % 2 === 0 && result.rowsAffected === 1).length };
}
