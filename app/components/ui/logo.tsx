/** Muster's mark, a roll of three with its tick, and the wordmark beside it. The favicon draws the same shapes. */
import { Trans } from '@lingui/react/macro';
import { cx } from './cx';

export type LogoProps = { className?: string };

/** The mark alone; decorative, so give its link or heading a name. */
export function LogoMark({ className }: LogoProps) {
  return (
    <svg viewBox="0 0 32 32" className={cx('size-8 shrink-0', className)} aria-hidden="true">
      <rect width="32" height="32" rx="9" className="fill-accent" />
      <g className="fill-accent-ink" opacity="0.6">
        <circle cx="9" cy="9.5" r="2.4" />
        <circle cx="16" cy="9.5" r="2.4" />
        <circle cx="23" cy="9.5" r="2.4" />
      </g>
      <path
        d="M8.5 19.5l5 5 10-10"
        className="fill-none stroke-accent-ink"
        strokeWidth="3.2"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}

/** Mark and name. */
export function Logo({ className }: LogoProps) {
  return (
    <span className={cx('inline-flex items-center gap-2.5', className)}>
      <LogoMark />
      <span className="text-lg font-semibold tracking-tight">
        <Trans>Muster</Trans>
      </span>
    </span>
  );
}
