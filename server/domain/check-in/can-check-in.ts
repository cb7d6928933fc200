/** When a student is offered to check in. Free of schemas: a student's first page loads it. */
import type { TimetableEntry } from '#domain/timetable/timetable-view';

/** Whether a student could check in at `now` and has not. Check-in may end while the entry stands on a screen. */
export function canCheckIn(
  entry: Pick<TimetableEntry, 'isCheckInOpen' | 'checkInClosesAt' | 'mark' | 'claim'>,
  now: number,
): boolean {
  const { isCheckInOpen, checkInClosesAt, mark, claim } = entry;
  return isCheckInOpen && (checkInClosesAt ?? 0) > now && mark === null && claim !== 'waiting';
}
