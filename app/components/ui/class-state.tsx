/** Where a class session stands, in a word: for lists of class sessions of any role. */
import type { ClassSessionState } from '#domain/register/class-session';
import { cx } from './cx';

export type ClassStateProps = {
  state: ClassSessionState;
  isCheckInOpen: boolean;
  /** Closed by itself without anyone having opened or marked it. */
  isNotTaken?: boolean;
  /** It is time for the class, and nobody has opened it. */
  isDue?: boolean;
};

const PLAIN = 'bg-unmarked-soft text-unmarked';

function lookOf({ state, isCheckInOpen, isNotTaken, isDue }: ClassStateProps): { word: string; look: string } {
  if (isNotTaken) return { word: 'Not taken', look: 'bg-absent-soft text-absent' };
  if (isCheckInOpen) return { word: 'Check-in open', look: 'bg-present-soft text-present' };
  if (state === 'open') return { word: 'Open', look: 'bg-accent-soft text-accent' };
  if (state === 'cancelled') return { word: 'Cancelled', look: PLAIN };
  if (state === 'closed') return { word: 'Closed', look: PLAIN };
  return isDue ? { word: 'Not opened', look: 'bg-late-soft text-late' } : { word: 'Scheduled', look: PLAIN };
}

/** The state as a badge. */
export function ClassState(props: ClassStateProps) {
  const { word, look } = lookOf(props);
  return (
    <span
      className={cx('inline-flex h-6 shrink-0 items-center rounded-full px-2.5 text-xs font-semibold whitespace-nowrap', look)}
    >
      {word}
    </span>
  );
}
