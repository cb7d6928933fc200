/** Badges scanned by staff. A scan marks like a check-in, with a badge's authority, and can be taken back. Cards are `badge-card.ts`'s. */
import { queryRow, sqlTexts } from '#db/query';
import {
  type Badge,
  digestOf,
  judgeBadge,
  readHandedIn,
  type ScanBadgeInput,
  type ScanBadgeOutcome,
  scanTime,
  type UndoScanInput,
  type UndoScanOutcome,
} from '#domain/check-in/badge';
import type { DevicePublicKey } from '#domain/check-in/device';
import { AppError } from '#domain/errors';
import { arrivalStatus, type Status, sourceOfStaff } from '#domain/register/attendance';
import { markingRule, wasMarkableAt } from '#domain/register/class-session';
import { systemReason } from '#domain/register/reason';
import type { ActorContext } from '#server/context/context';
import { type ClassSessionRow, loadClassSession } from './class-session-access';
import { BY_ACTOR, IS_OPEN_TO_ARRIVAL, setMark } from './mark';
import { happenedOffline } from './sighting';

type Holder = { studentId: number; name: string; publicKey: string | null; isCurrent: number; isOnRoll: number };

const HOLDER = `select u.id studentId, u.name, h.public_key publicKey, h.revoked_at is null isCurrent,
    exists (select 1 from enrolments e where e.student_id = u.id and e.section_id = :sectionId
      and e.from_day <= :day and (e.until_day is null or e.until_day >= :day)) isOnRoll
  from h join users u on u.id = h.user_id`;
const BY_DEVICE = `with h as (select user_id, public_key, revoked_at from devices
  where id = :holder and user_id = :studentId) ${HOLDER}`;
const BY_CARD = `with h as (select student_id user_id, null public_key, revoked_at from badge_cards
  where digest = :holder) ${HOLDER}`;

const RECORD = `${setMark({
  mark: {
    ...{ classSessionId: ':classSessionId', studentId: ':studentId', status: ':status', source: "'badge'" },
    ...{ reason: ':reason', ...BY_ACTOR, changedAt: ':at' },
  },
  from: 'where true',
  replaces: IS_OPEN_TO_ARRIVAL,
})} returning status, version`;

const STANDING = `select a.status, a.version, a.action_id actionId from attendance a where a.class_session_id = ? and a.student_id = ?`;

/** Marks the holder of a badge. The scan's own time counts when it can be true, so that a queued scan keeps its status; one made while
 *  the register was open counts also when it arrives after the closing.
 *  @throws AppError `not-found` for a register the actor does not staff, `conflict` when it cannot be marked now */
export async function scanBadge(ctx: ActorContext, input: ScanBadgeInput): Promise<ScanBadgeOutcome> {
  const classSession = await loadClassSession(ctx, input.classSessionId, 'register.mark');
  const reason = await requireScannable(ctx, classSession, input.at);
  const badge = readHandedIn(input.badge);
  const scannedAt = scanTime(input.at, classSession, ctx.now());
  const holder = badge && (await findHolder(ctx, badge, classSession));
  const refusal = badge ? await judgeBadge(badge, holder && toHolder(holder), scannedAt) : 'bad-badge';
  if (!holder || refusal) return { outcome: 'refused', reason: refusal ?? 'bad-badge', name: holder?.name ?? null };
  const { studentId, name } = holder;
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
  throw new AppError('conflict', 'Badges are scanned while the register is open.');
}

function toHolder({ publicKey, isCurrent, isOnRoll }: Holder) {
  const key = publicKey === null ? null : (JSON.parse(publicKey) as DevicePublicKey);
  return { publicKey: key, isCurrent: isCurrent === 1, isOnRoll: isOnRoll === 1 };
}

async function findHolder(ctx: ActorContext, badge: Badge, { sectionId, day }: ClassSessionRow): Promise<Holder | null> {
  if (badge.kind !== 'phone') return queryRow<Holder>(ctx.db, BY_CARD, { holder: await digestOf(badge), sectionId, day });
  return queryRow<Holder>(ctx.db, BY_DEVICE, { holder: badge.deviceId, studentId: badge.studentId, sectionId, day });
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
  const [result] = await ctx.commit([{ sql: RECORD, args }]);
  const written = result?.rows[0] as unknown as { status: Status; version: number } | undefined;
  if (written) return { outcome: 'recorded', studentId, name, status: written.status, version: written.version };
  const standing = await queryRow<{ status: Status; version: number; actionId: string | null }>(ctx.db, STANDING, [
    classSessionId,
    studentId,
  ]);
  const { status, version } = standing ?? { status: given, version: 1 };
  return { outcome: standing?.actionId === id ? 'recorded' : 'already-recorded', studentId, name, status, version };
}

const WAS = `(select ev.from_status from attendance_events ev where ev.action_id = :scanId
  and ev.class_session_id = a.class_session_id and ev.student_id = a.student_id)`;

/** Back to what stood before the scan, while the mark is still the scan's own. */
const UNDO = `${setMark({
  mark: {
    ...{ classSessionId: 'a.class_session_id', studentId: 'a.student_id', status: WAS, source: ':source' },
    ...{ reason: sqlTexts([systemReason('badge-undone')]), ...BY_ACTOR, changedAt: ':at' },
  },
  from: `from attendance a where a.class_session_id = :classSessionId and a.action_id = :scanId and a.source = 'badge'`,
})} returning status, version`;

/** The mark that the scan, or its undoing, is about. */
const SCANNED = `select a.status, a.version, a.action_id = :actionId isDone from attendance_events ev
    join attendance a on a.class_session_id = ev.class_session_id and a.student_id = ev.student_id
  where ev.action_id = :scanId and ev.class_session_id = :classSessionId limit 1`;

/** Takes a scan back. A mark that somebody changed since, or that the scan did not make, stays. Idempotent.
 *  @throws AppError as `scanBadge` */
export async function undoScan(ctx: ActorContext, input: UndoScanInput): Promise<UndoScanOutcome> {
  const { id, at, classSessionId, scanId } = input;
  const classSession = await loadClassSession(ctx, classSessionId, 'register.mark');
  await requireScannable(ctx, classSession, at);
  const { id: actorId, name: actorName, role: actorRole } = ctx.actor;
  const by = { actionId: id, actorId, actorName, actorRole, source: sourceOfStaff(actorRole), at: ctx.now() };
  const [result] = await ctx.commit([{ sql: UNDO, args: { classSessionId, scanId, ...by } }]);
  const written = result?.rows[0] as unknown as { status: Status | null; version: number } | undefined;
  if (written) return { outcome: 'undone', status: written.status, version: written.version };
  const args = { classSessionId, scanId, actionId: id };
  const standing = await queryRow<{ status: Status | null; version: number; isDone: number }>(ctx.db, SCANNED, args);
  const { status = null, version = 0, isDone = 0 } = standing ?? {};
  return { outcome: isDone === 1 ? 'undone' : 'nothing-to-undo', status, version };
}
