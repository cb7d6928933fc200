/** What students have. */

export function badge(): string {
  return '/badge';
}

/** One's own marks. @param day YYYY-MM-DD: its month, with the day open */
export function attendance(day?: string): string {
  return day === undefined ? '/attendance' : `/attendance?month=${day.slice(0, 7)}&day=${day}#day`;
}

/** One's own marks as a file. */
export function ownAttendance(): string {
  return '/export/my-attendance.csv';
}

/** Own absence that is asked for in advance, and what became of it. */
export function leave(): string {
  return '/leave';
}
