/** One class session in a list of them: when, what, where, and how it stands for the reader. Used by agenda and day detail. */
import { Trans } from '@lingui/react/macro';
import { ScanLine } from 'lucide-react';
import type { ReactNode } from 'react';
import { ButtonLink } from '#app/components/ui/button';
import { ClassState } from '#app/components/ui/class-state';
import { ListRow } from '#app/components/ui/list';
import { StatusChip } from '#app/components/ui/status-chip';
import { Time } from '#app/components/ui/time/time';
import * as paths from '#app/paths';
import { canCheckIn } from '#domain/check-in/can-check-in';
import type { Role } from '#domain/person/user';
import type { TimetableEntry } from '#domain/timetable/timetable-view';
import { entryMark } from './entry-mark';

/** Who looks, and when. */
export type Reader = { role: Role; now: number };

/** Staff have the register; students have the day of a class that has begun. */
export function entryPath({ classSessionId, day, startsAt }: TimetableEntry, { role, now }: Reader): string | undefined {
  if (role !== 'student') return paths.register(classSessionId);
  return startsAt <= now ? paths.attendance(day) : undefined;
}

/** "Mathematics", struck through when it does not take place. The word stands beside it. */
export function EntryTitle({ entry }: { entry: TimetableEntry }) {
  return entry.state === 'cancelled' ? <s className="text-ink-muted">{entry.courseTitle}</s> : <span>{entry.courseTitle}</span>;
}

/** "MA A · Room 12". */
export function entryPlace({ courseCode, sectionCode, room }: TimetableEntry): string {
  return [`${courseCode} ${sectionCode}`, room].filter(Boolean).join(' · ');
}

/** The word that says what the colour shows. */
export function TodayBadge() {
  return (
    <span className="rounded-full bg-accent px-2.5 py-0.5 text-xs font-semibold text-accent-ink">
      <Trans>Today</Trans>
    </span>
  );
}

/** Stands behind a class that a person has given another time or room. */
export function MovedWord() {
  return (
    <>
      {' · '}
      <span className="font-semibold text-late">
        <Trans>Moved</Trans>
      </span>
    </>
  );
}

type OutcomeProps = { entry: TimetableEntry; reader: Reader };

/** How a class stands for staff. What is merely planned says nothing. */
function StaffOutcome({ entry: { state, isCheckInOpen, startsAt }, reader }: OutcomeProps) {
  const isDue = startsAt <= reader.now;
  return state === 'scheduled' && !isDue ? null : <ClassState state={state} isCheckInOpen={isCheckInOpen} isDue={isDue} />;
}

/** A student's own mark, or the way to one. What is merely planned says nothing. */
function StudentOutcome({ entry, reader }: OutcomeProps) {
  const mark = entryMark(entry);
  const isOpenToMe = canCheckIn(entry, reader.now);
  if (mark === 'cancelled') return <ClassState state="cancelled" isCheckInOpen={false} />;
  if (mark !== 'planned' && !isOpenToMe) return <StatusChip status={mark} />;
  if (!isOpenToMe) return null;
  return (
    <ButtonLink to={paths.scan()} size="sm" variant="primary" icon={ScanLine} className="relative">
      <Trans>Check in</Trans>
    </ButtonLink>
  );
}

function Times({ entry }: { entry: TimetableEntry }) {
  return (
    <span className="figures w-12 shrink-0 text-sm">
      <Time at={entry.startsAt} className="block font-semibold" />
      <span className="sr-only">
        {' '}
        <Trans>to</Trans>{' '}
      </span>
      <Time at={entry.endsAt} className="block text-ink-muted" />
    </span>
  );
}

/** `more` stands below what is known of the class session. */
export type EntryLineProps = { entry: TimetableEntry; reader: Reader; to?: string; more?: ReactNode };

/** A row. `to` makes it lead there. */
export function EntryLine({ entry, reader, to, more }: EntryLineProps) {
  const { role, now } = reader;
  const isOn = entry.state !== 'cancelled' && entry.startsAt <= now && now < entry.endsAt;
  const Outcome = role === 'student' ? StudentOutcome : StaffOutcome;
  return (
    <ListRow
      to={to}
      className={isOn ? 'before:absolute before:inset-y-0 before:start-0 before:w-1 before:bg-accent' : undefined}
      leading={<Times entry={entry} />}
      title={<EntryTitle entry={entry} />}
      detail={
        <>
          {isOn && (
            <span className="font-medium text-accent">
              <Trans>Now ·</Trans>{' '}
            </span>
          )}
          {entryPlace(entry)}
          {entry.isMoved && <MovedWord />}
          {more}
        </>
      }
      trailing={<Outcome entry={entry} reader={reader} />}
    />
  );
}
