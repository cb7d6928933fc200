/** What becomes of one row: icon and word, never colour alone. */
import { useLingui } from '@lingui/react/macro';
import { Ban, CircleMinus, CirclePlus, Copy, Equal, type LucideIcon, PencilLine } from 'lucide-react';
import { cx } from '#app/components/ui/cx';
import type { Verdict } from '#domain/import/import';
import { VERDICT_WORDS } from './import-words';

const LOOKS: Record<Verdict, { icon: LucideIcon; look: string }> = {
  create: { icon: CirclePlus, look: 'bg-present-soft text-present' },
  update: { icon: PencilLine, look: 'bg-excused-soft text-excused' },
  deactivate: { icon: CircleMinus, look: 'bg-late-soft text-late' },
  unchanged: { icon: Equal, look: 'bg-unmarked-soft text-unmarked' },
  duplicate: { icon: Copy, look: 'bg-unmarked-soft text-unmarked' },
  refused: { icon: Ban, look: 'bg-absent-soft text-absent' },
};

export function VerdictChip({ verdict }: { verdict: Verdict }) {
  const { i18n } = useLingui();
  const { icon: Icon, look } = LOOKS[verdict];
  return (
    <span
      className={cx(
        'inline-flex h-7 shrink-0 items-center gap-1.5 rounded-sm px-2 text-sm font-semibold forced-colors:border',
        look,
      )}
    >
      <Icon className="size-3.5" strokeWidth={2.5} aria-hidden="true" />
      {i18n._(VERDICT_WORDS[verdict])}
    </span>
  );
}
