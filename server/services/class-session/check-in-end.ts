/** Moving the end of check-in: later, or to now. Once per action, however often it is sent. */
import { and, eq, inArray, sql } from 'drizzle-orm';
import { classSessionActions, classSessions } from '#db/schema';
import { rowOf } from '#db/sql/values';
import { AppError } from '#domain/errors';
import { type ExtendInput, extendedCheckIn, type OpenInput } from '#domain/register/class-session';
import type { ActorContext } from '#server/context/context';
import { judgeAfterExtension } from '#server/services/check-in/check-in';
import { type ClassSessionRow, loadClassSession } from '#server/services/register/class-session-access';
import { happenedOffline } from '#server/services/register/sighting';
import { audit, happened, minutesOf } from './action';

/** Moves the end of check-in later, at most to the end of class. Answers the new end.
 *  @throws AppError `conflict` when the register is not open, or the school accepts no check-ins */
export async function extendCheckIn(ctx: ActorContext, input: ExtendInput): Promise<{ checkInClosesAt: number }> {
  const classSession = await loadClassSession(ctx, input.classSessionId, 'register.open', input.at);
  if (minutesOf(ctx, classSession) === 0) throw new AppError('conflict', 'class-session.no-check-in');
  const { at, checkInClosesAt: present } = await requireOpen(ctx, classSession, input);
  if (at >= classSession.endsAt) throw new AppError('conflict', 'class-session.check-in-ended');
  const later = extendedCheckIn({ endsAt: classSession.endsAt, checkInClosesAt: present }, input.minutes, at);
  const end = await setCheckInEnd(ctx, classSession, input, { action: 'check-in.extended', from: present, to: later });
  await judgeAfterExtension(ctx, classSession.id);
  return end;
}

/** Ends check-in now; the register stays open for marking.
 *  @throws AppError `conflict` when the register is not open */
export async function endCheckIn(ctx: ActorContext, input: OpenInput): Promise<{ checkInClosesAt: number }> {
  const classSession = await loadClassSession(ctx, input.classSessionId, 'register.open', input.at);
  const { at, checkInClosesAt: from } = await requireOpen(ctx, classSession, input);
  return setCheckInEnd(ctx, classSession, input, { action: 'check-in.ended', from, to: Math.min(from, at) });
}

/** When the action happened, and the end of check-in that it changes. Of a register that is closed, only what could not be told sooner.
 *  @throws AppError `conflict` when the register was not open then */
async function requireOpen(ctx: ActorContext, classSession: ClassSessionRow, input: OpenInput) {
  const { openedAt, closedAt, state, isLocked, settings, checkInClosesAt: closing } = classSession;
  const isOpen = state === 'open';
  const told = isOpen ? happened(ctx, classSession, input) : await happenedOffline(ctx, input.at, settings.deliverWithinMs);
  const at = Math.max(told, openedAt ?? 0);
  const wasOpen = openedAt !== null && !isLocked && (isOpen || (closedAt !== null && at < closedAt));
  if (!wasOpen || closing === null) throw new AppError('conflict', 'class-session.not-open');
  return { at, checkInClosesAt: closing };
}

/** Notes the action, unless it is known already: what follows in the batch happens only when this did. */
function noteAction({ db, now }: ActorContext, classSessionId: number, actionId: string) {
  const isRunning = and(eq(classSessions.id, classSessionId), inArray(classSessions.state, ['open', 'closed']));
  const row = rowOf(classSessionActions, { id: actionId, classSessionId: classSessions.id, at: now() });
  return db.insert(classSessionActions).select(db.select(row).from(classSessions).where(isRunning)).onConflictDoNothing();
}

async function setCheckInEnd(
  ctx: ActorContext,
  { id }: ClassSessionRow,
  { id: actionId, at }: OpenInput,
  { action, from, to }: { action: 'check-in.extended' | 'check-in.ended'; from: number; to: number },
): Promise<{ checkInClosesAt: number }> {
  const [, set] = await ctx.commit([
    noteAction(ctx, id, actionId),
    ctx.db
      .update(classSessions)
      .set({ checkInClosesAt: to })
      .where(and(eq(classSessions.id, id), sql`changes() > 0`)),
    audit(ctx, action, id, { from, to, actionId }),
  ]);
  if (set?.rowsAffected === 1) return { checkInClosesAt: to };
  const standing = await loadClassSession(ctx, id, 'register.open', at);
  return { checkInClosesAt: standing.checkInClosesAt ?? from };
}
