/** `/admin/reports/students`: who misses much, a page at a time. `?list=` says by which measure; the days of the filter are "since" and "until". */
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { type MetaFunction, useLoaderData, useSearchParams } from '@remix-run/react';
import type { LoaderFunctionArgs } from '@remix-run/server-runtime';
import { withReport } from '#app/actions/report-query.server';
import { loadList } from '#app/actions/report-students.server';
import { searchLink } from '#app/components/calendar/search-link';
import { LinkTabs, ReportFrame } from '#app/components/report/report-frame';
import { scopeOf } from '#app/components/report/report-query';
import { LIST_WORDS, StudentLines } from '#app/components/report/student-lines';
import { Card } from '#app/components/ui/card';
import { PageLink } from '#app/components/ui/page-links';
import { TextLink } from '#app/components/ui/text-link';
import { pageTitle } from '#app/words/page-title';
import { useFormat } from '#app/words/use-format';
import { STUDENT_LISTS } from '#domain/report/saved-view';

export const meta: MetaFunction = (page) => pageTitle(page, msg`Students who miss much`);

export function loader(args: LoaderFunctionArgs) {
  return withReport(args, async (api, { filter, search }) => {
    const list = STUDENT_LISTS.find((one) => one === search.get('list')) ?? 'frequent';
    const { from: since, ...scope } = scopeOf(filter);
    const after = search.get('after') ?? undefined;
    const { behind, ...found } = await loadList(api, list, { ...scope, since, after });
    return { list, ...found, behind: { ...scopeOf(filter), ...behind } };
  });
}

export default function ReportStudents() {
  const { i18n, t } = useLingui();
  const format = useFormat();
  const [search] = useSearchParams();
  const data = useLoaderData<typeof loader>();
  const { asked, list, next } = data;
  const tabs = STUDENT_LISTS.map((one) => ({
    to: searchLink(search, { list: one, after: null }),
    label: i18n._(LIST_WORDS[one].label),
    isCurrent: one === list,
  }));
  const since = format.day(asked.query.from, 'short');
  return (
    <ReportFrame asked={asked} lead={t`Since ${since}`} kept={{ list }}>
      <LinkTabs label={t`Lists of students`} tabs={tabs} />
      <p className="mb-3 text-sm text-ink-muted">{i18n._(LIST_WORDS[list].about)}</p>
      <Card isFlush>
        <StudentLines {...data} />
      </Card>
      <div className="mt-4 flex flex-wrap items-center gap-4">
        {next !== null && (
          <PageLink to={searchLink(search, { after: next })}>
            <Trans>Next page</Trans>
          </PageLink>
        )}
        {search.has('after') && (
          <TextLink to={searchLink(search, { after: null })} className="touch inline-flex items-center">
            <Trans>First page</Trans>
          </TextLink>
        )}
      </div>
    </ReportFrame>
  );
}
