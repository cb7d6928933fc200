/** Which weekly slots meet at the same time and share the class, the room or staff: by their rules, before any class session is made. */
import { addDays, earlierDay, minutesBetween } from '#domain/time';
import type { ClashKind, SlotView } from './slot';
import { type DayRange, isOfWeek, isWithin, meetingSpan, type Slot, type TermWeeks } from './timetable';

/** A slot with what it could share. */
export type ClashingSlot = Slot & {
  sectionId: number;
  /** What people call the class. */
  section: string;
  room: string | null;
  term: DayRange;
};

export type Staff = { id: number; name: string };

/** Another slot at the same time. `shared` is the room, or the names of staff. `day` is the first on which they meet. */
export type SlotClash = { kind: Exclude<ClashKind, 'students'>; section: string; shared: string[]; day: string };

/** A slot of a list, with the others of it that it meets. */
export type ListedSlot = SlotView & { clashes: SlotClash[] };

const DAY_MINUTES = 24 * 60;
const WEEK_MINUTES = 7 * DAY_MINUTES;

/** Minutes of the week, Monday first. */
function spanOf({ weekday, startTime, endTime }: Slot): { start: number; end: number } {
  const start = (weekday - 1) * DAY_MINUTES + (minutesBetween('00:00', startTime) % DAY_MINUTES);
  return { start, end: start + minutesBetween(startTime, endTime) };
}

/** How many days after one slot's day the other meets at the same time; null for other times of the week. */
function daysApart(one: Slot, other: Slot): number | null {
  const [a, b] = [spanOf(one), spanOf(other)];
  const shift = [-WEEK_MINUTES, 0, WEEK_MINUTES].find((by) => a.start < b.end + by && b.start + by < a.end);
  return shift === undefined ? null : other.weekday - one.weekday + (shift / WEEK_MINUTES) * 7;
}

/** Staff by section, the day from which clashes are looked for, and the weekday on which weeks begin. */
type ClashFacts = { staff: ReadonlyMap<number, Staff[]>; today: string; firstWeekday: number };

/** The first day from `today` on which one slot meets while the other does. */
function firstTogether(one: ClashingSlot, other: ClashingSlot, { today, firstWeekday }: ClashFacts): string | null {
  const [weeks, otherWeeks] = [one, other].map(({ term }) => ({ term, firstWeekday })) as [TermWeeks, TermWeeks];
  const [span, others, apart] = [meetingSpan(one, weeks), meetingSpan(other, otherWeeks), daysApart(one, other)];
  if (!span || !others || apart === null) return null;
  const last = earlierDay(span.untilDay, addDays(others.untilDay, -apart));
  const meets = (day: string) =>
    isOfWeek(one.weeks, day, weeks) &&
    day >= today &&
    isWithin(addDays(day, apart), others) &&
    isOfWeek(other.weeks, addDays(day, apart), otherWeeks);
  for (let day = span.fromDay; day <= last; day = addDays(day, 7)) if (meets(day)) return day;
  return null;
}

const roomOf = ({ room }: ClashingSlot) => room?.trim().toLowerCase() ?? '';

/** Slots that can be asked which of them one meets. */
export class SlotClashes {
  readonly #byWeekday = new Map<number, ClashingSlot[]>();

  constructor(
    slots: readonly ClashingSlot[],
    readonly facts: ClashFacts,
  ) {
    for (const slot of slots) this.#byWeekday.set(slot.weekday, [...(this.#byWeekday.get(slot.weekday) ?? []), slot]);
  }

  /** The others that share something and meet at the same time, in no order. */
  of(one: ClashingSlot): SlotClash[] {
    const days = [one.weekday, (one.weekday % 7) + 1, ((one.weekday + 5) % 7) + 1];
    const near = days.flatMap((weekday) => this.#byWeekday.get(weekday) ?? []);
    return near.flatMap((other) => {
      const shared = other === one ? [] : this.#shared(one, other);
      const day = shared.length > 0 ? firstTogether(one, other, this.facts) : null;
      return day === null ? [] : shared.map((clash) => ({ ...clash, day, section: other.section }));
    });
  }

  #shared(one: ClashingSlot, other: ClashingSlot): Pick<SlotClash, 'kind' | 'shared'>[] {
    if (one.sectionId === other.sectionId) return [{ kind: 'section', shared: [] }];
    const theirs = this.facts.staff.get(other.sectionId) ?? [];
    const names = (this.facts.staff.get(one.sectionId) ?? []).filter(({ id }) => theirs.some((person) => person.id === id));
    return [
      ...(roomOf(one) !== '' && roomOf(one) === roomOf(other) ? [{ kind: 'room' as const, shared: [one.room ?? ''] }] : []),
      ...(names.length > 0 ? [{ kind: 'staff' as const, shared: names.map(({ name }) => name) }] : []),
    ];
  }
}
