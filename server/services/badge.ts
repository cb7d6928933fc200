/** Badges scanned by staff, and the cards they are printed on. A scan marks like a check-in, with a badge's authority. */
import { queryRow, queryRows } from '#db/query';
import type { Status } from '#domain/attendance';
import {
  type Badge,
  cardDigest,
  createCardBadge,
  type IssueCardsInput,
  type IssuedCard,
  isPhoneBadgeGenuine,
  parseBadge,
  type ScanBadgeInput,
  type ScanBadgeOutcome,
} from '#domain/badge';
import { happenedAt, markingRule, wasMarkableAt } from '#domain/class-session';
import type { DevicePublicKey } from '#domain/device';
import { AppError } from '#domain/errors';
import type { ActorContext } from '#server/context';
import { auditIfChanged } from './audit';
import { type ClassSessionRow, loadClassSession } from './class-session-access';

type Holder = { studentId: number; name: string; publicKey: string | null; isOnRoll: number };

const HOLDER = `select u.id studentId, u.name, h.public_key publicKey,
    exists (select 1 from enrolments e where e.student_id = u.id and e.section_id = :sectionId
      and e.from_day <= :day and (e.until_day is null or e.until_day >= :day)) isOnRoll
  from h join users u on u.id = h.user_id`;
const BY_DEVICE = `with h as (select user_id, public_key from devices
  where id = :holder and user_id = :studentId and revoked_at is null) ${HOLDER}`;
const BY_CARD = `with h as (select student_id user_id, null public_key from badge_cards
  where digest = :holder and revoked_at is null) ${HOLDER}`;

/** Fills an empty place and lifts an `auto` absence or a `leave`, as a check-in does. */
const RECORD = `insert into attendance
    (class_session_id, student_id, status, source, version, action_id, actor_id, actor_name, actor_role, changed_at)
  values (:classSessionId, :studentId, :status, 'badge', 1, :actionId, :actorId, :actorName, :actorRole, :at)
  on conflict (class_session_id, student_id) do update set status = excluded.status, source = 'badge',
    version = attendance.version + 1, reason = null, claim_id = null, action_id = excluded.action_id,
    actor_id = excluded.actor_id, actor_name = excluded.actor_name, actor_role = excluded.actor_role, changed_at = excluded.changed_at
  where attendance.status is null or attendance.source in ('auto', 'leave')
  returning status, version`;

const STANDING = `select a.status, a.version, a.action_id actionId from attendance a where a.class_session_id = ? and a.student_id = ?`;

/** Marks the holder of a badge. The scan's own time counts when it can be true, so that a queued scan keeps its status.
 *  @throws AppError `not-found` for a register the actor does not staff, `conflict` when it cannot be marked now */
export async function scanBadge(ctx: ActorContext, input: ScanBadgeInput): Promise<ScanBadgeOutcome> {
  const classSession = await loadClassSession(ctx, input.classSessionId, 'register.mark');
  requireMarkable(ctx, classSession, input.at);
  const badge = parseBadge(input.badge);
  if (!badge) return { outcome: 'refused', reason: 'bad-badge', name: null };
  const scannedAt = scanTime(input.at, classSession, ctx.now());
  const holder = await findHolder(ctx, badge, classSession);
  if (!holder) return { outcome: 'refused', reason: 'bad-badge', name: null };
  const { studentId, name } = holder;
  if (!(await isGenuine(badge, holder, scannedAt))) return { outcome: 'refused', reason: 'old-badge', name };
  if (holder.isOnRoll !== 1) return { outcome: 'refused', reason: 'not-on-roll', name };
  const status = scannedAt <= classSession.startsAt + classSession.settings.lateAfterMs ? 'present' : 'late';
  return record(ctx, input, { studentId, name, status });
}

