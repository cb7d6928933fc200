/** `/admin/reports`: attendance of the school or a part of it, over time and told apart by `?split=`; `?asAt=` as it stood then. */
import type { I18n, MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { type MetaFunction, useLoaderData, useSearchParams } from '@remix-run/react';
import type { LoaderFunctionArgs } from '@remix-run/server-runtime';
import { Download } from 'lucide-react';
import { withReport } from '#app/actions/report-query.server';
import { searchLink } from '#app/components/calendar/search-link';
import { changeText } from '#app/components/report/change-text';
import { FigureTile } from '#app/components/report/figure-tile';
import { FiguresTable } from '#app/components/report/figures-table';
import { NothingHeld } from '#app/components/report/nothing-held';
import { PeriodFiguresView } from '#app/components/report/period-figures';
import { LinkTabs, ReportFrame } from '#app/components/report/report-frame';
import { behindOf, dayOfWeekday, scopeOf } from '#app/components/report/report-query';
import { ButtonLink } from '#app/components/ui/button';
import { Card } from '#app/components/ui/card';
import { percentText, sumsText } from '#app/components/ui/figure';
import { TextLink } from '#app/components/ui/text-link';
import * as paths from '#app/paths';
import type { Format } from '#app/words/format';
import { pageTitle } from '#app/words/page-title';
import { useFormat } from '#app/words/use-format';
import { percentOf } from '#domain/rate';
import { BREAKDOWNS, type OverviewInput, periodAround } from '#domain/report/report-filter';
import type { Breakdown, Trend } from '#domain/report/report-view';
import { addDays, daysBetween } from '#domain/time';

export const meta: MetaFunction = (page) => pageTitle(page, msg`Reports`);

type Split = (typeof BREAKDOWNS)[number];

const splitOf = (search: URLSearchParams): Split => BREAKDOWNS.find((one) => one === search.get('split')) ?? 'section';

/** Rows that a page shows before it is asked for all. */
const MOST_ROWS = 25;

/** Each period with whether it goes on, and the same one of the weeks before. Months of several weeks before are none. */
function shownPeriods({ periods, range, before }: Trend, { by, from }: OverviewInput, today: string) {
  const shift = daysBetween(range.from, from);
  const former = new Map(before.periods.map((period) => [period.from, period]));
  return periods.map((period) => ({
    ...period,
    isPartial: periodAround(period.from, by).until >= today,
    ...(by !== 'month' && { before: former.get(addDays(period.from, -shift)) ?? null }),
  }));
}

/** Hours, weekdays and reasons keep their order; of sections and the like, the lowest rate comes first. */
function inOrder({ rows }: Breakdown, split: Split) {
  if (split === 'weekday' || split === 'hour' || split === 'reason') return rows;
  const share = ({ earned, possible }: Breakdown['rows'][number]) => (possible === 0 ? 1 : earned / possible);
  return [...rows].sort((a, b) => share(a) - share(b));
}

export function loader(args: LoaderFunctionArgs) {
  return withReport(args, async (api, { filter, today, search }) => {
    const split = splitOf(search);
    const [trend, breakdown] = await Promise.all([api.report.trend(filter), api.report.breakdown({ ...filter, by: split })]);
    const rows = inOrder(breakdown, split);
    const shown = search.has('all') ? rows : rows.slice(0, MOST_ROWS);
    const periods = shownPeriods(trend, filter, today);
    return { periods, total: trend.total, before: trend.before.total, split, rows: shown, more: rows.length - shown.length };
  });
}

type Data = ReturnType<typeof useLoaderData<typeof loader>>;

function Figures({ asked, total, before }: Data) {
  const { i18n, t } = useLingui();
  const format = useFormat();
  const { number } = format;
  const scope = behindOf(asked.query);
  return (
    <section aria-label={t`Figures`} className="mb-4 grid grid-cols-2 gap-3 lg:mb-6 lg:grid-cols-4 lg:gap-4">
      <FigureTile
        label={t`Attendance rate`}
        value={percentText(format, percentOf(total))}
        detail={[sumsText(i18n, total), changeText(format, total, before)].filter((text) => text !== null).join('. ')}
        to={paths.reportedClassSessions(scope)}
      />
      <FigureTile label={t`Class sessions held`} value={number(total.classSessions)} to={paths.reportedClassSessions(scope)} />
      <FigureTile
        label={t`Marked absent`}
        value={number(total.absent)}
        to={paths.reportedClassSessions({ ...scope, status: 'absent' })}
      />
      <FigureTile
        label={t`Marked late`}
        value={number(total.late)}
        to={paths.reportedClassSessions({ ...scope, status: 'late' })}
      />
    </section>
  );
}

const SPLIT_WORDS: Record<Split, MessageDescriptor> = {
  section: msg`Section`,
  course: msg`Course`,
  department: msg`Department`,
  weekday: msg`Weekday`,
  hour: msg`Hour`,
  reason: msg`Reason`,
};

const SPLITS = ['section', 'course', 'department', 'weekday', 'hour', 'reason'] as const;

/** What narrows a list of class sessions to those of a row. */
const KEY_NAMES: Record<Split, string> = {
  section: 'sectionId',
  course: 'courseId',
  department: 'departmentId',
  weekday: 'weekday',
  hour: 'hour',
  reason: 'reasonCodeId',
};

function labelOf(i18n: I18n, format: Format, split: Split, { key, label }: Data['rows'][number]): string {
  if (split === 'weekday') return format.day(dayOfWeekday(key), 'weekdayLong');
  if (split === 'hour') return format.hour(key);
  return label ?? i18n._(msg`No reason`);
}

const SPLIT_ID = 'split';

function Split({ asked, split, rows, more }: Data) {
  const { i18n, t } = useLingui();
  const format = useFormat();
  const [search] = useSearchParams();
  const tabs = SPLITS.map((one) => ({
    to: searchLink(search, { split: one, all: null }, SPLIT_ID),
    label: i18n._(SPLIT_WORDS[one]),
    isCurrent: one === split,
  }));
  const shown = rows.map((row) => ({
    key: String(row.key),
    label: labelOf(i18n, format, split, row),
    to: paths.reportedClassSessions({ ...behindOf(asked.query), [KEY_NAMES[split]]: row.key }),
    figures: row,
  }));
  return (
    <section id={SPLIT_ID} aria-label={t`Told apart`} className="mt-4 scroll-mt-20 lg:mt-6">
      <LinkTabs label={t`Told apart by`} tabs={tabs} />
      <Card isFlush>
        <FiguresTable label={t`Figures by ${i18n._(SPLIT_WORDS[split])}`} head={i18n._(SPLIT_WORDS[split])} rows={shown} />
        {more > 0 && (
          <TextLink
            to={searchLink(search, { all: '' }, SPLIT_ID)}
            preventScrollReset
            className="touch mx-3 inline-flex items-center"
          >
            {t`Show ${more} more`}
          </TextLink>
        )}
      </Card>
    </section>
  );
}

function Downloads({ asked }: Data) {
  const query = scopeOf(asked.query);
  return (
    <span className="flex flex-wrap gap-2 print:hidden">
      <ButtonLink to={paths.reportFile('csv', query)} size="sm" icon={Download} reloadDocument download>
        <Trans>Download as CSV</Trans>
      </ButtonLink>
      <ButtonLink to={paths.reportFile('xlsx', query)} size="sm" icon={Download} reloadDocument download>
        <Trans>Download as spreadsheet</Trans>
      </ButtonLink>
    </span>
  );
}

export default function Reports() {
  const { t } = useLingui();
  const format = useFormat();
  const data = useLoaderData<typeof loader>();
  const { query } = data.asked;
  const to = (from: string, until: string) => paths.reportedClassSessions({ ...behindOf(query), from, until });
  return (
    <ReportFrame
      asked={data.asked}
      lead={format.days(query.from, query.until)}
      actions={<Downloads {...data} />}
      kept={{ split: data.split }}
      isAsAt
    >
      {data.periods.length === 0 ? (
        <NothingHeld />
      ) : (
        <>
          <Figures {...data} />
          <Card title={t`Attendance over time`}>
            <PeriodFiguresView by={query.by} periods={data.periods} to={to} />
          </Card>
          <Split {...data} />
        </>
      )}
    </ReportFrame>
  );
}
