/** What the address of a report asks for, as its form and its links write it again. Pure. */
import type { DayRange, Period } from '#domain/report/report-filter';
import type { SavedView } from '#domain/report/saved-view';

/** `asAt` is a wall time of the school, as its field has it. */
export type ReportQuery = DayRange & {
  by: Period;
  departmentId?: number | undefined;
  courseId?: number | undefined;
  sectionId?: number | undefined;
  asAt?: string | undefined;
};

/** Days up to today, by how many they are. */
export type RangePreset = DayRange & { days: '7' | '28' | '91' | '364' };

/** What the form of a report shows and offers. */
export type AskedReport = {
  query: ReportQuery;
  presets: RangePreset[];
  departments: { id: number; name: string }[];
  courses: { id: number; code: string; title: string }[];
  sections: { sectionId: number; courseTitle: string; courseCode: string; sectionCode: string }[];
  /** What the reader keeps under a name. */
  views: SavedView[];
  /** The instant that figures are as at, epoch ms. */
  asAt: number | null;
  /** The address asked for something that there is not; this is the usual instead. */
  isRefused: boolean;
};

/** The days and the part of the school, without what only figures over time are told apart by. */
export function scopeOf({ from, until, departmentId, courseId, sectionId }: Omit<ReportQuery, 'by' | 'asAt'>) {
  return { from, until, departmentId, courseId, sectionId };
}

/** What the class sessions behind a figure are asked for by: the same, as at the same instant. */
export function behindOf(query: ReportQuery) {
  return { ...scopeOf(query), asAt: query.asAt };
}

/** A day that falls on it, to name it by.
 *  @param weekday 1 is Monday */
export function dayOfWeekday(weekday: number): string {
  return `2026-01-${String(4 + weekday).padStart(2, '0')}`;
}
