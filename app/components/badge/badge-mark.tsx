/** What became of a badge: the mark of the class that is on, once it is in the register. */
import { StatusChip } from '#app/components/ui/status-chip';
import { OPEN_EARLY_MS } from '#domain/register/class-session';
import type { TimetableEntry } from '#domain/timetable/timetable-view';

/** The class whose register takes a badge at `now`, or will once it is opened. */
export function classOn(classes: readonly TimetableEntry[], now: number): TimetableEntry | undefined {
  return classes.find(
    ({ state, startsAt, endsAt }) =>
      (state === 'scheduled' || state === 'open') && startsAt - OPEN_EARLY_MS <= now && now < endsAt,
  );
}

/** Announced when it arrives. */
export function BadgeMark({ one }: { one: TimetableEntry | undefined }) {
  return (
    <p role="status" className="mx-auto mt-4 flex min-h-11 max-w-md items-center gap-3 px-4 sm:px-6">
      {one?.mark && (
        <>
          <StatusChip status={one.mark} />
          <span className="min-w-0 font-medium">{`${one.courseTitle} ${one.sectionCode}`}</span>
        </>
      )}
    </p>
  );
}
