/** A term's slots as a list of days, for phones; wider screens have `slot-grid.tsx`. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@remix-run/react';
import { Plus } from 'lucide-react';
import { ButtonLink } from '#app/components/ui/button';
import * as paths from '#app/paths';
import { useFormat } from '#app/words/use-format';
import { isWeekend, weekdaysFrom } from '#domain/time';
import type { ListedSlot } from '#domain/timetable/slot-clash';
import type { SlotWeekProps } from './slot-grid';
import { clashesText, daysText, WEEK_WORDS, weekdayWord } from './words';

function SlotCard({ slot }: { slot: ListedSlot }) {
  const format = useFormat();
  const { i18n } = useLingui();
  const { id, courseTitle, courseCode, sectionCode, startTime, endTime, weeks, room, staff, term, clashes } = slot;
  const days = { fromDay: slot.validFrom, untilDay: slot.validUntil };
  const isWhole = days.fromDay <= term.fromDay && days.untilDay >= term.untilDay;
  return (
    <li className="relative rounded-lg border border-line border-s-[3px] border-s-accent bg-surface-raised px-3 py-2 shadow-raised hover:bg-surface-sunken">
      <p className="figures text-sm text-ink-muted">
        {startTime}–{endTime}
        {weeks !== 'every' && <span className="ms-2 font-semibold text-accent">{i18n._(WEEK_WORDS[weeks])}</span>}
      </p>
      <Link
        to={paths.slot(id)}
        className="font-medium after:absolute after:inset-0 after:rounded-lg focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:outline-accent"
      >
        {courseTitle}
      </Link>
      <p className="text-sm text-ink-muted">
        {[`${courseCode} ${sectionCode}`, room, ...staff.map(({ name }) => name)].filter(Boolean).join(' · ')}
      </p>
      {clashes.length > 0 && <p className="text-sm font-medium text-absent">{clashesText(i18n, format.list, clashes)}</p>}
      {!isWhole && <p className="figures text-xs text-ink-muted">{daysText(format, days)}</p>}
    </li>
  );
}

/** Monday to Friday, and the days of the weekend that have slots, in the order of the school's week. */
export function SlotWeek({ slots, given, firstWeekday }: SlotWeekProps) {
  const { i18n } = useLingui();
  const days = weekdaysFrom(firstWeekday).map((weekday) => ({
    weekday,
    name: weekdayWord(weekday),
    slots: slots.filter((slot) => slot.weekday === weekday),
  }));
  const shown = days.filter((day) => !isWeekend(day.weekday) || day.slots.length > 0);
  return (
    <div className="grid gap-6">
      {shown.map(({ weekday, name, slots: ofDay }) => (
        <section key={weekday} aria-labelledby={`day-${weekday}`}>
          <div className="mb-2 flex min-h-11 items-center justify-between gap-2">
            <h2 id={`day-${weekday}`} className="font-semibold">
              {i18n._(name)}
            </h2>
            <ButtonLink to={paths.newSlot({ ...given, weekday })} size="sm" variant="quiet" icon={Plus} className="print:hidden">
              <Trans>
                Add<span className="sr-only"> on {i18n._(name)}</span>
              </Trans>
            </ButtonLink>
          </div>
          {ofDay.length === 0 ? (
            <p className="text-sm text-ink-muted">
              <Trans>No classes</Trans>
            </p>
          ) : (
            <ol className="grid gap-2">
              {ofDay.map((slot) => (
                <SlotCard key={slot.id} slot={slot} />
              ))}
            </ol>
          )}
        </section>
      ))}
    </div>
  );
}
