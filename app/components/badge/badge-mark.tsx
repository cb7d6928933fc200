/** What became of a badge: the mark of the class that is on, once it is in the register. */
import { Trans, useLingui } from '@lingui/react/macro';
import { STATUS_LOOKS, StatusChip } from '#app/components/ui/status-chip';
import { Time } from '#app/components/ui/time/time';
import { OPEN_EARLY_MS } from '#domain/register/class-session';
import type { TimetableEntry } from '#domain/timetable/timetable-view';

/** The classes whose register takes a badge at `now`, or will once it is opened: the one that has marked the student last comes first. */
export function classesOn(classes: readonly TimetableEntry[], now: number): TimetableEntry[] {
  return classes
    .filter(
      ({ state, startsAt, endsAt }) =>
        (state === 'scheduled' || state === 'open') && startsAt - OPEN_EARLY_MS <= now && now < endsAt,
    )
    .sort((a, b) => (b.markedAt ?? 0) - (a.markedAt ?? 0));
}

/** "Scanned: present 09:02", or that the mark came otherwise. */
function Said({ one }: { one: TimetableEntry }) {
  const { i18n } = useLingui();
  const { mark, markSource, markedAt } = one;
  if (!mark || markedAt === null) return null;
  const word = i18n._(STATUS_LOOKS[mark].word);
  const time = <Time at={markedAt} className="figures" />;
  return markSource === 'badge' ? (
    <Trans>
      Scanned: {word}, {time}
    </Trans>
  ) : (
    <Trans>
      In the register: {word}, {time}
    </Trans>
  );
}

/** Announced when it arrives. */
export function BadgeMark({ one }: { one: TimetableEntry | undefined }) {
  return (
    <p role="status" className="mx-auto mt-4 flex min-h-11 max-w-md items-center gap-3 px-4 sm:px-6">
      {one?.mark && (
        <>
          <StatusChip status={one.mark} size="compact" />
          <span className="min-w-0">
            <span className="block font-semibold">
              <Said one={one} />
            </span>
            <span className="block text-sm text-ink-muted">{`${one.courseTitle} ${one.sectionCode}`}</span>
          </span>
        </>
      )}
    </p>
  );
}
