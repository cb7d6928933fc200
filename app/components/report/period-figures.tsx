/** Figures by day, week or month: the chart, and its table. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Disclosure } from '#app/components/ui/disclosure';
import { Rate } from '#app/components/ui/figure';
import type { Format } from '#app/words/format';
import { useFormat } from '#app/words/use-format';
import { percentOf } from '#domain/rate';
import type { PeriodFigures } from '#domain/report/figures';
import type { Period } from '#domain/report/report-filter';
import { AttendanceChart, type ChartPoint } from './attendance-chart';
import { FiguresTable } from './figures-table';

export type ShownPeriod = PeriodFigures & {
  isPartial: boolean;
  /** The same of the weeks before; null where nothing was held then. */
  before?: PeriodFigures | null;
};

function periodText(format: Format, by: Period, { from, until }: PeriodFigures): string {
  return by === 'month' ? format.day(from, 'month') : format.days(from, until);
}

export type PeriodFiguresProps = {
  by: Period;
  periods: readonly ShownPeriod[];
  /** The class sessions of some days. */
  to: (from: string, until: string) => string;
};

function RateBefore({ before, to }: Pick<PeriodFiguresProps, 'to'> & { before: PeriodFigures | null }) {
  return <Rate percent={before && percentOf(before)} to={before && to(before.from, before.until)} />;
}

/** Newest last in the picture, newest first in the table. */
export function PeriodFiguresView({ by, periods, to }: PeriodFiguresProps) {
  const { t } = useLingui();
  const format = useFormat();
  const points = periods.map((period): ChartPoint => {
    const { from, until, isPartial, present, late, absent, excused } = period;
    return {
      ...{
        key: from,
        label: periodText(format, by, period),
        brief: format.day(from, by === 'month' ? 'monthShort' : 'dayShort'),
        percent: percentOf(period),
      },
      ...{ tally: { present, late, absent, excused }, to: to(from, until), isPartial },
    };
  });
  const hasBefore = periods.some(({ before }) => before !== undefined);
  const rows = periods.map((period, index) => ({
    ...{ key: period.from, label: String(points[index]?.label), to: to(period.from, period.until), figures: period },
    ...(hasBefore && { beside: <RateBefore before={period.before ?? null} to={to} /> }),
  }));
  return (
    <>
      <AttendanceChart points={points} />
      <Disclosure summary={<Trans>Show as a table</Trans>} className="print-open mt-3">
        <FiguresTable
          label={t`Attendance over time`}
          head={t`Days`}
          besideHead={hasBefore ? t`Weeks before` : undefined}
          rows={rows.reverse()}
        />
      </Disclosure>
    </>
  );
}
