/** Who is on a section's roll from when until when, and what a change of those days does to class sessions that were held already. */

import { z } from 'zod';
import { UserId } from '#domain/person/user';
import type { Status } from '#domain/register/attendance';
import { Day } from '#domain/time';
import { says } from '#domain/words/says';

/** `untilDay` is the last day on the roll; null while open-ended. */
export type DayRange = { fromDay: string; untilDay: string | null };

const Id = z.number().int().positive();
const LastDay = Day.nullish().transform((day) => day ?? null);

function isInOrder({ fromDay, untilDay }: DayRange): boolean {
  return untilDay === null || untilDay >= fromDay;
}
const ORDER = { error: says('structure.last-before-first'), path: ['untilDay'] };

/** How many can be put on a roll at once: a year group. */
export const MOST_AT_ONCE = 100;

/** Students who are put on one roll for the same days. */
export const NewEnrolmentsInput = z
  .object({
    sectionId: Id,
    studentIds: z
      .array(UserId, { error: says('person.choose-somebody') })
      .min(1, says('person.choose-somebody'))
      .max(MOST_AT_ONCE),
    fromDay: Day,
    untilDay: LastDay,
  })
  .refine(isInOrder, ORDER);
export type NewEnrolmentsInput = z.infer<typeof NewEnrolmentsInput>;

/** Enrolments that have just been made, with the days they were made for. */
export const AddedEnrolments = z.object({ enrolmentIds: z.array(Id).min(1).max(MOST_AT_ONCE), fromDay: Day, untilDay: LastDay });
export type AddedEnrolments = z.output<typeof AddedEnrolments>;

export const ChangeEnrolmentInput = z.object({ enrolmentId: Id, fromDay: Day, untilDay: LastDay }).refine(isInOrder, ORDER);
export type ChangeEnrolmentInput = z.infer<typeof ChangeEnrolmentInput>;

/** `day` is the first one in the other section. */
export const MoveEnrolmentInput = z.object({
  enrolmentId: Id,
  sectionId: z
    .number({ error: says('structure.choose-section') })
    .int()
    .positive(says('structure.choose-section')),
  day: Day,
});
export type MoveEnrolmentInput = z.infer<typeof MoveEnrolmentInput>;

export const EnrolmentRef = z.object({ enrolmentId: Id });

/** A class session that was held or has a mark of the student already, with what its register says of them. */
export type HeldClassSession = { classSessionId: number; day: string; startsAt: number; status: Status | null };

/** Class sessions that begin or cease to lie within an enrolment. Those with a mark count in the student's rate from then on, or no longer. */
export type RollEffect = { starts: HeldClassSession[]; stops: HeldClassSession[] };

/** Whether any of the ranges holds `day`. */
export function isOnRoll(ranges: readonly DayRange[], day: string): boolean {
  return ranges.some(({ fromDay, untilDay }) => fromDay <= day && (untilDay === null || day <= untilDay));
}

/** What another set of enrolments does to class sessions that were held. Never throws. */
export function rollEffect(
  held: readonly HeldClassSession[],
  before: readonly DayRange[],
  after: readonly DayRange[],
): RollEffect {
  return {
    starts: held.filter(({ day }) => !isOnRoll(before, day) && isOnRoll(after, day)),
    stops: held.filter(({ day }) => isOnRoll(before, day) && !isOnRoll(after, day)),
  };
}
