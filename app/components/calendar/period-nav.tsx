/** The way through weeks or months: links, so that every one has an address and works before the page's script has loaded. */
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@remix-run/react';
import { ChevronLeft, ChevronRight, type LucideIcon } from 'lucide-react';
import { ButtonLink } from '#app/components/ui/button';
import { cx } from '#app/components/ui/cx';

function Step({ to, label, icon: Icon }: { to: string; label: string; icon: LucideIcon }) {
  return (
    <Link
      to={to}
      preventScrollReset
      title={label}
      className="touch grid place-items-center rounded-md border border-line-strong bg-surface-raised shadow-raised transition-colors hover:bg-surface-sunken"
    >
      <Icon className="size-5" aria-hidden="true" />
      <span className="sr-only">{label}</span>
    </Link>
  );
}

export type PeriodNavProps = {
  /** What is gone through. */
  unit: 'day' | 'week' | 'month';
  /** The period that is shown, in words. Announced when it changes. */
  title: string;
  previous: string;
  next: string;
  /** The way back to now; there also while now is shown, so that nobody loses their place. */
  current: string;
  isCurrent: boolean;
};

const WORDS = {
  day: { choose: msg`Choose a day`, previous: msg`Previous day`, next: msg`Next day` },
  week: { choose: msg`Choose a week`, previous: msg`Previous week`, next: msg`Next week` },
  month: { choose: msg`Choose a month`, previous: msg`Previous month`, next: msg`Next month` },
};

/** Earlier, later, the name of what is shown, and the way back to now. */
export function PeriodNav({ unit, title, previous, next, current, isCurrent }: PeriodNavProps) {
  const { t } = useLingui();
  return (
    <nav aria-label={t(WORDS[unit].choose)} className="flex min-w-0 flex-1 flex-wrap items-center gap-x-3 gap-y-2">
      <span className="flex gap-1.5 print:hidden">
        <Step to={previous} label={t(WORDS[unit].previous)} icon={ChevronLeft} />
        <Step to={next} label={t(WORDS[unit].next)} icon={ChevronRight} />
      </span>
      {/* A day's name is long, and each has its own length: on phones it has a line, so that nothing below moves. */}
      <h2 aria-live="polite" className={cx('text-lg font-semibold', unit === 'day' && 'max-sm:order-last max-sm:w-full')}>
        {title}
      </h2>
      <ButtonLink
        to={current}
        size="sm"
        preventScrollReset
        aria-current={isCurrent ? 'true' : undefined}
        className="print:hidden"
      >
        <Trans>Today</Trans>
      </ButtonLink>
    </nav>
  );
}
