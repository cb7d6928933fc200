/** Words of the timetable's screens: weekdays, weeks, why a class stays, what a change did. Pure. */
import { plural } from '#domain/plural';
import type { KeepReason, MaterialiseReport } from '#domain/timetable/materialise';
import type { ClashKind } from '#domain/timetable/slot';
import type { WeekPattern } from '#domain/timetable/timetable';

/** ISO 8601: Monday is 1. */
export const WEEKDAYS = [
  { weekday: 1, name: 'Monday' },
  { weekday: 2, name: 'Tuesday' },
  { weekday: 3, name: 'Wednesday' },
  { weekday: 4, name: 'Thursday' },
  { weekday: 5, name: 'Friday' },
  { weekday: 6, name: 'Saturday' },
  { weekday: 7, name: 'Sunday' },
] as const;

export const WEEK_WORDS: Record<WeekPattern, string> = { every: 'Every week', A: 'A weeks', B: 'B weeks' };

export const KEEP_WORDS: Record<KeepReason, string> = {
  marked: 'it has marks',
  'checked-in': 'students have checked in',
  opened: 'its register was opened',
  cancelled: 'it was cancelled by hand',
  'changed-by-hand': 'it was changed by hand',
};

export const CLASH_WORDS: Record<ClashKind, string> = {
  section: 'the same class',
  room: 'the same room',
  staff: 'the same staff',
  students: 'the same students',
};

/** "1 class", "3 classes". */
export function classesText(count: number): string {
  return plural(count, 'class', 'classes');
}

/** "3 classes added, 1 class moved." or that nothing changes. */
export function changesText({ added, moved, removed }: Pick<MaterialiseReport, 'added' | 'moved' | 'removed'>): string {
  const parts = [
    added > 0 && `${classesText(added)} added`,
    moved > 0 && `${classesText(moved)} moved`,
    removed > 0 && `${classesText(removed)} removed`,
  ].filter((part) => part !== false);
  return parts.length > 0 ? `${parts.join(', ')}.` : 'No class changes.';
}

/** "Mon 7 Sept" of a calendar day; no zone has a say. */
export function shortDay(day: string, locale: string): string {
  const options = { weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' } as const;
  return new Intl.DateTimeFormat(locale, options).format(new Date(`${day}T12:00Z`));
}

/** "7 Sept 2026 to 18 Dec 2026", or one day once. */
export function daysText({ fromDay, untilDay }: { fromDay: string; untilDay: string }, locale: string): string {
  const format = new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });
  const text = (day: string) => format.format(new Date(`${day}T12:00Z`));
  return fromDay === untilDay ? text(fromDay) : `${text(fromDay)} to ${text(untilDay)}`;
}
