/** The key behind a class session's code: handed to its staff, and made anew. */
import { and, eq } from 'drizzle-orm';
import { classSessions } from '#db/schema';
import { toBase64Url } from '#domain/encoding';
import { AppError } from '#domain/errors';
import { can } from '#domain/person/permission';
import { isKeyTime, type OpenOutcome } from '#domain/register/class-session';
import { raisedRevision } from '#server/context/code-revision';
import type { ActorContext } from '#server/context/context';
import {
  type ClassSessionRow,
  factsFor,
  loadClassSession,
  seeClassSession,
} from '#server/services/register/class-session-access';
import { audit } from './action';

/** What the screen of staff shows codes by. Whoever covered the class gets no key once it was taken back, whatever of theirs arrives late. */
export async function openOutcome(
  ctx: ActorContext,
  outcome: OpenOutcome['outcome'],
  classSession: ClassSessionRow,
): Promise<OpenOutcome> {
  const { id, revision, openedAt, checkInClosesAt: closing, settings } = classSession;
  const now = ctx.now();
  const isForActor = isKeyTime(classSession, now) && can(ctx.actor, 'register.open', factsFor(ctx, classSession));
  return {
    outcome,
    openedAt: openedAt ?? now,
    checkInClosesAt: closing ?? now,
    key: isForActor ? toBase64Url(await ctx.codeKeys.raw(id, revision)) : '',
    revision,
    periodMs: settings.periodMs,
    serverNow: now,
  };
}

/** The code's key for the screen of staff, again.
 *  @throws AppError `conflict` when the register is not open or class has been over for a while */
export async function classSessionKey(ctx: ActorContext, classSessionId: number): Promise<OpenOutcome> {
  const classSession = await seeClassSession(ctx, classSessionId);
  requireCode(ctx, classSession);
  return openOutcome(ctx, 'already-open', classSession);
}

function requireCode(ctx: ActorContext, classSession: ClassSessionRow): void {
  if (classSession.state !== 'open' || !isKeyTime(classSession, ctx.now()))
    throw new AppError('conflict', 'class-session.no-code-now');
}

/** Gives an open class session another key, and answers it. Whatever the former one signs from now on counts for nothing.
 *  @throws AppError `conflict` as for the key */
export async function renewKey(ctx: ActorContext, classSessionId: number): Promise<OpenOutcome> {
  const classSession = await loadClassSession(ctx, classSessionId, 'register.open');
  requireCode(ctx, classSession);
  const { id } = classSession;
  const isOpen = and(eq(classSessions.id, id), eq(classSessions.state, 'open'));
  const renewed = ctx.db.update(classSessions).set(raisedRevision(ctx.now())).where(isOpen);
  await ctx.commit([renewed, audit(ctx, 'check-in.code-renewed', id, {})]);
  return classSessionKey(ctx, id);
}
