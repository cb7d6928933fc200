/** The class sessions that a figure is made of, a page of them: each leads to its register, as it is or as it stood then, or to the mark of
 *  the one student who was asked of. */
import type { I18n, MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { useSearchParams } from '@remix-run/react';
import { ChartColumn } from 'lucide-react';
import { searchLink } from '#app/components/calendar/search-link';
import { ButtonLink } from '#app/components/ui/button';
import { Card } from '#app/components/ui/card';
import { EmptyState } from '#app/components/ui/feedback/empty-state';
import { markedIn, tallyText } from '#app/components/ui/feedback/progress';
import { percentText } from '#app/components/ui/figure';
import { List, ListRow } from '#app/components/ui/list';
import { STATUS_LOOKS } from '#app/components/ui/status-chip';
import { TextLink } from '#app/components/ui/text-link';
import { Time } from '#app/components/ui/time/time';
import * as paths from '#app/paths';
import type { Format } from '#app/words/format';
import { useFormat } from '#app/words/use-format';
import { percentOf } from '#domain/rate';
import type { Missed, SessionsAddress } from '#domain/report/report-filter';
import type { ReportSession, SessionPage } from '#domain/report/report-view';
import { dayOfWeekday } from './report-query';

/** What class sessions are narrowed by beyond their days and part of the school. */
export type Narrowed = Omit<SessionsAddress, 'after'>;

const MISSED_WORDS: Record<Missed, MessageDescriptor> = { rate: msg`Missed`, any: msg`Missed, excused or not` };

/** One word each. */
export function narrowedWords(i18n: I18n, format: Format, { weekday, hour, status, reasonCodeId, missed }: Narrowed): string[] {
  const words = [
    weekday && format.day(dayOfWeekday(weekday), 'weekdayLong'),
    hour !== undefined ? format.hour(hour) : undefined,
    status && i18n._(STATUS_LOOKS[status].word),
    reasonCodeId === undefined ? undefined : i18n._(reasonCodeId === 0 ? msg`No reason` : msg`With the reason`),
    missed && i18n._(MISSED_WORDS[missed]),
  ];
  return words.filter((word) => typeof word === 'string');
}

type Shown = { studentId: number | undefined; asAt: string | undefined };

function SessionRow({ session, studentId, asAt }: Shown & { session: ReportSession }) {
  const { i18n } = useLingui();
  const format = useFormat();
  const { courseTitle, courseCode, sectionCode, startsAt, classSessionId, cover } = session;
  return (
    <ListRow
      to={studentId === undefined ? paths.register(classSessionId, { asAt }) : paths.markHistory(classSessionId, studentId)}
      title={`${courseTitle} (${courseCode} ${sectionCode})`}
      detail={
        <>
          <Time at={startsAt} style="moment" /> · {tallyText(i18n, session, markedIn(session))}
          {cover && (
            <span className="block">
              <Trans>Cover: {cover}</Trans>
            </span>
          )}
        </>
      }
      trailing={<span className="figures font-semibold">{percentText(format, percentOf(session))}</span>}
    />
  );
}

function Rows({ rows, ...shown }: Shown & { rows: readonly ReportSession[] }) {
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
        <SessionRow key={session.classSessionId} session={session} {...shown} />
      ))}
    </List>
  );
}

type OfStudentProps = { name: string; page: string | undefined; isMissed: boolean };

/** Whose marks these are, and the way to all of them where it is only what was missed. */
function OfStudent({ name, page, isMissed }: OfStudentProps) {
  const [search] = useSearchParams();
  return (
    <p className="mb-4">
      <Trans>Only the marks of {page === undefined ? name : <TextLink to={page}>{name}</TextLink>}.</Trans>{' '}
      {isMissed && (
        <TextLink to={searchLink(search, { missed: null, after: null })}>
          <Trans>Show all of their class sessions</Trans>
        </TextLink>
      )}
    </p>
  );
}

export type SessionListProps = SessionPage & {
  narrowed: Narrowed;
  /** The page of the one student, for those who may see it. */
  studentPage?: string | undefined;
  /** The wall time that registers are shown as at. */
  asAt?: string | undefined;
};

export function SessionList({ rows, next, studentName, narrowed, studentPage, asAt }: SessionListProps) {
  const [search] = useSearchParams();
  const { studentId, missed } = narrowed;
  return (
    <>
      {studentName !== null && <OfStudent name={studentName} page={studentPage} isMissed={missed !== undefined} />}
      <Card isFlush>
        <Rows rows={rows} studentId={studentId} asAt={asAt} />
      </Card>
      {next !== null && (
        <ButtonLink to={searchLink(search, { after: next })} className="mt-4">
          <Trans>Earlier class sessions</Trans>
        </ButtonLink>
      )}
    </>
  );
}
