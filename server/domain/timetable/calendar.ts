/** Which days a timetable or a calendar shows. */

import { z } from 'zod';
import { addDays, Day, daysBetween } from '#domain/time';
import { VIEWS } from '#domain/view';
import { says } from '#domain/words/says';

/** A term's worth: enough for every view, little enough for one answer. */
const MAX_DAYS = 190;

export const DayRangeInput = z
  .object({ from: Day, until: Day })
  .refine(({ from, until }) => from <= until && daysBetween(from, until) < MAX_DAYS, {
    path: ['until'],
    error: says('form.end-within-days', { max: MAX_DAYS }),
  });
export type DayRangeInput = z.infer<typeof DayRangeInput>;

/** @param view as who studies or as who teaches, where somebody does both; their role's, when left out */
export const TimetableInput = DayRangeInput.and(z.object({ view: z.enum(VIEWS).optional() }));
export type TimetableInput = z.infer<typeof TimetableInput>;

/** A day, or none for today. */
export const OptionalDayInput = z.object({ day: Day.optional() }).default({});

/** `YYYY-MM`. */
export const Month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, says('form.month'));
export const MonthInput = z.object({ month: Month });

export const LogInput = z.object({ before: z.number().int().positive().optional() });

/** First and last day of a month. */
export function daysOfMonth(month: string): DayRangeInput {
  const from = `${month}-01`;
  const next = addDays(from, 31).slice(0, 7);
  return { from, until: addDays(`${next}-01`, -1) };
}
