/** Time left until an instant of the measured clock. Not announced each second: readers find it when they look for it. */

import { useClockTick } from '#app/components/register/model/use-clock-tick';
import { clockText } from '#app/components/ui/time/countdown';
import type { ServerClock } from '#app/components/ui/time/server-clock';

export type TimeLeftProps = { clock: ServerClock; until: number; firstNow: number; className?: string };

/** Minutes and seconds left. */
export function TimeLeft({ clock, until, firstNow, className }: TimeLeftProps) {
  const now = useClockTick(clock, firstNow);
  return (
    <span role="timer" aria-live="off" className={className}>
      {clockText(until - now)}
    </span>
  );
}
