/** Badges scanned by staff. A scan marks like a check-in, with a badge's authority, and can be taken back. Cards are `badge-card.ts`'s. */
import { and, eq, exists, isNull, sql } from 'drizzle-orm';
import type { Database } from '#db/client';
import { returnedRow, sqlTexts } from '#db/query';
import { attendance, attendanceEvents, badgeCards, devices, enrolments, users } from '#db/schema';
import { isOnRoll } from '#db/sql/roll';
import { asBoolean } from '#db/sql/values';
import {
  type Badge,
  type BadgeHolder,
  digestOf,
  judgeBadge,
  readHandedIn,
  type ScanBadgeInput,
  type ScanBadgeOutcome,
  scanTime,
  type UndoScanInput,
  type UndoScanOutcome,
} from '#domain/check-in/badge';
import { AppError } from '#domain/errors';
import { arrivalStatus, type Status, sourceOfStaff } from '#domain/register/attendance';
import { markingRule, wasMarkableAt } from '#domain/register/class-session';
import { systemReason } from '#domain/register/reason';
import type { ActorContext } from '#server/context/context';
import { requireOthers } from './attendance';
import { type ClassSessionRow, loadClassSession } from './class-session-access';
import { BY_ACTOR, IS_OPEN_TO_ARRIVAL, setMark } from './mark';
import { happenedOffline } from './sighting';

type Holder = BadgeHolder & { studentId: number; name: string };

/** What is known of a holder besides the badge, joined with it. */
function holderColumns(db: Database, { sectionId, day }: ClassSessionRow) {
  const isOfSection = and(eq(enrolments.studentId, users.id), eq(enrolments.sectionId, sectionId), isOnRoll(day));
  const isEnrolled = exists(db.select({ one: sql`1` }).from(enrolments).where(isOfSection));
  return { studentId: users.id, name: users.name, isOnRoll: asBoolean(isEnrolled) };
}

const RECORD = `${setMark({
  mark: {
    classSessionId: ':classSessionId',
    studentId: ':studentId',
    status: ':status',
    source: "'badge'",
    reason: ':reason',
    ...BY_ACTOR,
    changedAt: ':at',
  },
  from: 'where :studentId <> :actorId',
  replaces: IS_OPEN_TO_ARRIVAL,
})} returning status, version`;

/** Marks the holder of a badge. The scan's own time counts when it can be true, so that a queued scan keeps its status; one made while
 *  the register was open counts also when it arrives after the closing.
 *  @throws AppError `not-found` for a register the actor does not staff, `conflict` when it cannot be marked now, `forbidden` for the
 *  actor's own badge */
export async function scanBadge(ctx: ActorContext, input: ScanBadgeInput): Promise<ScanBadgeOutcome> {
  const classSession = await loadClassSession(ctx, input.classSessionId, 'register.mark', input.at);
  const reason = await requireScannable(ctx, classSession, input.at);
  const badge = readHandedIn(input.badge);
  const scannedAt = scanTime(input.at, classSession, ctx.now());
  const holder = badge && (await findHolder(ctx, badge, classSession));
  const refusal = badge ? await judgeBadge(badge, holder, scannedAt, ctx.deviceKeys.verify) : 'bad-badge';
  if (!holder || refusal) return { outcome: 'refused', reason: refusal ?? 'bad-badge', name: holder?.name ?? null };
  const { studentId, name } = holder;
  requireOthers(ctx, studentId);
  const { startsAt, settings } = classSession;
  const status = arrivalStatus(scannedAt, { startsAt, lateAfterMs: settings.lateAfterMs });
  return record(ctx, input, { studentId, name, status, reason });
}

/** The reason that goes with the mark: none while the register is open. A scan made then may arrive after it has closed.
 *  @throws AppError `conflict` */
async function requireScannable(ctx: ActorContext, classSession: ClassSessionRow, at: number): Promise<string | null> {
  const { lockDays, deliverWithinMs } = classSession.settings;
  const now = ctx.now();
  const rule = markingRule(classSession, { lockDays, now });
  if (rule === 'free') return null;
  if (rule === 'with-reason' && wasMarkableAt(classSession, await happenedOffline(ctx, at, deliverWithinMs)))
    return systemReason('scan-sent-later');
  throw new AppError('conflict', 'check-in.badge-not-open');
}

