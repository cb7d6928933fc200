/** A student's weeks as a small line. The figure stands beside it in words: this only helps the eye. */
import { percentOf, type Sums } from '#domain/rate';
import { linesOf } from './chart-shapes';

/** Rates from none to all, so that the lines of a list compare. */
const SCALE = { low: 0, ticks: [] };

/** Draws nothing for fewer than two weeks. */
export function Sparkline({ weeks }: { weeks: readonly Sums[] }) {
  if (weeks.length < 2) return null;
  const { whole } = linesOf(weeks.map(percentOf), SCALE, false);
  return (
    <svg
      viewBox={`0 -8 ${weeks.length} 116`}
      preserveAspectRatio="none"
      className="h-7 w-20 text-accent forced-colors:text-[CanvasText] rtl:-scale-x-100"
      aria-hidden="true"
    >
      <path d={whole} fill="none" stroke="currentColor" strokeWidth="1.5" vectorEffect="non-scaling-stroke" />
    </svg>
  );
}
