/** What another enrolment, other days or a move would change in registers that were held. Reads only. */
import { and, asc, eq, gte, inArray, isNotNull, lte, or, sql } from 'drizzle-orm';
import { attendance, classSessions, enrolments } from '#db/schema';
import type { Status } from '#domain/register/attendance';
import {
  type ChangeEnrolmentInput,
  type DayRange,
  type MoveEnrolmentInput,
  type NewEnrolmentsInput,
  type RollEffect,
  rollEffect,
} from '#domain/structure/enrolment';
import { addDays } from '#domain/time';
import type { ActorContext } from '#server/context/context';
import { loadEnrolment, type Place } from './enrolment';

function loadRanges({ db }: ActorContext, { sectionId, studentId }: Place) {
  const { id, fromDay, untilDay } = enrolments;
  return db
    .select({ id, fromDay, untilDay })
    .from(enrolments)
    .where(and(eq(enrolments.sectionId, sectionId), eq(enrolments.studentId, studentId)));
}

/** Class sessions that were held or in which the student has a mark already, with what their registers say of the student. */
function loadHeld({ db }: ActorContext, { sectionId, studentId }: Place) {
  const { id: classSessionId, day, startsAt, isHeld } = classSessions;
  return db
    .select({ classSessionId, day, startsAt, status: attendance.status })
    .from(classSessions)
    .leftJoin(attendance, and(eq(attendance.classSessionId, classSessionId), eq(attendance.studentId, studentId)))
    .where(and(eq(classSessions.sectionId, sectionId), or(isHeld, isNotNull(attendance.status))))
    .orderBy(asc(startsAt));
}

/** What another set of a student's enrolments in a section does to class sessions that were held. */
async function effectOf(
  ctx: ActorContext,
  place: Place,
  after: (ranges: (DayRange & { id: number })[]) => DayRange[],
): Promise<RollEffect> {
  const [ranges, held] = await Promise.all([loadRanges(ctx, place), loadHeld(ctx, place)]);
  return rollEffect(held, ranges, after(ranges));
}

/** What enrolments would change in registers that were held. They begin only where there is none yet, so that every day of theirs is new.
 *  What a register says already is told of a student alone. */
export async function previewNewEnrolments({ db }: ActorContext, input: NewEnrolmentsInput): Promise<RollEffect> {
  const { sectionId, studentIds, fromDay, untilDay } = input;
  const { id: classSessionId, day, startsAt, isHeld } = classSessions;
  const isMarked = and(eq(attendance.classSessionId, classSessionId), inArray(attendance.studentId, studentIds));
  const isThen = and(gte(day, fromDay), untilDay === null ? undefined : lte(day, untilDay));
  const status = sql<Status | null>`case when ${studentIds.length} = 1 then max(${attendance.status}) end`;
  const starts = await db
    .select({ classSessionId, day, startsAt, status })
    .from(classSessions)
    .leftJoin(attendance, isMarked)
    .where(and(eq(classSessions.sectionId, sectionId), isThen, or(isHeld, isNotNull(attendance.status))))
    .groupBy(classSessionId)
    .orderBy(asc(startsAt));
  return { starts, stops: [] };
}

/** What other days would change in registers that were held.
 *  @throws AppError `not-found` */
export async function previewEnrolment(ctx: ActorContext, input: ChangeEnrolmentInput): Promise<RollEffect> {
  const stored = await loadEnrolment(ctx, input.enrolmentId);
  return effectOf(ctx, stored, (ranges) => ranges.map((range) => (range.id === stored.id ? input : range)));
}

/** What is left of an enrolment before a day: nothing of one that begins on it. */
const beforeDay = <Range extends DayRange>(range: Range, day: string): Range[] =>
  range.fromDay < day ? [{ ...range, untilDay: addDays(day, -1) }] : [];

/** What a move would change in registers of the section that is left and of the one that is joined.
 *  @throws AppError `not-found` */
export async function previewMove(ctx: ActorContext, input: MoveEnrolmentInput): Promise<RollEffect> {
  const stored = await loadEnrolment(ctx, input.enrolmentId);
  const joined = { ...stored, sectionId: input.sectionId };
  const [left, entered] = await Promise.all([
    effectOf(ctx, stored, (ranges) => ranges.flatMap((range) => (range.id === stored.id ? beforeDay(range, input.day) : range))),
    effectOf(ctx, joined, (ranges) => [...ranges, { fromDay: input.day, untilDay: stored.untilDay }]),
  ]);
  return { starts: [...left.starts, ...entered.starts], stops: [...left.stops, ...entered.stops] };
}
