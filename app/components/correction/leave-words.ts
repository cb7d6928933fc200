/** When leave is, and where it stands. Pure. */
import { msg, plural } from '@lingui/core/macro';
import type { Format } from '#app/words/format';
import type { Leave } from '#domain/correction/leave';
import type { RequestLook } from './request-state';

/** "16–22 Nov 2026", or "Mon 7 Sept, 09:00–10:00". */
export function leaveWhen(
  { days, meeting }: Format,
  { fromDay, untilDay, fromTime, untilTime }: Pick<Leave, 'fromDay' | 'untilDay' | 'fromTime' | 'untilTime'>,
): string {
  return fromTime && untilTime ? meeting({ day: fromDay, startTime: fromTime, endTime: untilTime }) : days(fromDay, untilDay);
}

/** Approved leave whose student came to every class of it is leave no more. */
export function leaveLook({ state, attended, classSessions }: Pick<Leave, 'state' | 'attended' | 'classSessions'>): RequestLook {
  return state === 'approved' && attended > 0 && attended === classSessions ? 'attended' : state;
}

/** "4 classes", and how many of them the student came to all the same. */
export function leaveClasses({ i18n }: Format, { classSessions, attended }: Pick<Leave, 'classSessions' | 'attended'>): string {
  const all = i18n._(msg`${plural(classSessions, { one: '# class', other: '# classes' })}`);
  return attended > 0 ? i18n._(msg`${all}, ${attended} of them attended`) : all;
}
