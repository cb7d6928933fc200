/** Running a class session: open, extend and end check-in, close, reopen, add by hand. Twice is once: the second answer says what already happened. */
import { LibsqlError } from '@libsql/client';
import { queryRow } from '#db/query';
import { MINUTE_MS } from '#domain/duration';
import { toBase64Url } from '#domain/encoding';
import { AppError } from '#domain/errors';
import { can } from '#domain/person/permission';
import {
  type CloseOutcome,
  checkInClosesAt,
  type ExtendInput,
  extendedCheckIn,
  type HeadCountInput,
  type HeadCountOutcome,
  happenedAt,
  instantsOf,
  isKeyTime,
  isOpenable,
  locksAt,
  type NewClassSessionInput,
  type OpenInput,
  type OpenOutcome,
  REOPENED_FOR_MS,
  type ReopenInput,
} from '#domain/register/class-session';
import { checkInMinutesOf } from '#domain/school/school';
import { type AuditAction, auditIfChanged } from '#server/context/audit';
import { newRevision } from '#server/context/code-revision';
import type { ActorContext } from '#server/context/context';
import { judgeAfterExtension, judgeWaitingForOpening } from '#server/services/check-in/check-in';
import { type ClassSessionRow, loadClassSession, seeClassSession } from '#server/services/register/class-session-access';
import { closeStatements, settleDueSessions } from '#server/services/register/register-settling';
import { happenedOffline } from '#server/services/register/sighting';
import { loadSettings } from '#server/services/school/school';

/** Never opened, also when its time ran out meanwhile: staff may have opened it with no network. */
const OPEN = `update class_sessions set state = 'open', opened_at = :openedAt, opened_by_id = :actorId,
    check_in_closes_at = :checkInClosesAt, closes_at = max(closes_at, :closesAt), closed_at = null, is_held = 0
  where id = :id and opened_at is null and state in ('scheduled', 'closed') and is_locked = 0`;

/** Once per action, however often it is sent. */
const SET_CHECK_IN_END = `update class_sessions set check_in_closes_at = :checkInClosesAt where id = :id and state in ('open', 'closed')
  and not exists (select 1 from audit_events where subject = :subject and json_extract(detail, '$.actionId') = :actionId)`;

const REOPEN = `update class_sessions set state = 'open', closed_at = null, closed_by_id = null, is_held = 0, closes_at = :closesAt,
    opened_at = coalesce(opened_at, :openedAt), check_in_closes_at = coalesce(check_in_closes_at, :openedAt)
  where id = :id and state = 'closed' and is_locked = 0`;

/** An opening older than this was made with no network: nobody looks at a screen that waits for its answer. */
const ON_ITS_WAY_MS = MINUTE_MS;

function audit(ctx: ActorContext, action: AuditAction, classSessionId: number, detail: Record<string, unknown> = {}) {
  return auditIfChanged({ actor: ctx.actor, at: ctx.now(), action, subject: `class-session:${classSessionId}`, detail });
}

function minutesOf(ctx: ActorContext, { settings }: ClassSessionRow): number {
  return checkInMinutesOf(settings, ctx.policy.codeTtlMinutes);
}

/** When an action of staff happened, which may have been on its way for a while. */
function happened(ctx: ActorContext, { settings }: ClassSessionRow, { at }: OpenInput): number {
  return happenedAt(at, { now: ctx.now(), deliverWithinMs: settings.deliverWithinMs });
}

/** Opens a register and its check-in, and judges the claims that came before.
 *  @throws AppError `conflict` outside opening hours, for a cancelled or closed one, or while the section has another open;
 *  `unavailable` instead of the latter for an opening that arrives late */
