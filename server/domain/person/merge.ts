/** Merging two accounts of one person: everything of one goes over to the other, and the emptied one is archived. */
import { z } from 'zod';
import { DAY_MS } from '#domain/duration';
import type { Status } from '#domain/register/attendance';
import { UserId } from './user';

/** How long it can be taken back. */
export const MERGE_KEPT_MS = 30 * DAY_MS;

/** `personId` is the account that stays. */
export const MergeRef = z.object({ personId: UserId, otherId: UserId });
export type MergeRef = z.infer<typeof MergeRef>;

/** Whose mark counts, by class session where both accounts have another one. */
export const MergeInput = MergeRef.extend({
  marks: z.record(z.string().regex(/^\d{1,15}$/), z.enum(['kept', 'other'])).default({}),
});
export type MergeInput = z.infer<typeof MergeInput>;

export const MergeUndo = z.object({ mergeId: z.number().int().positive() });

/** What goes over, as it is counted for whoever is about to merge. */
export type Merged = Record<'marks' | 'enrolments' | 'staffed' | 'devices' | 'leaves' | 'requests' | 'passkeys', number>;

/** A class session for which both accounts have another mark. */
export type MarkChoice = {
  classSessionId: number;
  startsAt: number;
  courseTitle: string;
  sectionCode: string;
  kept: Status;
  other: Status;
};
