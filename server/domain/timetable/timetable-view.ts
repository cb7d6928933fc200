/** What screens know of a timetable: somebody's class sessions of some days. */
import type { Source, Status } from '#domain/register/attendance';
import type { ClassSessionState } from '#domain/register/class-session';

/** One class session in somebody's timetable; `mark`, what belongs to it, and `claim` are a student's own. */
export type TimetableEntry = {
  classSessionId: number;
  courseCode: string;
  courseTitle: string;
  sectionCode: string;
  room: string | null;
  day: string;
  startsAt: number;
  endsAt: number;
  state: ClassSessionState;
  /** A person has given it another time or room than its slot. */
  isMoved: boolean;
  isCheckInOpen: boolean;
  checkInClosesAt: number | null;
  mark: Status | null;
  /** How and when the mark came to be what it is. */
  markSource: Source | null;
  markedAt: number | null;
  claim: 'waiting' | 'refused' | null;
};

/** Somebody's class sessions of some days. */
export type Timetable = {
  serverNow: number;
  zone: string;
  locale: string;
  /** On which the school's weeks begin, 1 Monday to 7 Sunday. */
  firstWeekday: number;
  today: string;
  from: string;
  until: string;
  entries: TimetableEntry[];
};
