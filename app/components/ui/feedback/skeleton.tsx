/** Grey shapes in the place of what is on its way, of the same size, so that nothing jumps. */
import { cx } from '#app/components/ui/cx';

/** One shape; size it with `className`. Readers hear nothing: the container says that it is busy. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden="true" className={cx('block animate-pulse rounded-sm bg-unmarked-soft', className)} />;
}