async function findHolder({ db }: ActorContext, badge: Badge, classSession: ClassSessionRow): Promise<Holder | null> {
  const known = holderColumns(db, classSession);
  if (badge.kind !== 'phone') {
    const [holder] = await db
      .select({ ...known, isCurrent: asBoolean(isNull(badgeCards.revokedAt)) })
      .from(badgeCards)
      .innerJoin(users, eq(users.id, badgeCards.studentId))
      .where(eq(badgeCards.digest, await digestOf(badge)));
    return holder ? { ...holder, publicKey: null } : null;
  }
  const [holder] = await db
    .select({ ...known, publicKey: devices.publicKey, isCurrent: asBoolean(isNull(devices.revokedAt)) })
    .from(devices)
    .innerJoin(users, eq(users.id, devices.userId))
    .where(and(eq(devices.id, badge.deviceId), eq(devices.userId, badge.studentId)));
  return holder ?? null;
}

async function record(
  ctx: ActorContext,
  { id, classSessionId }: ScanBadgeInput,
  holder: { studentId: number; name: string; status: Status; reason: string | null },
): Promise<ScanBadgeOutcome> {
  const { studentId, name, status: given, reason } = holder;
  const { id: actorId, name: actorName, role: actorRole } = ctx.actor;
  const by = { actionId: id, actorId, actorName, actorRole, at: ctx.now() };
  const args = { classSessionId, studentId, status: given, reason, ...by };
  const [result] = await ctx.commit([{ sql: RECORD, args }], classSessionId);
  const written = returnedRow<{ status: Status; version: number }>(result);
  if (written) return { outcome: 'recorded', studentId, name, status: written.status, version: written.version };
  const [standing] = await ctx.db
    .select({ status: attendance.status, version: attendance.version, actionId: attendance.actionId })
    .from(attendance)
    .where(and(eq(attendance.classSessionId, classSessionId), eq(attendance.studentId, studentId)));
  const { status, version } = { status: standing?.status ?? given, version: standing?.version ?? 1 };
  return { outcome: standing?.actionId === id ? 'recorded' : 'already-recorded', studentId, name, status, version };
}

const WAS = `(select ev.from_status from attendance_events ev where ev.action_id = :scanId
  and ev.class_session_id = a.class_session_id and ev.student_id = a.student_id)`;

/** Back to what stood before the scan, while the mark is still the scan's own. */
const UNDO = `${setMark({
  mark: {
    classSessionId: 'a.class_session_id',
    studentId: 'a.student_id',
    status: WAS,
    source: ':source',
    reason: sqlTexts([systemReason('badge-undone')]),
    ...BY_ACTOR,
    changedAt: ':at',
  },
  from: `from attendance a where a.class_session_id = :classSessionId and a.action_id = :scanId and a.source = 'badge' and a.student_id <> :actorId`,
})} returning status, version`;

/** The mark that the scan, or its undoing, is about. */
async function loadScanned({ db }: ActorContext, { classSessionId, scanId }: UndoScanInput) {
  const { status, version, actionId } = attendance;
  const isOfEvent = and(
    eq(attendance.classSessionId, attendanceEvents.classSessionId),
    eq(attendance.studentId, attendanceEvents.studentId),
  );
  const [scanned] = await db
    .select({ status, version, actionId })
    .from(attendanceEvents)
    .innerJoin(attendance, isOfEvent)
    .where(and(eq(attendanceEvents.actionId, scanId), eq(attendanceEvents.classSessionId, classSessionId)))
    .limit(1);
  return scanned;
}

/** Takes a scan back. A mark that somebody changed since, or that the scan did not make, stays. Idempotent.
 *  @throws AppError as `scanBadge` */
export async function undoScan(ctx: ActorContext, input: UndoScanInput): Promise<UndoScanOutcome> {
  const { id, at, classSessionId, scanId } = input;
  const classSession = await loadClassSession(ctx, classSessionId, 'register.mark', at);
  await requireScannable(ctx, classSession, at);
  const { id: actorId, name: actorName, role: actorRole } = ctx.actor;
  const by = { actionId: id, actorId, actorName, actorRole, source: sourceOfStaff(actorRole), at: ctx.now() };
  const [result] = await ctx.commit([{ sql: UNDO, args: { classSessionId, scanId, ...by } }]);
  const written = returnedRow<{ status: Status | null; version: number }>(result);
  if (written) return { outcome: 'undone', status: written.status, version: written.version };
  const { status = null, version = 0, actionId = null } = (await loadScanned(ctx, input)) ?? {};
  return { outcome: actionId === id ? 'undone' : 'nothing-to-undo', status, version };
}
