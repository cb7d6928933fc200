/** Time left until an instant of the measured clock. Not announced each second: readers find it when they look for it. */
import { clockText } from '../countdown';
import type { ServerClock } from './server-clock';
import { useClockTick } from './use-clock-tick';

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
