/** Which term a slot of a file is of: the one that was chosen or is named, or the one that holds its days. Never guessed among several. */
import { isWithin } from '#domain/timetable/timetable';
import type { Refusal } from '../import-classes';
import { plainWord } from '../import-columns';
import type { SlotDraft } from './slot-draft';

export type KnownTerm = { id: number; name: string; fromDay: string; untilDay: string };

export type TermFacts = {
  /** Those that are not archived. */
  terms: readonly KnownTerm[];
  /** The term that a class is of, where a file said so. */
  termOfSection: ReadonlyMap<number, number>;
  today: string;
};

/** The terms that hold all the days a list says, else one of them, or any of a calendar's; without days those that are not over. */
function termsOfDays({ meets }: SlotDraft, { terms, today }: TermFacts): KnownTerm[] {
  if ('refusal' in meets) return [];
  if ('days' in meets) return terms.filter((term) => meets.days.some((day) => isWithin(day, term)));
  const days = [meets.from, meets.until].filter((day) => day !== null);
  if (days.length === 0) return terms.filter(({ untilDay }) => untilDay >= today);
  const whole = terms.filter((term) => days.every((day) => isWithin(day, term)));
  return whole.length > 0 ? whole : terms.filter((term) => days.some((day) => isWithin(day, term)));
}

/** Of several, the class's own, else the one that is running, else the next. */
function bestOf(found: readonly KnownTerm[], sectionId: number, { termOfSection, today }: TermFacts): readonly KnownTerm[] {
  const own = found.filter(({ id }) => id === termOfSection.get(sectionId));
  const running = found.filter((term) => isWithin(today, term));
  const firstDay = found
    .map(({ fromDay }) => fromDay)
    .filter((day) => day > today)
    .sort()[0];
  const next = found.filter(({ fromDay }) => fromDay === firstDay);
  return [own, running, next, found].find((some) => some.length > 0) ?? [];
}

/** The term of a draft, or why it has none.
 *  @param chosen the id that was chosen for the whole file */
export function termOf(
  draft: SlotDraft,
  { sectionId, chosen }: { sectionId: number; chosen: number | null },
  facts: TermFacts,
): KnownTerm | Refusal {
  const isIt = ({ id, name }: KnownTerm) => (chosen === null ? plainWord(name) === plainWord(draft.term) : id === chosen);
  const isSaid = chosen !== null || draft.term !== '';
  const found = isSaid ? facts.terms.filter(isIt) : bestOf(termsOfDays(draft, facts), sectionId, facts);
  const [term, ...others] = found;
  if (!term) return { refusal: isSaid ? { id: 'import.term-unknown', values: { text: draft.term } } : 'import.no-term-of-days' };
  if (others.length > 0) return { refusal: { id: 'import.term-ambiguous', values: { terms: found.map(({ name }) => name) } } };
  return term;
}
