/** What a student's day adds to the words of an outcome: how late it was, and which other class stands in the way. Pure. */

import { MINUTE_MS } from '#domain/duration';
import type { TimetableEntry } from '#domain/timetable/timetable-view';
import type { CheckInOutcome } from './check-in';

/** As the page was loaded: the student's class sessions, and from when on somebody is late. */
export type KnownDay = { classes: readonly TimetableEntry[]; lateAfterMs: number };

export type OutcomeFacts = {
  /** Whole minutes after the start, and those that are not late yet; null where it does not matter or is not known. */
  late: { minutes: number; allowed: number } | null;
  /** The class at the same time that the student is checked in to. */
  other: string | null;
};

export const NO_FACTS: OutcomeFacts = { late: null, other: null };

const isHere = ({ mark }: TimetableEntry) => mark === 'present' || mark === 'late';

/** Never throws.
 *  @param at when it was answered, by the server's clock: what was sent at once was scanned then */
export function factsOf(
  { outcome, classSessionId, at }: { outcome: CheckInOutcome; classSessionId: number; at: number },
  { classes, lateAfterMs }: KnownDay,
): OutcomeFacts {
  const one = classes.find((known) => known.classSessionId === classSessionId);
  if (!one) return NO_FACTS;
  const isNow = outcome.outcome === 'recorded' && (outcome.source === 'qr' || outcome.source === 'code');
  const minutes = Math.floor((at - one.startsAt) / MINUTE_MS);
  const late = isNow && outcome.status === 'late' ? { minutes, allowed: Math.round(lateAfterMs / MINUTE_MS) } : null;
  const isBeside = (other: TimetableEntry) => other !== one && other.startsAt < one.endsAt && one.startsAt < other.endsAt;
  const other = classes.find((known) => isBeside(known) && isHere(known));
  return { late, other: other ? `${other.courseTitle} ${other.sectionCode}` : null };
}
