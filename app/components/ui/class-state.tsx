/** Where a class session stands, in a word: for lists of class sessions of any role. */

import type { I18n } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
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

function lookOf(i18n: I18n, { state, isCheckInOpen, isNotTaken, isDue }: ClassStateProps): { word: string; look: string } {
  if (isNotTaken) return { word: i18n._(msg`Not taken`), look: 'bg-absent-soft text-absent' };
  if (isCheckInOpen) return { word: i18n._(msg`Check-in open`), look: 'bg-present-soft text-present' };
  if (state === 'open') return { word: i18n._(msg`Open`), look: 'bg-accent-soft text-accent' };
  if (state === 'cancelled') return { word: i18n._(msg`Cancelled`), look: PLAIN };
  if (state === 'closed') return { word: i18n._(msg`Closed`), look: PLAIN };
  return isDue
    ? { word: i18n._(msg`Not opened`), look: 'bg-late-soft text-late' }
    : { word: i18n._(msg`Scheduled`), look: PLAIN };
}

/** The state as a badge. */
export function ClassState(props: ClassStateProps) {
  const { i18n } = useLingui();
  const { word, look } = lookOf(i18n, props);
  return (
    <span
      className={cx('inline-flex h-6 shrink-0 items-center rounded-full px-2.5 text-xs font-semibold whitespace-nowrap', look)}
    >
      {word}
    </span>
  );
}
