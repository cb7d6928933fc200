/** Time left until an instant, by the server's clock. Not announced each second: readers find it when they look for it. */
import { cx } from '#app/components/ui/cx';
import { useServerNow } from './use-server-now';

/** `12:05`, or `1:02:05` from an hour on; what is past is `0:00`. Never throws. */
export function clockText(leftMs: number): string {
  const seconds = Math.max(0, Math.ceil(leftMs / 1_000));
  const [h, m, s] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, seconds % 60];
  const two = (value: number) => String(value).padStart(2, '0');
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

export type CountdownProps = {
  /** Epoch ms on the server. */
  until: number;
  serverNow: number;
  /** What ends, for readers: "Check-in closes in". */
  label: string;
  className?: string;
};

/** Minutes and seconds left. */
export function Countdown({ until, serverNow, label, className }: CountdownProps) {
  const now = useServerNow(serverNow);
  return (
    <span role="timer" aria-live="off" className={cx('figures', className)}>
      <span className="sr-only">{label} </span>
      {clockText(until - now)}
    </span>
  );
}
