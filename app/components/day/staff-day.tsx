/** A staff member's day: what to do now, large; the day's list; and registers that nobody took. Shows the rows it is given. */
import type { I18n } from '@lingui/core';
import { msg, plural } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { ArrowRight, CalendarCheck2, ClipboardList, CloudUpload, DoorOpen, Hourglass, QrCode } from 'lucide-react';
import { ButtonLink } from '#app/components/ui/button';
import { Card } from '#app/components/ui/card';
import { ClassState } from '#app/components/ui/class-state';
import { cx } from '#app/components/ui/cx';
import { EmptyState } from '#app/components/ui/feedback/empty-state';
import { markedIn, TallyBar, tallyText } from '#app/components/ui/feedback/progress';
import { List, ListRow } from '#app/components/ui/list';
import { type SchoolClock, Time, TimeRange } from '#app/components/ui/time/time';
import * as paths from '#app/paths';
import { isOpenable, OPEN_EARLY_MS } from '#domain/register/class-session';
import type { LiveRow } from '#domain/register/day-view';
import { type DayRow, unsentText } from './day-overlay';
import { untilText } from './until-text';

type DayProps = SchoolClock & { rows: readonly DayRow[]; now: number };
type RowProps = SchoolClock & { row: DayRow; now: number };

function pathOf({ classSessionId }: LiveRow): string {
  return paths.register(classSessionId);
}

/** What asks for attention at `now`: what is open; what can be opened; else what comes next. Empty when the day is done. */
export function upNow<Row extends LiveRow>(rows: readonly Row[], now: number): Row[] {
  const open = rows.filter((row) => row.state === 'open');
  const openable = rows.filter((row) => row.state === 'scheduled' && isOpenable(row, now));
  const next = rows.filter((row) => row.state === 'scheduled' && row.startsAt - OPEN_EARLY_MS > now).slice(0, 1);
  const pressing = [...open, ...openable];
  return pressing.length > 0 ? pressing : next;
}

/** Where this class session stands, over its title. */
function eyebrow(i18n: I18n, { state, isCheckInOpen, startsAt }: LiveRow, now: number): string {
  if (state === 'open') return isCheckInOpen ? i18n._(msg`Check-in is open`) : i18n._(msg`Register is open`);
  if (startsAt <= now) return i18n._(msg`Now, not opened yet`);
  return i18n._(msg`Starts ${untilText(i18n, startsAt - now)}`);
}

function Details({ row, zone, locale }: RowProps) {
  const { courseCode, sectionCode, room, startsAt, endsAt } = row;
  return (
    <>
      <TimeRange startsAt={startsAt} endsAt={endsAt} zone={zone} locale={locale} className="figures" />
      {[`${courseCode} ${sectionCode}`, room].filter(Boolean).map((part) => ` · ${part}`)}
    </>
  );
}

/** What only this device knows of a register. */
function Unsent({ row, className }: { row: DayRow; className?: string }) {
  const { i18n } = useLingui();
  const text = unsentText(i18n, row.unsent);
  if (!text) return null;
  return (
    <span className={cx('flex items-center gap-1.5 font-medium text-waiting', className)}>
      <CloudUpload className="size-3.5 shrink-0" aria-hidden="true" />
      {text}
    </span>
  );
}

function Filling({ row }: { row: LiveRow }) {
  const { t } = useLingui();
  return (
    <div>
      <p className="mb-1.5 flex flex-wrap items-center justify-between gap-x-4 text-sm text-ink-muted">
        <span>
          <Trans>
            <span className="figures font-semibold text-ink">{markedIn(row.tally)}</span> of{' '}
            <span className="figures">{row.enrolled}</span> marked
          </Trans>
        </span>
        {row.waiting > 0 && (
          <span className="flex items-center gap-1.5 font-medium text-waiting">
            <Hourglass className="size-3.5" aria-hidden="true" />
            {t`${plural(row.waiting, { one: '# check-in waits', other: '# check-ins wait' })}`}
          </span>
        )}
      </p>
      <TallyBar tally={row.tally} enrolled={row.enrolled} />
    </div>
  );
}

/** The one thing to do about a class session at `now`. */
function Act({ row, now, isFirst }: { row: LiveRow; now: number; isFirst: boolean }) {
  const { t } = useLingui();
  const to = pathOf(row);
  const variant = isFirst ? 'primary' : 'secondary';
  if (row.state === 'open')
    return (
      <ButtonLink to={to} variant={variant} size="lg" icon={row.isCheckInOpen ? QrCode : ClipboardList}>
        {row.isCheckInOpen ? t`Show code and register` : t`Go to register`}
      </ButtonLink>
    );
  if (isOpenable(row, now))
    return (
      <ButtonLink to={to} state={{ open: true }} variant={variant} size="lg" icon={DoorOpen}>
        <Trans>Open register</Trans>
      </ButtonLink>
    );
  return (
    <ButtonLink to={to} size="lg" icon={ArrowRight}>
      <Trans>See the roll</Trans>
    </ButtonLink>
  );
}

