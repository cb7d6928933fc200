/** Grey shapes in the place of what is on its way, of the same size, so that nothing jumps. */
import { cx } from './cx';

/** One shape; size it with `className`. Readers hear nothing: the container says that it is busy. */
export function Skeleton({ className }: { className?: string }) {
  return <span aria-hidden="true" className={cx('block animate-pulse rounded-sm bg-unmarked-soft', className)} />;
}

/** Lines of a list on its way. */
export function SkeletonRows({ count = 3 }: { count?: number }) {
  return (
    <div role="status" className="divide-y divide-line">
      <span className="sr-only">Loading…</span>
      {Array.from({ length: count }, (_, index) => `row-${index}`).map((key) => (
        <div key={key} className="flex items-center gap-3 px-4 py-3.5 sm:px-5">
          <Skeleton className="size-10 rounded-full" />
          <div className="flex-1 space-y-2">
            <Skeleton className="h-4 w-2/5" />
            <Skeleton className="h-3 w-3/5" />
          </div>
        </div>
      ))}
    </div>
  );
}
