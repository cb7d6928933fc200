/** What students have. */
import { type Query, withQuery } from './query';

export function badge(): string {
  return '/badge';
}

/** One's own marks. @param day YYYY-MM-DD: its month, with the day open */
export function attendance(day?: string): string {
  return day === undefined ? '/attendance' : `/attendance?month=${day.slice(0, 7)}&day=${day}#day`;
}

/** The class sessions behind one's own rate. @param of the class, the mark, the month that they are narrowed to */
export function ownSessions(of: Query = {}): string {
  return withQuery('/attendance/sessions', of);
}

/** One's own marks as a file. */
export function ownAttendance(): string {
  return '/export/my-attendance.csv';
}

/** Own absence that is asked for in advance, and what became of it. */
export function leave(): string {
  return '/leave';
}
