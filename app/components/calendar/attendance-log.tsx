/** The detailed log of own marks: from what to what, how, by whom, when and why. A page of it; the links to others are the page's. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@remix-run/react';
import { ArrowRight, History } from 'lucide-react';
import { ButtonLink } from '#app/components/ui/button';
import { Card } from '#app/components/ui/card';
import { cx } from '#app/components/ui/cx';
import { EmptyState } from '#app/components/ui/feedback/empty-state';
import { useHashFocus } from '#app/components/ui/hooks/use-hash-focus';
import { StatusChip } from '#app/components/ui/status-chip';
import { Time } from '#app/components/ui/time/time';
import type { AttendanceLogEntry } from '#domain/register/attendance-view';
import { reasonText, sourceText } from './source-words';

/** The element a link to `#log` leads to. */
export const LOG_ID = 'log';

/** `day` is the school day of the class. */
export type LogLine = AttendanceLogEntry & { day: string };

function Change({ entry: { from, to } }: { entry: LogLine }) {
  return (
    <span className="flex items-center gap-1.5">
      <span className="sr-only">
        <Trans>From</Trans>
      </span>
      {from ? (
        <StatusChip status={from} size="compact" />
      ) : (
        <span className="text-sm text-ink-muted max-sm:sr-only">
          <Trans>No mark</Trans>
        </span>
      )}
      <ArrowRight className={cx('size-4 text-ink-muted', !from && 'max-sm:hidden')} aria-hidden="true" />
      <span className="sr-only">
        <Trans>to</Trans>
      </span>
      <StatusChip status={to} />
    </span>
  );
}

type LineProps = { entry: LogLine; to: string };

function Line({ entry, to }: LineProps) {
  const { i18n } = useLingui();
  const { courseTitle, sectionCode, startsAt, at, reason } = entry;
  return (
    <li className="grid grid-cols-[auto_minmax(0,1fr)] items-center gap-x-3 gap-y-0.5 px-4 py-3 max-sm:*:nth-[n+3]:col-span-2 sm:grid-cols-[minmax(0,1fr)_auto] sm:gap-x-6 sm:px-5">
      <div className="max-sm:mb-1 sm:col-start-2 sm:row-span-3 sm:row-start-1">
        <Change entry={entry} />
      </div>
      <p className="text-sm text-ink-muted max-sm:mb-1 max-sm:text-end sm:row-start-1">
        <Time at={at} style="moment" className="figures" />
      </p>
      <p>
        {sourceText(entry, i18n)}
        {reason && (
          <span className="text-ink-muted">
            {' '}
            <Trans>Reason: {reasonText(i18n, reason)}</Trans>
          </span>
        )}
      </p>
      <p className="text-sm text-ink-muted">
        <Trans>
          For{' '}
          <Link
            to={to}
            className="font-medium text-ink underline decoration-line-strong underline-offset-4 hover:decoration-current"
          >
            {`${courseTitle} ${sectionCode}`}
          </Link>
          , <Time at={startsAt} style="moment" className="figures" />
        </Trans>
      </p>
    </li>
  );
}

function NoEntries({ isFirstPage }: { isFirstPage: boolean }) {
  const { t } = useLingui();
  return (
    <EmptyState icon={History} title={isFirstPage ? t`No marks yet` : t`Nothing earlier`}>
      {isFirstPage ? t`Every mark you get, and every change to it, is listed here.` : t`These are all the changes to your marks.`}
    </EmptyState>
  );
}

export type AttendanceLogListProps = {
  entries: readonly LogLine[];
  /** Where the day of a class leads. */
  to: (day: string) => string;
  /** Earlier entries; null when there are none. */
  earlier: string | null;
  /** The newest entries; null while they are shown. */
  latest: string | null;
};

/** A page of the log. */
export function AttendanceLogList({ entries, to, earlier, latest }: AttendanceLogListProps) {
  const { t } = useLingui();
  const ref = useHashFocus(LOG_ID);
  return (
    <section id={LOG_ID} aria-labelledby="log-title">
      <Card isFlush>
        <div className="border-b border-line px-4 pt-4 pb-3 sm:px-5">
          <h2 id="log-title" ref={ref} tabIndex={-1} className="font-semibold">
            <Trans>How your marks came to be</Trans>
          </h2>
          <p className="text-sm text-ink-muted">
            {latest ? t`Earlier changes, the last one first.` : t`Every change, the last one first.`}
          </p>
        </div>
        {entries.length === 0 && <NoEntries isFirstPage={latest === null} />}
        <ol className="divide-y divide-line">
          {entries.map((entry) => (
            <Line key={entry.id} entry={entry} to={to(entry.day)} />
          ))}
        </ol>
        {(earlier || latest) && (
          <div className="flex flex-wrap gap-2 border-t border-line px-4 py-3 sm:px-5">
            {earlier && (
              <ButtonLink to={earlier}>
                <Trans>Show earlier</Trans>
              </ButtonLink>
            )}
            {latest && (
              <ButtonLink to={latest}>
                <Trans>Back to the latest</Trans>
              </ButtonLink>
            )}
          </div>
        )}
      </Card>
    </section>
  );
}
