/** Attendance over time as a picture: bars of marks for a few periods, a line of rates for many. Each period leads to the class sessions it
 *  is made of, and the table under it says all of this in words. Drawn on the server, in the colours of the theme. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@remix-run/react';
import type { CSSProperties, ReactNode } from 'react';
import { cx } from '#app/components/ui/cx';
import { percentText } from '#app/components/ui/figure';
import { STATUS_LOOKS } from '#app/components/ui/status-chip';
import { useFormat } from '#app/words/use-format';
import type { Status, Tally } from '#domain/register/attendance';
import { barsOf, depthOf, linesOf, namedPeriods, type Scale, STACKED, scaleOf } from './chart-shapes';

export type ChartPoint = {
  key: string;
  /** "16–22 Nov 2026" */
  label: string;
  /** What fits under a chart: "16 Nov". */
  brief: string;
  /** Null where nothing counts. */
  percent: number | null;
  tally: Tally;
  /** The class sessions behind it. */
  to: string;
  /** The period is not over. */
  isPartial: boolean;
};

/** More periods than this are a line. */
const MOST_BARS = 28;

/** More periods than this are too narrow for a thumb: on smaller screens the table has the links. */
const MOST_TOUCHED = 8;

/** Names that fit under a chart on a phone. */
const MOST_NAMES = 4;

const FILLS: Record<Status, string> = {
  present: 'fill-present-fill',
  late: 'fill-late-fill',
  excused: 'fill-excused-fill',
  absent: 'fill-absent-fill',
};

const GROUNDS: Record<Status, string> = {
  present: 'text-present-fill',
  late: 'text-late-fill',
  excused: 'text-excused-fill',
  absent: 'text-absent-fill',
};

/** Drawn at the size of its frame: stretched shapes, lines of one width. */
function Drawing({ width, children }: { width: number; children: ReactNode }) {
  return (
    <svg
      viewBox={`0 0 ${width} 100`}
      preserveAspectRatio="none"
      className="absolute inset-0 size-full overflow-visible forced-color-adjust-none rtl:-scale-x-100"
      aria-hidden="true"
    >
      {children}
    </svg>
  );
}

function Bars({ points }: { points: readonly ChartPoint[] }) {
  return (
    <Drawing width={points.length}>
      {barsOf(points.map(({ tally }) => tally)).map(({ status, index, y, height }) => (
        <rect
          key={`${index} ${status}`}
          x={index + 0.12}
          width={0.76}
          {...{ y, height }}
          strokeWidth={1}
          vectorEffect="non-scaling-stroke"
          className={cx(
            'stroke-surface-raised forced-colors:stroke-[Canvas]',
            FILLS[status],
            points[index]?.isPartial && 'opacity-45',
          )}
        />
      ))}
    </Drawing>
  );
}

type LineProps = { points: readonly ChartPoint[]; scale: Scale };

function Line({ points, scale }: LineProps) {
  const isPartial = points.at(-1)?.isPartial ?? false;
  const { whole, open } = linesOf(
    points.map(({ percent }) => percent),
    scale,
    isPartial,
  );
  const stroke = { fill: 'none', stroke: 'currentColor', strokeWidth: 2, vectorEffect: 'non-scaling-stroke' } as const;
  return (
    <Drawing width={points.length}>
      <g className="text-accent forced-colors:text-[CanvasText]">
        <path d={whole} {...stroke} strokeLinejoin="round" />
        <path d={open} {...stroke} strokeDasharray="4 4" />
      </g>
    </Drawing>
  );
}

const acrossStyle = (index: number, count: number): CSSProperties => ({
  insetInlineStart: `${(index / count) * 100}%`,
  width: `${100 / count}%`,
});

/** "16–22 Nov 2026: 93.1%", and that it is not over. */
function usePointText(): (point: ChartPoint) => string {
  const { t } = useLingui();
  const format = useFormat();
  return ({ label, percent, isPartial }) => {
    const rate = percentText(format, percent);
    return isPartial ? t`${label}, so far: ${rate}` : t`${label}: ${rate}`;
  };
}

