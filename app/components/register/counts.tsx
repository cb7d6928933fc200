/** The figures of a register, each a button that shows only the students it counts. */

import { msg } from '@lingui/core/macro';
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

/** Looks of one figure that can be pressed. */
export const FIGURE = 'grid min-h-13 min-w-0 content-center justify-items-center border-b-2 px-0.5 transition-colors';

/** @param props.ink of a figure that is not zero */
export function CountFace({ count, ink, word }: { count: number; ink: string; word: string }) {
  return (
    <>
      <span className={cx('figures text-lg/5 font-semibold', count > 0 ? ink : 'text-ink-muted')}>{count}</span>
      <span className="max-w-full text-xs text-ink-muted wrap-anywhere max-xs:text-[0.625rem]/4 max-xs:tracking-tight">
        {word}
      </span>
    </>
  );
}

/** What staff say of those who have no mark yet. */
const MISSING = msg`Missing`;

export type CountsProps = { counts: Figures; filter: StatusFilter; onFilter: (filter: StatusFilter) => void };

/** Five figures in one strip; the pressed one filters the list. */
export function Counts({ counts, filter, onFilter }: CountsProps) {
  const { i18n, t } = useLingui();
  const { tally, unmarked } = counts;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for questions of a form; these are buttons.
    <div role="group" aria-label={t`Show only`} className="grid flex-5 grid-cols-5 divide-x divide-line">
      {SHOWN.map((one) => {
        const count = one === 'unmarked' ? unmarked : tally[one];
        const isPressed = filter === one;
        return (
          <button
            key={one}
            type="button"
            aria-pressed={isPressed}
            onClick={() => onFilter(isPressed ? null : one)}
            className={cx(FIGURE, isPressed ? 'border-b-accent bg-accent-soft' : 'border-b-transparent hover:bg-surface-sunken')}
          >
            <CountFace count={count} ink={INKS[one]} word={i18n._(one === 'unmarked' ? MISSING : STATUS_LOOKS[one].word)} />
          </button>
        );
      })}
    </div>
  );
}
