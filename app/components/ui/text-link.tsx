/** A link in running text: underlined, so that colour is not what tells it apart. */
import { Link, type LinkProps } from '@remix-run/react';
import { cx } from './cx';

/** A `Link` with the looks of a link. */
export function TextLink({ className, ...rest }: LinkProps) {
  return (
    <Link {...rest} className={cx('font-medium text-accent underline underline-offset-4 hover:text-accent-strong', className)} />
  );
}
