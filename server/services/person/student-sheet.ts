/** A student's sheet in a register. Read when it is opened: three queries, whatever was held. */
import { and, desc, eq, exists, isNotNull, lte, or, sql } from 'drizzle-orm';
import { attendance, claims, classSessions, enrolments, users } from '#db/schema';
import { isOnRoll } from '#db/sql/roll';
import { AppError } from '#domain/errors';
import { can } from '#domain/person/permission';
import { isPlaceholderAddress } from '#domain/person/placeholder-address';
import type { MarkRef, Status } from '#domain/register/attendance';
import { type Streak, type StudentSheet, streakOf } from '#domain/register/student-sheet';
import type { ActorContext } from '#server/context/context';
import { type ClassSessionRow, factsFor, seeClassSession } from '#server/services/register/class-session-access';
import { loadGuardians } from './guardian';

/** A streak that is longer is told as this long: a school year of one class. */
const LONGEST_STREAK = 200;

/** @throws AppError `not-found` for who is not in the register */
async function loadEmail({ db }: ActorContext, { id, sectionId, day }: ClassSessionRow, studentId: number): Promise<string> {
  const one = { one: sql`1` };
  const isEnrolled = and(eq(enrolments.studentId, users.id), eq(enrolments.sectionId, sectionId), isOnRoll(day));
  const isMarked = and(eq(attendance.studentId, users.id), eq(attendance.classSessionId, id), isNotNull(attendance.status));
  const isWaiting = and(eq(claims.studentId, users.id), eq(claims.classSessionId, id), eq(claims.verdict, 'waiting'));
  const isInRegister = or(
    exists(db.select(one).from(enrolments).where(isEnrolled)),
    exists(db.select(one).from(attendance).where(isMarked)),
    exists(db.select(one).from(claims).where(isWaiting)),
  );
  const [student] = await db
    .select({ email: users.email })
    .from(users)
    .where(and(eq(users.id, studentId), isInRegister));
  if (!student) throw new AppError('not-found', 'person.unknown');
  return student.email;
}

/** Of the class sessions held until this one, in the same class. */
async function loadStreak({ db }: ActorContext, classSession: ClassSessionRow, studentId: number): Promise<Streak | null> {
  const { id, sectionId, startsAt, isHeld } = classSessions;
  const isOfClass = and(eq(sectionId, classSession.sectionId), lte(startsAt, classSession.startsAt), eq(isHeld, true));
  const isTheirs = and(eq(attendance.classSessionId, id), eq(attendance.studentId, studentId), isNotNull(attendance.status));
  const marks = await db
    .select({ status: attendance.status })
    .from(classSessions)
    .innerJoin(attendance, isTheirs)
    .where(isOfClass)
    .orderBy(desc(startsAt))
    .limit(LONGEST_STREAK);
  return streakOf(marks.map(({ status }) => status as Status));
}

/** Whoever only covers the class session knows nothing of the class's other ones; guardians are administrators' to see.
 *  @throws AppError `not-found` for a register the actor may not see, and for who is not in it */
export async function getStudentSheet(ctx: ActorContext, { classSessionId, studentId }: MarkRef): Promise<StudentSheet> {
  const classSession = await seeClassSession(ctx, classSessionId);
  const { isStaff } = factsFor(ctx, classSession);
  const [email, streak, guardians] = await Promise.all([
    loadEmail(ctx, classSession, studentId),
    can(ctx.actor, 'register.see', { isStaff }) ? loadStreak(ctx, classSession, studentId) : null,
    can(ctx.actor, 'school.manage') ? loadGuardians(ctx, studentId) : null,
  ]);
  return {
    streak,
    email: isPlaceholderAddress(email) ? null : email,
    guardians: guardians?.map(({ id, name, relation, email: address }) => ({ id, name, relation, email: address })) ?? null,
  };
}
