/** A line on a register with calls that wait to be sent. */
import { useLingui } from '@lingui/react/macro';
import { CloudUpload } from 'lucide-react';
import { cx } from '#app/components/ui/cx';
import { type DayRow, unsentText } from './day-overlay';

/** What only this device knows of a register. */
export function Unsent({ row, className }: { row: DayRow; className?: string }) {
  const { i18n } = useLingui();
  const text = unsentText(i18n, row.unsent);
  if (!text) return null;
  return (
    <span className={cx('flex items-center gap-1.5 font-medium text-waiting', className)}>
      <CloudUpload className="size-3.5 shrink-0" aria-hidden="true" />
      {text}
    </span>
  );
}
