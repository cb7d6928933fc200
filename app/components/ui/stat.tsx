/** One number of a day with its name, as a way to the list it counts. */
import { Link } from '@remix-run/react';
import { useFormat } from '#app/words/use-format';
import { cx } from './cx';

export type StatProps = {
  label: string;
  value: number;
  /** The list that the number counts. */
  to: string;
  /** The number asks for something to be done. */
  isPressing?: boolean;
};

/** A tile that leads to what it counts. */
export function Stat({ label, value, to, isPressing = false }: StatProps) {
  const { number } = useFormat();
  return (
    <Link
      to={to}
      className="block rounded-xl border border-line bg-surface-raised px-4 py-3.5 shadow-raised transition-colors hover:border-edge sm:px-5"
    >
      <span className={cx('figures block text-2xl font-semibold', isPressing && 'text-late')}>{number(value)}</span>
      <span className="block text-sm text-ink-muted">{label}</span>
    </Link>
  );
}