/** A scan made while the register was open may arrive after that. */
function requireMarkable(ctx: ActorContext, classSession: ClassSessionRow, at: number): void {
  const { lockDays, deliverWithinMs } = classSession.settings;
  const now = ctx.now();
  const rule = markingRule(classSession, { lockDays, now });
  const wasFree = rule === 'with-reason' && wasMarkableAt(classSession, happenedAt(at, { now, deliverWithinMs }));
  if (rule !== 'free' && !wasFree) throw new AppError('conflict', 'Badges are scanned while the register is open.');
}

/** The device's time where it lies between the opening and now, else now. */
function scanTime(at: number, { openedAt, startsAt }: ClassSessionRow, now: number): number {
  return at <= now && at >= Math.min(openedAt ?? startsAt, startsAt) ? at : now;
}

async function findHolder(ctx: ActorContext, badge: Badge, { sectionId, day }: ClassSessionRow): Promise<Holder | null> {
  if (badge.kind === 'card') return queryRow<Holder>(ctx.db, BY_CARD, { holder: await cardDigest(badge.secret), sectionId, day });
  return queryRow<Holder>(ctx.db, BY_DEVICE, { holder: badge.deviceId, studentId: badge.studentId, sectionId, day });
}

async function isGenuine(badge: Badge, { publicKey }: Holder, at: number): Promise<boolean> {
  if (badge.kind === 'card') return true;
  return publicKey !== null && isPhoneBadgeGenuine(badge, JSON.parse(publicKey) as DevicePublicKey, at);
}

async function record(
  ctx: ActorContext,
  { id, classSessionId }: ScanBadgeInput,
  holder: { studentId: number; name: string; status: Status },
): Promise<ScanBadgeOutcome> {
  const { studentId, name } = holder;
  const { id: actorId, name: actorName, role: actorRole } = ctx.actor;
  const args = { classSessionId, studentId, status: holder.status, actionId: id, actorId, actorName, actorRole, at: ctx.now() };
  const [result] = await ctx.commit([{ sql: RECORD, args }]);
  const written = result?.rows[0] as unknown as { status: Status; version: number } | undefined;
  if (written) return { outcome: 'recorded', studentId, name, status: written.status, version: written.version };
  const standing = await queryRow<{ status: Status; version: number; actionId: string | null }>(ctx.db, STANDING, [
    classSessionId,
    studentId,
  ]);
  const { status, version } = standing ?? { status: holder.status, version: 1 };
  return { outcome: standing?.actionId === id ? 'recorded' : 'already-recorded', studentId, name, status, version };
}

const STUDENTS = `select u.id studentId, u.name from json_each(:studentIds) w join users u on u.id = w.value and u.role = 'student' order by u.name`;

/** Makes new cards; each student's card before it stops working. The secrets are in the answer and nowhere else. */
export async function issueCards(ctx: ActorContext, input: IssueCardsInput): Promise<IssuedCard[]> {
  const students = await queryRows<{ studentId: number; name: string }>(ctx.db, STUDENTS, {
    studentIds: JSON.stringify(input.studentIds),
  });
  const at = ctx.now();
  const cards = await Promise.all(
    students.map(async ({ studentId, name }) => {
      const secret = crypto.getRandomValues(new Uint8Array(16));
      return { studentId, name, badge: createCardBadge(secret), digest: await cardDigest(secret) };
    }),
  );
  const statements = cards.flatMap(({ studentId, digest }) => [
    { sql: 'update badge_cards set revoked_at = ? where student_id = ? and revoked_at is null', args: [at, studentId] },
    {
      sql: 'insert into badge_cards (student_id, digest, issued_at, issued_by_id) values (?, ?, ?, ?)',
      args: [studentId, digest, at, ctx.actor.id],
    },
  ]);
  const ids = cards.map((card) => card.studentId);
  const entry = { actor: ctx.actor, at, action: 'cards.issued' as const, subject: 'school', detail: { studentIds: ids } };
  if (statements.length > 0) await ctx.commit([...statements, auditIfChanged(entry)]);
  return cards.map(({ digest: _, ...card }) => card);
}
