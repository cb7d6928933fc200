/** What was amended in a register, for whoever may see it. */
import { and, asc, eq, isNotNull, sql } from 'drizzle-orm';
import { attendanceEvents, reasonCodes, users } from '#db/schema';
import { type AmendmentSheet, isAmendment } from '#domain/register/amendment';
import type { ActorContext } from '#server/context/context';
import { seeClassSession } from './class-session-access';
import { toClassSessionView } from './register';

function loadReplaced({ db }: ActorContext, classSessionId: number) {
  const {
    id,
    at,
    fromStatus: from,
    toStatus: to,
    source,
    reason,
    note,
    actorName,
    actorRole,
    studentId,
    version,
    reasonCodeId,
  } = attendanceEvents;
  return db
    .select({
      id,
      at,
      from,
      to,
      source,
      reason,
      reasonCode: reasonCodes.name,
      note,
      actorName,
      actorRole,
      studentId,
      name: users.name,
    })
    .from(attendanceEvents)
    .innerJoin(users, eq(users.id, studentId))
    .leftJoin(reasonCodes, eq(reasonCodes.id, reasonCodeId))
    .where(and(eq(attendanceEvents.classSessionId, classSessionId), isNotNull(from)))
    .orderBy(sql`${users.name} collate nocase`, asc(studentId), asc(version));
}

/** @throws AppError `not-found` for a register the actor may not see */
export async function getAmendments(ctx: ActorContext, ref: { classSessionId: number }): Promise<AmendmentSheet> {
  const classSession = await seeClassSession(ctx, ref.classSessionId);
  const replaced = await loadReplaced(ctx, ref.classSessionId);
  return { classSession: toClassSessionView(ctx, classSession), amendments: replaced.filter(isAmendment), serverNow: ctx.now() };
}
