/** A mark where there is little room: letter, icon and colour, and the word for readers. With room, use `../status-chip.tsx`. */

import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import { Ban, type LucideIcon } from 'lucide-react';
import { cx } from '#app/components/ui/cx';
import { STATUS_LOOKS } from '#app/components/ui/status-chip';
import type { EntryMark } from './entry-mark';

type Look = { word: MessageDescriptor; letter: string; icon: LucideIcon; soft: string };

const CANCELLED: Look = {
  word: msg`Cancelled`,
  letter: 'C',
  icon: Ban,
  soft: 'border border-dashed border-edge bg-surface-raised text-ink-muted',
};

/** Everything but what is still to come, which has nothing to say yet. */
export type KnownMark = Exclude<EntryMark, 'planned'>;

/** The look of a mark: also for legends and filters. */
export function markLook(mark: KnownMark): Look {
  return mark === 'cancelled' ? CANCELLED : STATUS_LOOKS[mark];
}

/** A small badge. Renders nothing for what is still to come. */
export function MarkBadge({ mark, className }: { mark: EntryMark; className?: string }) {
  const { i18n } = useLingui();
  if (mark === 'planned') return null;
  const { word, letter, icon: Icon, soft } = markLook(mark);
  return (
    <span
      className={cx(
        'inline-flex h-5 shrink-0 items-center gap-0.5 rounded-sm px-1 text-xs font-bold forced-colors:border',
        soft,
        className,
      )}
    >
      <span aria-hidden="true">{letter}</span>
      {mark !== 'unmarked' && <Icon className="size-3" strokeWidth={2.75} aria-hidden="true" />}
      <span className="sr-only">{i18n._(word)}</span>
    </span>
  );
}
