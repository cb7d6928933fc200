/**
 * What becomes of each slot of a timetable file: new, changed or there already. A slot of a file is held to what a form is held to.
 * Slots that the file does not name stay; teachers are none of its business.
 */
import { dayOfTerm, dayOutsideTerm, SlotInput } from '#domain/timetable/slot';
import type { ClashingSlot } from '#domain/timetable/slot-clash';
import { type DayRange, isWithin, meetingSpan, type Slot, type TermWeeks } from '#domain/timetable/timetable';
import type { Message, Said } from '#domain/words/message';
import { messageOf } from '#domain/words/message-of';
import { toMessage } from '#domain/words/says';
import type { ClassFacts, Refusal } from '../import-classes';
import { daysLeftOut, fitDays } from './slot-days';
import type { Dated, SlotDraft, Weekly } from './slot-draft';
import type { SectionFinder } from './slot-section';
import { type KnownTerm, type TermFacts, termsOf } from './slot-term';

export type KnownSlot = Slot & { id: number; sectionId: number; termId: number; room: string | null };

export type SlotFacts = ClassFacts &
  TermFacts & {
    closures: readonly DayRange[];
    slots: readonly KnownSlot[];
    /** On which the school's weeks begin, 1 Monday to 7 Sunday. */
    firstWeekday: number;
  };

/** A slot of the file, and the one of the school that it is or changes. */
export type ReadSlot = ClashingSlot & { termId: number; term: KnownTerm; known: KnownSlot | null; remarks: Message[] };

/** A draft as far as it was understood. */
export type PlannedSlot = { draft: SlotDraft } & (
  | { verdict: 'create' | 'update' | 'unchanged' | 'duplicate'; slot: ReadSlot }
  | { verdict: 'refused'; refusal: Message }
);

/** Valid until the term's own days where that comes to the same, so that it follows the term. */
function withTermDays<Some extends Slot>(slot: Some, counted: TermWeeks): Some {
  const { term } = counted;
  const [span, whole] = [slot, { ...slot, validFrom: term.fromDay, validUntil: term.untilDay }].map((one) =>
    meetingSpan(one, counted),
  );
  return {
    ...slot,
    ...(span && span.fromDay === whole?.fromDay && { validFrom: term.fromDay }),
    ...(span && span.untilDay === whole?.untilDay && { validUntil: term.untilDay }),
  };
}

/** Slots of one key are the same slot: they differ at most in their end and their room. */
function keyOf(slot: Slot & { sectionId: number; termId: number }, counted: TermWeeks): string {
  const span = meetingSpan(slot, counted);
  const days = span ? [span.fromDay, span.untilDay] : [slot.validFrom, slot.validUntil];
  return [slot.sectionId, slot.termId, slot.weekday, slot.weeks, slot.startTime, ...days].join('|');
}

/** A slot as a form has it, or the first thing that a form would refuse. */
function asFormHasIt(weekly: Weekly, room: string, sectionId: number, term: KnownTerm): SlotInput | Refusal {
  const { weekday, startTime, endTime, weeks, from, until } = weekly;
  const days = { validFrom: from ?? undefined, validUntil: until ?? undefined };
  const input = SlotInput.safeParse({ sectionId, termId: term.id, weekday, startTime, endTime, weeks, room, ...days });
  return input.data ?? { refusal: messageOf(input.error?.issues[0]?.message ?? '') };
}

/** What of a draft is in a term. Where it is in several, a list's days end with the term. */
function fitInto(
  meets: Weekly | Dated,
  term: KnownTerm,
  { closures, firstWeekday, isOneOf }: SlotFacts & { isOneOf: boolean },
): ReturnType<typeof fitDays> {
  if ('days' in meets) return fitDays(meets, { term, firstWeekday }, closures);
  const inTerm = (day: string | null) => (day !== null && isOneOf && !isWithin(day, term) ? null : day);
  return { meets: { ...meets, from: inTerm(meets.from), until: inTerm(meets.until) }, remarks: [] };
}

export class SlotPlanner {
  readonly #known: ReadonlyMap<string, KnownSlot>;
  /** Keys of the file's slots so far. */
  readonly #seen = new Set<string>();

  /** @param chosenTerm the term of every line */
  constructor(
    readonly facts: SlotFacts,
    readonly finder: SectionFinder,
    readonly chosenTerm: number | null,
  ) {
    const terms = new Map(facts.terms.map((term) => [term.id, term]));
    const keyed = facts.slots.flatMap((slot) => {
      const term = terms.get(slot.termId);
      return term ? [[keyOf(slot, this.#weeksOf(term)), slot] as const] : [];
    });
    this.#known = new Map(keyed);
  }

  /** A slot for each term of a draft. In the order that decides which of several faults is told. */
  plan(draft: SlotDraft): PlannedSlot[] {
    const refused = (said: Said): PlannedSlot => ({ draft, verdict: 'refused', refusal: toMessage(said) });
    const { meets } = draft;
    if ('refusal' in meets) return [refused(meets.refusal)];
    const sectionId = this.finder.find(draft);
    if (typeof sectionId === 'object') return [refused(sectionId.refusal)];
    const found = termsOf(draft, { sectionId, chosen: this.chosenTerm }, this.facts);
    const terms = found.filter((one): one is KnownTerm => !('refusal' in one));
    const leftOut = 'days' in meets && terms.length === found.length ? daysLeftOut(meets, terms) : [];
    return found.map((term, index) => {
      if ('refusal' in term) return refused(term.refusal);
      const fitted = fitInto(meets, term, { ...this.facts, isOneOf: terms.length > 1 });
      if ('refusal' in fitted) return refused(fitted.refusal);
      const input = asFormHasIt(fitted.meets, draft.room, sectionId, term);
      if ('refusal' in input) return refused(input.refusal);
      return this.#compare(draft, input, term, [...fitted.remarks, ...(index === 0 ? leftOut : [])]);
    });
  }

  #weeksOf(term: KnownTerm): TermWeeks {
    return { term, firstWeekday: this.facts.firstWeekday };
  }

  #compare(
    draft: SlotDraft,
    { validFrom, validUntil, room, ...input }: SlotInput,
    term: KnownTerm,
    remarks: Message[],
  ): PlannedSlot {
    const days = { validFrom: validFrom ?? term.fromDay, validUntil: validUntil ?? term.untilDay };
    if (dayOutsideTerm(days, term)) return { draft, verdict: 'refused', refusal: toMessage(dayOfTerm(term)) };
    const counted = this.#weeksOf(term);
    const slot = withTermDays({ ...input, ...days, room: room || null }, counted);
    const key = keyOf(slot, counted);
    const known = this.#known.get(key) ?? null;
    const section = this.facts.sections.get(slot.sectionId) ?? '';
    const read: ReadSlot = { ...slot, section, term, known, remarks };
    if (this.#seen.has(key)) return { draft, verdict: 'duplicate', slot: read };
    this.#seen.add(key);
    const isSame = known && known.endTime === slot.endTime && known.room === slot.room;
    return { draft, verdict: isSame ? 'unchanged' : known ? 'update' : 'create', slot: read };
  }
}
