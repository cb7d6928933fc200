/** The figures of a register, each a button that shows only the students it counts. */

import { useLingui } from '@lingui/react/macro';
import { cx } from '#app/components/ui/cx';
import { STATUS_LOOKS } from '#app/components/ui/status-chip';
import { STATUSES } from '#domain/register/attendance';
import type { StatusFilter } from './model/filter';
import type { Counts as Figures } from './model/register-state';

const SHOWN = [...STATUSES, 'unmarked'] as const;

const INKS = {
  present: 'text-present',
  late: 'text-late',
  absent: 'text-absent',
  excused: 'text-excused',
  unmarked: 'text-unmarked',
} as const;

export type CountsProps = { counts: Figures; filter: StatusFilter; onFilter: (filter: StatusFilter) => void };

/** Five figures; the pressed one filters the list. The last has the longest word, and on a phone the room for it. */
export function Counts({ counts, filter, onFilter }: CountsProps) {
  const { i18n, t } = useLingui();
  const { tally, unmarked } = counts;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for questions of a form; these are buttons.
    <div
      role="group"
      aria-label={t`Show only`}
      className="grid grid-cols-[repeat(4,minmax(0,1fr))_minmax(0,1.25fr)] gap-1 sm:grid-cols-5 sm:gap-2"
    >
      {SHOWN.map((one) => {
        const { word, icon: Icon } = STATUS_LOOKS[one];
        const count = one === 'unmarked' ? unmarked : tally[one];
        const isPressed = filter === one;
        return (
          <button
            key={one}
            type="button"
            aria-pressed={isPressed}
            onClick={() => onFilter(isPressed ? null : one)}
            className={cx(
              'flex min-w-0 flex-col items-center rounded-lg border py-2 transition-colors sm:items-start sm:px-2',
              isPressed ? 'border-accent bg-accent-soft' : 'border-line bg-surface-raised hover:border-edge',
            )}
          >
            <span className={cx('figures text-xl leading-7 font-semibold', count > 0 ? INKS[one] : 'text-ink-muted')}>
              {count}
            </span>
            <span className="flex max-w-full items-center gap-1 text-xs text-ink-muted">
              <Icon className="hidden size-3 shrink-0 sm:block xl:hidden" strokeWidth={2.5} aria-hidden="true" />
              <span className="min-w-0 text-center leading-tight wrap-anywhere">{i18n._(word)}</span>
            </span>
          </button>
        );
      })}
    </div>
  );
}
