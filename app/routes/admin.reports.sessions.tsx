/** `/admin/reports/sessions`: the class sessions that a figure is made of, newest first; `?asAt=` as their registers stood then. */
import { msg } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import { type MetaFunction, useLoaderData } from '@remix-run/react';
import type { LoaderFunctionArgs } from '@remix-run/server-runtime';
import { withReport } from '#app/actions/report-query.server';
import { AsAtNotice } from '#app/components/report/address-notices';
import { type AskedReport, scopeOf } from '#app/components/report/report-query';
import { SavedViews } from '#app/components/report/saved-views';
import { narrowedWords, SessionList } from '#app/components/report/session-list';
import { PageHeader } from '#app/components/ui/page-header';
import * as paths from '#app/paths';
import { pageTitle } from '#app/words/page-title';
import { useFormat } from '#app/words/use-format';
import { SessionsAddress } from '#domain/report/report-filter';

export const meta: MetaFunction = (page) => pageTitle(page, msg`Class sessions`);

export function loader(args: LoaderFunctionArgs) {
  return withReport(args, async (api, { filter, search }) => {
    const { after, ...narrowed } = SessionsAddress.parse(Object.fromEntries(search));
    const page = await api.report.sessions({ ...scopeOf(filter), asAt: filter.asAt, ...narrowed, after });
    return { ...page, narrowed };
  });
}

/** The part of the school that was asked for. */
function placeWords({ query: { departmentId, courseId, sectionId }, departments, courses, sections }: AskedReport): string[] {
  const section = sections.find((one) => one.sectionId === sectionId);
  const words = [
    departments.find(({ id }) => id === departmentId)?.name,
    courses.find(({ id }) => id === courseId)?.title,
    section && `${section.courseTitle} ${section.sectionCode}`,
  ];
  return words.filter((word) => word !== undefined);
}

export default function ReportSessions() {
  const { i18n, t } = useLingui();
  const format = useFormat();
  const { asked, ...page } = useLoaderData<typeof loader>();
  const { query, asAt } = asked;
  const { studentId } = page.narrowed;
  const words = [format.days(query.from, query.until), ...placeWords(asked), ...narrowedWords(i18n, format, page.narrowed)];
  return (
    <>
      <PageHeader title={t`Class sessions`} lead={words.join(' · ')} back={{ to: paths.reports(query), label: t`Reports` }} />
      <SavedViews views={asked.views} page="sessions" />
      {asAt !== null && <AsAtNotice at={asAt} isFollowed />}
      <SessionList {...page} asAt={query.asAt} studentPage={studentId === undefined ? undefined : paths.person(studentId)} />
    </>
  );
}
