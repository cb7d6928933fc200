/** What the class sessions behind a student's rate are narrowed by. */
import { z } from 'zod';
import { STATUSES } from '#domain/register/attendance';
import { Month } from '#domain/timetable/calendar';

/** Which of the class sessions behind a student's rate; `after` is what the page before ended at. */
export const CountedInput = z.object({
  sectionId: z.number().int().positive().optional(),
  status: z.enum(STATUSES).optional(),
  month: Month.optional(),
  after: z.string().max(100).optional(),
});
export type CountedInput = z.infer<typeof CountedInput>;

/** The same in an address; what cannot be is left out. */
export const CountedAddress = z.object({
  sectionId: z.coerce.number().int().positive().optional().catch(undefined),
  status: z.enum(STATUSES).optional().catch(undefined),
  month: Month.optional().catch(undefined),
  after: z.string().max(100).optional().catch(undefined),
});
