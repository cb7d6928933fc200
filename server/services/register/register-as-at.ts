/** A register as it stood at an instant, from the events: marks as they were, for those on the roll that day. */
import { and, eq, lte, type SQL, sql } from 'drizzle-orm';
import { alias } from 'drizzle-orm/sqlite-core';
import type { Database } from '#db/client';
import { attendanceEvents, enrolments, users } from '#db/schema';
import { isOnRoll } from '#db/sql/roll';
import { sortedByName } from '#domain/name-parts';
import type { RegisterInput } from '#domain/register/class-session';
import { type Register, type RegisterRow, withTellingNumbers } from '#domain/register/register';
import type { ActorContext } from '#server/context/context';
import { type ClassSessionRow, seeClassSession } from './class-session-access';
import { getRegister, toClassSessionView } from './register';

const earlier = alias(attendanceEvents, 'earlier');

/** The last change of a student's mark up to then. */
function lastVersion(db: Database, asAt: number): SQL {
  const isBefore = and(
    eq(earlier.classSessionId, attendanceEvents.classSessionId),
    eq(earlier.studentId, attendanceEvents.studentId),
    lte(earlier.at, asAt),
  );
  return sql`${db
    .select({ version: sql`max(${earlier.version})` })
    .from(earlier)
    .where(isBefore)}`;
}

function loadMarks({ db }: ActorContext, { id }: ClassSessionRow, asAt: number) {
  const { classSessionId, studentId, toStatus, source, version, note, reasonCodeId, at, actorName } = attendanceEvents;
  return db
    .select({
      studentId,
      name: users.name,
      studentNumber: users.studentNumber,
      familyName: users.familyName,
      status: toStatus,
      source,
      version,
      note,
      reasonCodeId,
      changedAt: at,
      changedBy: actorName,
    })
    .from(attendanceEvents)
    .innerJoin(users, eq(users.id, studentId))
    .where(and(eq(classSessionId, id), eq(version, lastVersion(db, asAt))));
}

function loadRoll({ db }: ActorContext, { sectionId, day }: ClassSessionRow) {
  return db
    .selectDistinct({ studentId: users.id, name: users.name, studentNumber: users.studentNumber, familyName: users.familyName })
    .from(enrolments)
    .innerJoin(users, eq(users.id, enrolments.studentId))
    .where(and(eq(enrolments.sectionId, sectionId), isOnRoll(day)));
}

const UNMARKED = { status: null, source: null, version: 0, note: null, reasonCodeId: null, changedAt: null, changedBy: null };
const NOTHING_WAITS = { photoAt: null, waiting: [], claims: [], isFlagged: false, place: null };

/** The class session itself is told as it is now, and so is the roll; what waited then is not told. */
async function getRegisterAsAt(ctx: ActorContext, classSessionId: number, asAt: number): Promise<Register> {
  const classSession = await seeClassSession(ctx, classSessionId);
  const [roll, marks] = await Promise.all([loadRoll(ctx, classSession), loadMarks(ctx, classSession, asAt)]);
  const marked = new Set(marks.map(({ studentId }) => studentId));
  const all = [...marks, ...roll.filter(({ studentId }) => !marked.has(studentId)).map((one) => ({ ...one, ...UNMARKED }))];
  const sorted = withTellingNumbers(sortedByName(all, classSession.settings));
  const rows = sorted.map(
    ({ familyName: _, ...row }): RegisterRow => ({ ...NOTHING_WAITS, ...row, source: row.status === null ? null : row.source }),
  );
  return { classSession: toClassSessionView(ctx, classSession), rows };
}

/** A whole register, as it is or as it stood.
 *  @throws AppError `not-found` for one the actor does not staff */
export function readRegister(ctx: ActorContext, { classSessionId, asAt }: RegisterInput): Promise<Register> {
  return asAt === undefined ? getRegister(ctx, classSessionId) : getRegisterAsAt(ctx, classSessionId, asAt);
}
