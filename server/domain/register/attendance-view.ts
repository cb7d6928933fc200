/** What screens know of a student's attendance: rates, a month, how each mark came to be. Shapes only. */
import type { Timetable } from '#domain/timetable/timetable-view';
import type { Source, Status, Tally } from './attendance';

/** The rate in one section, with the sums it is made of (hundredths of a class session). */
export type SectionStanding = {
  sectionId: number;
  courseTitle: string;
  sectionCode: string;
  tally: Tally;
  earned: number;
  possible: number;
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

/** A class session that is counted in a student's rate, or stands outside it by the school's rules. */
export type CountedSession = {
  classSessionId: number;
  courseTitle: string;
  sectionCode: string;
  day: string;
  startsAt: number;
  mark: Status;
  isInRate: boolean;
};

/** The class sessions behind a student's rate, newest first. */
export type CountedSessions = { standing: Standing; rows: CountedSession[]; next: string | null };

/** A student's own month: class sessions with marks, and the rate of those that count. */
export type AttendanceMonth = Timetable & {
  month: string;
  tally: Tally;
  earned: number;
  possible: number;
  percent: number | null;
};

/** One change of a mark: what it was, what it became, why, when, and who did it by name and role at that time. */
export type MarkChange = {
  at: number;
  from: Status | null;
  to: Status | null;
  source: Source;
  reason: string | null;
  /** Name of the school's reason. */
  reasonCode: string | null;
  note: string | null;
  actorName: string;
  actorRole: string;
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
export type AttendanceLog = { entries: AttendanceLogEntry[]; nextBefore: number | null };
