/** What a staff member's device takes along for a day without a network. It is erased at the end of the day and at sign-out. */
import type { DevicePublicKey } from './device';
import type { Register } from './register';
import type { SchoolSettings } from './school';

/** A class session with its register and the key of its code. */
export type PackedClassSession = Register & { key: string; revision: number };

export type DayPack = {
  userId: number;
  day: string;
  serverNow: number;
  /** Local midnight at the end of `day`, epoch ms: not a moment longer. */
  validUntil: number;
  codeTtlMinutes: number;
  policy: Pick<SchoolSettings, 'zone' | 'locale' | 'periodMs' | 'lateAfterMs' | 'lockDays' | 'spotCheck'>;
  classSessions: PackedClassSession[];
  /** SHA-256 digests of printed badges. */
  cards: { studentId: number; digest: string }[];
  /** Keys that sign badges on phones. */
  devices: { studentId: number; deviceId: string; publicKey: DevicePublicKey }[];
};
