/** Closures: days or ranges without classes, added one by one or read from a list of public holidays. */

import { z } from 'zod';
import { plainLine } from '#domain/text';
import { Day, daysBetween } from '#domain/time';
import { says } from '#domain/words/says';

/** Longer than any holidays. */
export const MAX_CLOSURE_DAYS = 190;
/** Enough for the holidays of many years. */
export const MAX_IMPORTED = 500;
/** Characters of a calendar file: lists of public holidays have some ten thousand. */
export const MAX_ICAL = 1_000_000;

export const ClosureId = z.coerce.number().int().positive();

export const ClosureInput = z
  .object({
    name: z
      .string({ error: says('form.name-missing') })
      .overwrite(plainLine)
      .min(1, says('form.name-missing'))
      .max(120, says('form.too-long', { max: 120 })),
    fromDay: Day,
    untilDay: Day,
  })
  .refine(({ fromDay, untilDay }) => fromDay <= untilDay, {
    path: ['untilDay'],
    error: says('form.last-before-first'),
  })
  .refine(({ fromDay, untilDay }) => fromDay > untilDay || daysBetween(fromDay, untilDay) < MAX_CLOSURE_DAYS, {
    path: ['untilDay'],
    error: says('timetable.closure-too-long', { max: MAX_CLOSURE_DAYS }),
  });
export type ClosureInput = z.infer<typeof ClosureInput>;

export const EditClosureInput = ClosureInput.safeExtend({ closureId: ClosureId });
export type EditClosureInput = z.infer<typeof EditClosureInput>;

/** The text of an `.ics` file. */
export const HolidayFile = z.object({
  ics: z
    .string({ error: says('timetable.choose-calendar-file') })
    .min(1, says('timetable.choose-calendar-file'))
    .max(MAX_ICAL, says('timetable.file-too-large')),
});
export type HolidayFile = z.infer<typeof HolidayFile>;

export const ImportClosuresInput = z.object({
  closures: z.array(ClosureInput).min(1, says('timetable.choose-holiday')).max(MAX_IMPORTED),
});
export type ImportClosuresInput = z.infer<typeof ImportClosuresInput>;

export type Closure = { id: number; name: string; fromDay: string; untilDay: string };

/** A holiday found in a file. `isKnown`: a closure with these days is there already. */
export type FoundHoliday = ClosureInput & { isKnown: boolean };
/** Why an entry of a file is not offered. */
export type UnusedReason =
  | 'cancelled'
  | 'ends-before'
  | 'no-day'
  | 'no-name'
  | 'not-in-a-term'
  | 'repeats-too-often'
  | 'too-long'
  | 'too-many'
  | 'unreadable';
/** An entry of a file that is not offered; its name is empty where it has none. */
export type UnusedHoliday = { name: string; reason: UnusedReason };
export type HolidayPreview = { found: FoundHoliday[]; unused: UnusedHoliday[] };
