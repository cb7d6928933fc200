/** What a calendar says of a student's class session: the mark, or what stands in its place. And which ones a filter leaves. Pure. */
import { STATUSES, type Status, type Tally } from '#domain/register/attendance';
import type { TimetableEntry } from '#domain/timetable/timetable-view';

/** `planned`: still to come, or going on; `unmarked`: over without a mark. */
export type EntryMark = Status | 'waiting' | 'cancelled' | 'unmarked' | 'planned';

type Facts = Pick<TimetableEntry, 'state' | 'mark' | 'claim'>;

/** What is shown of an entry. Never throws. */
export function entryMark({ state, mark, claim }: Facts): EntryMark {
  if (state === 'cancelled') return 'cancelled';
  if (mark !== null) return mark;
  if (claim === 'waiting') return 'waiting';
  return state === 'closed' ? 'unmarked' : 'planned';
}

/** Whether an entry is part of the month's figure: its register is closed, and it has a mark. */
export function isCounted({ state, mark }: Facts): boolean {
  return state === 'closed' && mark !== null;
}

type Named = Pick<TimetableEntry, 'courseCode' | 'sectionCode'>;

/** A section as addresses name it. */
export function sectionKey({ courseCode, sectionCode }: Named): string {
  return `${courseCode}-${sectionCode}`;
}

/** What a calendar is narrowed to; null is all. */
export type EntryFilter = { section: string | null; status: Status | null };

/** Reads a filter from an address; what it does not know is no filter. Never throws. */
export function entryFilter(search: URLSearchParams, entries: readonly Named[]): EntryFilter {
  const section = search.get('section');
  const isKnown = entries.some((entry) => sectionKey(entry) === section);
  return { section: isKnown ? section : null, status: STATUSES.find((one) => one === search.get('status')) ?? null };
}

/** The entries a filter leaves. Never throws. */
export function filtered<Entry extends Named & Facts>(entries: readonly Entry[], { section, status }: EntryFilter): Entry[] {
  const fits = (entry: Entry) => section === null || sectionKey(entry) === section;
  return entries.filter((entry) => fits(entry) && (status === null || entryMark(entry) === status));
}

/** How many entries have each status, cancelled ones aside. Never throws. */
export function countByStatus(entries: readonly Facts[]): Tally {
  const count = (status: Status) => entries.filter((entry) => entryMark(entry) === status).length;
  return { present: count('present'), late: count('late'), absent: count('absent'), excused: count('excused') };
}
