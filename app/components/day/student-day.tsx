/** A student's day: what is on now or next, large, and the day's list. Knows the day's facts only; the loader brings them. */

import { Trans, useLingui } from '@lingui/react/macro';
import { CalendarCheck, CalendarOff, DoorOpen, ScanLine } from 'lucide-react';
import type { ReactNode } from 'react';
import { ButtonLink } from '#app/components/ui/button';
import { Card } from '#app/components/ui/card';
import { ClassState } from '#app/components/ui/class-state';
import { cx } from '#app/components/ui/cx';
import { EmptyState } from '#app/components/ui/feedback/empty-state';
import { List, ListRow } from '#app/components/ui/list';
import { StatusChip } from '#app/components/ui/status-chip';
import { Countdown } from '#app/components/ui/time/countdown';
import { Time, TimeRange } from '#app/components/ui/time/time';
import * as paths from '#app/paths';
import { canCheckIn } from '#domain/check-in/can-check-in';
import type { TimetableEntry } from '#domain/timetable/timetable-view';
import { untilText } from './until-text';

function isOn({ state, startsAt, endsAt }: TimetableEntry, now: number): boolean {
  return state !== 'cancelled' && startsAt <= now && now < endsAt;
}

/** What matters most at `now`: a check-in to make, then the class that is on, then the next one. Null when the day is over. */
export function currentClass(classes: readonly TimetableEntry[], now: number): TimetableEntry | null {
  const next = (one: TimetableEntry) => one.state !== 'cancelled' && one.startsAt > now;
  return classes.find((one) => canCheckIn(one, now)) ?? classes.find((one) => isOn(one, now)) ?? classes.find(next) ?? null;
}

function Place({ room }: { room: string | null }) {
  if (!room) return null;
  return (
    <span className="inline-flex items-center gap-1.5">
      <DoorOpen className="size-4" aria-hidden="true" />
      {room}
    </span>
  );
}

/** What is said, and what can be done, about the class in front of the student. */
function Standing({ one, now }: { one: TimetableEntry; now: number }) {
  const { t } = useLingui();
  if (one.mark)
    return (
      <p className="flex items-center gap-3">
        <StatusChip status={one.mark} />
        <span>{one.mark === 'absent' ? t`The register has you as absent.` : t`Your mark is in the register.`}</span>
      </p>
    );
  if (one.claim === 'waiting')
    return (
      <p className="flex items-center gap-3">
        <StatusChip status="waiting" />
        <span>
          <Trans>Your check-in is waiting for your teacher.</Trans>
        </span>
      </p>
    );
  if (canCheckIn(one, now)) return <CheckInCall one={one} now={now} />;
  if (now < one.startsAt)
    return (
      <p className="text-ink-muted">
        <Trans>Check-in opens when your teacher starts it.</Trans>
      </p>
    );
  return (
    <p className="text-ink-muted">{one.state === 'open' ? t`Check-in has ended.` : t`Check-in is not open at the moment.`}</p>
  );
}

function CheckInCall({ one, now }: { one: TimetableEntry; now: number }) {
  const { t } = useLingui();
  return (
    <div className="flex flex-col gap-x-5 gap-y-3 sm:flex-row sm:items-center">
      <ButtonLink to={paths.scan()} variant="primary" size="lg" icon={ScanLine} className="sm:min-w-64">
        <Trans>Check in</Trans>
      </ButtonLink>
      <p className="text-center text-ink-muted sm:text-start">
        {one.claim === 'refused' && `${t`Your last try was not accepted.`} `}
        <Trans>
          Closes in{' '}
          <Countdown
            until={one.checkInClosesAt ?? now}
            serverNow={now}
            label={t`minutes and seconds:`}
            className="font-semibold text-ink"
          />
        </Trans>
      </p>
    </div>
  );
}

export type NowCardProps = { one: TimetableEntry; now: number };

/** The class that is on, or the next one, as the first thing on the screen. */
export function NowCard({ one, now }: NowCardProps) {
  const { i18n, t } = useLingui();
  const isNow = now >= one.startsAt;
  return (
    <section
      aria-label={isNow ? t`Now` : t`Next`}
      className="rounded-2xl border border-line bg-surface-raised p-5 shadow-raised sm:p-6"
    >
      <p className={cx('text-sm font-semibold', isNow ? 'text-accent' : 'text-ink-muted')}>
        {isNow ? t`Now` : t`Next, ${untilText(i18n, one.startsAt - now)}`}
      </p>
      <h2 className="mt-1 text-xl">{one.courseTitle}</h2>
      <p className="mt-1 mb-5 flex flex-wrap items-center gap-x-4 gap-y-1 text-ink-muted">
        <TimeRange startsAt={one.startsAt} endsAt={one.endsAt} className="figures" />
        <Place room={one.room} />
        <span className="whitespace-nowrap">{`${one.courseCode} ${one.sectionCode}`}</span>
      </p>
      <Standing one={one} now={now} />
    </section>
  );
}

function outcomeOf(one: TimetableEntry): ReactNode {
  if (one.mark) return <StatusChip status={one.mark} size="compact" />;
  if (one.claim === 'waiting') return <StatusChip status="waiting" size="compact" />;
  if (one.state === 'closed') return <StatusChip status="unmarked" size="compact" />;
  return one.state !== 'scheduled' && <ClassState state={one.state} isCheckInOpen={one.isCheckInOpen} />;
}

export type TodayListProps = { classes: readonly TimetableEntry[]; now: number };

/** All of the day's classes in order. */
export function TodayList({ classes, now }: TodayListProps) {
  const { t } = useLingui();
  return (
    <Card title={t`Today’s classes`} isFlush>
      <List label={t`Today’s classes`}>
        {classes.map((one) => (
          <ListRow
            key={one.classSessionId}
            className={isOn(one, now) ? 'before:absolute before:inset-y-0 before:start-0 before:w-1 before:bg-accent' : undefined}
            leading={
              <span className="figures w-12 shrink-0 text-sm font-medium">
                <Time at={one.startsAt} />
              </span>
            }
            title={
              <span className={one.state === 'cancelled' ? 'text-ink-muted line-through' : undefined}>{one.courseTitle}</span>
            }
            detail={[one.sectionCode, one.room].filter(Boolean).join(' · ')}
            trailing={outcomeOf(one)}
          />
        ))}
      </List>
    </Card>
  );
}

export type NoClassesProps = {
  isOver: boolean;
  next: TimetableEntry | null;
  /** The student is in no class at all. */
  isNew: boolean;
};

/** Stands where the day would, when it has no classes or they are over; says when the next one is, if one is planned. */
export function NoClasses({ isOver, next, isNew }: NoClassesProps) {
  const { t } = useLingui();
  return (
    <Card>
      <EmptyState icon={isOver ? CalendarCheck : CalendarOff} title={isOver ? t`That is all for today` : t`No classes today`}>
        {next ? (
          next.room ? (
            <Trans>
              Your next class is {next.courseTitle}, <Time at={next.startsAt} style="moment" />, in {next.room}.
            </Trans>
          ) : (
            <Trans>
              Your next class is {next.courseTitle}, <Time at={next.startsAt} style="moment" />.
            </Trans>
          )
        ) : isNew ? (
          t`You are not in a class yet. Your school adds you to your classes: if yours are missing, ask at the school office.`
        ) : (
          t`Nothing is planned for the coming weeks.`
        )}
      </EmptyState>
    </Card>
  );
}
