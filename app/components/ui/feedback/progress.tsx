/** Shares of a whole as a bar or a ring. The numbers stand beside them in words: these only help the eye. */

import type { I18n } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import { cx } from '#app/components/ui/cx';
import { countedText } from '#app/components/ui/status-words';
import { STATUSES, type Tally } from '#domain/register/attendance';

const GROUNDS = {
  present: 'bg-present-fill',
  late: 'bg-late-fill',
  absent: 'bg-absent-fill',
  excused: 'bg-excused-fill',
} as const;

/** How many of a tally have any mark. */
export function markedIn(tally: Tally): number {
  return STATUSES.reduce((sum, status) => sum + tally[status], 0);
}

/** "18 present, 2 late, 1 absent, 9 unmarked": a tally in words, without what is zero.
 *  @param whenEmpty what to say of a class without any */
export function tallyText(i18n: I18n, tally: Tally, enrolled: number, whenEmpty: string = i18n._(msg`nobody enrolled`)): string {
  const counts = { ...tally, unmarked: Math.max(0, enrolled - markedIn(tally)) };
  const counted = ([...STATUSES, 'unmarked'] as const).filter((status) => counts[status] > 0);
  const said = counted.map((status) => countedText(i18n, status, counts[status]));
  return said.join(', ') || whenEmpty;
}

export type TallyBarProps = {
  tally: Tally;
  enrolled: number;
  /** Its name where there is nothing to count. */
  whenEmpty?: string;
  className?: string;
};

/** Marks by status as one bar; what is left over is unmarked. */
export function TallyBar({ tally, enrolled, whenEmpty, className }: TallyBarProps) {
  const { i18n } = useLingui();
  const whole = Math.max(enrolled, markedIn(tally), 1);
  return (
    <div
      role="img"
      aria-label={tallyText(i18n, tally, enrolled, whenEmpty)}
      className={cx('flex h-2 gap-px overflow-hidden rounded-full bg-unmarked-soft forced-color-adjust-none', className)}
    >
      {STATUSES.filter((status) => tally[status] > 0).map((status) => (
        <span
          key={status}
          className={cx('h-full transition-[width] duration-300', GROUNDS[status])}
          style={{ width: `${(tally[status] / whole) * 100}%` }}
        />
      ))}
    </div>
  );
}

export type RingProps = {
  /** 0 to 100, or null for no data. */
  percent: number | null;
  /** Where enough is: drawn as a notch. 0 to 100. */
  target?: number;
  isBelow?: boolean;
  className?: string;
};

/** Radius at which the circumference is 100, so that lengths are per cent. */
const RADIUS = 100 / (2 * Math.PI);

/** A share as a ring; decorative, the figure stands in or beside it. */
export function Ring({ percent, target, isBelow = false, className }: RingProps) {
  return (
    <svg viewBox="0 0 40 40" className={cx('-rotate-90 forced-color-adjust-none', className)} aria-hidden="true">
      <circle cx="20" cy="20" r={RADIUS} className="fill-none stroke-unmarked-soft" strokeWidth="4" />
      {percent !== null && percent > 0 && (
        <circle
          cx="20"
          cy="20"
          r={RADIUS}
          className={cx('fill-none', isBelow ? 'stroke-late-fill' : 'stroke-present-fill')}
          strokeWidth="4"
          strokeDasharray={`${percent} 100`}
        />
      )}
      {target !== undefined && (
        <path d="M39.5 20h-3.2" className="stroke-ink" strokeWidth="1.2" transform={`rotate(${target * 3.6} 20 20)`} />
      )}
    </svg>
  );
}
