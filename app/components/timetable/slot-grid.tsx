/** A term's slots on a grid of hours, where those that overlap stand side by side, those of the same time in one box, and clashes are
 *  marked. An empty place begins a new slot there; the same is done by keyboard with the button of the day. */
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Link, useNavigate } from '@remix-run/react';
import { Plus, TriangleAlert } from 'lucide-react';
import { boxStyle } from '#app/components/calendar/week-box';
import { HoursGrid } from '#app/components/calendar/week-grid';
import { heightOf, ONE_LINE_MINUTES } from '#app/components/calendar/week-scale';
import { cx } from '#app/components/ui/cx';
import { WHOLE_ROW } from '#app/components/ui/list';
import * as paths from '#app/paths';
import { useFormat } from '#app/words/use-format';
import type { ListedSlot } from '#domain/timetable/slot-clash';
import { laySlots, type SlotBox, type SlotDay, type SlotLayout, timeOf } from './slot-layout';
import { useDraw } from './use-draw';
import { clashesText, WEEK_WORDS, weekdayWord } from './words';

/** What a new slot begins with besides its day and time. */
export type NewSlot = { termId: number; sectionId?: number | undefined; room?: string | undefined };

const CALM = 'border-accent bg-accent-soft';
const CLASHING = 'border-absent bg-absent-soft ring-1 ring-absent';
const FRAME = 'relative h-full rounded-md border-s-[3px] px-2 py-0.5 text-xs';

const ClashSign = () => <TriangleAlert className="size-3.5 shrink-0 text-absent" aria-hidden="true" />;

/** A slot alone at its time. */
function Alone({ slot, box }: { slot: ListedSlot; box: SlotBox }) {
  const { i18n } = useLingui();
  const { list } = useFormat();
  const { id, courseTitle, courseCode, sectionCode, startTime, endTime, weeks, room, staff, clashes } = slot;
  const isOneLine = box.until - box.from < ONE_LINE_MINUTES;
  // Beside others there is room for the code alone.
  const isNarrow = box.columns > 1;
  const line = cx('truncate leading-4 text-ink-muted', isOneLine && 'sr-only');
  const clash = clashesText(i18n, list, clashes);
  return (
    <div className={cx(FRAME, 'cursor-pointer overflow-hidden', clash ? CLASHING : CALM)}>
      <p className="flex items-center gap-1 text-sm leading-[1.125rem] font-semibold">
        {clash && <ClashSign />}
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
  );
}

/** One of several at the same time: its code, its room where there is a place for it, and on hover or to readers the rest. */
function Line({ slot, hasRoom }: { slot: ListedSlot; hasRoom: boolean }) {
  const { i18n } = useLingui();
  const { list } = useFormat();
  const { id, courseTitle, courseCode, sectionCode, weeks, room, staff, clashes } = slot;
  const clash = clashesText(i18n, list, clashes);
  const week = weeks !== 'every' && i18n._(WEEK_WORDS[weeks]);
  const rest = [courseTitle, week, room, ...staff.map(({ name }) => name), clash].filter(Boolean).join(' · ');
  return (
    <li className="min-w-0">
      <Link
        to={paths.slot(id)}
        title={rest}
        className={cx(
          'flex h-6 items-center gap-1 rounded-md border bg-surface-raised px-1.5 font-semibold hover:underline',
          clash ? 'border-absent' : 'border-line-strong',
        )}
      >
        {clash && <ClashSign />}
        <span className="truncate">{`${courseCode} ${sectionCode}`}</span>
        {hasRoom && (
          <span aria-hidden="true" className="min-w-0 flex-1 truncate text-end font-normal text-ink-muted">
            {[week, room].filter(Boolean).join(' · ')}
          </span>
        )}
        <span className="sr-only">{rest}</span>
      </Link>
    </li>
  );
}

/** Several at the same time. */
function Together({ box: { slots, columns, perRow } }: { box: SlotBox }) {
  const [first] = slots;
  const isClashing = slots.some(({ clashes }) => clashes.length > 0);
  return (
    <div className={cx(FRAME, 'overflow-y-auto', isClashing ? CLASHING : CALM)}>
      <p className="figures flex justify-between gap-2 overflow-hidden leading-6 whitespace-nowrap text-ink-muted">
        <span>
          {first?.startTime}–{first?.endTime}
        </span>
        <span className="truncate">
          <Plural value={slots.length} one="# class" other="# classes" />
        </span>
      </p>
      <ul className={cx('grid gap-1', perRow === 2 && 'grid-cols-2')}>
        {slots.map((slot) => (
          <Line key={slot.id} slot={slot} hasRoom={columns === 1 && perRow === 1} />
        ))}
      </ul>
    </div>
  );
}

function Box({ box, fromHour }: { box: SlotBox; fromHour: number }) {
  const [first, ...others] = box.slots;
  return (
    <li style={boxStyle(box, fromHour)} className="absolute p-px">
      {first && others.length === 0 ? <Alone slot={first} box={box} /> : <Together box={box} />}
    </li>
  );
}

function Head({ weekday, given }: { weekday: number; given: NewSlot }) {
  const { i18n } = useLingui();
  const name = i18n._(weekdayWord(weekday));
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
          <Box key={box.slots[0]?.id} box={box} fromHour={layout.fromHour} />
        ))}
      </ol>
      {span && (
        <div
          aria-hidden="true"
          style={{ top: heightOf(span.from - layout.fromHour * 60), height: heightOf(span.until - span.from) }}
          className="figures pointer-events-none absolute inset-x-0 z-10 rounded-md border-2 border-dashed border-accent bg-accent-soft/60 px-2 py-1 text-xs font-semibold text-accent"
        >
          {timeOf(span.from)}–{timeOf(span.until)}
        </div>
      )}
    </div>
  );
}

/** @param firstWeekday on which the school's weeks begin, 1 Monday to 7 Sunday */
export type SlotWeekProps = { slots: readonly ListedSlot[]; given: NewSlot; firstWeekday: number };

/** For screens that are wide enough for it. */
export function SlotGrid({ slots, given, firstWeekday }: SlotWeekProps) {
  const { i18n, t } = useLingui();
  const { hour } = useFormat();
  const layout = laySlots(slots, firstWeekday);
  const hours = Array.from({ length: layout.untilHour - layout.fromHour }, (_, index) => hour(layout.fromHour + index));
  const days = layout.days.map((day) => ({
    ...{ key: String(day.weekday), label: i18n._(weekdayWord(day.weekday)), isToday: false, columns: day.columns },
    head: <Head weekday={day.weekday} given={given} />,
    body: <Places day={day} layout={layout} given={given} />,
  }));
  return <HoursGrid label={t`Week`} hours={hours} days={days} hourRem={layout.hourRem} />;
}