/** A way to each period's class sessions. Those of many periods are for a pointer; the keyboard has the table's. */
function PeriodLinks({ points }: { points: readonly ChartPoint[] }) {
  const textOf = usePointText();
  const isCrowded = points.length > MOST_BARS;
  return (
    <ul aria-hidden={isCrowded || undefined} className={points.length > MOST_TOUCHED ? 'max-lg:hidden' : undefined}>
      {points.map((point, index) => (
        <li key={point.key} className="absolute inset-y-0" style={acrossStyle(index, points.length)}>
          <Link
            to={point.to}
            title={textOf(point)}
            tabIndex={isCrowded ? -1 : undefined}
            className="block size-full rounded-sm hover:bg-accent/10"
          >
            <span className="sr-only">{textOf(point)}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}

/** Per cent beside the chart, and a thin line at each. */
function Steps({ scale }: { scale: Scale }) {
  const { percent } = useFormat();
  return scale.ticks.map((tick) => (
    <div
      key={tick}
      aria-hidden="true"
      className="absolute inset-x-0 border-t border-line forced-colors:border-[GrayText]"
      style={{ top: `${depthOf(tick, scale)}%` }}
    >
      <span className="figures absolute end-full me-1.5 -translate-y-1/2 text-xs text-ink-muted">{percent(tick)}</span>
    </div>
  ));
}

function Names({ points }: { points: readonly ChartPoint[] }) {
  return (
    <div aria-hidden="true" className="relative mt-1 h-4 text-xs text-ink-muted">
      {namedPeriods(points.length, MOST_NAMES).map((index) => (
        <span key={index} className="absolute flex justify-center" style={acrossStyle(index, points.length)}>
          <span className="whitespace-nowrap">{points[index]?.brief}</span>
        </span>
      ))}
    </div>
  );
}

function Legend() {
  const { i18n } = useLingui();
  return (
    <ul className="mt-3 flex flex-wrap gap-x-4 gap-y-1 text-sm text-ink-muted">
      {STACKED.map((status) => (
        <li key={status} className="flex items-center gap-1.5">
          <svg viewBox="0 0 10 10" className={cx('size-3 forced-color-adjust-none', GROUNDS[status])} aria-hidden="true">
            <rect width="10" height="10" rx="2" fill="currentColor" />
          </svg>
          {i18n._(STATUS_LOOKS[status].word)}
        </li>
      ))}
    </ul>
  );
}

const BAR_SCALE: Scale = { low: 0, ticks: [0, 25, 50, 75, 100] };

function Picture({ points }: { points: readonly ChartPoint[] }) {
  const isLine = points.length > MOST_BARS;
  const scale = isLine ? scaleOf(points.map(({ percent }) => percent)) : BAR_SCALE;
  return (
    <div className="ps-11 pt-2 pe-1">
      <div className="relative h-48 sm:h-60">
        <Steps scale={scale} />
        {isLine ? <Line points={points} scale={scale} /> : <Bars points={points} />}
        <PeriodLinks points={points} />
      </div>
      <Names points={points} />
    </div>
  );
}

/** A picture of two periods and more; one is said in words. */
export function AttendanceChart({ points }: { points: readonly ChartPoint[] }) {
  const textOf = usePointText();
  const [only] = points;
  if (only === undefined) return null;
  if (points.length === 1) return <p>{textOf(only)}</p>;
  const isLine = points.length > MOST_BARS;
  return (
    <figure className="break-inside-avoid">
      <figcaption className="mb-2 text-sm text-ink-muted">
        {isLine ? (
          <Trans>Attendance rate</Trans>
        ) : (
          <Trans>Marks by status, as a share of all marks: from present at the bottom to absent at the top</Trans>
        )}
      </figcaption>
      <Picture points={points} />
      {!isLine && <Legend />}
      {points.at(-1)?.isPartial && (
        <p className="mt-2 text-sm text-ink-muted">
          <Trans>The last period is not over: it is drawn lighter.</Trans>
        </p>
      )}
    </figure>
  );
}
