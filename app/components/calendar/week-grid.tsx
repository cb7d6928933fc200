/**
 * A week as columns of days against the hours. Underneath it is a list of days with a list of classes each, in order of time;
 * only the look is a grid. Places come from `week-layout.ts`.
 */
import { Trans } from '@lingui/react/macro';
import { type CSSProperties, type ReactNode, useEffect, useRef } from 'react';
import { cx } from '#app/components/ui/cx';
import type { Reader } from './entry-line';
import { GridBox } from './week-box';
import type { GridDay, WeekLayout } from './week-layout';
import { HOUR_REM, heightOf } from './week-scale';

/** The hours at the side. */
const GUTTER_REM = 3.5;
/** A day narrower than this holds no name; classes side by side may be cut a little shorter. */
const DAY_REM = 7.5;
const COLUMN_REM = 6;

const FRAME = 'relative overflow-x-auto rounded-xl border border-line bg-surface-raised shadow-raised';

/** Brings a day into view where the grid is wider than the screen. @returns for the grid; its columns say which day they are */
function useScrollTo(day: string | undefined) {
  const ref = useRef<HTMLElement>(null);
  useEffect(() => {
    const column = ref.current?.querySelector<HTMLElement>(`[data-day="${day}"]`);
    if (!ref.current || !column) return;
    const [frame, wanted] = [ref.current.getBoundingClientRect(), column.getBoundingClientRect()];
    const isRtl = getComputedStyle(column).direction === 'rtl';
    const gutter = GUTTER_REM * 16;
    ref.current.scrollLeft += isRtl ? wanted.right - frame.right + gutter : wanted.left - frame.left - gutter;
  }, [day]);
  return ref;
}

/** Where now is, across today's column. */
function NowLine({ minute, layout }: { minute: number; layout: WeekLayout }) {
  const from = minute - layout.fromHour * 60;
  if (from < 0 || from > layout.hours.length * 60) return null;
  return (
    <div
      aria-hidden="true"
      style={{ top: heightOf(from) }}
      className="pointer-events-none absolute inset-x-0 z-10 border-t border-absent"
    >
      <span className="absolute -top-[5px] -start-1 size-2 rounded-full bg-absent" />
    </div>
  );
}

const HOUR_LINES: CSSProperties = {
  backgroundImage: 'linear-gradient(to bottom, var(--color-line) 1px, transparent 1px)',
  backgroundSize: '100% var(--hour)',
};

export type HoursDay = {
  key: string;
  label: string;
  isToday: boolean;
  /** The most that stand side by side. */
  columns: number;
  head: ReactNode;
  /** What stands at its hours, positioned by `heightOf` from the first of them. */
  body: ReactNode;
};

function DayColumn({ day: { key, label, isToday, head, body }, hours }: { day: HoursDay; hours: number }) {
  return (
    <section data-day={key} aria-label={label} aria-current={isToday ? 'date' : undefined} className="border-s border-line">
      <h3 className={cx('flex h-14 items-center justify-center gap-2 border-b border-line text-sm', isToday && 'text-accent')}>
        {head}
      </h3>
      <div className={cx('relative', isToday && 'bg-accent-soft/30')} style={{ ...HOUR_LINES, height: heightOf(hours * 60) }}>
        {body}
      </div>
    </section>
  );
}

function Hours({ hours }: { hours: readonly string[] }) {
  return (
    <div
      aria-hidden="true"
      style={{ width: `${GUTTER_REM}rem` }}
      className="figures sticky start-0 z-20 bg-surface-raised text-end text-xs text-ink-muted"
    >
      <div className="h-14 border-b border-line" />
      {hours.map((hour, index) => (
        <div key={hour} style={{ height: heightOf(60) }} className="pe-2">
          <span className={cx('block', index > 0 && '-translate-y-2')}>{hour}</span>
        </div>
      ))}
    </div>
  );
}

export type HoursGridProps = {
  /** What readers hear it called. */
  label: string;
  /** The words of each hour. */
  hours: readonly string[];
  days: readonly HoursDay[];
  hourRem?: number;
};

/** Days as columns against hours; what is in them is the caller's. It scrolls sideways by itself where the screen is narrower than it. */
export function HoursGrid({ label, hours, days, hourRem = HOUR_REM }: HoursGridProps) {
  const ref = useScrollTo(days.find(({ isToday }) => isToday)?.key);
  const tracks = days.map(({ columns }) => `minmax(${Math.max(DAY_REM, columns * COLUMN_REM)}rem, ${columns}fr)`);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reachable by keyboard (WCAG 2.1.1).
    <section ref={ref} aria-label={label} tabIndex={0} className={FRAME} style={{ '--hour': `${hourRem}rem` } as CSSProperties}>
      <div className="flex w-max min-w-full">
        <Hours hours={hours} />
        <div className="grid flex-1" style={{ gridTemplateColumns: tracks.join(' ') }}>
          {days.map((day) => (
            <DayColumn key={day.key} day={day} hours={hours.length} />
          ))}
        </div>
      </div>
    </section>
  );
}

function DayHead({ day: { label, weekday, number, isToday } }: { day: GridDay }) {
  return (
    <>
      <span className="sr-only">{label}</span>
      <span aria-hidden="true" className={isToday ? 'font-semibold' : 'font-medium text-ink-muted'}>
        {weekday}
      </span>
      <span
        aria-hidden="true"
        className={cx(
          'figures grid size-8 place-items-center text-base font-semibold',
          isToday && 'rounded-full bg-accent text-accent-ink',
        )}
      >
        {number}
      </span>
      {isToday && (
        <span className="sr-only">
          <Trans>, today</Trans>
        </span>
      )}
    </>
  );
}

function DayBody({ day: { boxes, isToday }, layout, reader, minute }: Omit<WeekGridProps, 'label'> & { day: GridDay }) {
  return (
    <>
      {boxes.length === 0 && (
        <p className="sr-only">
          <Trans>No classes</Trans>
        </p>
      )}
      <ol>
        {boxes.map((box) => (
          <GridBox key={box.entry.classSessionId} box={box} fromHour={layout.fromHour} reader={reader} />
        ))}
      </ol>
      {isToday && <NowLine minute={minute} layout={layout} />}
    </>
  );
}

export type WeekGridProps = {
  reader: Reader;
  layout: WeekLayout;
  label: string;
  /** Minutes from midnight, now. */
  minute: number;
};

/** A week of class sessions. */
export function WeekGrid({ label, ...given }: WeekGridProps) {
  const { days, hours, hourRem } = given.layout;
  const shown = days.map((day) => ({
    ...{ key: day.day, label: day.label, isToday: day.isToday, columns: day.columns },
    head: <DayHead day={day} />,
    body: <DayBody day={day} {...given} />,
  }));
  return <HoursGrid label={label} hours={hours} days={shown} hourRem={hourRem} />;
}
