/** Who is on a roll from when until when. The days may lie in the past: what that changes is shown before. Tallies follow by trigger. */
import { and, asc, count, eq, exists, gte, isNotNull, isNull, lte, ne, not, or, type SQL, sql } from 'drizzle-orm';
import { alias, type SQLiteColumn } from 'drizzle-orm/sqlite-core';
import type { Database } from '#db/client';
import { attendance, classSessions, enrolments, sections, users } from '#db/schema';
import { insertIfChanged } from '#db/sql/insert-if-changed';
import { asBoolean, ONE_ROW, rowOf } from '#db/sql/values';
import { AppError, invalidField } from '#domain/errors';
import {
  type ChangeEnrolmentInput,
  type DayRange,
  type MoveEnrolmentInput,
  type NewEnrolmentInput,
  type RollEffect,
  rollEffect,
} from '#domain/structure/enrolment';
import { addDays } from '#domain/time';
import { type AuditAction, auditChange } from '#server/context/audit';
import type { ActorContext, Write } from '#server/context/context';

/** @throws AppError `not-found` */
async function loadEnrolment({ db }: ActorContext, enrolmentId: number) {
  const { id, sectionId, studentId, fromDay, untilDay } = enrolments;
  const [enrolment] = await db
    .select({ id, sectionId, studentId, fromDay, untilDay, name: users.name })
    .from(enrolments)
    .innerJoin(users, eq(users.id, studentId))
    .where(eq(id, enrolmentId));
  if (!enrolment) throw new AppError('not-found', 'structure.no-enrolment');
  return enrolment;
}

function audit(
  ctx: ActorContext,
  action: AuditAction,
  { sectionId, ...detail }: { sectionId: number } & Record<string, unknown>,
) {
  return auditChange(ctx, { action, subject: `section:${sectionId}`, detail });
}

type Place = { sectionId: number; studentId: number };

function loadRanges({ db }: ActorContext, { sectionId, studentId }: Place) {
  const { id, fromDay, untilDay } = enrolments;
  return db
    .select({ id, fromDay, untilDay })
    .from(enrolments)
    .where(and(eq(enrolments.sectionId, sectionId), eq(enrolments.studentId, studentId)));
}

