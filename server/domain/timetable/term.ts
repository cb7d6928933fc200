/** Terms: the academic periods that slots live in. */

import { z } from 'zod';
import { plainLine } from '#domain/text';
import { Day, daysBetween } from '#domain/time';
import { says } from '#domain/words/says';

/** Longer than any academic year. */
const MAX_DAYS = 400;

/** The longest name of a term. */
export const TERM_NAME_MOST = 80;

const Name = z
  .string({ error: says('form.name-missing') })
  .overwrite(plainLine)
  .min(1, says('form.name-missing'))
  .max(TERM_NAME_MOST, says('form.too-long', { max: TERM_NAME_MOST }));

export const TermId = z.coerce
  .number({ error: says('timetable.choose-term') })
  .int()
  .positive(says('timetable.choose-term'));

export const TermInput = z
  .object({ name: Name, fromDay: Day, untilDay: Day })
  .refine(({ fromDay, untilDay }) => fromDay <= untilDay, {
    path: ['untilDay'],
    error: says('form.last-before-first'),
  })
  .refine(({ fromDay, untilDay }) => fromDay > untilDay || daysBetween(fromDay, untilDay) < MAX_DAYS, {
    path: ['untilDay'],
    error: says('timetable.term-too-long', { max: MAX_DAYS }),
  });
export type TermInput = z.infer<typeof TermInput>;

export const EditTermInput = TermInput.safeExtend({ termId: TermId });
export type EditTermInput = z.infer<typeof EditTermInput>;

export type Term = { id: number; name: string; fromDay: string; untilDay: string; isArchived: boolean; slots: number };

/** The term that is meant where none is named: the one that is on, else the next, else the latest; none that is archived.
 *  @param terms the latest first */
export function usualTerm(terms: readonly Term[], today: string): Term | null {
  const open = terms.filter(({ isArchived }) => !isArchived);
  const isOn = ({ fromDay, untilDay }: Term) => fromDay <= today && today <= untilDay;
  return open.find(isOn) ?? open.findLast(({ fromDay }) => fromDay > today) ?? open[0] ?? null;
}
