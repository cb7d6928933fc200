/** What staff see of one student beside a mark: how the last class sessions of the class went, and whom to turn to. */
import type { Status } from './attendance';

/** Class sessions of one class in a row that a student was in, or away from. */
export type Streak = { kind: 'present' | 'absent'; count: number };

export type StudentSheet = {
  /** Null where nothing was held yet, and for whoever only covers the class session. */
  streak: Streak | null;
  /** Null for somebody who has no address. */
  email: string | null;
  /** First the one to turn to first; null where the reader may not see them. */
  guardians: readonly { id: number; name: string; relation: string | null; email: string }[] | null;
};

function kindOf(status: Status): Streak['kind'] | null {
  if (status === 'excused') return null;
  return status === 'absent' ? 'absent' : 'present';
}

/** The streak that goes on: late is present, excused is passed over as the rate does. Null without a mark that counts. Never throws.
 *  @param marks of one class, newest first */
export function streakOf(marks: readonly Status[]): Streak | null {
  const kinds = marks.map(kindOf).filter((kind) => kind !== null);
  const [kind] = kinds;
  if (!kind) return null;
  const end = kinds.findIndex((one) => one !== kind);
  return { kind, count: end < 0 ? kinds.length : end };
}
