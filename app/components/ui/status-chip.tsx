/** What the register says of a student: letter, icon, colour and word together, so that none of them has to be seen. */

import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import { Check, Clock, Hourglass, type LucideIcon, Minus, ShieldCheck, X } from 'lucide-react';
import type { Status } from '#domain/register/attendance';
import { cx } from './cx';

/** A mark, or what stands in its place. */
export type ShownStatus = Status | 'unmarked' | 'waiting';

type StatusLook = { word: MessageDescriptor; letter: string; icon: LucideIcon; solid: string; soft: string };

/** Words, letters, icons and colours of every status; the register's controls read them too. */
export const STATUS_LOOKS: Record<ShownStatus, StatusLook> = {
  present: {
    word: msg`Present`,
    letter: 'P',
    icon: Check,
    solid: 'bg-present text-status-ink',
    soft: 'bg-present-soft text-present',
  },
  late: { word: msg`Late`, letter: 'L', icon: Clock, solid: 'bg-late text-status-ink', soft: 'bg-late-soft text-late' },
  absent: { word: msg`Absent`, letter: 'A', icon: X, solid: 'bg-absent text-status-ink', soft: 'bg-absent-soft text-absent' },
  excused: {
    word: msg`Excused`,
    letter: 'E',
    icon: ShieldCheck,
    solid: 'bg-excused text-status-ink',
    soft: 'bg-excused-soft text-excused',
  },
  unmarked: {
    word: msg`Unmarked`,
    letter: '–',
    icon: Minus,
    solid: 'bg-unmarked text-status-ink',
    soft: 'bg-unmarked-soft text-unmarked',
  },
  waiting: {
    word: msg`Waiting`,
    letter: 'W',
    icon: Hourglass,
    solid: 'bg-waiting text-status-ink',
    soft: 'bg-waiting-soft text-waiting',
  },
};

export type StatusChipProps = {
  /** Null is shown as unmarked. */
  status: ShownStatus | null;
  /** `compact` shows letter and icon and keeps the word for readers. */
  size?: 'compact' | 'full';
  className?: string;
};

/** A chip for one mark. */
export function StatusChip({ status, size = 'full', className }: StatusChipProps) {
  const { i18n } = useLingui();
  const { word, letter, icon: Icon, solid, soft } = STATUS_LOOKS[status ?? 'unmarked'];
  return (
    <span
      className={cx(
        'inline-flex h-7 shrink-0 items-center overflow-hidden rounded-sm text-sm font-semibold forced-colors:border',
        soft,
        className,
      )}
    >
      <span aria-hidden="true" className={cx('grid h-full w-6 place-items-center text-xs font-bold', solid)}>
        {letter}
      </span>
      <span className="flex items-center gap-1 px-1.5">
        <Icon className="size-3.5" strokeWidth={2.5} aria-hidden="true" />
        <span className={size === 'compact' ? 'sr-only' : undefined}>{i18n._(word)}</span>
      </span>
    </span>
  );
}