/** Class sessions that were held, with what their registers say of the student. */
function loadHeld({ db }: ActorContext, { sectionId, studentId }: Place) {
  const { id: classSessionId, day, startsAt, isHeld } = classSessions;
  return db
    .select({ classSessionId, day, startsAt, status: attendance.status })
    .from(classSessions)
    .leftJoin(attendance, and(eq(attendance.classSessionId, classSessionId), eq(attendance.studentId, studentId)))
    .where(and(eq(classSessions.sectionId, sectionId), isHeld))
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

/** What an enrolment would change in registers that were held. */
export function previewNewEnrolment(ctx: ActorContext, input: NewEnrolmentInput): Promise<RollEffect> {
  return effectOf(ctx, input, (ranges) => [...ranges, input]);
}

/** What other days would change in registers that were held.
 *  @throws AppError `not-found` */
export async function previewEnrolment(ctx: ActorContext, input: ChangeEnrolmentInput): Promise<RollEffect> {
  const stored = await loadEnrolment(ctx, input.enrolmentId);
  return effectOf(ctx, stored, (ranges) => ranges.map((range) => (range.id === stored.id ? input : range)));
}

/** What a move would change in registers of the section that is left and of the one that is joined.
 *  @throws AppError `not-found` */
export async function previewMove(ctx: ActorContext, input: MoveEnrolmentInput): Promise<RollEffect> {
  const stored = await loadEnrolment(ctx, input.enrolmentId);
  const untilDay = addDays(input.day, -1);
  const joined = { ...stored, sectionId: input.sectionId };
  const [left, entered] = await Promise.all([
    effectOf(ctx, stored, (ranges) => ranges.map((range) => (range.id === stored.id ? { ...range, untilDay } : range))),
    effectOf(ctx, joined, (ranges) => [...ranges, { fromDay: input.day, untilDay: stored.untilDay }]),
  ]);
  return { starts: [...left.starts, ...entered.starts], stops: [...left.stops, ...entered.stops] };
}

/** An enrolment as it is to be. A new one has no id yet. */
type Wanted = Place & DayRange & { id?: number };

/** Another enrolment of the student in the section shares a day. */
function overlaps(db: Database, { sectionId, studentId, fromDay, untilDay, id = 0 }: Wanted): SQL {
  const other = alias(enrolments, 'other');
  const isOther = and(eq(other.sectionId, sectionId), eq(other.studentId, studentId), ne(other.id, id));
  const shares = and(untilDay === null ? undefined : lte(other.fromDay, untilDay), endsFrom(other, fromDay));
  return exists(db.select({ one: sql`1` }).from(other).where(and(isOther, shares)));
}

/** The enrolment ends on the day, later or never. */
const endsFrom = ({ untilDay }: { untilDay: SQLiteColumn }, day: string) => or(isNull(untilDay), gte(untilDay, day));

function isStudent(db: Database, id: number): SQL {
  const isIt = and(eq(users.id, id), eq(users.role, 'student'), isNull(users.archivedAt));
  return exists(db.select({ one: sql`1` }).from(users).where(isIt));
}

function isInUse(db: Database, sectionId: number): SQL {
  const isIt = and(eq(sections.id, sectionId), isNull(sections.archivedAt));
  return exists(db.select({ one: sql`1` }).from(sections).where(isIt));
}

/** The student can be put on that roll. */
function canBeAdded(db: Database, wanted: Wanted): SQL {
  const { studentId, sectionId } = wanted;
  return and(isStudent(db, studentId), isInUse(db, sectionId), not(overlaps(db, wanted))) as SQL;
}

/** What stands against an enrolment. */
async function loadFacts(db: Database, wanted: Wanted) {
  const isThere = { one: sql`1` };
  const [facts] = await db
    .select({
      isStudent: asBoolean(isStudent(db, wanted.studentId)),
      isInUse: asBoolean(isInUse(db, wanted.sectionId)),
      isTaken: asBoolean(overlaps(db, wanted)),
      isKnown: asBoolean(exists(db.select(isThere).from(users).where(eq(users.id, wanted.studentId)))),
      isSection: asBoolean(exists(db.select(isThere).from(sections).where(eq(sections.id, wanted.sectionId)))),
    })
    .from(ONE_ROW);
  return facts;
}

/** Says why an enrolment was not written.
 *  @throws AppError always */
async function refuseEnrolment(ctx: ActorContext, wanted: Wanted): Promise<never> {
  const facts = await loadFacts(ctx.db, wanted);
  if (!facts?.isSection) throw new AppError('not-found', 'structure.no-section');
  if (!facts.isKnown) throw new AppError('not-found', 'person.unknown');
  if (!facts.isStudent) throw invalidField('studentId', 'structure.students-only');
  if (!facts.isInUse) throw invalidField('sectionId', 'structure.section-archived');
  if (facts.isTaken) throw invalidField('fromDay', 'structure.enrolled-already');
  throw new AppError('conflict', 'structure.enrolment-changed');
}

/** Puts a student on a section's roll.
 *  @throws AppError `not-found`, `invalid` for people who are no students, days the student is on the roll already, an archived section */
export async function addEnrolment(ctx: ActorContext, input: NewEnrolmentInput): Promise<{ enrolmentId: number }> {
  const { db } = ctx;
  const [added] = await ctx.commit([
    db.insert(enrolments).select(db.select(rowOf(enrolments, input)).from(ONE_ROW).where(canBeAdded(db, input))),
    audit(ctx, 'enrolment.added', { ...input }),
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
    audit(ctx, 'enrolment.changed', { sectionId, studentId, name, from, to: days }),
  ]);
  if (changed?.rowsAffected !== 1) await refuseEnrolment(ctx, wanted);
}

/** Ends an enrolment before its student joins another section: only where the whole move can be made. */
function leaveStatement(db: Database, joined: Wanted & { id: number }): Write {
  const lastDay = addDays(joined.fromDay, -1);
  const isIt = and(eq(enrolments.id, joined.id), lte(enrolments.fromDay, lastDay), endsFrom(enrolments, joined.fromDay));
  return db
    .update(enrolments)
    .set({ untilDay: lastDay })
    .where(and(isIt, canBeAdded(db, joined)));
}

/** Ends an enrolment the day before and begins one in another section, which ends when the former would have.
 *  @throws AppError `not-found`, `invalid` for a day outside the enrolment, the same section, or one the student is in already */
export async function moveEnrolment(ctx: ActorContext, input: MoveEnrolmentInput): Promise<void> {
  const stored = await loadEnrolment(ctx, input.enrolmentId);
  const { id, studentId, untilDay, name } = stored;
  if (input.sectionId === stored.sectionId) throw invalidField('sectionId', 'structure.another-section');
  if (input.day <= stored.fromDay)
    throw invalidField('day', { id: 'structure.enrolment-day-after', values: { day: stored.fromDay } });
  if (untilDay !== null && input.day > untilDay)
    throw invalidField('day', { id: 'structure.enrolment-day-until', values: { day: untilDay } });
  const joined = { id, sectionId: input.sectionId, studentId, fromDay: input.day, untilDay };
  const detail = { studentId, name, day: input.day };
  const [left] = await ctx.commit([
    leaveStatement(ctx.db, joined),
    insertIfChanged(ctx.db, enrolments, { sectionId: input.sectionId, studentId, fromDay: input.day, untilDay }),
    audit(ctx, 'enrolment.moved', { sectionId: stored.sectionId, ...detail, toSectionId: input.sectionId }),
  ]);
  if (left?.rowsAffected !== 1) await refuseEnrolment(ctx, joined);
}

/** How many marks a student has in a section on some days. */
function marksIn(db: Database, { sectionId, studentId, fromDay, untilDay }: Place & DayRange) {
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
  const place = { sectionId, studentId, fromDay, untilDay };
  const [removed] = await ctx.commit([
    ctx.db.delete(enrolments).where(and(eq(enrolments.id, id), eq(marksIn(ctx.db, place), 0))),
    audit(ctx, 'enrolment.removed', { ...place, name }),
  ]);
  if (removed?.rowsAffected === 1) return { name };
  const [counted] = await marksIn(ctx.db, place);
  throw new AppError('conflict', { id: 'structure.enrolment-has-marks', values: { name, count: counted?.marks ?? 0 } });
}
