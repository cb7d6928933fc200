/** `/admin/reports/students`: who misses much, a page at a time. `?list=` says by which measure; the days of the filter are "since" and "until". */
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { type MetaFunction, useLoaderData, useSearchParams } from '@remix-run/react';
import type { LoaderFunctionArgs } from '@remix-run/server-runtime';
import { UserRoundCheck } from 'lucide-react';
import { withReport } from '#app/actions/report-query.server';
import { searchLink } from '#app/components/calendar/search-link';
import { missedText } from '#app/components/report/change-text';
import { LinkTabs, ReportFrame } from '#app/components/report/report-frame';
import { scopeOf } from '#app/components/report/report-query';
import { ButtonLink } from '#app/components/ui/button';
import { Card } from '#app/components/ui/card';
import { EmptyState } from '#app/components/ui/feedback/empty-state';
import { percentText, sumsText } from '#app/components/ui/figure';
import { List, ListRow } from '#app/components/ui/list';
import { TextLink } from '#app/components/ui/text-link';
import * as paths from '#app/paths';
import type { Api } from '#app/trpc/caller.server';
import { pageTitle } from '#app/words/page-title';
import { useFormat } from '#app/words/use-format';
import { percentOf, type Sums } from '#domain/rate';
import type { AbsenteesInput } from '#domain/report/report-filter';

export const meta: MetaFunction = (page) => pageTitle(page, msg`Students who miss much`);

const LISTS = ['frequent', 'chronic', 'falling'] as const;
type ListName = (typeof LISTS)[number];

type Line = {
  studentId: number;
  name: string;
  /** The rate of the list, and for those who fall the one before. */
  sums: Sums | null;
  before: Sums | null;
  missed: { missed: number; all: number } | null;
};

type StudentList = { lines: Line[]; next: string | null };

const NOTHING = { sums: null, before: null, missed: null };

async function loadList(api: Api, list: ListName, input: AbsenteesInput): Promise<StudentList> {
  if (list === 'chronic') {
    const { rows, next } = await api.report.chronic(input);
    const toLine = ({ studentId, name, missed, all }: (typeof rows)[number]) => ({
      ...NOTHING,
      studentId,
      name,
      missed: { missed, all },
    });
    return { lines: rows.map(toLine), next };
  }
  if (list === 'falling') {
    const { rows, next } = await api.report.falling(input);
    return { lines: rows.map(({ studentId, name, now, before }) => ({ ...NOTHING, studentId, name, sums: now, before })), next };
  }
  const { rows, next } = await api.report.frequentAbsentees(input);
  const toLine = ({ studentId, name, earned, possible, missed, classSessionIds: _ }: (typeof rows)[number]) => ({
    ...NOTHING,
    ...{ studentId, name, sums: { earned, possible }, missed: { missed, all: possible / 100 } },
  });
  return { lines: rows.map(toLine), next };
}

export function loader(args: LoaderFunctionArgs) {
  return withReport(args, async (api, { filter, search }) => {
    const list = LISTS.find((one) => one === search.get('list')) ?? 'frequent';
    const { from: since, ...scope } = scopeOf(filter);
    const after = search.get('after') ?? undefined;
    return { list, ...(await loadList(api, list, { ...scope, since, after })) };
  });
}

type Data = ReturnType<typeof useLoaderData<typeof loader>>;

const LIST_WORDS = {
  frequent: {
    label: msg`Frequent absentees`,
    about: msg`Their rate is under the school’s line, on five class sessions or more.`,
  },
  chronic: { label: msg`Chronic absence`, about: msg`They missed a tenth or more of their class sessions, excused or not.` },
  falling: {
    label: msg`Falling`,
    about: msg`Their rate of the last four weeks is furthest under that of the four weeks before.`,
  },
};

function StudentRow({ line, asked }: { line: Line } & Pick<Data, 'asked'>) {
  const { i18n, t } = useLingui();
  const { studentId, name, sums, before, missed } = line;
  const rate = sums && `${percentText(i18n, percentOf(sums))} (${sumsText(i18n, sums)})`;
  const former = before && percentText(i18n, percentOf(before));
  const parts = [missed && missedText(i18n, missed.missed, missed.all), former && t`before: ${former}`];
  return (
    <ListRow
      to={paths.reportedClassSessions({ ...scopeOf(asked.query), studentId })}
      title={name}
      detail={parts.filter(Boolean).join(' · ')}
      trailing={<span className="figures font-semibold">{rate}</span>}
    />
  );
}

function Lines({ list, lines, asked }: Data) {
  const { i18n, t } = useLingui();
  if (lines.length === 0)
    return (
      <EmptyState icon={UserRoundCheck} title={t`Nobody`}>
        <Trans>Nobody in this part of the school is on this list for these days.</Trans>
      </EmptyState>
    );
  return (
    <List label={i18n._(LIST_WORDS[list].label)}>
      {lines.map((line) => (
        <StudentRow key={line.studentId} {...{ line, asked }} />
      ))}
    </List>
  );
}

export default function ReportStudents() {
  const { i18n, t } = useLingui();
  const format = useFormat();
  const [search] = useSearchParams();
  const data = useLoaderData<typeof loader>();
  const { asked, list, next } = data;
  const tabs = LISTS.map((one) => ({
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
        <Lines {...data} />
      </Card>
      <div className="mt-4 flex flex-wrap items-center gap-4">
        {next !== null && (
          <ButtonLink to={searchLink(search, { after: next })}>
            <Trans>Next page</Trans>
          </ButtonLink>
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
