/** Class sessions as a list of days without an end: what comes later is read as one comes near it, or at a press. */
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@remix-run/react';
import { Card } from '#app/components/ui/card';
import { Disclosure } from '#app/components/ui/disclosure';
import { List } from '#app/components/ui/list';
import { EntryLine, entryPath, type Reader, TodayBadge } from './entry-line';
import { dayHeadId, useLaterDays } from './use-later-days';
import type { WeekDay } from './week-layout';

/** What is looked for below it: the day that one is in stays on top. */
const DAY_HEAD =
  'sticky top-[calc(3.5rem+env(safe-area-inset-top))] z-2 flex items-center gap-3 bg-surface px-1 py-2 text-sm font-semibold lg:top-0';

function AgendaDay({ day, reader }: { day: WeekDay; reader: Reader }) {
  const { t } = useLingui();
  const { label, isToday, entries } = day;
  return (
    <section aria-label={label} aria-current={isToday ? 'date' : undefined}>
      <div className={DAY_HEAD}>
        <h3 id={dayHeadId(day.day)} tabIndex={-1} className={isToday ? 'text-accent' : undefined}>
          {label}
        </h3>
        {isToday && <TodayBadge />}
      </div>
      {entries.length === 0 ? (
        <p className="rounded-xl border border-dashed border-line px-4 py-3 text-sm text-ink-muted sm:px-5">
          <Trans>No classes</Trans>
        </p>
      ) : (
        <Card isFlush className={isToday ? 'border-accent!' : undefined}>
          <List label={t`Classes on ${label}`}>
            {entries.map((entry) => (
              <EntryLine key={entry.classSessionId} entry={entry} reader={reader} to={entryPath(entry, reader)} />
            ))}
          </List>
        </Card>
      )}
    </section>
  );
}

type DaysProps = { days: readonly WeekDay[]; reader: Reader };

/** Days with classes, and today. */
function Days({ days, reader }: DaysProps) {
  return days
    .filter(({ entries, isToday }) => entries.length > 0 || isToday)
    .map((day) => <AgendaDay key={day.day} day={day} reader={reader} />);
}

/** What is over of the week, folded away. */
function Earlier({ days, reader }: DaysProps) {
  const classes = days.reduce((sum, { entries }) => sum + entries.length, 0);
  if (classes === 0) return null;
  return (
    <Disclosure
      summary={
        <Trans>
          Earlier this week{' '}
          <span className="font-normal text-ink-muted">
            <Plural value={classes} one="# class" other="# classes" />
          </span>
        </Trans>
      }
      className="rounded-xl border border-line px-4 text-sm sm:px-5"
    >
      <div className="-mx-2 grid gap-3 pb-2 sm:-mx-3">
        <Days days={days} reader={reader} />
      </div>
    </Disclosure>
  );
}

/** What follows: itself once it is read, and before a way to it, pressed by hand where it has not come by itself. */
function Later({ week, reader }: { week: string; reader: Reader }) {
  const { stretch, place, to, press, isReading, isOutOfReach } = useLaterDays(week);
  if (stretch)
    return (
      <>
        <Days days={stretch.days} reader={reader} />
        <Rest next={stretch.next} reader={reader} />
      </>
    );
  return (
    <div className="text-sm">
      <Link
        ref={place}
        to={to}
        onClick={press}
        className="touch flex w-full items-center justify-center rounded-xl border border-line px-4 font-medium hover:border-edge"
      >
        {isReading ? <Trans>Loading …</Trans> : <Trans>Show later weeks</Trans>}
      </Link>
      <p role="status" className={isOutOfReach ? 'pt-2 text-ink-muted' : undefined}>
        {isOutOfReach && <Trans>Later weeks are not kept on this device. They show once you are connected.</Trans>}
      </p>
    </div>
  );
}

/** @param props.next the first day of the week with which what follows begins; null where nothing does */
function Rest({ next, reader }: { next: string | null; reader: Reader }) {
  if (next) return <Later key={next} week={next} reader={reader} />;
  return (
    <p className="py-2 text-sm text-ink-muted">
      <Trans>Nothing is planned after this.</Trans>
    </p>
  );
}

export type WeekAgendaProps = DaysProps & {
  /** The first day of the week after the days; null where nothing follows. */
  next: string | null;
};

/** The days one below the other, from today on where today is one of them. */
export function WeekAgenda({ days, next, reader }: WeekAgendaProps) {
  const today = Math.max(
    0,
    days.findIndex(({ isToday }) => isToday),
  );
  return (
    <div className="grid max-w-3xl gap-3">
      <Earlier days={days.slice(0, today)} reader={reader} />
      <Days days={days.slice(today)} reader={reader} />
      <Rest next={next} reader={reader} />
    </div>
  );
}
