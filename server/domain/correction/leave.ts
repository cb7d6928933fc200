/** Leave: absence asked for in advance, for days or for hours of one day. Approved, it excuses; whoever comes all the same is present. */

import { z } from 'zod';
import { Queueable } from '#domain/ids';
import { instantOf } from '#domain/instant';
import type { Role } from '#domain/person/user';
import { plainText } from '#domain/text';
import { addDays, Day, daysBetween, WallTime } from '#domain/time';
import type { Said } from '#domain/words/message';
import { says } from '#domain/words/says';

export const LEAVE_STATES = ['open', 'approved', 'declined', 'withdrawn'] as const;
export type LeaveState = (typeof LEAVE_STATES)[number];

/** Longer absence is agreed upon with the school itself. */
export const LEAVE_MAX_DAYS = 60;
/** How far ahead leave may begin. */
const AHEAD_MAX_DAYS = 365;

export const LeaveId = z.coerce.number().int().positive();
const Reason = z.coerce.number().int().positive();
const Text = z
  .string()
  .overwrite(plainText)
  .max(500, says('form.too-long', { max: 500 }));

/** Times are of one day, both or neither. */
export const RequestLeaveInput = Queueable.extend({
  studentId: z.coerce.number().int().positive(),
  fromDay: Day,
  untilDay: Day,
  fromTime: WallTime.optional(),
  untilTime: WallTime.optional(),
  reason: Text.min(3, says('correction.leave-reason-missing')),
  /** Of `excused`. */
  reasonCodeId: Reason.optional(),
})
  .refine(({ fromDay, untilDay }) => fromDay <= untilDay, { path: ['untilDay'], error: says('form.last-before-first') })
  .refine(({ fromDay, untilDay }) => fromDay > untilDay || daysBetween(fromDay, untilDay) < LEAVE_MAX_DAYS, {
    path: ['untilDay'],
    error: says('correction.leave-too-long', { max: LEAVE_MAX_DAYS }),
  })
  .refine(({ fromDay, untilDay, fromTime, untilTime }) => !fromTime === !untilTime && (!fromTime || fromDay === untilDay), {
    path: ['untilTime'],
    error: says('correction.leave-hours'),
  })
  .refine(({ fromTime, untilTime }) => !fromTime || !untilTime || fromTime < untilTime, {
    path: ['untilTime'],
    error: says('form.end-before-start'),
  });
export type RequestLeaveInput = z.infer<typeof RequestLeaveInput>;

/** `from` is the state that the decision was made about: one that is approved can still be declined. */
export const DecideLeaveInput = Queueable.extend({
  leaveId: LeaveId,
  decision: z.enum(['approve', 'decline']),
  from: z.enum(['open', 'approved']).default('open'),
  note: Text.optional(),
}).refine(({ decision, from }) => decision === 'decline' || from === 'open', { path: ['from'], error: says('form.invalid') });
export type DecideLeaveInput = z.infer<typeof DecideLeaveInput>;

export const WithdrawLeaveInput = z.object({ leaveId: LeaveId });

/** @param after id of the last leave seen */
export const LeavePage = z.object({ list: z.enum(['open', 'decided']).default('open'), after: LeaveId.optional() });
export type LeavePage = z.infer<typeof LeavePage>;
export const OwnLeavePage = z.object({ after: LeaveId.optional() });
export type OwnLeavePage = z.infer<typeof OwnLeavePage>;

type Span = Pick<RequestLeaveInput, 'fromDay' | 'untilDay' | 'fromTime' | 'untilTime'>;

/** The instants that days, or hours of a day, mean in the school's zone; whole days end with the midnight after the last.
 *  @throws RangeError for an unknown zone */
export function leaveSpan({ fromDay, untilDay, fromTime, untilTime }: Span, zone: string): { startsAt: number; endsAt: number } {
  const startsAt = instantOf(fromDay, fromTime ?? '00:00', zone);
  const endsAt = untilTime ? instantOf(untilDay, untilTime, zone) : instantOf(addDays(untilDay, 1), '00:00', zone);
  return { startsAt, endsAt };
}

/** What is wrong with when a leave is: it is asked for in advance, not for years ahead, and not for hours that the clocks leave out. */
export function leaveProblem(
  { fromDay, startsAt, endsAt }: { fromDay: string; startsAt: number; endsAt: number },
  { today, now }: { today: string; now: number },
): Said | null {
  if (fromDay < today || endsAt <= now) return 'correction.leave-past';
  if (endsAt <= startsAt) return 'form.end-before-start';
  return daysBetween(today, fromDay) > AHEAD_MAX_DAYS ? 'correction.leave-too-far' : null;
}

export type LeaveDecideOutcome = { outcome: 'approved' | 'declined' | 'already-decided'; decidedBy?: string };

export type Leave = {
  id: number;
  studentId: number;
  studentName: string;
  photoAt: number | null;
  fromDay: string;
  untilDay: string;
  fromTime: string | null;
  untilTime: string | null;
  endsAt: number;
  reason: string;
  reasonCode: string | null;
  state: LeaveState;
  requestedAt: number;
  requestedBy: { name: string; role: Role };
  decidedAt: number | null;
  decidedBy: string | null;
  note: string | null;
  /** Class sessions of the student's in its time; closures have none. */
  classSessions: number;
  /** Those of them that the student came to all the same: the leave then says *attended*. */
  attended: number;
};

export type LeaveList = { rows: Leave[]; next: number | null };
