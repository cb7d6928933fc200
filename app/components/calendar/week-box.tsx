/** One class in the grid of a week: a box at its time, with what came of it. */
import { Trans } from '@lingui/react/macro';
import { Link } from '@remix-run/react';
import type { CSSProperties } from 'react';
import { cx } from '#app/components/ui/cx';
import { TimeRange } from '#app/components/ui/time/time';
import * as paths from '#app/paths';
import { canCheckIn } from '#domain/check-in/can-check-in';
import { EntryTitle, entryPath, entryPlace, MovedWord, type Reader } from './entry-line';
import { entryMark } from './entry-mark';
import { MarkBadge } from './mark-badge';
import type { Place, Span } from './overlap-columns';
import type { Box } from './week-layout';
import { heightOf, ONE_LINE_MINUTES } from './week-scale';

/** Where a box stands in its day. */
export function boxStyle({ from, until, column, columns }: Place & Span, fromHour: number): CSSProperties {
  const width = 100 / columns;
  return {
    top: heightOf(from - fromHour * 60),
    height: heightOf(until - from),
    insetInlineStart: `${column * width}%`,
    width: `${width}%`,
  };
}

function lookOf({ entry: { state, startsAt, endsAt } }: Box, now: number): string {
  if (state === 'cancelled') return 'border border-dashed border-edge bg-surface-raised';
  if (startsAt <= now && now < endsAt) return 'border-accent bg-accent-soft ring-1 ring-accent';
  return endsAt <= now ? 'border-line-strong bg-surface-sunken' : 'border-accent bg-accent-soft';
}

function BoxOutcome({ box, reader: { role, now } }: { box: Box; reader: Reader }) {
  const { entry } = box;
  const mark = entryMark(entry);
  if (mark === 'cancelled')
    return (
      <span className="font-semibold text-ink-muted">
        <Trans>Cancelled</Trans>
      </span>
    );
  if (role === 'student' && canCheckIn(entry, now))
    return (
      <Link to={paths.scan()} className="relative z-10 shrink-0 font-semibold text-accent underline underline-offset-2">
        <Trans>Check in</Trans>
      </Link>
    );
  if (entry.isCheckInOpen && role !== 'student')
    return (
      <span data-brief className="truncate font-semibold text-present">
        <Trans>Check-in open</Trans>
      </span>
    );
  if (role !== 'student' && entry.state === 'open')
    return (
      <span data-brief className="truncate font-semibold text-accent">
        <Trans>Open</Trans>
      </span>
    );
  return role === 'student' ? <MarkBadge mark={mark} /> : null;
}

/** The name, as a link over the whole box where it leads somewhere. */
function BoxTitle({ box, reader }: { box: Box; reader: Reader }) {
  const to = entryPath(box.entry, reader);
  if (!to) return <EntryTitle entry={box.entry} />;
  return (
    <Link
      to={to}
      className="after:absolute after:inset-0 after:rounded-md hover:underline focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:-outline-offset-2 focus-visible:after:outline-accent"
    >
      <EntryTitle entry={box.entry} />
    </Link>
  );
}

export function GridBox({ box, fromHour, reader }: { box: Box; fromHour: number; reader: Reader }) {
  const { entry } = box;
  const isOneLine = box.until - box.from < ONE_LINE_MINUTES;
  const outcome = <BoxOutcome box={box} reader={reader} />;
  return (
    <li style={boxStyle(box, fromHour)} className="absolute p-px">
      <div className={cx('relative h-full overflow-hidden rounded-md border-s-[3px] px-2 py-1 text-xs', lookOf(box, reader.now))}>
        <div className="flex items-center justify-between gap-1">
          <p className="truncate text-sm font-semibold">
            <BoxTitle box={box} reader={reader} />
          </p>
          {isOneLine && outcome}
        </div>
        <p className={cx('figures truncate text-ink-muted', isOneLine && 'sr-only')}>
          <TimeRange startsAt={entry.startsAt} endsAt={entry.endsAt} />
        </p>
        <div className="flex items-center justify-between gap-1">
          <p className={cx('min-w-0 flex-1 truncate text-ink-muted', isOneLine && 'sr-only')}>
            {entryPlace(entry)}
            {entry.isMoved && <MovedWord />}
          </p>
          {!isOneLine && outcome}
        </div>
      </div>
    </li>
  );
}
