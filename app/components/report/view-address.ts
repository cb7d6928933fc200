/** Where a saved view leads, and what it is of. Pure. */
import type { MessageDescriptor } from '@lingui/core';
import { msg, plural } from '@lingui/core/macro';
import * as paths from '#app/paths';
import type { Format } from '#app/words/format';
import type { ReportPage, SavedView } from '#domain/report/saved-view';
import { dayAt, daysBetween, wallTimeAt } from '#domain/time';

const PAGES: Record<ReportPage, { label: MessageDescriptor; toPage: typeof paths.reports }> = {
  attendance: { label: msg`Attendance`, toPage: paths.reports },
  students: { label: msg`Students`, toPage: paths.reportedStudents },
  registers: { label: msg`Registers`, toPage: paths.reportedRegisters },
  sessions: { label: msg`Class sessions`, toPage: paths.reportedClassSessions },
};

/** The address of a view. @param zone the school's */
export function viewAddress({ page, filter, detail }: Pick<SavedView, 'page' | 'filter' | 'detail'>, zone: string): string {
  const { asAt, ...query } = filter;
  const wallTime = asAt === undefined ? undefined : `${dayAt(asAt, zone)}T${wallTimeAt(asAt, zone)}`;
  return PAGES[page].toPage({ ...query, ...detail, asAt: wallTime });
}

/** "Attendance, 28 days up to today" */
export function viewText({ i18n, days }: Format, { page, filter, isRolling }: SavedView): string {
  const { from, until } = filter;
  const label = i18n._(PAGES[page].label);
  const count = daysBetween(from, until) + 1;
  const range = isRolling ? i18n._(msg`${plural(count, { one: 'today', other: '# days up to today' })}`) : days(from, until);
  return `${label}, ${range}`;
}