export async function openClassSession(ctx: ActorContext, input: OpenInput): Promise<OpenOutcome> {
  const classSession = await loadClassSession(ctx, input.classSessionId, 'register.open');
  if (classSession.state === 'open') return openOutcome(ctx, 'already-open', classSession);
  const openedAt = requireOpenable(ctx, classSession, input);
  await settleDueSessions(ctx);
  const closing = checkInClosesAt({ ...classSession, openedAt }, minutesOf(ctx, classSession));
  const now = ctx.now();
  const closesAt = now < classSession.endsAt ? classSession.endsAt : now + REOPENED_FOR_MS;
  const args = { id: classSession.id, openedAt, actorId: ctx.actor.id, checkInClosesAt: closing, closesAt };
  const [result] = await onlyOneOpen(
    ctx.commit([{ sql: OPEN, args }, audit(ctx, 'register.opened', classSession.id, { openedAt, checkInClosesAt: closing })]),
    { isLate: now - openedAt > ON_ITS_WAY_MS },
  );
  const hasOpened = result?.rowsAffected === 1;
  if (hasOpened) {
    ctx.log('info', 'register.opened', { actorId: ctx.actor.id, classSessionId: classSession.id });
    await judgeWaitingForOpening(ctx, classSession.id);
  }
  const standing = await loadClassSession(ctx, classSession.id, 'register.open');
  if (standing.state !== 'open') throw new AppError('conflict', 'This register is closed. Reopen it with a reason.');
  return openOutcome(ctx, hasOpened ? 'opened' : 'already-open', standing);
}

function requireOpenable(ctx: ActorContext, classSession: ClassSessionRow, input: OpenInput): number {
  const { state, openedAt } = classSession;
  if (state === 'cancelled') throw new AppError('conflict', 'This class session was cancelled.');
  if (openedAt !== null) throw new AppError('conflict', 'This register is closed. Reopen it with a reason.');
  const at = [happened(ctx, classSession, input), ctx.now()].find((one) => isOpenable(classSession, one));
  if (at !== undefined) return at;
  throw new AppError('conflict', 'A class session can be opened from 30 minutes before it starts until it ends.');
}

/** The partial unique index allows one open class session a section. An opening that was made with no network, before the other's
 *  was heard of, takes its turn once that is closed: it comes again, and what was queued after it waits with it. */
async function onlyOneOpen<T>(write: Promise<T>, { isLate = false } = {}): Promise<T> {
  try {
    return await write;
  } catch (cause) {
    if (!(cause instanceof LibsqlError) || !/UNIQUE constraint failed: class_sessions/.test(cause.message)) throw cause;
    const message = 'Another class session of this section is open. Close it first.';
    throw new AppError(isLate ? 'unavailable' : 'conflict', message, { cause });
  }
}

