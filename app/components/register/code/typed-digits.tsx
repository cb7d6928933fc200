/** The digits to type, with a ring that empties until they change. */

import { useLingui } from '@lingui/react/macro';
import { useClockTick } from '#app/components/register/model/use-clock-tick';
import { cx } from '#app/components/ui/cx';
import type { ServerClock } from '#app/components/ui/time/server-clock';
import { TYPED_STEP_MS } from '#domain/check-in/rotating-code';
import type { ShownCode } from './code-maker';

/** Radius at which the circumference is 100, so that lengths are per cent. */
const RADIUS = 100 / (2 * Math.PI);

function StepRing({ until, clock, className }: { until: number; clock: ServerClock; className?: string }) {
  const now = useClockTick(clock, until - TYPED_STEP_MS);
  const left = Math.min(1, Math.max(0, (until - now) / TYPED_STEP_MS));
  return (
    <svg viewBox="0 0 40 40" className={cx('-rotate-90', className)} aria-hidden="true">
      <circle cx="20" cy="20" r={RADIUS} className="fill-none stroke-unmarked-soft" strokeWidth="5" />
      <circle
        key={until}
        cx="20"
        cy="20"
        r={RADIUS}
        className="fill-none stroke-accent transition-[stroke-dasharray] duration-1000 ease-linear"
        strokeWidth="5"
        strokeDasharray={`${left * 100} 100`}
      />
    </svg>
  );
}

export type TypedCodeProps = { code: ShownCode | null; clock: ServerClock; isLarge: boolean };

/** Six digits in two groups; readers hear them one by one. */
export function TypedCode({ code, clock, isLarge }: TypedCodeProps) {
  const { t } = useLingui();
  const digits = code?.typed ?? '······';
  return (
    <p className={cx('flex items-center', isLarge ? 'gap-[2vmin]' : 'gap-3')}>
      <span className="sr-only">{code ? t`Code to type: ${[...digits].join(' ')}` : t`Code to type: not ready yet`}</span>
      <span
        aria-hidden="true"
        className={cx(
          'figures font-semibold tracking-wide whitespace-nowrap',
          isLarge ? 'text-[clamp(3rem,11vmin,8rem)]/none' : 'text-3xl xl:text-4xl',
        )}
      >
        {digits.slice(0, 3)} {digits.slice(3)}
      </span>
      {code && (
        <StepRing until={code.typedUntil} clock={clock} className={isLarge ? 'size-[clamp(2rem,5vmin,4rem)]' : 'size-7'} />
      )}
    </p>
  );
}
