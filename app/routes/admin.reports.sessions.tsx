/** `/admin/reports/sessions`: the class sessions that a figure is made of, newest first; each leads to its register, or to the mark of the one
 *  student who was asked of. */
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { type MetaFunction, useLoaderData, useSearchParams } from '@remix-run/react';
import type { LoaderFunctionArgs } from '@remix-run/server-runtime';
import { ChartColumn } from 'lucide-react';
import { withReport } from '#app/actions/report-query.server';
import { searchLink } from '#app/components/calendar/search-link';
import { dayOfWeekday, scopeOf } from '#app/components/report/report-query';
import { SavedViews } from '#app/components/report/saved-views';
import { ButtonLink } from '#app/components/ui/button';
import { Card } from '#app/components/ui/card';
import { EmptyState } from '#app/components/ui/feedback/empty-state';
import { markedIn, tallyText } from '#app/components/ui/feedback/progress';
import { percentText } from '#app/components/ui/figure';
import { List, ListRow } from '#app/components/ui/list';
import { PageHeader } from '#app/components/ui/page-header';
import { STATUS_LOOKS } from '#app/components/ui/status-chip';
import { TextLink } from '#app/components/ui/text-link';
import { Time } from '#app/components/ui/time/time';
import * as paths from '#app/paths';
import { pageTitle } from '#app/words/page-title';
import { useFormat } from '#app/words/use-format';
import { percentOf } from '#domain/rate';
import { SessionsAddress } from '#domain/report/report-filter';

export const meta: MetaFunction = (page) => pageTitle(page, msg`Class sessions`);

export function loader(args: LoaderFunctionArgs) {
  return withReport(args, async (api, { filter, search }) => {
    const { after, ...narrowed } = SessionsAddress.parse(Object.fromEntries(search));
    const page = await api.report.sessions({ ...scopeOf(filter), ...narrowed, after });
    return { ...page, narrowed };
  });
}

type Data = ReturnType<typeof useLoaderData<typeof loader>>;

/** The part of the school and what else was asked for, one word each. */
function useAskedWords({ asked, narrowed }: Data): string[] {
  const { i18n, t } = useLingui();
  const format = useFormat();
  const { departmentId, courseId, sectionId } = asked.query;
  const section = asked.sections.find((one) => one.sectionId === sectionId);
  const { weekday, hour, status, reasonCodeId } = narrowed;
  const words = [
    asked.departments.find(({ id }) => id === departmentId)?.name,
    asked.courses.find(({ id }) => id === courseId)?.title,
    section && `${section.courseTitle} ${section.sectionCode}`,
    weekday && format.day(dayOfWeekday(weekday), 'weekdayLong'),
    hour !== undefined ? format.hour(hour) : undefined,
    status && i18n._(STATUS_LOOKS[status].word),
    reasonCodeId === undefined ? undefined : reasonCodeId === 0 ? t`No reason` : t`With the reason`,
  ];
  return words.filter((word) => typeof word === 'string');
}

type RowProps = { session: Data['rows'][number]; studentId: number | undefined };

/** Leads to the register; asked of one student, to the changes of the mark. */
function SessionRow({ session, studentId }: RowProps) {
  const { i18n } = useLingui();
  const { courseTitle, courseCode, sectionCode, startsAt, classSessionId } = session;
  return (
    <ListRow
      to={studentId === undefined ? paths.register(classSessionId) : paths.markHistory(classSessionId, studentId)}
      title={`${courseTitle} (${courseCode} ${sectionCode})`}
      detail={
        <>
          <Time at={startsAt} style="moment" /> · {tallyText(i18n, session, markedIn(session))}
        </>
      }
      trailing={<span className="figures font-semibold">{percentText(i18n, percentOf(session))}</span>}
    />
  );
}

function Rows({ rows, narrowed: { studentId } }: Pick<Data, 'rows' | 'narrowed'>) {
  const { t } = useLingui();
  if (rows.length === 0)
    return (
      <EmptyState icon={ChartColumn} title={t`No class sessions`}>
        <Trans>None of these days was held in this part of the school.</Trans>
      </EmptyState>
    );
  return (
    <List label={t`Class sessions`}>
      {rows.map((session) => (
        <SessionRow key={session.classSessionId} session={session} studentId={studentId} />
      ))}
    </List>
  );
}

export default function ReportSessions() {
  const { t } = useLingui();
  const format = useFormat();
  const [search] = useSearchParams();
  const data = useLoaderData<typeof loader>();
  const { asked, narrowed, rows, next } = data;
  const { query } = asked;
  const words = useAskedWords(data);
  return (
    <>
      <PageHeader
        title={t`Class sessions`}
        lead={[format.days(query.from, query.until), ...words].join(' · ')}
        back={{ to: paths.reports(query), label: t`Reports` }}
      />
      <SavedViews views={asked.views} page="sessions" />
      {narrowed.studentId !== undefined && (
        <p className="mb-4">
          <Trans>
            Only the marks of <TextLink to={paths.person(narrowed.studentId)}>one student</TextLink>.
          </Trans>
        </p>
      )}
      <Card isFlush>
        <Rows rows={rows} narrowed={narrowed} />
      </Card>
      {next !== null && (
        <ButtonLink to={searchLink(search, { after: next })} className="mt-4">
          <Trans>Earlier class sessions</Trans>
        </ButtonLink>
      )}
    </>
  );
}
