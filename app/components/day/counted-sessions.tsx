/** The class sessions that a student's rate is made of, with what they can be narrowed to: one class, one mark. */
import { Trans, useLingui } from '@lingui/react/macro';
import { useSearchParams } from '@remix-run/react';
import { ClipboardCheck } from 'lucide-react';
import { searchLink } from '#app/components/calendar/search-link';
import { Card } from '#app/components/ui/card';
import { EmptyState } from '#app/components/ui/feedback/empty-state';
import { markedIn } from '#app/components/ui/feedback/progress';
import { Figure } from '#app/components/ui/figure';
import { FilterLinks } from '#app/components/ui/form/filter-links';
import { List, ListRow } from '#app/components/ui/list';
import { PageLinks } from '#app/components/ui/page-links';
import { STATUS_LOOKS, StatusChip } from '#app/components/ui/status-chip';
import { Time } from '#app/components/ui/time/time';
import { STATUSES, type Status } from '#domain/register/attendance';
import type { CountedSession, CountedSessions } from '#domain/register/attendance-view';

/** What the class sessions are narrowed to. */
type Asked = {
  sectionId?: number | undefined;
  status?: Status | undefined;
  month?: string | undefined;
  after?: string | undefined;
};

type FiltersProps = Pick<CountedSessions, 'standing'> & { asked: Asked };

/** Counts are of all months: beside one, links go without. */
function Filters({ standing: { sections, tally }, asked: { sectionId, status, month } }: FiltersProps) {
  const { i18n, t } = useLingui();
  const [search] = useSearchParams();
  const link = (name: string, value: string | null, label: string, count: number, isCurrent: boolean) => ({
    to: searchLink(search, { [name]: value, after: null }),
    label,
    isCurrent,
    ...(month === undefined && { count }),
  });
  const chosen = sections.find((one) => one.sectionId === sectionId)?.tally ?? tally;
  const classes = sections.map((one) =>
    link(
      'sectionId',
      String(one.sectionId),
      `${one.courseTitle} ${one.sectionCode}`,
      markedIn(one.tally),
      one.sectionId === sectionId,
    ),
  );
  const marks = STATUSES.map((one) => link('status', one, i18n._(STATUS_LOOKS[one].word), chosen[one], one === status));
  return (
    <div className="mb-4 grid min-w-0 gap-2">
      {sections.length > 1 && (
        <FilterLinks
          label={t`Filter by class`}
          links={[link('sectionId', null, t`All classes`, markedIn(tally), sectionId === undefined), ...classes]}
        />
      )}
      <FilterLinks
        label={t`Filter by mark`}
        links={[link('status', null, t`All marks`, markedIn(chosen), status === undefined), ...marks]}
      />
    </div>
  );
}

function Row({ row, to }: { row: CountedSession; to: string }) {
  const { courseTitle, sectionCode, startsAt, mark, isInRate } = row;
  return (
    <ListRow
      to={to}
      title={`${courseTitle} ${sectionCode}`}
      detail={
        <>
          <Time at={startsAt} style="moment" className="figures" />
          {!isInRate && (
            <>
              {' · '}
              <Trans>not in the rate</Trans>
            </>
          )}
        </>
      }
      trailing={<StatusChip status={mark} />}
    />
  );
}

export type CountedSessionsProps = CountedSessions & {
  asked: Asked;
  /** Where one of them leads. */
  to: (row: CountedSession) => string;
};

/** A page of them, below the figure that all of them make up. */
export function CountedSessionsView({ standing, rows, next, asked, to }: CountedSessionsProps) {
  const { t } = useLingui();
  const [search] = useSearchParams();
  const { sectionId, status, month, after } = asked;
  const figure = sectionId === undefined ? standing : standing.sections.find((one) => one.sectionId === sectionId);
  return (
    <div className="max-w-3xl">
      <Filters standing={standing} asked={asked} />
      <Card isFlush>
        {figure && status === undefined && month === undefined && (
          <div className="border-b border-line px-4 py-3 sm:px-5">
            <Figure {...figure} to={null} size="lg" />
          </div>
        )}
        {rows.length === 0 ? (
          <EmptyState icon={ClipboardCheck} title={t`No class sessions`}>
            <Trans>A class counts once its register is closed.</Trans>
          </EmptyState>
        ) : (
          <List label={t`Class sessions`}>
            {rows.map((row) => (
              <Row key={row.classSessionId} row={row} to={to(row)} />
            ))}
          </List>
        )}
      </Card>
      <PageLinks
        first={after === undefined ? null : searchLink(search, { after: null })}
        next={next === null ? null : searchLink(search, { after: next })}
      />
    </div>
  );
}
