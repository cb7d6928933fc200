/** Marks: what the register says of one student in one class session, who set it, and which mark may replace which. */

import { z } from 'zod';
import { ClassSessionId, Queueable } from '#domain/ids';
import { type Role, UserId } from '#domain/person/user';
import { plainText } from '#domain/text';
import { says } from '#domain/words/says';

export const STATUSES = ['present', 'late', 'absent', 'excused'] as const;
export type Status = (typeof STATUSES)[number];

/** Who or what set a mark, from the strongest to the weakest. `qr` and `code` are equals. */
export const SOURCES = ['admin', 'teacher', 'badge', 'qr', 'code', 'offline', 'leave', 'auto'] as const;
export type Source = (typeof SOURCES)[number];

const RANKS: Record<Source, number> = { admin: 7, teacher: 6, badge: 5, qr: 4, code: 4, offline: 3, leave: 2, auto: 1 };

/** A mark as the rules see it. A null status is a mark taken back: unmarked. */
export type Mark = { status: Status | null; source: Source };

/** The sources whose marks one by `next` may take the place of: those of equal or lower rank. An unmarked place is open to any. */
export function replacedBy(next: Source): Source[] {
  return SOURCES.filter((source) => RANKS[source] <= RANKS[next]);
}

/** The sources whose marks any check-in or badge lifts. Among themselves these do not replace each other: the first proof of presence
 *  stands. */
export const LIFTED_BY_ARRIVAL: readonly Source[] = SOURCES.filter((source) => RANKS[source] < RANKS.offline);

/** Whether a check-in or a badge writes a mark: it fills an empty place and lifts an `auto` absence or a `leave`. */
export function isOpenToArrival({ status, source }: { status: Status | null; source: Source | null }): boolean {
  return status === null || (source !== null && LIFTED_BY_ARRIVAL.includes(source));
}

/** What whoever arrived at `at` is; the threshold itself is still `present`. Epoch ms. */
export function arrivalStatus(
  at: number,
  { startsAt, lateAfterMs }: { startsAt: number; lateAfterMs: number },
): 'present' | 'late' {
  return at <= startsAt + lateAfterMs ? 'present' : 'late';
}

/** The source of a mark set by hand. An assistant marks with a teacher's authority. */
export function sourceOfStaff(role: Role): Source {
  return role === 'admin' ? 'admin' : 'teacher';
}

/** Marks by status. */
export type Tally = Record<Status, number>;

export const EMPTY_TALLY: Tally = { present: 0, late: 0, absent: 0, excused: 0 };

/** Tallies together. */
export function addTallies(all: readonly Tally[]): Tally {
  const sum = (status: Status) => all.reduce((total, tally) => total + tally[status], 0);
  return { present: sum('present'), late: sum('late'), absent: sum('absent'), excused: sum('excused') };
}

const Note = z
  .string()
  .overwrite(plainText)
  .max(500, says('form.too-long', { max: 500 }));
const Version = z.number().int().nonnegative();
/** Null takes a mark back. */
const NewStatus = z.enum(STATUSES).nullable();

/** One's own earlier mark of the student, which had no answer yet when this one was made on top of it. Where that one stands, this one
 *  replaces it whatever its version has become. */
const After = z.uuid();

/** One of the school's list, of the marks' status. */
const Reason = z.number().int().positive();

/** `version` is the one the screen showed (0 = no mark yet): a change made meanwhile by somebody else is never overwritten unseen. */
export const MarkInput = Queueable.extend({
  classSessionId: ClassSessionId,
  studentId: UserId,
  status: NewStatus,
  version: Version,
  after: After.optional(),
  reason: Note.optional(),
  reasonCodeId: Reason.optional(),
  note: Note.optional(),
});
export type MarkInput = z.infer<typeof MarkInput>;

export const MarkManyInput = Queueable.extend({
  classSessionId: ClassSessionId,
  marks: z
    .array(z.object({ studentId: UserId, status: NewStatus, version: Version, after: After.optional() }))
    .min(1)
    .max(1000),
  reason: Note.optional(),
  reasonCodeId: Reason.optional(),
});
export type MarkManyInput = z.infer<typeof MarkManyInput>;

/** `conflict`: the mark is somebody else's by now, or outranks the actor's; nothing changed. Who set it and when are told beside it. */
export type MarkOutcome = {
  outcome: 'recorded' | 'conflict';
  status: Status | null;
  version: number;
  changedBy?: string;
  changedAt?: number;
};

/** One line of the answer to many marks. */
export type MarkLine = { studentId: number } & (MarkOutcome | { outcome: 'not-on-roll'; status: null; version: 0 });

/** @param actionId id of the change to take back, as `markMany` and `mark` were given it */
export const UndoMarksInput = Queueable.extend({ classSessionId: ClassSessionId, actionId: z.uuid(), reason: Note.optional() });
export type UndoMarksInput = z.infer<typeof UndoMarksInput>;

/** One line of the answer. `changed-since`: the mark is another by now, and stays; who set it is told beside it. */
export type UndoLine = { studentId: number; status: Status | null; version: number } & (
  | { outcome: 'undone' }
  | { outcome: 'changed-since'; changedBy: string }
);

/** One student's mark in one class session. */
export const MarkRef = z.object({ classSessionId: ClassSessionId, studentId: UserId });
export type MarkRef = z.infer<typeof MarkRef>;
