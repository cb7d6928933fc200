/** What a line of a list or an entry of a calendar says of a class that meets every week, before it is held against the school. */
import type { WeekPattern } from '#domain/timetable/timetable';
import type { Refusal } from '../import-classes';

/** As a list says it. Without days it is valid for the whole of its term. */
export type Weekly = {
  weekday: number;
  startTime: string;
  endTime: string;
  weeks: WeekPattern;
  from: string | null;
  until: string | null;
};

/** As a calendar says it: days of one weekday, in their order, each once. */
export type Dated = { startTime: string; endTime: string; days: string[] };

export type SlotDraft = {
  line: number;
  /** What the class may be called; by the first of them it is asked for. */
  names: string[];
  room: string;
  /** The name of a term; empty for whichever the days are in. */
  term: string;
  meets: Weekly | Dated | Refusal;
  /** As it is written, for the file of refused lines. */
  cells: Record<string, string>;
};

/** The columns of a timetable without a header, and of the refused entries of a calendar. */
export const TIMETABLE_COLUMNS = ['section', 'weekday', 'start', 'end', 'room', 'weeks', 'from', 'until'] as const;
