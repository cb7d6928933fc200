/** `/teach/sections/:id`: a class as its staff see it. `?from=&until=` choose the days, `?after=` the page of the grid, `?asAt=` the past. */
import { msg } from '@lingui/core/macro';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { type MetaFunction, useLoaderData, useSearchParams } from '@remix-run/react';
import type { LoaderFunctionArgs } from '@remix-run/server-runtime';
import { BellRing, Download, IdCard, Printer } from 'lucide-react';
import { readReportAddress } from '#app/actions/report-query.server';
import { searchLink } from '#app/components/calendar/search-link';
import { AsAtNotice, RefusedNotice } from '#app/components/report/address-notices';
import { DaysForm } from '#app/components/report/days-form';
import { FiguresTable } from '#app/components/report/figures-table';
import { MarkGrid } from '#app/components/report/mark-grid';
import { NothingHeld } from '#app/components/report/nothing-held';
import { PeriodFiguresView } from '#app/components/report/period-figures';
import { NextToCross, StudentStandings } from '#app/components/report/student-standings';
import { ButtonLink } from '#app/components/ui/button';
import { Card } from '#app/components/ui/card';
import { Figure } from '#app/components/ui/figure';
import { PageHeader } from '#app/components/ui/page-header';
import { TextLink } from '#app/components/ui/text-link';
import * as paths from '#app/paths';
import { withApi } from '#app/trpc/caller.server';
import { pageTitle } from '#app/words/page-title';
import { useFormat } from '#app/words/use-format';
import { percentOf } from '#domain/rate';
import { dayAt } from '#domain/time';

export const meta: MetaFunction<typeof loader> = ({ data: page, matches }) =>
  pageTitle({ matches }, page?.section ? `${page.section.courseCode} ${page.section.sectionCode}` : msg`Class`);

/** Days that the page is of unless said otherwise: about a school year's half. */
const USUAL_DAYS = 182;

export function loader(args: LoaderFunctionArgs) {
  const sectionId = paths.pathId(args.params.id);
  const search = new URL(args.request.url).searchParams;
  return withApi(args, async (api) => {
    const [{ zone, serverNow }, sections] = await Promise.all([api.school.profile(), api.classSession.sections()]);
    const today = dayAt(serverNow, zone);
    const { query, filter, isRefused } = readReportAddress(search, { today, zone, usualDays: USUAL_DAYS });
    const { from, until, asAt } = filter;
    const report = await api.report.section({ sectionId, from, until, asAt, after: paths.idIn(search, 'after') ?? undefined });
    const days = report.days.map((period) => ({ ...period, isPartial: period.until >= today }));
    const section = sections.find((one) => one.sectionId === sectionId) ?? null;
    return { ...report, days, section, sectionId, query, isRefused, asAt: asAt ?? null };
  });
}

type Data = ReturnType<typeof useLoaderData<typeof loader>>;

function OverTime({ days, months, total, remaining, sectionId, query }: Data) {
  const { t } = useLingui();
  const format = useFormat();
  const { asAt } = query;
  const to = (from: string, until: string) => paths.classSessionsBehind(sectionId, { from, until, asAt });
  const rows = months.map((month) => ({
    ...{ key: month.from, label: format.day(month.from, 'month'), to: to(month.from, month.until), figures: month },
  }));
  return (
    <Card title={t`Attendance`}>
      <Figure
        percent={percentOf(total)}
        earned={total.earned}
        possible={total.possible}
        to={to(query.from, query.until)}
        unit={t`marks`}
        size="lg"
      />
      <p className="mb-4 text-sm text-ink-muted">
        <TextLink to={to(query.from, query.until)}>
          <Plural value={total.classSessions} one="From one class session held." other="From # class sessions held." />
        </TextLink>{' '}
        <Plural value={remaining} _0="None is ahead." one="One is ahead." other="# are ahead." />
      </p>
      <PeriodFiguresView by="day" periods={days} to={to} />
      <FiguresTable label={t`Attendance by month`} head={t`Month`} rows={rows} />
    </Card>
  );
}

function Grid({ grid, students }: Data) {
  const { t } = useLingui();
  const [search] = useSearchParams();
  const { next } = grid;
  return (
    <Card title={t`Marks by class session`} isFlush className="[page:grid] print:break-before-page">
      <MarkGrid grid={grid} students={students} />
      <div className="flex flex-wrap gap-4 px-4 sm:px-5 print:hidden">
        {next !== null && (
          <TextLink
            to={searchLink(search, { after: String(next) })}
            preventScrollReset
            className="touch inline-flex items-center"
          >
            <Trans>Earlier class sessions</Trans>
          </TextLink>
        )}
        {search.has('after') && (
          <TextLink to={searchLink(search, { after: null })} preventScrollReset className="touch inline-flex items-center">
            <Trans>Latest class sessions</Trans>
          </TextLink>
        )}
      </div>
    </Card>
  );
}

export default function ClassOverview() {
  const { t } = useLingui();
  const format = useFormat();
  const data = useLoaderData<typeof loader>();
  const { section, sectionId, query, students, remaining, threshold, total, grid } = data;
  const { from, until, asAt } = query;
  const file = { from, until, sectionId, preset: 'section' };
  const toStudent = (studentId: number) => paths.classSessionsBehind(sectionId, { from, until, asAt, studentId });
  const standings = { students, remaining, threshold, to: toStudent };
  return (
    <>
      <PageHeader
        title={section ? `${section.courseTitle} ${section.sectionCode}` : t`Class`}
        lead={format.days(from, until)}
        actions={
          <>
            <ButtonLink to={paths.remindStudents(sectionId)} size="sm" icon={BellRing}>
              <Trans>Remind students</Trans>
            </ButtonLink>
            <ButtonLink to={paths.cards(sectionId)} size="sm" icon={IdCard}>
              <Trans>Printed cards</Trans>
            </ButtonLink>
            <ButtonLink to={paths.blankRegisters(sectionId)} size="sm" icon={Printer}>
              <Trans>Print blank register</Trans>
            </ButtonLink>
            <ButtonLink to={paths.reportFile('csv', file)} size="sm" icon={Download} reloadDocument download>
              <Trans>Download as CSV</Trans>
            </ButtonLink>
          </>
        }
      />
      <DaysForm query={query} hasTime />
      {data.isRefused && <RefusedNotice />}
      {data.asAt !== null && <AsAtNotice at={data.asAt} isFollowed />}
      <div className="grid gap-4 lg:gap-6 print:block">
        {total.classSessions === 0 ? <NothingHeld /> : <OverTime {...data} />}
        <NextToCross {...standings} />
        <StudentStandings {...standings} />
        {grid.classSessions.length > 0 && <Grid {...data} />}
      </div>
    </>
  );
}
