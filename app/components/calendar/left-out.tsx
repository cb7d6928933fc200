/** What a month's figure leaves out, and why: class sessions that count nothing, and marks that the school's rules keep out of the rate. */
import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { Plural, useLingui } from '@lingui/react/macro';
import { Link } from '@remix-run/react';
import { Disclosure } from '#app/components/ui/disclosure';
import { Time } from '#app/components/ui/time/time';
import type { TimetableEntry } from '#domain/timetable/timetable-view';
import { type EntryMark, entryMark, isCounted } from './entry-mark';

/** Why an entry that has begun counts nothing; a mark of a register that is open counts once it is closed. */
function whyLeftOut(mark: EntryMark): MessageDescriptor {
  if (mark === 'cancelled') return msg`Cancelled`;
  if (mark === 'unmarked') return msg`No mark`;
  return mark === 'waiting' ? msg`Your check-in waits for staff` : msg`The register is still open`;
}

export type LeftOutProps = {
  entries: readonly TimetableEntry[];
  /** Marks that are counted above and stand outside the rate. */
  outOfRate: number;
  to: (day: string) => string;
};

/** Nothing while all that has begun counts. */
export function LeftOut({ entries, outOfRate, to }: LeftOutProps) {
  const { i18n } = useLingui();
  const left = entries.filter((entry) => !isCounted(entry) && entryMark(entry) !== 'planned');
  return (
    <>
      {outOfRate > 0 && (
        <p className="py-2 text-sm text-ink-muted">
          <Plural
            value={outOfRate}
            one="One of these marks is out of the rate, by the school’s rules."
            other="# of these marks are out of the rate, by the school’s rules."
          />
        </p>
      )}
      {left.length > 0 && (
        <Disclosure summary={<Plural value={left.length} one="One class left out" other="# classes left out" />}>
          <ul className="space-y-1 pb-2 text-sm">
            {left.map((entry) => (
              <li key={entry.classSessionId}>
                <Link
                  to={to(entry.day)}
                  preventScrollReset
                  className="touch block rounded-md px-2 py-1.5 hover:bg-surface-sunken"
                >
                  <span className="font-medium">{entry.courseTitle}</span>{' '}
                  <Time at={entry.startsAt} style="moment" className="figures text-ink-muted" />
                  <span className="block text-ink-muted">{i18n._(whyLeftOut(entryMark(entry)))}</span>
                </Link>
              </li>
            ))}
          </ul>
        </Disclosure>
      )}
    </>
  );
}
