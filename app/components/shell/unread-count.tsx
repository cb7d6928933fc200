/** How many messages are unread, beside the way to the inbox. */
import { plural } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import { cx } from '#app/components/ui/cx';
import { useFormat } from '#app/words/use-format';

/** More is as good as this. */
const MOST = 99;

/** Nothing where all are read. */
export function UnreadCount({ unread, className }: { unread: number; className?: string }) {
  const { t } = useLingui();
  const { number } = useFormat();
  if (unread === 0) return null;
  return (
    <span className={cx('figures rounded-full bg-accent px-1.5 text-center text-xs/5 font-semibold text-accent-ink', className)}>
      <span aria-hidden="true">{unread > MOST ? `${number(MOST)}+` : number(unread)}</span>
      <span className="sr-only">{t`${plural(unread, { one: '# unread', other: '# unread' })}`}</span>
    </span>
  );
}
