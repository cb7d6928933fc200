/** Terms: the academic periods that slots live in. */
import { z } from 'zod';
import { plainLine } from '#domain/text';
import { Day, daysBetween } from '#domain/time';

/** Longer than any academic year. */
const MAX_DAYS = 400;

const Name = z
  .string({ error: 'Enter a name.' })
  .overwrite(plainLine)
  .min(1, 'Enter a name.')
  .max(80, 'Use at most 80 characters.');

export const TermId = z.coerce.number({ error: 'Choose a term.' }).int().positive('Choose a term.');

export const TermInput = z
  .object({ name: Name, fromDay: Day, untilDay: Day })
  .refine(({ fromDay, untilDay }) => fromDay <= untilDay, {
    path: ['untilDay'],
    error: 'The last day must not be before the first.',
  })
  .refine(({ fromDay, untilDay }) => fromDay > untilDay || daysBetween(fromDay, untilDay) < MAX_DAYS, {
    path: ['untilDay'],
    error: `A term has at most ${MAX_DAYS} days.`,
  });
export type TermInput = z.infer<typeof TermInput>;

export const EditTermInput = TermInput.safeExtend({ termId: TermId });
export type EditTermInput = z.infer<typeof EditTermInput>;

export type Term = { id: number; name: string; fromDay: string; untilDay: string; isArchived: boolean; slots: number };
