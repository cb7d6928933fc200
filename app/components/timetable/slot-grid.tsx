/** A term's slots on a grid of hours, where those at the same time stand side by side and clashes are marked. An empty place begins a new
 *  slot there; the same is done by keyboard with the button of the day. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Link, useNavigate } from '@remix-run/react';
import { Plus, TriangleAlert } from 'lucide-react';
import { boxStyle, ONE_LINE_MINUTES } from '#app/components/calendar/week-box';
import { HoursGrid } from '#app/components/calendar/week-grid';
import { rem } from '#app/components/calendar/week-scale';
import { cx } from '#app/components/ui/cx';
import { WHOLE_ROW } from '#app/components/ui/list';
import * as paths from '#app/paths';
import { useFormat } from '#app/words/use-format';
import type { ListedSlot } from '#domain/timetable/slot-clash';
import { laySlots, type SlotBox, type SlotDay, type SlotLayout, timeOf } from './slot-layout';
import { useDraw } from './use-draw';
import { clashesText, WEEK_WORDS, WEEKDAYS } from './words';

/** What a new slot begins with besides its day and time. */
export type NewSlot = { termId: number; sectionId?: number | undefined; room?: string | undefined };

const weekdayName = (weekday: number) => WEEKDAYS[weekday - 1]?.name ?? WEEKDAYS[0].name;

function Box({ box, fromHour }: { box: SlotBox; fromHour: number }) {
  const { i18n } = useLingui();
  const { list } = useFormat();
  const { slot } = box;
  const { id, courseTitle, courseCode, sectionCode, startTime, endTime, weeks, room, staff, clashes } = slot;
  const isOneLine = box.until - box.from < ONE_LINE_MINUTES;
  // Beside others there is room for the code alone.
  const isNarrow = box.columns > 1;
  const look = clashes.length > 0 ? 'border-absent bg-absent-soft ring-1 ring-absent' : 'border-accent bg-accent-soft';
  const line = cx('truncate leading-4 text-ink-muted', isOneLine && 'sr-only');
  const clash = clashesText(i18n, list, clashes);
  return (
    <li style={boxStyle(box, fromHour)} className="absolute p-px">
      <div className={cx('relative h-full cursor-pointer overflow-hidden rounded-md border-s-[3px] px-2 py-0.5 text-xs', look)}>
        <p className="flex items-center gap-1 text-sm leading-[1.125rem] font-semibold">
          {clashes.length > 0 && <TriangleAlert className="size-3.5 shrink-0 text-absent" aria-hidden="true" />}
          <Link to={paths.slot(id)} title={clash ?? courseTitle} className={cx(WHOLE_ROW, 'truncate')}>
            <span className={isNarrow ? 'sr-only' : undefined}>{courseTitle}</span>{' '}
            <span className={isNarrow ? undefined : 'font-normal'}>{`${courseCode} ${sectionCode}`}</span>
          </Link>
        </p>
        <p className={cx('figures', line)}>
          {startTime}–{endTime}
          {weeks !== 'every' && <span className="ms-1 font-semibold text-accent">{i18n._(WEEK_WORDS[weeks])}</span>}
        </p>
        {clash ? (
          <p className={cx('line-clamp-2 leading-4 text-absent', isOneLine && 'sr-only')}>{clash}</p>
        ) : (
          <p className={line}>{[room, ...staff.map(({ name }) => name)].filter(Boolean).join(' · ')}</p>
        )}
      </div>
    </li>
  );
}

function Head({ weekday, given }: { weekday: number; given: NewSlot }) {
  const { i18n } = useLingui();
  const name = i18n._(weekdayName(weekday));
  return (
    <>
      <span className="font-medium">{name}</span>
      <Link
        to={paths.newSlot({ ...given, weekday })}
        className="touch grid place-items-center rounded-md text-ink-muted hover:text-ink"
      >
        <Plus className="size-4" aria-hidden="true" />
        <span className="sr-only">
          <Trans>Add on {name}</Trans>
        </span>
      </Link>
    </>
  );
}

/** The boxes of a day, and what is being drawn between them. */
function Places({ day, layout, given }: { day: SlotDay; layout: SlotLayout; given: NewSlot }) {
  const navigate = useNavigate();
  const { weekday } = day;
  const { span, handlers } = useDraw(layout, ({ from, until }) =>
    navigate(paths.newSlot({ ...given, weekday, startTime: timeOf(from), endTime: timeOf(until) })),
  );
  return (
    <div {...handlers} className="absolute inset-0 cursor-cell">
      <ol>
        {day.boxes.map((box) => (
          <Box key={box.slot.id} box={box} fromHour={layout.fromHour} />
        ))}
      </ol>
      {span && (
        <div
          aria-hidden="true"
          style={{ top: rem(span.from - layout.fromHour * 60), height: rem(span.until - span.from) }}
          className="figures pointer-events-none absolute inset-x-0 z-10 rounded-md border-2 border-dashed border-accent bg-accent-soft/60 px-2 py-1 text-xs font-semibold text-accent"
        >
          {timeOf(span.from)}–{timeOf(span.until)}
        </div>
      )}
    </div>
  );
}

export type SlotGridProps = { slots: readonly ListedSlot[]; given: NewSlot };

/** For screens that are wide enough for it. */
export function SlotGrid({ slots, given }: SlotGridProps) {
  const { i18n, t } = useLingui();
  const { hour } = useFormat();
  const layout = laySlots(slots);
  const hours = Array.from({ length: layout.untilHour - layout.fromHour }, (_, index) => hour(layout.fromHour + index));
  const days = layout.days.map((day) => ({
    ...{ key: String(day.weekday), label: i18n._(weekdayName(day.weekday)), isToday: false, columns: day.columns },
    head: <Head weekday={day.weekday} given={given} />,
    body: <Places day={day} layout={layout} given={given} />,
  }));
  return <HoursGrid label={t`Week`} hours={hours} days={days} />;
}
