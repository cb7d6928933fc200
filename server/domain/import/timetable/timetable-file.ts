/** A timetable file as rows of an import: what each slot would do, whom it meets, and which classes are to be said before. */
import { weekdayOf } from '#domain/time';
import type { SlotShown } from '#domain/timetable/slot';
import { type ClashingSlot, type SlotClash, SlotClashes, type Staff } from '#domain/timetable/slot-clash';
import { expandSlot, movedByClock } from '#domain/timetable/timetable';
import type { Message } from '#domain/words/message';
import type { Answers, ImportOptions, Op, PlannedRow, Question } from '../import';
import type { SlotDraft } from './slot-draft';
import { type PlannedSlot, type ReadSlot, type SlotFacts, SlotPlanner } from './slot-plan';
import { SectionFinder } from './slot-section';

export type TimetableFacts = SlotFacts & { staff: ReadonlyMap<number, Staff[]>; zone: string };

/** Drafts planned between two yields. */
const AT_ONCE = 20;

/** Clashes named of one slot. */
const MOST_NAMED = 5;

/** Clocks change at night. */
const MORNING = '05:00';

const CHANGES = ['create', 'update'];

function clashMessage({ kind, section, shared, day }: SlotClash): Message {
  return { id: `import.clash-${kind}`, values: { section, shared: shared.join(', '), day: { day } } };
}

/** Days on which the clock skips the time at which a slot begins. */
function skipsOf(slot: ReadSlot, { zone, firstWeekday }: TimetableFacts): Message[] {
  if (slot.startTime >= MORNING) return [];
  const { term } = slot;
  const meetings = expandSlot(slot, { term, closures: [], range: term, zone, firstWeekday });
  return movedByClock(meetings, zone).map(({ day, ...times }) => ({
    id: 'import.moved-by-clock',
    values: { day: { day }, ...times },
  }));
}

/** Sentences one after the other. */
function asOne(messages: Message[]): Message | null {
  const add = (rest: Message | null, first: Message): Message =>
    rest ? { id: 'import.and', values: { first: [first], rest: [rest] } } : first;
  return messages.reduceRight(add, null);
}

function opsOf(verdict: PlannedSlot['verdict'], slot: ReadSlot): Op[] {
  const { sectionId, termId, weekday, startTime, endTime, room, weeks, validFrom, validUntil, known } = slot;
  if (verdict === 'update' && known)
    return [
      { kind: 'change', table: 'slots', key: { id: known.id }, values: { start_time: startTime, end_time: endTime, room } },
    ];
  if (verdict !== 'create') return [];
  const place = { section_id: sectionId, term_id: termId };
  const meets = { weekday, start_time: startTime, end_time: endTime, room, weeks };
  return [{ kind: 'create', table: 'slots', values: { ...place, ...meets, valid_from: validFrom, valid_until: validUntil } }];
}

/** What is told of a slot beside its verdict. */
function remarksOf(verdict: PlannedSlot['verdict'], slot: ReadSlot, clashes: SlotClashes, facts: TimetableFacts): Message[] {
  if (verdict === 'duplicate') return [{ id: 'import.slot-twice' }];
  if (!CHANGES.includes(verdict)) return slot.remarks;
  const { known } = slot;
  const former = known && { time: known.endTime, room: known.room ?? 'none' };
  return [
    ...(former ? [{ id: 'import.slot-was', values: former } as const] : []),
    ...slot.remarks,
    ...skipsOf(slot, facts),
    ...clashes.of(slot).slice(0, MOST_NAMED).map(clashMessage),
  ];
}

/** What is shown of a slot that is refused, as far as it could be read. */
function asRead({ meets, room }: SlotDraft): SlotShown | undefined {
  if ('refusal' in meets) return undefined;
  const { startTime, endTime } = meets;
  const weekday = 'days' in meets ? weekdayOf(meets.days[0] ?? '') : meets.weekday;
  return { weekday, startTime, endTime, room: room || null, weeks: 'days' in meets ? null : meets.weeks, days: null, term: null };
}

function rowOf(planned: PlannedSlot, file: string, clashes: SlotClashes, facts: TimetableFacts): PlannedRow {
  const { draft, verdict } = planned;
  const row = { file, line: draft.line, verdict };
  if (planned.verdict === 'refused')
    return { ...row, subject: draft.names[0] ?? '', message: planned.refusal, ops: [], cells: draft.cells, slot: asRead(draft) };
  const { section, term, weekday, startTime, endTime, weeks, room, validFrom, validUntil } = planned.slot;
  const days = { fromDay: validFrom, untilDay: validUntil };
  const slot = { weekday, startTime, endTime, weeks, room, days, term: term.name };
  const message = asOne(remarksOf(verdict, planned.slot, clashes, facts));
  return { ...row, subject: section, message, ops: opsOf(verdict, planned.slot), slot };
}

/** The school's slots as they will be beside the file's, and the file's own. */
function allSlots(planned: readonly PlannedSlot[], { slots, terms, sections }: TimetableFacts): ClashingSlot[] {
  const own = planned.flatMap((one) => (one.verdict === 'create' || one.verdict === 'update' ? [one.slot] : []));
  const changed = new Set(own.map(({ known }) => known?.id));
  const others = slots.flatMap((slot) => {
    const term = terms.find(({ id }) => id === slot.termId);
    const section = sections.get(slot.sectionId);
    return !term || section === undefined || changed.has(slot.id) ? [] : [{ ...slot, term, section }];
  });
  return [...others, ...own];
}

export type TimetableChoices = Pick<ImportOptions, 'sectionId' | 'termId'> & { answers: Answers };

/** Decides about every draft. One that cannot be used never stops the others. Yields now and then. */
export function* planTimetable(
  drafts: readonly SlotDraft[],
  file: string,
  { sectionId, termId, answers }: TimetableChoices,
  facts: TimetableFacts,
): Generator<void, { rows: PlannedRow[]; questions: Question[] }> {
  const finder = new SectionFinder(facts, sectionId, answers);
  const planner = new SlotPlanner(facts, finder, termId);
  const planned: PlannedSlot[] = [];
  for (const [index, draft] of drafts.entries()) {
    planned.push(...planner.plan(draft));
    if (index % AT_ONCE === 0) yield;
  }
  const clashes = new SlotClashes(allSlots(planned, facts), facts);
  const rows: PlannedRow[] = [];
  for (const [index, one] of planned.entries()) {
    rows.push(rowOf(one, file, clashes, facts));
    if (index % AT_ONCE === 0) yield;
  }
  return { rows, questions: finder.questions };
}
