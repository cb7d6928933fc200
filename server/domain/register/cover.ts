/** Cover: one class session handed to a colleague, who then has its register as its staff do, and nothing else of the class. */
import { z } from 'zod';
import { ClassSessionId } from '#domain/ids';
import { UserId } from '#domain/person/user';
import { plainLine } from '#domain/text';
import { Day } from '#domain/time';

/** Whom a class session is handed to. */
export type Cover = { userId: number; name: string };

/** When a colleague had a class session, epoch ms; the end is null while they still do. */
export type CoverTime = { givenAt: number; endedAt: number | null };

/** Whether one of the times holds an instant: what the colleague did then counts, however late it arrives. */
export function isCoveredAt(times: readonly CoverTime[], at: number): boolean {
  return times.some(({ givenAt, endedAt }) => givenAt <= at && (endedAt === null || at < endedAt));
}

export const HandOverInput = z.object({ classSessionId: ClassSessionId, userId: UserId });
export type HandOverInput = z.infer<typeof HandOverInput>;

/** All class sessions of a day that are not over.
 *  @param ofId whose; left out, the actor's own. Of somebody else's only administrators dispose */
export const CoverDay = z.object({ day: Day, ofId: UserId.optional() });
export type CoverDay = z.infer<typeof CoverDay>;

/** @param userId whom it is handed to */
export const HandOverDayInput = CoverDay.extend({ userId: UserId });
export type HandOverDayInput = z.infer<typeof HandOverDayInput>;

/** `already`: this colleague had it before. */
export type HandOverOutcome = { outcome: 'handed-over' | 'already'; name: string };

/** How many class sessions went over, and how many did not: handed to somebody already, or of a class that the colleague teaches. */
export type HandOverDayOutcome = { name: string; handedOver: number; left: number };

/** `already`: nobody had it any more. */
export type TakeBackOutcome = { outcome: 'taken-back' | 'already' };

/** How many class sessions came back. */
export type TakeBackDayOutcome = { takenBack: number };

/** @param day by default today */
export const DayOfInput = z.object({ personId: UserId, day: Day.optional() });
export type DayOfInput = z.infer<typeof DayOfInput>;

/** Colleagues at most in one answer. */
export const COLLEAGUES_SHOWN = 20;

/** @param search the beginning of each word of a name; empty for the first of all
 *  @param classSessionId whose staff are left out
 *  @param ofId who is left out; by default the actor */
export const ColleaguesInput = z.object({
  search: z.string().overwrite(plainLine).max(100).default(''),
  classSessionId: ClassSessionId.optional(),
  ofId: UserId.optional(),
});
export type ColleaguesInput = z.infer<typeof ColleaguesInput>;

export type Colleague = { id: number; name: string; role: 'teacher' | 'assistant' | 'admin' };
