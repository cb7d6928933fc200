/** Which terms a line or an entry of a file is of: the one that was chosen, those that are named, or those that hold its days. Never
 *  guessed among several that hold the same. */
import { earlierDay, laterDay } from '#domain/time';
import { isWithin } from '#domain/timetable/timetable';
import type { Said } from '#domain/words/message';
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

/** The terms that hold all the days a list says, else those from its first day to its last; any of a calendar's days; without days those
 *  that are not over. */
function termsOfDays({ meets }: SlotDraft, { terms, today }: TermFacts): KnownTerm[] {
  if ('refusal' in meets) return [];
  if ('days' in meets) return terms.filter((term) => meets.days.some((day) => isWithin(day, term)));
  const { from, until } = meets;
  const days = [from, until].filter((day) => day !== null);
  if (days.length === 0) return terms.filter(({ untilDay }) => untilDay >= today);
  const whole = terms.filter((term) => days.every((day) => isWithin(day, term)));
  if (whole.length > 0) return whole;
  const isInTerm = (day: string | null) => day !== null && terms.some((term) => isWithin(day, term));
  if (from && until && isInTerm(from) && isInTerm(until))
    return terms.filter((term) => term.fromDay <= until && term.untilDay >= from);
  return terms.filter((term) => days.some((day) => isWithin(day, term)));
}

/** The term that is running, else the next. */
function nearest(found: readonly KnownTerm[], today: string): readonly KnownTerm[] {
  const running = found.filter((term) => isWithin(today, term));
  if (running.length > 0) return running;
  const firstDay = found
    .map(({ fromDay }) => fromDay)
    .filter((day) => day > today)
    .sort()[0];
  const next = found.filter(({ fromDay }) => fromDay === firstDay);
  return next.length > 0 ? next : found;
}

const ambiguous = (found: readonly KnownTerm[]): Refusal => ({
  refusal: { id: 'import.term-ambiguous', values: { terms: found.map(({ name }) => name) } },
});

/** The one, or why it is none. */
const onlyOne = (found: readonly KnownTerm[], none: Said): KnownTerm | Refusal =>
  found.length > 1 ? ambiguous(found) : (found[0] ?? { refusal: none });

/** Those that share no day of a draft with another; of those that do it is not said which. */
function apart(found: readonly KnownTerm[], { meets }: SlotDraft): (KnownTerm | Refusal)[] {
  const share = (one: KnownTerm, other: KnownTerm) => {
    const both = { fromDay: laterDay(one.fromDay, other.fromDay), untilDay: earlierDay(one.untilDay, other.untilDay) };
    return 'days' in meets ? meets.days.some((day) => isWithin(day, both)) : both.fromDay <= both.untilDay;
  };
  const shared = found.filter((term) => found.some((other) => other !== term && share(term, other)));
  return [...found.filter((term) => !shared.includes(term)), ...(shared.length > 0 ? [ambiguous(shared)] : [])];
}

/** What a list names: one term, or several with something between them. */
function termsNamed(text: string, { terms }: TermFacts): (KnownTerm | Refusal)[] {
  const called = (name: string) => terms.filter((term) => plainWord(term.name) === plainWord(name));
  const several = text
    .split(/[,;/+&]/)
    .map((name) => name.trim())
    .filter(Boolean);
  const names = called(text).length > 0 ? [text] : several;
  return names.map((name) => onlyOne(called(name), { id: 'import.term-unknown', values: { text: name } }));
}

/** The terms of a draft, a slot for each, and why there is none of another; at least one of either.
 *  @param chosen the id that was chosen for the whole file */
export function termsOf(
  draft: SlotDraft,
  { sectionId, chosen }: { sectionId: number; chosen: number | null },
  facts: TermFacts,
): (KnownTerm | Refusal)[] {
  const none = 'import.no-term-of-days';
  if (chosen !== null)
    return [
      onlyOne(
        facts.terms.filter(({ id }) => id === chosen),
        none,
      ),
    ];
  if (draft.term !== '') return termsNamed(draft.term, facts);
  const found = termsOfDays(draft, facts);
  const own = found.filter(({ id }) => id === facts.termOfSection.get(sectionId));
  const { meets } = draft;
  const isDated = 'days' in meets || ('from' in meets && (meets.from ?? meets.until) !== null);
  if (own.length === 0 && isDated && found.length > 0) return apart(found, draft);
  return [onlyOne(own.length > 0 ? own : nearest(found, facts.today), none)];
}
