/** Something that opens under its own line, on the native details element: works before the page's script has loaded. */
import { ChevronDown } from 'lucide-react';
import type { ReactNode } from 'react';
import { cx } from './cx';

export type DisclosureProps = { summary: ReactNode; isOpen?: boolean; children: ReactNode; className?: string };

/** A line, and what it opens. `isOpen` is how it starts. */
export function Disclosure({ summary, isOpen = false, children, className }: DisclosureProps) {
  return (
    <details open={isOpen} className={cx('group', className)}>
      <summary className="touch flex items-center justify-between gap-3 rounded-md font-medium">
        <span>{summary}</span>
        <ChevronDown className="size-4 shrink-0 text-ink-muted transition-transform group-open:rotate-180" aria-hidden="true" />
      </summary>
      <div className="pt-1 pb-2">{children}</div>
    </details>
  );
}
