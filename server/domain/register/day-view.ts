/** What screens know of a day: all class sessions of a school, a staff member's own, a student's own. Shapes only. */
import type { TimetableEntry } from '#domain/timetable/timetable-view';
import type { Tally } from './attendance';
import type { Standing } from './attendance-view';
import type { ClassSessionState } from './class-session';

/** One class session on an overview. */
export type LiveRow = {
  classSessionId: number;
  courseCode: string;
  courseTitle: string;
  sectionCode: string;
  staff: string[];
  /** The name of whoever it is handed to; null while it is with its staff. */
  cover: string | null;
  /** Whoever's day it is in covers it: it is their colleagues' class. False in the school's. */
  isCovering: boolean;
  room: string | null;
  day: string;
  startsAt: number;
  endsAt: number;
  state: ClassSessionState;
  isCheckInOpen: boolean;
  enrolled: number;
  tally: Tally;
  waiting: number;
  /** Over, and nobody opened or marked it. */
  isNotTaken: boolean;
};

export type LiveOverview = { serverNow: number; rows: LiveRow[] };
/** All class sessions of one day, which need not be today. */
export type DayOverview = LiveOverview & { day: string; today: string };

/** A staff member's day: own class sessions of today, and registers of the last days that nobody took. */
export type StaffDay = LiveOverview & { day: string; notTaken: LiveRow[] };

/** The class sessions of a day whose register somebody has, which need not be today. */
export type DayOf = { serverNow: number; day: string; today: string; name: string; rows: LiveRow[] };

/** A student's own day. */
export type StudentDay = {
  serverNow: number;
  day: string;
  classSessions: TimetableEntry[];
  /** Whoever arrives later than this after the start is late. */
  lateAfterMs: number;
  /** The next class session after today, when today's are over. */
  next: TimetableEntry | null;
  standing: Standing;
};