async function openOutcome(
  ctx: ActorContext,
  outcome: OpenOutcome['outcome'],
  classSession: ClassSessionRow,
): Promise<OpenOutcome> {
  const { id, revision, openedAt, checkInClosesAt: closing, settings } = classSession;
  const now = ctx.now();
  return {
    outcome,
    openedAt: openedAt ?? now,
    checkInClosesAt: closing ?? now,
    key: isKeyTime(classSession, now) ? toBase64Url(await ctx.codeKeys.raw(id, revision)) : '',
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
    throw new AppError('conflict', 'This class session shows no code now.');
}

const RENEW_KEY = `update class_sessions set ${newRevision()} where id = :id and state = 'open'`;

/** Gives an open class session another key, and answers it. Whatever the former one signs from now on counts for nothing.
 *  @throws AppError `conflict` as for the key */
export async function renewKey(ctx: ActorContext, classSessionId: number): Promise<OpenOutcome> {
  const classSession = await loadClassSession(ctx, classSessionId, 'register.open');
  requireCode(ctx, classSession);
  const { id } = classSession;
  await ctx.commit([{ sql: RENEW_KEY, args: { id, now: ctx.now() } }, audit(ctx, 'check-in.code-renewed', id)]);
  return classSessionKey(ctx, id);
}

/** Closes an open register: whoever is unmarked is absent, except students whose claim waits for staff.
 *  @throws AppError `conflict` for one that was never opened */
export async function closeClassSession(ctx: ActorContext, input: OpenInput): Promise<CloseOutcome> {
  const classSession = await loadClassSession(ctx, input.classSessionId, 'register.close');
  if (classSession.state === 'closed') return { outcome: 'already-closed', closedAt: classSession.closedAt ?? ctx.now() };
  if (classSession.state !== 'open') throw new AppError('conflict', 'This class session is not open.');
  const closedAt = Math.max(happened(ctx, classSession, input), classSession.openedAt ?? 0);
  const close = { id: classSession.id, closedAt, actorId: ctx.actor.id, now: ctx.now() };
  const results = await ctx.commit([...closeStatements(close), audit(ctx, 'register.closed', classSession.id, { closedAt })]);
  if (results[1]?.rows.length === 1) {
    ctx.log('info', 'register.closed', { actorId: ctx.actor.id, classSessionId: classSession.id });
    return { outcome: 'closed', closedAt };
  }
  const standing = await loadClassSession(ctx, classSession.id, 'register.close');
  return { outcome: 'already-closed', closedAt: standing.closedAt ?? closedAt };
}

/** Moves the end of check-in later, at most to the end of class. Answers the new end.
 *  @throws AppError `conflict` when the register is not open, or the school accepts no check-ins */
export async function extendCheckIn(ctx: ActorContext, input: ExtendInput): Promise<{ checkInClosesAt: number }> {
  const classSession = await loadClassSession(ctx, input.classSessionId, 'register.open');
  if (minutesOf(ctx, classSession) === 0) throw new AppError('conflict', 'This school accepts no check-ins by code.');
  const { at, checkInClosesAt: present } = await requireOpen(ctx, classSession, input);
  if (at >= classSession.endsAt) throw new AppError('conflict', 'Class is over, so check-in stays ended.');
  const later = extendedCheckIn({ endsAt: classSession.endsAt, checkInClosesAt: present }, input.minutes, at);
  const end = await setCheckInEnd(ctx, classSession, input, { action: 'check-in.extended', from: present, to: later });
  await judgeAfterExtension(ctx, classSession.id);
  return end;
}

/** Ends check-in now; the register stays open for marking.
 *  @throws AppError `conflict` when the register is not open */
export async function endCheckIn(ctx: ActorContext, input: OpenInput): Promise<{ checkInClosesAt: number }> {
  const classSession = await loadClassSession(ctx, input.classSessionId, 'register.open');
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
  if (!wasOpen || closing === null) throw new AppError('conflict', 'This class session is not open.');
  return { at, checkInClosesAt: closing };
}

async function setCheckInEnd(
  ctx: ActorContext,
  { id }: ClassSessionRow,
  { id: actionId }: OpenInput,
  { action, from, to }: { action: AuditAction; from: number; to: number },
): Promise<{ checkInClosesAt: number }> {
  const args = { id, actionId, checkInClosesAt: to, subject: `class-session:${id}` };
  const [set] = await ctx.commit([{ sql: SET_CHECK_IN_END, args }, audit(ctx, action, id, { from, to, actionId })]);
  if (set?.rowsAffected === 1) return { checkInClosesAt: to };
  const standing = await loadClassSession(ctx, id, 'register.open');
  return { checkInClosesAt: standing.checkInClosesAt ?? from };
}

/** Opens a closed register again for marking, before its lock. Check-in stays ended; it closes by itself after an hour.
 *  @throws AppError `conflict` when it is not closed or is locked */
export async function reopenClassSession(ctx: ActorContext, input: ReopenInput): Promise<{ closesAt: number }> {
  const classSession = await loadClassSession(ctx, input.classSessionId, 'register.mark');
  const now = ctx.now();
  if (classSession.state !== 'closed') throw new AppError('conflict', 'Only a closed register can be reopened.');
  const isLocked = classSession.isLocked || now >= locksAt(classSession, classSession.settings.lockDays);
  if (isLocked) throw new AppError('conflict', 'This register is locked. Ask for a correction.');
  const closesAt = Math.max(classSession.endsAt, now + REOPENED_FOR_MS);
  const args = { id: classSession.id, closesAt, openedAt: Math.min(now, classSession.endsAt) };
  await onlyOneOpen(
    ctx.commit([{ sql: REOPEN, args }, audit(ctx, 'register.reopened', classSession.id, { reason: input.reason })]),
  );
  ctx.log('info', 'register.reopened', { actorId: ctx.actor.id, classSessionId: classSession.id });
  return { closesAt };
}

/** A count on its way for long does not replace one that was made after it. */
const SET_HEAD_COUNT = `update class_sessions set head_count = :headCount where id = :id and not exists (select 1 from audit_events
  where subject = :subject and action = 'head-count.set' and json_extract(detail, '$.countedAt') > :countedAt)`;

/** Keeps how many people staff counted in the room; null forgets it. */
export async function setHeadCount(ctx: ActorContext, input: HeadCountInput): Promise<HeadCountOutcome> {
  const { headCount } = input;
  const classSession = await loadClassSession(ctx, input.classSessionId, 'register.mark');
  const { id } = classSession;
  const countedAt = happened(ctx, classSession, input);
  const args = { id, headCount, countedAt, subject: `class-session:${id}` };
  const [set] = await ctx.commit([{ sql: SET_HEAD_COUNT, args }, audit(ctx, 'head-count.set', id, { headCount, countedAt })]);
  if (set?.rowsAffected === 1) return { outcome: 'recorded', headCount };
  return { outcome: 'kept', headCount: (await loadClassSession(ctx, id, 'register.mark')).headCount };
}

/** One of the same section at that time; a cancelled one keeps only its start. */
const CLASHES = `day = :day and starts_at < :endsAt and ends_at > :startsAt and (state <> 'cancelled' or starts_at = :startsAt)`;

const SECTION = `select s.id, sc.settings, exists (select 1 from section_staff st where st.section_id = s.id and st.user_id = :actorId) isStaff,
    exists (select 1 from class_sessions where section_id = s.id and ${CLASHES}) isTaken
  from sections s join school sc on sc.id = 1 where s.id = :sectionId and s.archived_at is null`;

const ADD = `insert into class_sessions (section_id, day, start_time, end_time, zone, starts_at, ends_at, closes_at, room, state, created_by_id)
  select :sectionId, :day, :startTime, :endTime, :zone, :startsAt, :endsAt, :endsAt, :room, 'scheduled', :actorId
  where not exists (select 1 from class_sessions where section_id = :sectionId and ${CLASHES})`;

/** Adds a class session by hand.
 *  @throws AppError `not-found` for a section the actor does not staff, `invalid` when its time is taken, skipped by a clock change or over */
export async function addClassSession(ctx: ActorContext, input: NewClassSessionInput): Promise<{ classSessionId: number }> {
  const { zone } = await loadSettings(ctx);
  const { sectionId, day, startTime, endTime } = input;
  const instants = instantsOf(input, zone);
  const section = await queryRow<{ isStaff: number; isTaken: number }>(ctx.db, SECTION, {
    sectionId,
    day,
    actorId: ctx.actor.id,
    ...instants,
  });
  if (!section || !can(ctx.actor, 'register.open', { isStaff: section.isStaff === 1 }))
    throw new AppError('not-found', 'There is no such class.');
  refuseTime(instants, section.isTaken === 1, ctx.now());
  const args = { sectionId, day, startTime, endTime, zone, ...instants, room: input.room || null, actorId: ctx.actor.id };
  const entry = {
    actor: ctx.actor,
    at: ctx.now(),
    action: 'class-session.added' as const,
    subject: `section:${sectionId}`,
    detail: { day, startTime, endTime },
  };
  const [added] = await ctx.commit([{ sql: ADD, args }, auditIfChanged(entry)]);
  refuseTime(instants, added?.rowsAffected !== 1, ctx.now());
  return { classSessionId: Number(added?.lastInsertRowid) };
}

function refuseTime({ startsAt, endsAt }: { startsAt: number; endsAt: number }, isTaken: boolean, now: number): void {
  const refuse = (field: string, message: string) => {
    throw new AppError('invalid', message, { fieldErrors: { [field]: [message] } });
  };
  if (endsAt <= startsAt) refuse('endTime', 'The clock change on this day skips these times.');
  if (endsAt <= now) refuse('day', 'This time is over.');
  if (isTaken) refuse('startTime', 'This class has another class session at that time.');
}
