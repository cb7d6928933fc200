/** A rate together with the sums it is made of: no percentage stands alone. Numbers come from the domain, ready made. */
import type { I18n } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import { Link } from '@remix-run/react';
import type { ReactNode } from 'react';
import type { Format } from '#app/words/format';
import { useFormat } from '#app/words/use-format';
import { cx } from './cx';

/** `82.5%`, or "No data" for null: 0 of 0 is not 0 %. `percent` has one decimal at most. Never throws. */
export function percentText(format: Format, percent: number | null): string {
  return percent === null ? format.i18n._(msg`No data`) : format.percent(percent);
}

/** "18 of 20", from sums in hundredths of a class session; parts are shown when late counts less than one. Never throws. */
export function sumsText(i18n: I18n, { earned, possible }: { earned: number; possible: number }): string {
  return i18n._(msg`${earned / 100} of ${possible / 100}`);
}

/** Where a figure opens to the class sessions that it is made of; null only on the list of them itself. */
export type Behind = { to: string | null };

const OPENS = 'rounded-sm underline decoration-line-strong underline-offset-4 hover:decoration-current';

/** Words of a figure, as the way to what is behind it. Nothing is behind what has no data. */
export function BehindLink({ to, className, children }: Behind & { className?: string; children: ReactNode }) {
  if (to === null)
    return (
      <span data-opens="here" className={className}>
        {children}
      </span>
    );
  return (
    <Link to={to} className={cx(OPENS, className)}>
      {children}
    </Link>
  );
}

export type RateProps = Behind & { percent: number | null; className?: string; children?: ReactNode };

/** A rate within a line or a cell. @param children what else is the figure's: its sums */
export function Rate({ percent, to, className, children }: RateProps) {
  const format = useFormat();
  return (
    <BehindLink to={percent === null ? null : to} className={cx('figures', className)}>
      {percentText(format, percent)}
      {children}
    </BehindLink>
  );
}

export type FigureProps = Behind & {
  percent: number | null;
  /** Hundredths of a class session. */
  earned: number;
  possible: number;
  /** What is counted. */
  unit?: string;
  size?: 'md' | 'lg';
  className?: string;
};

/** The rate, and its sums under it. */
export function Figure({ percent, earned, possible, to, unit, size = 'md', className }: FigureProps) {
  const { t } = useLingui();
  const { number } = useFormat();
  const [got, most] = [number(earned / 100), number(possible / 100)];
  const sums = unit ? t`${got} of ${most} ${unit}` : t`${got} of ${most} classes`;
  return (
    <span className={cx('figures block', className)}>
      <span className={cx('block font-semibold', size === 'lg' ? 'text-3xl' : 'text-lg')}>
        <Rate percent={percent} to={to} />
      </span>
      <span className="block text-sm text-ink-muted">{possible === 0 ? t`Nothing counted yet` : sums}</span>
    </span>
  );
}
