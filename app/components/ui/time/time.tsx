/** Instants for people, in the school's zone whoever looks from wherever. Engines differ in how they shorten names, so the server's text
 *  stands. */
import { Trans } from '@lingui/react/macro';
import type { TimeStyle } from '#app/words/format';
import { useFormat } from '#app/words/use-format';

export type TimeProps = { at: number; style?: TimeStyle; className?: string };

/** An instant as a `<time>` element. @param at epoch ms */
export function Time({ at, style, className }: TimeProps) {
  const { time } = useFormat();
  return (
    <time dateTime={new Date(at).toISOString()} className={className} suppressHydrationWarning>
      {time(at, style)}
    </time>
  );
}

export type TimeRangeProps = { startsAt: number; endsAt: number; className?: string };

/** "09:30 to 10:20", with the dash people expect. */
export function TimeRange({ startsAt, endsAt, className }: TimeRangeProps) {
  return (
    <span className={className}>
      <Time at={startsAt} />
      <span aria-hidden="true">–</span>
      <span className="sr-only">
        {' '}
        <Trans>to</Trans>{' '}
      </span>
      <Time at={endsAt} />
    </span>
  );
}
