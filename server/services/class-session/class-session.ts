/** The life of a register: opened, closed, opened again. Twice is once: the second answer says what already happened. */
import { LibsqlError } from '@libsql/client';
import { and, eq, inArray, isNull, sql } from 'drizzle-orm';
import { classSessions } from '#db/schema';
import { MINUTE_MS } from '#domain/duration';
import { AppError } from '#domain/errors';
import {
  type CloseOutcome,
  checkInClosesAt,
  isOpenable,
  locksAt,
  type OpenInput,
  type OpenOutcome,
  REOPENED_FOR_MS,
  type ReopenInput,
} from '#domain/register/class-session';
import type { ActorContext } from '#server/context/context';
import { judgeWaitingForOpening } from '#server/services/check-in/check-in';
import { prepareKeysOfRoll } from '#server/services/check-in/roll-keys';
import { type ClassSessionRow, loadClassSession } from '#server/services/register/class-session-access';
import { excuseWhenOpened } from '#server/services/register/leave-mark';
import { closeStatements, settleDueSessions } from '#server/services/register/register-settling';
import { audit, happened, minutesOf } from './action';
import { openOutcome } from './code-key';

/** An opening older than this was made with no network: nobody looks at a screen that waits for its answer. */
const ON_ITS_WAY_MS = MINUTE_MS;

/** Opens a register and its check-in, and judges the claims that came before.
 *  @throws AppError `conflict` outside opening hours, for a cancelled or closed one, or while the section has another open;
 *  `unavailable` instead of the latter for an opening that arrives late */
export async function openClassSession(ctx: ActorContext, input: OpenInput): Promise<OpenOutcome> {
  const classSession = await loadClassSession(ctx, input.classSessionId, 'register.open', input.at);
  if (classSession.state === 'open') return openOutcome(ctx, 'already-open', classSession);
  const openedAt = requireOpenable(ctx, classSession, input);
  await settleDueSessions(ctx);
  const closing = checkInClosesAt({ ...classSession, openedAt }, minutesOf(ctx, classSession));
  const now = ctx.now();
  const closesAt = now < classSession.endsAt ? classSession.endsAt : now + REOPENED_FOR_MS;
  const opening = { id: classSession.id, openedAt, checkInClosesAt: closing, closesAt };
  const [result] = await onlyOneOpen(
    ctx.commit([
      openStatement(ctx, opening),
      audit(ctx, 'register.opened', classSession.id, { openedAt, checkInClosesAt: closing }),
      excuseWhenOpened({ id: classSession.id, now }),
    ]),
    { isLate: now - openedAt > ON_ITS_WAY_MS },
  );
  const hasOpened = result?.rowsAffected === 1;
  if (hasOpened) {
    ctx.log('info', 'register.opened', { actorId: ctx.actor.id, classSessionId: classSession.id });
    await judgeWaitingForOpening(ctx, classSession.id);
    void prepareKeysOfRoll(ctx, classSession.id);
  }
  const standing = await loadClassSession(ctx, classSession.id, 'register.open', input.at);
  if (standing.state !== 'open') throw new AppError('conflict', 'class-session.closed');
  return openOutcome(ctx, hasOpened ? 'opened' : 'already-open', standing);
}

/** Never opened, also when its time ran out meanwhile: staff may have opened it with no network. */
function openStatement(
  { db, actor }: ActorContext,
  opening: { id: number; openedAt: number; checkInClosesAt: number; closesAt: number },
) {
  const { openedAt, checkInClosesAt, closesAt } = opening;
  const { id, openedAt: opened, state, isLocked } = classSessions;
  const isUnopened = and(isNull(opened), inArray(state, ['scheduled', 'closed']), eq(isLocked, false));
  return db
    .update(classSessions)
    .set({
      state: 'open',
      openedAt,
      openedById: actor.id,
      checkInClosesAt,
      closesAt: sql`max(${classSessions.closesAt}, ${closesAt})`,
      closedAt: null,
      isHeld: false,
    })
    .where(and(eq(id, opening.id), isUnopened));
}

