/** What screens know of a register: its class session, its rows, and the claims that wait. Shapes only, shared by server and screens. */

import type { WaitingReason } from '#domain/check-in/check-in';
import type { Place } from '#domain/place';
import type { Source, Status, Tally } from './attendance';
import type { ClassSessionState } from './class-session';

export type ClassSessionView = {
  id: number;
  sectionId: number;
  courseCode: string;
  courseTitle: string;
  sectionCode: string;
  room: string | null;
  day: string;
  startsAt: number;
  endsAt: number;
  zone: string;
  locale: string;
  state: ClassSessionState;
  openedAt: number | null;
  /** The name of whoever opened it. */
  openedBy: string | null;
  checkInClosesAt: number | null;
  isCheckInOpen: boolean;
  /** Of the code's key. A key of an earlier one shows codes that count for nothing. */
  revision: number;
  closedAt: number | null;
  /** Closed and taken. A closed one that is not held was not taken. */
  isHeld: boolean;
  headCount: number | null;
  /** What a change of a mark takes now. */
  marking: 'free' | 'with-reason' | 'locked' | 'too-early' | 'cancelled';
  canOpen: boolean;
  canReopen: boolean;
  /** Whether staff are asked to look for a few names when check-in ends. */
  hasSpotCheck: boolean;
  serverNow: number;
};

export type WaitingClaim = { claimId: string; reasons: WaitingReason[]; status: 'present' | 'late' | null; receivedAt: number };

export type RegisterRow = {
  studentId: number;
  name: string;
  /** When their photo was set, epoch ms; null without one. */
  photoAt: number | null;
  status: Status | null;
  source: Source | null;
  /** 0 while there is no mark. */
  version: number;
  note: string | null;
  changedAt: number | null;
  changedBy: string | null;
  /** Why this student's check-in waits: reasons of every claim that does. */
  waiting: WaitingReason[];
  /** The first claim that waits, with the reasons of all, or none. */
  claims: WaitingClaim[];
  /** Worth a look when check-in ends: a settled claim here, or missing at a spot check lately. */
  isFlagged: boolean;
  /** Where the check-in came from, beside the rest of the class; null where that is not known. */
  place: Place | null;
};

export type Register = { classSession: ClassSessionView; rows: RegisterRow[] };

/** The rows that changed since the last message of a live view; the first message holds all of them. */
export type RegisterChange = Register & { isWhole: boolean };

/** One class session on an overview. */
export type LiveRow = {
  classSessionId: number;
  courseCode: string;
  courseTitle: string;
  sectionCode: string;
  staff: string[];
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

export type LiveOverview = { serverNow: number; zone: string; locale: string; rows: LiveRow[] };
/** All class sessions of one day, which need not be today. */
export type DayOverview = LiveOverview & { day: string; today: string };

/** One class session in somebody's timetable; `mark` and `claim` are a student's own. */
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
  claim: 'waiting' | 'refused' | null;
};

/** Whether a student could check in at `now` and has not. Check-in may end while the entry stands on a screen. */
export function canCheckIn(
  entry: Pick<TimetableEntry, 'isCheckInOpen' | 'checkInClosesAt' | 'mark' | 'claim'>,
  now: number,
): boolean {
  const { isCheckInOpen, checkInClosesAt, mark, claim } = entry;
  return isCheckInOpen && (checkInClosesAt ?? 0) > now && mark === null && claim !== 'waiting';
}

export type SectionStanding = {
  sectionId: number;
  courseTitle: string;
  sectionCode: string;
  tally: Tally;
  percent: number | null;
};

/** A student's own rate, with the sums it is made of (hundredths of a class session). */
export type Standing = {
  tally: Tally;
  earned: number;
  possible: number;
  percent: number | null;
  threshold: number;
  isBelow: boolean;
  sections: SectionStanding[];
};

export type StudentDay = {
  serverNow: number;
  zone: string;
  locale: string;
  day: string;
  classSessions: TimetableEntry[];
  /** The next class session after today, when today's are over. */
  next: TimetableEntry | null;
  standing: Standing;
};

/** A staff member's day: own class sessions of today, and registers of the last days that nobody took. */
export type StaffDay = LiveOverview & { day: string; notTaken: LiveRow[] };

/** Somebody's class sessions of some days. */
export type Timetable = {
  serverNow: number;
  zone: string;
  locale: string;
  today: string;
  from: string;
  until: string;
  entries: TimetableEntry[];
};

/** A student's own month: class sessions with marks, and the rate of those that count. */
export type AttendanceMonth = Timetable & {
  month: string;
  tally: Tally;
  earned: number;
  possible: number;
  percent: number | null;
};

/** How one of a student's marks came to be. */
export type AttendanceLogEntry = {
  id: number;
  at: number;
  classSessionId: number;
  courseTitle: string;
  sectionCode: string;
  startsAt: number;
  from: Status | null;
  to: Status | null;
  source: Source;
  actorName: string;
  actorRole: string;
  reason: string | null;
};
export type AttendanceLog = { zone: string; locale: string; entries: AttendanceLogEntry[]; nextBefore: number | null };
