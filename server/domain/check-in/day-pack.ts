/** What a staff member’s device prefetches for a day without a network. It is erased at the end of the day and at sign-out. */

import type { Register } from '#domain/register/register';
import type { SchoolSettings } from '#domain/school/school';
import { type Badge, type BadgeHolder, digestOf } from './badge';
import type { DevicePublicKey } from './device';

/** A class session with its register and the key of its code (base64url); empty once class has been over for a while. */
export type PackedClassSession = Register & { key: string; revision: number };

export type DayPack = {
  userId: number;
  day: string;
  serverNow: number;
  /** Local midnight at the end of `day`, epoch ms: not a moment longer. */
  validUntil: number;
  codeTtlMinutes: number;
  policy: Pick<SchoolSettings, 'periodMs' | 'lateAfterMs' | 'lockDays' | 'spotCheck'>;
  classSessions: PackedClassSession[];
  /** SHA-256 digests of printed badges. */
  cards: { studentId: number; digest: string }[];
  /** Keys that sign badges on phones. */
  devices: { studentId: number; deviceId: string; publicKey: DevicePublicKey }[];
};

/** Whose badge it is, as far as the pack knows: cards and phones of everybody on today's rolls. Null for anybody else's, and for one
 *  that was replaced before the pack was made. */
export async function holderInPack(
  pack: Pick<DayPack, 'cards' | 'devices' | 'classSessions'>,
  classSessionId: number,
  badge: Badge,
): Promise<(BadgeHolder & { studentId: number; name: string }) | null> {
  const found = await findInPack(pack, badge);
  if (!found) return null;
  const { studentId, publicKey } = found;
  const rows = pack.classSessions.flatMap((one) => one.rows.filter((row) => row.studentId === studentId));
  const own = pack.classSessions.find((one) => one.classSession.id === classSessionId);
  const isOnRoll = own?.rows.some((row) => row.studentId === studentId) ?? false;
  return { studentId, name: rows[0]?.name ?? '', publicKey, isCurrent: true, isOnRoll };
}

async function findInPack(
  { cards, devices }: Pick<DayPack, 'cards' | 'devices'>,
  badge: Badge,
): Promise<{ studentId: number; publicKey: DevicePublicKey | null } | null> {
  if (badge.kind === 'phone')
    return devices.find((one) => one.deviceId === badge.deviceId && one.studentId === badge.studentId) ?? null;
  const digest = await digestOf(badge);
  const card = cards.find((one) => one.digest === digest);
  return card ? { studentId: card.studentId, publicKey: null } : null;
}
