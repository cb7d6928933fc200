/** A week as a list of days with their class sessions. */
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Card } from '#app/components/ui/card';
import { cx } from '#app/components/ui/cx';
import { Disclosure } from '#app/components/ui/disclosure';
import { List } from '#app/components/ui/list';
import { EntryLine, entryPath, type Reader } from './entry-line';
import type { WeekDay } from './week-layout';

/** The word that says what the colour shows. */
export function TodayBadge() {
  return (
    <span className="rounded-full bg-accent px-2.5 py-0.5 text-xs font-semibold text-accent-ink">
      <Trans>Today</Trans>
    </span>
  );
}

function AgendaDay({ day, reader }: { day: WeekDay; reader: Reader }) {
  const { t } = useLingui();
  const { label, isToday, entries } = day;
  if (entries.length === 0)
    return (
      <section
        aria-label={label}
        className="flex items-center justify-between gap-3 rounded-xl border border-dashed border-line px-4 py-3 text-sm text-ink-muted sm:px-5"
      >
        <h3 className={cx('font-medium', isToday && 'text-accent')}>{label}</h3>
        <span className="flex items-center gap-3">
          <Trans>No classes</Trans>
          {isToday && <TodayBadge />}
        </span>
      </section>
    );
  return (
    <section aria-label={label} aria-current={isToday ? 'date' : undefined}>
      <div className="mb-2 flex items-center gap-3 px-1">
        <h3 className={cx('text-sm font-semibold', isToday && 'text-accent')}>{label}</h3>
        {isToday && <TodayBadge />}
      </div>
      <Card isFlush className={isToday ? 'border-accent!' : undefined}>
        <List label={t`Classes on ${label}`}>
          {entries.map((entry) => (
            <EntryLine key={entry.classSessionId} entry={entry} reader={reader} to={entryPath(entry, reader)} />
          ))}
        </List>
      </Card>
    </section>
  );
}

export type WeekAgendaProps = { days: readonly WeekDay[]; reader: Reader };

/** The days one below the other; those without classes say so. Once the week has begun, what is over is folded away. */
export function WeekAgenda({ days, reader }: WeekAgendaProps) {
  const today = Math.max(
    0,
    days.findIndex(({ isToday }) => isToday),
  );
  const [earlier, rest] = [days.slice(0, today), days.slice(today)];
  const classes = earlier.reduce((sum, { entries }) => sum + entries.length, 0);
  const list = (shown: readonly WeekDay[]) => shown.map((day) => <AgendaDay key={day.day} day={day} reader={reader} />);
  return (
    <div className="grid max-w-3xl gap-5">
      {earlier.length > 0 && (
        <Disclosure
          summary={
            <Trans>
              Earlier this week{' '}
              <span className="font-normal text-ink-muted">
                <Plural value={classes} one="# class" other="# classes" />
              </span>
            </Trans>
          }
          className="rounded-xl border border-line px-4 sm:px-5"
        >
          <div className="-mx-2 grid gap-5 pt-1 pb-2 sm:-mx-3">{list(earlier)}</div>
        </Disclosure>
      )}
      {list(rest)}
    </div>
  );
}
