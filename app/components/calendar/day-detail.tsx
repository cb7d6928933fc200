/** The class sessions of the day that is selected in a calendar. A link to `#day` leads here. */
import { Trans, useLingui } from '@lingui/react/macro';
import { CalendarOff } from 'lucide-react';
import type { ReactNode } from 'react';
import { Card } from '#app/components/ui/card';
import { EmptyState } from '#app/components/ui/feedback/empty-state';
import { useHashFocus } from '#app/components/ui/hooks/use-hash-focus';
import { List } from '#app/components/ui/list';
import type { TimetableEntry } from '#domain/timetable/timetable-view';
import type { CalendarDay } from './calendar-days';
import { EntryLine, type Reader, TodayBadge } from './entry-line';
import { entryMark } from './entry-mark';

/** The element a link to `#day` leads to. */
export const DAY_ID = 'day';

/** Said once for the day, where a class ended without a mark. */
function UnmarkedNote({ entries }: { entries: readonly TimetableEntry[] }) {
  if (!entries.some((entry) => entryMark(entry) === 'unmarked')) return null;
  return (
    <p className="border-t border-line px-4 py-3 text-sm text-ink-muted sm:px-5">
      <Trans>A class without a mark does not count. If you were there, tell your teacher.</Trans>
    </p>
  );
}

export type DayDetailProps = {
  day: CalendarDay;
  entries: readonly TimetableEntry[];
  reader: Reader;
  /** What is said below each of them. */
  more: (entry: TimetableEntry) => ReactNode;
};

/** A card for one day. */
export function DayDetail({ day, entries, reader, more }: DayDetailProps) {
  const { t } = useLingui();
  const ref = useHashFocus(DAY_ID);
  return (
    <section id={DAY_ID} aria-labelledby="day-title">
      <Card isFlush>
        <div className="flex items-center justify-between gap-3 px-4 pt-4 pb-1 sm:px-5">
          <h2 id="day-title" ref={ref} tabIndex={-1} className="font-semibold">
            {day.label}
          </h2>
          {day.isToday && <TodayBadge />}
        </div>
        {entries.length === 0 ? (
          <EmptyState icon={CalendarOff} title={t`No classes this day`} />
        ) : (
          <List label={t`Classes on ${day.label}`}>
            {entries.map((entry) => (
              <EntryLine key={entry.classSessionId} entry={entry} reader={reader} more={more(entry)} />
            ))}
          </List>
        )}
        <UnmarkedNote entries={entries} />
      </Card>
    </section>
  );
}
