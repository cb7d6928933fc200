/** Guardians of a student: who they are, what stands in the way of writing to them, and what their links lead to. */
import { z } from 'zod';
import { DAY_MS, MINUTE_MS } from '#domain/duration';
import type { Status } from '#domain/register/attendance';
import type { Standing } from '#domain/register/attendance-view';
import { plainLine } from '#domain/text';
import { Month } from '#domain/timetable/calendar';
import { says } from '#domain/words/says';
import { Email, PersonName, UserId } from './user';

/** Of one student. */
export const GUARDIANS_MOST = 6;

const RELATION_MOST = 40;

/** What a link is for: proving the address, or the days of the student. */
export const GUARDIAN_LINKS = ['confirm', 'days'] as const;
export type GuardianLink = (typeof GUARDIAN_LINKS)[number];

/** How long a link holds. A mailbox waits for its owner; the next alert brings another link to the days. */
export const GUARDIAN_LINK_LASTS_MS: Record<GuardianLink, number> = { confirm: 14 * DAY_MS, days: 30 * DAY_MS };

/** Nobody is asked again within this. */
export const ASK_AGAIN_MS = 10 * MINUTE_MS;

const GuardianId = z.coerce.number().int().positive();

const Details = {
  name: PersonName,
  /** In the school's own words. */
  relation: z
    .string()
    .overwrite(plainLine)
    .max(RELATION_MOST, says('form.too-long', { max: RELATION_MOST }))
    .nullish()
    .transform((text) => text || null),
  email: Email,
};

export const GuardiansOf = z.object({ studentId: UserId });
export type GuardiansOf = z.infer<typeof GuardiansOf>;

export const NewGuardianInput = z.object({ ...Details, studentId: UserId });
export type NewGuardianInput = z.infer<typeof NewGuardianInput>;

/** A guardian goes with the student whose page it was: another student's is not found. */
export const GuardianRef = z.object({ studentId: UserId, guardianId: GuardianId });
export type GuardianRef = z.infer<typeof GuardianRef>;

export const EditGuardianInput = GuardianRef.extend(Details);
export type EditGuardianInput = z.infer<typeof EditGuardianInput>;

export const BarGuardianInput = GuardianRef.extend({ isBarred: z.boolean() });
export type BarGuardianInput = z.infer<typeof BarGuardianInput>;

/** The token of a link in a mail. */
export const GuardianToken = z.object({ token: z.string().max(100) });
export type GuardianToken = z.infer<typeof GuardianToken>;

/** @param month left out, the one that is now */
export const GuardianDaysInput = GuardianToken.extend({ month: Month.optional() });
export type GuardianDaysInput = z.infer<typeof GuardianDaysInput>;

/** Why a guardian is written to, or not. `left`: they ended the mails themselves. */
export type GuardianState = 'barred' | 'left' | 'confirmed' | 'asked' | 'new';

type Times = { isBarred: boolean; askedAt: number | null; confirmedAt: number | null; unsubscribedAt: number | null };

/** Where a guardian stands. Never throws. */
export function guardianState({ isBarred, askedAt, confirmedAt, unsubscribedAt }: Times): GuardianState {
  if (isBarred) return 'barred';
  if (unsubscribedAt !== null) return 'left';
  if (confirmedAt !== null) return 'confirmed';
  return askedAt === null ? 'new' : 'asked';
}

/** One as administrators see it. Instants are epoch ms. */
export type Guardian = {
  id: number;
  name: string;
  relation: string | null;
  email: string;
  state: GuardianState;
  askedAt: number | null;
  confirmedAt: number | null;
  unsubscribedAt: number | null;
};

/** The guardians of a student, first the one to turn to first. */
export type GuardianList = {
  student: { id: number; name: string };
  guardians: Guardian[];
  /** Whether the school sends them alerts, and this server mails. */
  isOn: boolean;
  canMail: boolean;
};

/** A class session that counts, as a guardian sees it. */
export type GuardianEntry = { startTime: string; courseTitle: string; sectionCode: string; status: Status };

/** What a guardian's link shows: one student's attendance, and nobody else's. */
export type GuardianDays = {
  student: string;
  standing: Standing;
  today: string;
  /** `YYYY-MM`. */
  month: string;
  /** Days of the month with marks that count, the latest first. */
  days: { day: string; entries: GuardianEntry[] }[];
  /** When the link ends, epoch ms. */
  expiresAt: number;
};
