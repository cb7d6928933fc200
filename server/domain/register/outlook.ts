/** What a student can still miss: the class sessions ahead beside the rate so far. Pure. */
import { bestReachable, isBelow, mayMiss, percentOf, type Sums } from '#domain/rate';

/** One section, or all of them. */
export type Outlook = {
  /** Class sessions in the timetable that have not begun. */
  remaining: number;
  /** How many of them may be missed without ending below what the school asks for. */
  mayMiss: number;
  /** What is reached by missing none; null where there is nothing to go by. */
  best: number | null;
  /** Whether even that is below what the school asks for. */
  isOutOfReach: boolean;
};

/** Of the whole, and of each section where anything is ahead. */
export type StudentOutlook = Outlook & {
  /** In thousandths. */
  threshold: number;
  sections: (Outlook & { sectionId: number; courseTitle: string; sectionCode: string })[];
};

/** @param threshold in thousandths */
export function outlookOf(sums: Sums, remaining: number, threshold: number): Outlook {
  const reachable = bestReachable(sums, remaining);
  return {
    remaining,
    mayMiss: mayMiss(sums, remaining, threshold),
    best: percentOf(reachable),
    isOutOfReach: isBelow(reachable, threshold),
  };
}
