/** Words of the timetable's screens: weekdays, weeks, why a class stays, what a change did. Pure. */
import type { I18n, MessageDescriptor } from '@lingui/core';
import { msg, plural } from '@lingui/core/macro';
import type { Format } from '#app/words/format';
import type { UnusedReason } from '#domain/timetable/closure';
import type { KeepReason, MaterialiseReport } from '#domain/timetable/materialise';
import type { ClashKind } from '#domain/timetable/slot';
import type { SlotClash } from '#domain/timetable/slot-clash';
import type { WeekPattern } from '#domain/timetable/timetable';

const SUNDAY = msg`Sunday`;
const WEEKDAYS = [SUNDAY, msg`Monday`, msg`Tuesday`, msg`Wednesday`, msg`Thursday`, msg`Friday`, msg`Saturday`, SUNDAY];

/** @param weekday ISO 8601: 1 Monday to 7 Sunday */
export const weekdayWord = (weekday: number): MessageDescriptor => WEEKDAYS[weekday] ?? SUNDAY;

export const WEEK_WORDS: Record<WeekPattern, MessageDescriptor> = { every: msg`Every week`, A: msg`A weeks`, B: msg`B weeks` };

export const KEEP_WORDS: Record<KeepReason, MessageDescriptor> = {
  marked: msg`it has marks`,
  'checked-in': msg`students have checked in`,
  opened: msg`its register was opened`,
  cancelled: msg`it was cancelled by hand`,
  'changed-by-hand': msg`it was changed by hand`,
};

export const UNUSED_WORDS: Record<UnusedReason, MessageDescriptor> = {
  cancelled: msg`it is cancelled`,
  'ends-before': msg`it ends before it begins`,
  'no-day': msg`it has no day that can be read`,
  'no-name': msg`it has no name`,
  'not-in-a-term': msg`none of its days is in a term that is not over`,
  'repeats-too-often': msg`it repeats too often for a holiday`,
  'too-long': msg`it is longer than half a year`,
  'too-many': msg`the file holds more than can be added at a time`,
  unreadable: msg`its lines cannot be read`,
};

export const CLASH_WORDS: Record<ClashKind, MessageDescriptor> = {
  section: msg`the same class`,
  room: msg`the same room`,
  staff: msg`the same staff`,
  students: msg`the same students`,
};

/** "Has the same room as MA B", of every other slot at the same time. */
export function clashesText(i18n: I18n, list: Format['list'], clashes: readonly SlotClash[]): string | undefined {
  const told = clashes.map(({ kind, section }) => {
    const what = i18n._(CLASH_WORDS[kind]);
    return i18n._(msg`${what} as ${section}`);
  });
  return told.length === 0 ? undefined : i18n._(msg`Has ${list(told)}`);
}

/** "1 class", "3 classes". */
export function classesText(i18n: I18n, count: number): string {
  return i18n._(msg`${plural(count, { one: '# class', other: '# classes' })}`);
}

/** "3 classes added, 1 class moved." or that nothing changes. */
export function changesText(
  { i18n, list }: Format,
  { added, moved, removed }: Pick<MaterialiseReport, 'added' | 'moved' | 'removed'>,
): string {
  const parts = [
    added > 0 && i18n._(msg`${plural(added, { one: '# class added', other: '# classes added' })}`),
    moved > 0 && i18n._(msg`${plural(moved, { one: '# class moved', other: '# classes moved' })}`),
    removed > 0 && i18n._(msg`${plural(removed, { one: '# class removed', other: '# classes removed' })}`),
  ].filter((part) => part !== false);
  return parts.length > 0 ? `${list(parts)}.` : i18n._(msg`No class changes.`);
}

/** "7 Sept 2026 to 18 Dec 2026", or one day once. */
export function daysText({ i18n, day }: Format, { fromDay, untilDay }: { fromDay: string; untilDay: string }): string {
  const [from, until] = [day(fromDay, 'short'), day(untilDay, 'short')];
  return from === until ? from : i18n._(msg`${from} to ${until}`);
}