function requireOpenable(ctx: ActorContext, classSession: ClassSessionRow, input: OpenInput): number {
  const { state, openedAt } = classSession;
  if (state === 'cancelled') throw new AppError('conflict', 'class-session.cancelled');
  if (openedAt !== null) throw new AppError('conflict', 'class-session.closed');
  const at = [happened(ctx, classSession, input), ctx.now()].find((one) => isOpenable(classSession, one));
  if (at !== undefined) return at;
  throw new AppError('conflict', 'class-session.opening-hours');
}

/** The partial unique index allows one open class session a section. An opening that was made with no network, before the other's
 *  was heard of, takes its turn once that is closed: it comes again, and what was queued after it waits with it. */
async function onlyOneOpen<T>(write: Promise<T>, { isLate = false } = {}): Promise<T> {
  try {
    return await write;
  } catch (cause) {
    if (!(cause instanceof LibsqlError) || !/UNIQUE constraint failed: class_sessions/.test(cause.message)) throw cause;
    const message = 'class-session.another-open';
    throw new AppError(isLate ? 'unavailable' : 'conflict', message, { cause });
  }
}

/** Closes an open register: whoever is unmarked is absent, except students whose claim waits for staff.
 *  @throws AppError `conflict` for one that was never opened */
export async function closeClassSession(ctx: ActorContext, input: OpenInput): Promise<CloseOutcome> {
  const classSession = await loadClassSession(ctx, input.classSessionId, 'register.close', input.at);
  if (classSession.state === 'closed') return { outcome: 'already-closed', closedAt: classSession.closedAt ?? ctx.now() };
  if (classSession.state !== 'open') throw new AppError('conflict', 'class-session.not-open');
  const closedAt = Math.max(happened(ctx, classSession, input), classSession.openedAt ?? 0);
  const close = { id: classSession.id, closedAt, actorId: ctx.actor.id, now: ctx.now() };
  const closing = closeStatements(close);
  const results = await ctx.commit([...closing, audit(ctx, 'register.closed', classSession.id, { closedAt })]);
  if (results[closing.length - 1]?.rows.length === 1) {
    ctx.log('info', 'register.closed', { actorId: ctx.actor.id, classSessionId: classSession.id });
    return { outcome: 'closed', closedAt };
  }
  const standing = await loadClassSession(ctx, classSession.id, 'register.close', input.at);
  return { outcome: 'already-closed', closedAt: standing.closedAt ?? closedAt };
}

/** Opens a closed register again for marking, before its lock. Check-in stays ended; it closes by itself after an hour.
 *  @throws AppError `conflict` when it is not closed or is locked */
export async function reopenClassSession(ctx: ActorContext, input: ReopenInput): Promise<{ closesAt: number }> {
  const classSession = await loadClassSession(ctx, input.classSessionId, 'register.mark');
  const now = ctx.now();
  if (classSession.state !== 'closed') throw new AppError('conflict', 'class-session.not-closed');
  const isLocked = classSession.isLocked || now >= locksAt(classSession, classSession.settings.lockDays);
  if (isLocked) throw new AppError('conflict', 'class-session.locked');
  const closesAt = Math.max(classSession.endsAt, now + REOPENED_FOR_MS);
  const reopening = { id: classSession.id, closesAt, openedAt: Math.min(now, classSession.endsAt) };
  await onlyOneOpen(
    ctx.commit([reopenStatement(ctx, reopening), audit(ctx, 'register.reopened', classSession.id, { reason: input.reason })]),
  );
  ctx.log('info', 'register.reopened', { actorId: ctx.actor.id, classSessionId: classSession.id });
  return { closesAt };
}

/** One that was never opened counts as opened at `openedAt`, with check-in ended. */
function reopenStatement({ db }: ActorContext, reopening: { id: number; closesAt: number; openedAt: number }) {
  const { closesAt, openedAt } = reopening;
  const { id, state, isLocked, openedAt: opened, checkInClosesAt } = classSessions;
  return db
    .update(classSessions)
    .set({
      state: 'open',
      closedAt: null,
      closedById: null,
      isHeld: false,
      closesAt,
      openedAt: sql`coalesce(${opened}, ${openedAt})`,
      checkInClosesAt: sql`coalesce(${checkInClosesAt}, ${openedAt})`,
    })
    .where(and(eq(id, reopening.id), eq(state, 'closed'), eq(isLocked, false)));
}
