/**
 * One badge scanned by staff: judged here by the day pack, handed in through the outbox, and answered by the server or, with no network,
 * by the pack alone. Both judge by `#domain/badge`. Free of React.
 */
import {
  type BadgeRefusal,
  judgeBadge,
  parseBadge,
  readHandedIn,
  type ScanBadgeInput,
  type ScanBadgeOutcome,
  scanTime,
  withoutSecret,
} from '#domain/check-in/badge';
import { type DayPack, holderInPack } from '#domain/check-in/day-pack';
import { arrivalStatus } from '#domain/register/attendance';
import { loadDayPack } from './day-pack';
import { currentUser } from './device/current-user';
import { StorageDenied } from './device/database';
import { CallRefused, deliver } from './outbox/deliver';

/** A badge that the pack vouches for, or why it does not. */
export type LocalVerdict =
  | { isGood: true; studentId: number; name: string; status: 'present' | 'late' }
  | { isGood: false; reason: BadgeRefusal; name: string | null };

/** `told`: the server has answered. `saved`: the pack vouches for it, and it waits to be sent. `refused-here`: it is no badge, or
 *  cannot count with no network; nothing was saved. `unchecked`: it waits, and only the server can tell. */
export type ScanAnswer =
  | { kind: 'told'; outcome: ScanBadgeOutcome }
  | { kind: 'saved'; studentId: number; name: string; status: 'present' | 'late' }
  | { kind: 'refused-here'; reason: BadgeRefusal | 'no-pack' | 'not-a-badge'; name: string | null }
  | { kind: 'unchecked' }
  /** With the server's own words, or null where it does not answer and nothing can be kept. */
  | { kind: 'failed'; message: string | null };

/** What the pack says of a scan; null when it knows nothing of the class session. Never throws. */
export async function judgeByPack(
  pack: DayPack,
  { classSessionId, badge: text, at }: ScanBadgeInput,
): Promise<LocalVerdict | null> {
  const packed = pack.classSessions.find((one) => one.classSession.id === classSessionId);
  if (!packed) return null;
  const badge = readHandedIn(text);
  const holder = badge && (await holderInPack(pack, classSessionId, badge));
  const scannedAt = scanTime(at, packed.classSession, at);
  const reason = badge ? await judgeBadge(badge, holder, scannedAt) : 'bad-badge';
  if (!holder || reason) return { isGood: false, reason: reason ?? 'bad-badge', name: holder?.name ?? null };
  const { startsAt } = packed.classSession;
  const status = arrivalStatus(scannedAt, { startsAt, lateAfterMs: pack.policy.lateAfterMs });
  return { isGood: true, studentId: holder.studentId, name: holder.name, status };
}

/** As `judgeByPack`, with the pack that is kept here; null without one. Never throws. */
export async function judgeHere(input: ScanBadgeInput): Promise<LocalVerdict | null> {
  try {
    const userId = await currentUser();
    const pack = userId === null ? null : await loadDayPack(userId, input.at);
    return pack && (await judgeByPack(pack, input));
  } catch {
    // Nothing is kept here, or it cannot be read: the same as having no pack.
    return null;
  }
}

function failureOf(error: unknown): ScanAnswer {
  if (error instanceof CallRefused) return { kind: 'failed', message: error.message };
  if (error instanceof StorageDenied) return { kind: 'failed', message: null };
  throw error;
}

/** Hands a scan in, without the secret of a card. With no network only what the pack vouches for is saved.
 *  @param isOnline as the browser believes */
export async function scanBadge(input: ScanBadgeInput, isOnline: boolean): Promise<ScanAnswer> {
  if (!parseBadge(input.badge)) return { kind: 'refused-here', reason: 'not-a-badge', name: null };
  const here = await judgeHere(input);
  if (!isOnline && !here?.isGood) return { kind: 'refused-here', reason: here?.reason ?? 'no-pack', name: here?.name ?? null };
  try {
    const answer = await deliver('attendance.scanBadge', { ...input, badge: await withoutSecret(input.badge) });
    if (answer.outcome !== 'queued') return { kind: 'told', outcome: answer };
    return here?.isGood
      ? { kind: 'saved', studentId: here.studentId, name: here.name, status: here.status }
      : { kind: 'unchecked' };
  } catch (error) {
    return failureOf(error);
  }
}
