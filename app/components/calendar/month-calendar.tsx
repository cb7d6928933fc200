/** A month as a table of days, each with the marks of its class sessions. Days with classes are links; what they lead to is the page's. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@remix-run/react';
import { cx } from '#app/components/ui/cx';
import type { TimetableEntry } from '#domain/timetable/timetable-view';
import type { CalendarDay } from './calendar-days';
import { entryMark } from './entry-mark';
import { type KnownMark, MarkBadge, markLook } from './mark-badge';

/** Null stands for a day of a month beside it. */
export type MonthWeek = (CalendarDay | null)[];

type Weekday = { short: string; long: string };

function DayMark({ entry }: { entry: TimetableEntry }) {
  const { t } = useLingui();
  const name = `${entry.courseTitle} ${entry.sectionCode}`;
  const mark = entryMark(entry);
  return (
    <span className="flex items-center gap-1">
      <span className="sr-only">{mark === 'planned' ? t`, ${name}: planned` : `, ${name}: `}</span>
      {mark === 'planned' ? (
        <span aria-hidden="true" className="m-1 size-2 shrink-0 rounded-full border-2 border-edge sm:mx-0.5" />
      ) : (
        <MarkBadge mark={mark} />
      )}
      <span
        aria-hidden="true"
        className={cx(
          'hidden truncate text-xs sm:block',
          mark === 'cancelled' ? 'text-ink-muted line-through' : 'text-ink-muted',
        )}
      >
        {`${entry.courseCode} ${entry.sectionCode}`}
      </span>
    </span>
  );
}

function DayNumber({ day: { number, isToday } }: { day: CalendarDay }) {
  return (
    <span
      aria-hidden="true"
      className={cx(
        'figures grid size-7 place-items-center text-sm',
        isToday && 'rounded-full bg-accent font-semibold text-accent-ink',
      )}
    >
      {number}
    </span>
  );
}

type DayProps = { day: CalendarDay; entries: readonly TimetableEntry[]; to: string | null; isSelected: boolean };

function Day({ day, entries, to, isSelected }: DayProps) {
  const { t } = useLingui();
  const { label } = day;
  const name = <span className="sr-only">{day.isToday ? t`${label}, today` : label}</span>;
  if (to === null)
    return (
      <div className="p-1 text-ink-muted sm:p-1.5">
        {name}
        <DayNumber day={day} />
      </div>
    );
  return (
    <Link
      to={to}
      replace
      preventScrollReset
      aria-current={isSelected ? 'true' : undefined}
      className={cx(
        'block h-full p-1 transition-colors hover:bg-surface-sunken focus-visible:-outline-offset-2 sm:p-1.5',
        isSelected && 'bg-accent-soft ring-2 ring-accent ring-inset hover:bg-accent-soft',
      )}
    >
      {name}
      <DayNumber day={day} />
      <span className="mt-0.5 flex flex-wrap gap-0.5 sm:flex-col">
        {entries.map((entry) => (
          <DayMark key={entry.classSessionId} entry={entry} />
        ))}
      </span>
    </Link>
  );
}

const LEGEND: KnownMark[] = ['present', 'late', 'absent', 'excused', 'waiting', 'cancelled', 'unmarked'];

/** What letters and colours mean; only those that occur. */
function Legend({ entries }: { entries: readonly TimetableEntry[] }) {
  const { i18n, t } = useLingui();
  const marks = new Set(entries.map(entryMark));
  return (
    <ul
      aria-label={t`Key`}
      className="flex flex-wrap gap-x-4 gap-y-2 border-t border-line px-4 py-3 text-xs text-ink-muted sm:px-5"
    >
      {LEGEND.filter((mark) => marks.has(mark)).map((mark) => (
        <li key={mark} className="flex items-center gap-1.5">
          <span aria-hidden="true">
            <MarkBadge mark={mark} />
          </span>
          {mark === 'unmarked' ? t`No mark` : i18n._(markLook(mark).word)}
        </li>
      ))}
      {marks.has('planned') && (
        <li className="flex items-center gap-1.5">
          <span aria-hidden="true" className="size-2 rounded-full border-2 border-edge" />
          <Trans>Planned</Trans>
        </li>
      )}
    </ul>
  );
}

export type MonthCalendarProps = {
  title: string;
  weekdays: readonly Weekday[];
  weeks: readonly MonthWeek[];
  /** All of the month, and those that a filter leaves. */
  entries: readonly TimetableEntry[];
  shown: readonly TimetableEntry[];
  selected: string | null;
  /** Where a day leads. */
  to: (day: string) => string;
};

/** The calendar and its key. */
export function MonthCalendar({ title, weekdays, weeks, entries, shown, selected, to }: MonthCalendarProps) {
  const { t } = useLingui();
  const of = (list: readonly TimetableEntry[], day: string) => list.filter((entry) => entry.day === day);
  return (
    <div className="overflow-hidden rounded-xl border border-line bg-surface-raised shadow-raised">
      <table className="h-px w-full table-fixed border-collapse">
        <caption className="sr-only">{t`${title}. Choose a day to see its classes.`}</caption>
        <thead>
          <tr>
            {weekdays.map(({ short, long }) => (
              <th key={long} scope="col" className="border-b border-line py-2 text-xs font-medium text-ink-muted">
                <span aria-hidden="true">{short}</span>
                <span className="sr-only">{long}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeks.map((week) => (
            <tr key={week.find((day) => day)?.day} className="h-18 sm:h-26">
              {week.map((day, index) => (
                <td
                  key={weekdays[index]?.long}
                  aria-current={day?.isToday ? 'date' : undefined}
                  className={cx(
                    'border-line p-0 align-top not-first:border-s [tr:not(:first-child)>&]:border-t',
                    !day && 'bg-surface-sunken',
                  )}
                >
                  {day && (
                    <Day
                      day={day}
                      entries={of(shown, day.day)}
                      to={of(entries, day.day).length > 0 ? to(day.day) : null}
                      isSelected={day.day === selected}
                    />
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {entries.length > 0 && <Legend entries={entries} />}
    </div>
  );
}
