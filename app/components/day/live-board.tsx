/** All class sessions of a day, filling as people check in. Shows rows it is given; the route brings them and keeps them fresh. */
import type { I18n, MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@remix-run/react';
import { CalendarCheck2 } from 'lucide-react';
import { Card } from '#app/components/ui/card';
import { ClassState } from '#app/components/ui/class-state';
import { cx } from '#app/components/ui/cx';
import { EmptyState } from '#app/components/ui/feedback/empty-state';
import { markedIn, TallyBar, tallyText } from '#app/components/ui/feedback/progress';
import { List, WHOLE_ROW } from '#app/components/ui/list';
import { TimeRange } from '#app/components/ui/time/time';
import * as paths from '#app/paths';
import { useFormat } from '#app/words/use-format';
import type { LiveRow } from '#domain/register/day-view';

/** The views of the board. */
export const LIVE_VIEWS = ['all', 'open', 'not-taken', 'waiting'] as const;
export type LiveView = (typeof LIVE_VIEWS)[number];

/** The rows of a view, in their given order. */
export function rowsOf(rows: readonly LiveRow[], view: LiveView): LiveRow[] {
  if (view === 'open') return rows.filter((row) => row.state === 'open');
  if (view === 'not-taken') return rows.filter((row) => row.isNotTaken);
  if (view === 'waiting') return rows.filter((row) => row.waiting > 0);
  return [...rows];
}

/** What is on comes first, then what comes, then what was. */
function groupsOf(i18n: I18n, rows: readonly LiveRow[], now: number, isToday: boolean): { title: string; rows: LiveRow[] }[] {
  if (!isToday) return [{ title: i18n._(msg`All classes`), rows: [...rows] }].filter((group) => group.rows.length > 0);
  const isOn = (row: LiveRow) => row.state === 'open' || (row.startsAt <= now && now < row.endsAt);
  const isComing = (row: LiveRow) => !isOn(row) && row.startsAt > now;
  const groups = [
    { title: i18n._(msg`Now`), rows: rows.filter(isOn) },
    { title: i18n._(msg`Later today`), rows: rows.filter(isComing) },
    { title: i18n._(msg`Earlier today`), rows: rows.filter((row) => !isOn(row) && !isComing(row)) },
  ];
  return groups.filter((group) => group.rows.length > 0);
}

function Filling({ row }: { row: LiveRow }) {
  const { i18n } = useLingui();
  const marked = markedIn(row.tally);
  return (
    <div>
      <p className="mb-1.5 flex items-center justify-between gap-3 text-sm text-ink-muted">
        <span className="figures">
          <Trans>
            <span className="font-semibold text-ink">{marked}</span> of {row.enrolled} marked
          </Trans>
        </span>
        {row.waiting > 0 && (
          <span className="figures font-medium text-waiting">
            <Trans>{row.waiting} waiting</Trans>
          </span>
        )}
      </p>
      <TallyBar tally={row.tally} enrolled={row.enrolled} />
      {marked > 0 && <p className="figures mt-1.5 text-xs text-ink-muted">{tallyText(i18n, row.tally, row.enrolled)}</p>}
    </div>
  );
}

/** Title and state on one line, the bar under them on phones and between them on desktops. */
function Row({ row, now }: { row: LiveRow; now: number }) {
  const { list } = useFormat();
  const { classSessionId, courseTitle, courseCode, sectionCode, staff, cover, room, startsAt, endsAt, state } = row;
  const hasBegun = state === 'open' || (state === 'closed' && !row.isNotTaken);
  return (
    <li className="relative grid grid-cols-[1fr_auto] items-center gap-x-4 gap-y-3 px-4 py-3.5 hover:bg-surface-sunken sm:px-5 lg:grid-cols-[minmax(0,1fr)_20rem_8rem] lg:gap-x-8">
      <div className="min-w-0">
        <Link to={paths.register(classSessionId)} className={cx('font-medium', WHOLE_ROW)}>
          {courseTitle} <span className="font-normal whitespace-nowrap text-ink-muted">{`${courseCode} ${sectionCode}`}</span>
        </Link>
        <p className="text-sm text-ink-muted">
          <TimeRange startsAt={startsAt} endsAt={endsAt} className="figures" />
          {[room, list(staff)].filter(Boolean).map((part) => ` · ${part}`)}
          {cover && (
            <>
              {' · '}
              <Trans>Cover: {cover}</Trans>
            </>
          )}
        </p>
      </div>
      <div className="self-start justify-self-end lg:order-last lg:self-center">
        <ClassState state={state} isCheckInOpen={row.isCheckInOpen} isNotTaken={row.isNotTaken} isDue={startsAt <= now} />
      </div>
      <div className="col-span-full empty:hidden lg:col-span-1 lg:empty:block">{hasBegun && <Filling row={row} />}</div>
    </li>
  );
}

const NOTHING: Record<LiveView, { title: MessageDescriptor; text: MessageDescriptor }> = {
  all: { title: msg`No classes`, text: msg`Nothing is in the timetable for this day.` },
  open: { title: msg`No open registers`, text: msg`A class appears here as soon as its teacher opens it.` },
  'not-taken': { title: msg`Every register was taken`, text: msg`Classes that nobody opened appear here once they are over.` },
  waiting: { title: msg`No check-ins waiting`, text: msg`Classes with check-ins that staff have to look at appear here.` },
};

export type LiveBoardProps = { rows: readonly LiveRow[]; view: LiveView; now: number; isToday: boolean };

/** The rows of one view, grouped by when they are. */
export function LiveBoard({ rows, view, now, isToday }: LiveBoardProps) {
  const { i18n } = useLingui();
  const groups = groupsOf(i18n, rowsOf(rows, view), now, isToday);
  if (groups.length === 0)
    return (
      <Card>
        <EmptyState icon={CalendarCheck2} title={i18n._(NOTHING[view].title)}>
          {i18n._(NOTHING[view].text)}
        </EmptyState>
      </Card>
    );
  return (
    <div className="grid gap-4">
      {groups.map((group) => (
        <Card key={group.title} title={group.title} isFlush>
          <List label={group.title}>
            {group.rows.map((row) => (
              <Row key={row.classSessionId} row={row} now={now} />
            ))}
          </List>
        </Card>
      ))}
    </div>
  );
}
