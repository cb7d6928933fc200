/** What screens and exports know of reports. Shapes only. */
import type { Counting } from '#domain/correction/reason-code';
import type { Sums } from '#domain/rate';
import type { Status, Tally } from '#domain/register/attendance';
import type { Figures, KeyFigures, PeriodFigures } from './figures';
import type { DayRange } from './report-filter';

export type ReportOverview = { periods: PeriodFigures[]; total: Figures };

/** `range` is the one of the weeks before, as `before` tells it. */
export type Trend = ReportOverview & { range: DayRange; before: ReportOverview };

/** Keys are weekdays, hours or ids, 0 for no reason; labels are names. */
export type Breakdown = { rows: (KeyFigures & { label: string | null })[]; total: Figures };

/** A student in a list, with the class sessions that were missed. */
export type Absentee = Sums & { studentId: number; name: string; missed: number; classSessionIds: number[] };
export type AbsenteePage = { rows: Absentee[]; next: string | null };

/** Missed of all, excused or not. */
export type ChronicAbsentee = { studentId: number; name: string; missed: number; all: number };
export type ChronicPage = { rows: ChronicAbsentee[]; next: string | null };

/** A student's rate of these weeks beside that of as many weeks before. */
export type FallingStudent = { studentId: number; name: string; now: Sums; before: Sums };
export type FallingPage = { rows: FallingStudent[]; next: string | null; now: DayRange; before: DayRange };

export type ReasonFigures = {
  /** 0 for marks without a reason. */
  reasonCodeId: number;
  name: string | null;
  status: Status | null;
  countsAs: Counting | null;
  externalCode: string | null;
} & Tally;

export type AbsentToday = {
  day: string;
  rows: { studentId: number; name: string; classSessions: number }[];
  next: number | null;
};

export type NotTaken = {
  classSessionId: number;
  day: string;
  startsAt: number;
  courseTitle: string;
  sectionCode: string;
};
/** Nobody's, where a section has no teacher. */
export type NotTakenByTeacher = { userId: number | null; name: string | null; classSessions: NotTaken[] };

export type ReportSession = {
  classSessionId: number;
  day: string;
  startsAt: number;
  courseTitle: string;
  courseCode: string;
  sectionCode: string;
  /** The name of whoever covers it; null where nobody does. */
  cover: string | null;
} & Tally &
  Sums;
/** `studentName` is of the one student who was asked of, where there is a class session of theirs. */
export type SessionPage = { rows: ReportSession[]; studentName: string | null; next: string | null };

/** How check-ins fare. Durations run from the end of the last window on screen to the confirmation, in ms. */
export type CheckInHealth = {
  marksBySource: { source: string; marks: number }[];
  claims: number;
  waited: number;
  refused: number;
  offline: number;
  sharedDevice: number;
  confirmation: { median: number; p95: number } | null;
};

export type WeekSums = Sums & { week: string };

/** A student of a section. `weeks` are those of the range in which anything counted, oldest first. */
export type SectionStudent = {
  studentId: number;
  name: string;
  tally: Tally;
  weeks: WeekSums[];
  /** Of the last four weeks less those before, in thousandths; null where either says nothing. */
  trend: number | null;
  isBelow: boolean;
  /** The best still reachable with the class sessions ahead. */
  reachable: Sums;
  mayMiss: number;
} & Sums;

export type GridSession = { classSessionId: number; day: string; startsAt: number; isHeld: boolean };
export type GridCell = {
  classSessionId: number;
  studentId: number;
  status: Status;
  reasonCodeId: number | null;
  isCounted: boolean;
};

export type SectionReport = {
  days: PeriodFigures[];
  months: PeriodFigures[];
  total: Figures;
  /** Class sessions ahead. */
  remaining: number;
  threshold: number;
  students: SectionStudent[];
  /** A page of class sessions, newest first, and the marks in them. */
  grid: { classSessions: GridSession[]; cells: GridCell[]; next: number | null };
};
