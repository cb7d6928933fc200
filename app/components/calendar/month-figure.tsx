/** A month's rate with what it is made of: each count opens to its class sessions, and what is left out stands with why. Numbers come from
 *  the domain, ready made. */
import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@remix-run/react';
import { Card } from '#app/components/ui/card';
import { Disclosure } from '#app/components/ui/disclosure';
import { markedIn, TallyBar } from '#app/components/ui/feedback/progress';
import { Figure } from '#app/components/ui/figure';
import { countedText } from '#app/components/ui/status-words';
import { Time } from '#app/components/ui/time/time';
import * as paths from '#app/paths';
import { STATUSES, type Status, type Tally } from '#domain/register/attendance';
import type { TimetableEntry } from '#domain/timetable/timetable-view';
import { type EntryMark, entryMark, isCounted } from './entry-mark';
import { MarkBadge } from './mark-badge';

type LinesProps = { entries: readonly TimetableEntry[]; to: (day: string) => string };

function ClassLines({ entries, to }: LinesProps) {
  return (
    <ul className="space-y-1 pb-2 text-sm">
      {entries.map(({ classSessionId, courseTitle, sectionCode, startsAt, day }) => (
        <li key={classSessionId}>
          <Link
            to={to(day)}
            preventScrollReset
            className="flex min-h-9 items-center justify-between gap-3 rounded-md px-2 hover:bg-surface-sunken pointer-coarse:min-h-11"
          >
            <span className="min-w-0 truncate font-medium">
              {courseTitle} <span className="font-normal text-ink-muted">{sectionCode}</span>
            </span>
            <Time at={startsAt} style="moment" className="figures shrink-0 text-ink-muted" />
          </Link>
        </li>
      ))}
    </ul>
  );
}

function StatusLine({ status, count, ...lines }: LinesProps & { status: Status; count: number }) {
  const { i18n } = useLingui();
  return (
    <Disclosure
      summary={
        <span className="flex items-center gap-2.5">
          <span aria-hidden="true" className="flex">
            <MarkBadge mark={status} />
          </span>
          <span className="figures">{countedText(i18n, status, count)}</span>
        </span>
      }
    >
      <ClassLines {...lines} />
    </Disclosure>
  );
}

/** What the figure rests on, or why there is none. */
function SourceOfFigure({ counted, all }: { counted: number; all: number }) {
  if (all === 0) return <Trans>You have no classes in this month.</Trans>;
  if (counted === 0) return <Trans>Nothing counts yet. A class counts once its register is closed.</Trans>;
  return (
    <Plural value={counted} one="From one class whose register is closed." other="From # classes whose register is closed." />
  );
}

/** Why an entry that has begun counts nothing; a mark of a register that is open counts once it is closed. */
function whyLeftOut(mark: EntryMark): MessageDescriptor {
  if (mark === 'cancelled') return msg`Cancelled`;
  if (mark === 'unmarked') return msg`No mark`;
  return mark === 'waiting' ? msg`Your check-in is waiting for staff` : msg`The register is still open`;
}

type LeftOutProps = {
  entries: readonly TimetableEntry[];
  /** Marks that are counted above and stand outside the rate. */
  outOfRate: number;
  to: (day: string) => string;
};

/** What the figure leaves out, and why; nothing while all that has begun counts. */
function LeftOut({ entries, outOfRate, to }: LeftOutProps) {
  const { i18n } = useLingui();
  const left = entries.filter((entry) => !isCounted(entry) && entryMark(entry) !== 'planned');
  return (
    <>
      {outOfRate > 0 && (
        <p className="py-2 text-sm text-ink-muted">
          <Plural
            value={outOfRate}
            one="One of these marks is out of the rate, by the school’s rules."
            other="# of these marks are out of the rate, by the school’s rules."
          />
        </p>
      )}
      {left.length > 0 && (
        <Disclosure summary={<Plural value={left.length} one="One class left out" other="# classes left out" />}>
          <ul className="space-y-1 pb-2 text-sm">
            {left.map((entry) => (
              <li key={entry.classSessionId}>
                <Link
                  to={to(entry.day)}
                  preventScrollReset
                  className="touch block rounded-md px-2 py-1.5 hover:bg-surface-sunken"
                >
                  <span className="font-medium">{entry.courseTitle}</span>{' '}
                  <Time at={entry.startsAt} style="moment" className="figures text-ink-muted" />
                  <span className="block text-ink-muted">{i18n._(whyLeftOut(entryMark(entry)))}</span>
                </Link>
              </li>
            ))}
          </ul>
        </Disclosure>
      )}
    </>
  );
}

export type MonthFigureProps = {
  title: string;
  /** `YYYY-MM`. */
  month: string;
  percent: number | null;
  /** Hundredths of a class session. */
  earned: number;
  possible: number;
  tally: Tally;
  entries: readonly TimetableEntry[];
  /** Where a day leads. */
  to: (day: string) => string;
};

/** The month's figure; the whole month's, whatever a filter shows. */
export function MonthFigure({ title, month, percent, earned, possible, tally, entries, ...rest }: MonthFigureProps) {
  const { t } = useLingui();
  const counted = markedIn(tally);
  const found = STATUSES.filter((status) => tally[status] > 0);
  return (
    <Card title={t`Your rate in ${title}`}>
      <Figure percent={percent} earned={earned} possible={possible} to={paths.ownSessions({ month })} size="lg" />
      <p className="mb-4 text-sm text-ink-muted">
        <SourceOfFigure counted={counted} all={entries.length} />
      </p>
      {counted > 0 && <TallyBar tally={tally} enrolled={counted} className="mb-3" />}
      <div className="divide-y divide-line">
        {found.map((status) => (
          <StatusLine
            key={status}
            status={status}
            count={tally[status]}
            entries={entries.filter((entry) => isCounted(entry) && entry.mark === status)}
            {...rest}
          />
        ))}
        <LeftOut entries={entries} outOfRate={counted - possible / 100} to={rest.to} />
      </div>
    </Card>
  );
}
