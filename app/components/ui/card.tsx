/** A raised panel, optionally with a heading of its own. Cards do not nest. */
import { type ReactNode, useId } from 'react';
import { cx } from './cx';

export type CardProps = {
  /** Makes the card a region named by it. */
  title?: string;
  /** Sits at the end of the title line. */
  action?: ReactNode;
  /** Lists and tables bring their own padding. */
  isFlush?: boolean;
  className?: string;
  children: ReactNode;
};

/** Content on a raised ground. */
export function Card({ title, action, isFlush = false, className, children }: CardProps) {
  const id = useId();
  const Element = title ? 'section' : 'div';
  return (
    <Element
      aria-labelledby={title ? id : undefined}
      className={cx('overflow-clip rounded-xl border border-line bg-surface-raised shadow-raised', className)}
    >
      {title && (
        <div className="flex min-h-12 flex-wrap items-center justify-between gap-x-3 gap-y-1 px-4 pt-3 sm:px-5">
          <h2 id={id} className="text-base font-semibold">
            {title}
          </h2>
          {action}
        </div>
      )}
      <div className={isFlush ? undefined : 'p-4 sm:p-5'}>{children}</div>
    </Element>
  );
}
