/** How much waits at a place, beside its name. */
import { plural } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import { cx } from '#app/components/ui/cx';
import { useFormat } from '#app/words/use-format';

/** Nothing where nothing waits. */
export function PlaceCount({ count = 0, className }: { count?: number | undefined; className?: string }) {
  const { t } = useLingui();
  const { number } = useFormat();
  if (count === 0) return null;
  return (
    <span className={cx('figures rounded-full bg-waiting-soft px-2 text-xs/5 font-semibold text-waiting', className)}>
      <span aria-hidden="true">{number(count)}</span>
      <span className="sr-only">{t`${plural(count, { one: '# waits', other: '# wait' })}`}</span>
    </span>
  );
}