function Hero({ row, now, zone, locale, isFirst }: RowProps & { isFirst: boolean }) {
  const { i18n } = useLingui();
  const isPressing = row.state === 'open' || isOpenable(row, now);
  return (
    <li className="grid items-center gap-x-8 gap-y-5 rounded-2xl border border-line bg-surface-raised p-5 shadow-raised sm:p-6 lg:grid-cols-[minmax(0,1fr)_auto]">
      <div className="min-w-0">
        <p className={isPressing ? 'text-sm font-semibold text-accent' : 'text-sm font-semibold text-ink-muted'}>
          {eyebrow(i18n, row, now)}
        </p>
        <h3 className="mt-1 text-xl">{row.courseTitle}</h3>
        <p className="mt-1 text-ink-muted">
          <Details row={row} now={now} zone={zone} locale={locale} />
        </p>
        <Unsent row={row} className="mt-2 text-sm" />
        {row.state === 'open' && row.unsent.count === 0 && (
          <div className="mt-4 max-w-md">
            <Filling row={row} />
          </div>
        )}
      </div>
      <div className="grid lg:block">
        <Act row={row} now={now} isFirst={isFirst} />
      </div>
    </li>
  );
}

/** What to do now, as the first thing on the screen; nothing when the day is done. */
export function UpNow({ rows, now, zone, locale }: DayProps) {
  const heroes = upNow(rows, now);
  if (heroes.length === 0) return null;
  return (
    <section aria-labelledby="up-now">
      <h2 id="up-now" className="sr-only">
        <Trans>Up now</Trans>
      </h2>
      <ul className="grid gap-4">
        {heroes.map((row, index) => (
          <Hero key={row.classSessionId} row={row} now={now} zone={zone} locale={locale} isFirst={index === 0} />
        ))}
      </ul>
    </section>
  );
}

function Line({ row, now, zone, locale }: RowProps) {
  const { i18n } = useLingui();
  const { state, tally, enrolled, isCheckInOpen, isNotTaken, startsAt, endsAt } = row;
  const isDue = state === 'scheduled' && startsAt <= now && now < endsAt;
  const hasFigures = state === 'closed' && !isNotTaken && row.unsent.count === 0;
  return (
    <ListRow
      to={pathOf(row)}
      leading={
        <span className="figures w-12 shrink-0 text-sm font-medium">
          <Time at={startsAt} zone={zone} locale={locale} />
        </span>
      }
      title={<span className={state === 'cancelled' ? 'text-ink-muted line-through' : undefined}>{row.courseTitle}</span>}
      detail={
        <>
          {[row.sectionCode, row.room].filter(Boolean).join(' · ')}
          <Unsent row={row} />
          {hasFigures && <span className="block">{tallyText(i18n, tally, enrolled)}</span>}
          {row.waiting > 0 && state === 'closed' && (
            <span className="block font-medium text-waiting">
              <Trans>{row.waiting} waiting for you</Trans>
            </span>
          )}
        </>
      }
      trailing={<ClassState state={state} isCheckInOpen={isCheckInOpen} isNotTaken={isNotTaken} isDue={isDue} />}
    />
  );
}

/** All of the day's class sessions in order. */
export function RestOfDay({ rows, now, zone, locale }: DayProps) {
  const { t } = useLingui();
  return (
    <Card title={t`Today’s classes`} isFlush>
      <List label={t`Today’s classes`}>
        {rows.map((row) => (
          <Line key={row.classSessionId} row={row} now={now} zone={zone} locale={locale} />
        ))}
      </List>
    </Card>
  );
}

/** Stands where the day would, when it has no classes. */
export function NothingToday() {
  const { t } = useLingui();
  return (
    <Card>
      <EmptyState icon={CalendarCheck2} title={t`No classes today`}>
        <Trans>Nothing is in your timetable for today. You can still add a class.</Trans>
      </EmptyState>
    </Card>
  );
}

/** Registers of the last days that nobody took; nothing when there are none. */
export function NotTaken({ rows, zone, locale }: SchoolClock & { rows: readonly LiveRow[] }) {
  const { t } = useLingui();
  if (rows.length === 0) return null;
  return (
    <Card title={t`Missed registers`} isFlush>
      <p className="px-4 pb-3 text-sm text-ink-muted sm:px-5">
        <Trans>Nobody was marked absent. Take these registers before they lock, or leave them out of every figure.</Trans>
      </p>
      <List label={t`Missed registers`} className="border-t border-line">
        {rows.map((row) => (
          <ListRow
            key={row.classSessionId}
            title={row.courseTitle}
            detail={
              <>
                <Time at={row.startsAt} zone={zone} locale={locale} style="moment" className="figures" />
                {` · ${row.sectionCode} · ${t`${plural(row.enrolled, { one: '# student', other: '# students' })}`}`}
              </>
            }
            trailing={
              <ButtonLink to={pathOf(row)} size="sm">
                <Trans>
                  Take it now<span className="sr-only">: {row.courseTitle}</span>
                </Trans>
              </ButtonLink>
            }
          />
        ))}
      </List>
    </Card>
  );
}
