/** The students of a register, one row each. Rows look after themselves; the list only says which are shown. */

import { msg } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import { type CSSProperties, memo, type RefObject, useMemo } from 'react';
import { useRegister } from '#app/components/register/model/register-context';
import { useHasIssue, useRow } from '#app/components/register/model/register-store';
import { cx } from '#app/components/ui/cx';
import { MARK_LOOKS } from './mark-radios';
import { RegisterRow, type RegisterRowProps } from './register-row';
import { useWholeRows } from './use-whole-rows';

type Shared = Omit<RegisterRowProps, 'view'>;

export type RowsProps = Shared & {
  ids: readonly number[];
  /** Null shows all. */
  visible: ReadonlySet<number> | null;
  list: RefObject<HTMLDivElement>;
};

type LineProps = Shared & {
  studentId: number;
  index: number;
  isHidden: boolean;
  /** Whether it is more than a name by now. */
  isWhole: boolean;
  reach: (index: number) => void;
};

/** One student's line. Until it is drawn whole, its name is there to be found and read. Left alone while others change. */
const Line = memo(function Line({ studentId, index, isHidden, isWhole, reach, ...row }: LineProps) {
  const { store } = useRegister();
  const view = useRow(store, studentId);
  if (!view) return null;
  return (
    // biome-ignore lint/a11y/useSemanticElements: an item of a list has to be its child, and this one's parent is a band.
    <div role="listitem" hidden={isHidden}>
      {isWhole ? (
        <RegisterRow {...row} view={view} />
      ) : (
        // biome-ignore lint/a11y/noStaticElementInteractions: what the focus reaches is a row with radios the moment after.
        <div data-student={studentId} tabIndex={-1} onFocus={() => reach(index)}>
          {view.row.name}
        </div>
      )}
    </div>
  );
});

/** Lines that come onto the screen together: a browser that scrolls looks at each band, and lays out all of one that comes. */
const IN_BAND = 4;

type BandProps = Omit<LineProps, 'studentId' | 'index' | 'isHidden'> &
  Pick<RowsProps, 'visible'> & { ids: readonly number[]; first: number };

/** How high a band is while it is not laid out, or that it has to be. Said only of those that differ, so that nothing moves when they
 *  come onto the screen. */
function heightOf(shown: number, isUneven: boolean): CSSProperties | undefined {
  if (isUneven) return { contentVisibility: 'visible' };
  return shown < IN_BAND ? { containIntrinsicBlockSize: `calc(${shown} * (3.75rem + 1px))` } : undefined;
}

const Band = memo(function Band({ ids, first, visible, ...line }: BandProps) {
  const { store } = useRegister();
  const isUneven = useHasIssue(store, ids);
  const shown = visible ? ids.filter((id) => visible.has(id)).length : ids.length;
  return (
    <div style={heightOf(shown, isUneven)}>
      {ids.map((id, index) => (
        <Line key={id} {...line} studentId={id} index={first + index} isHidden={visible !== null && !visible.has(id)} />
      ))}
    </div>
  );
});

/** Looks of bands, lines and names that are still to be drawn whole. Bands far off the screen are not laid out. */
const LOOKS = cx(
  '[&>div]:[content-visibility:auto] [&>div]:[contain-intrinsic-block-size:calc(15rem+4px)]',
  '[&>div>div]:border-t [&>div>div]:border-line',
  '[&>div>div>div]:flex [&>div>div>div]:h-15 [&>div>div>div]:items-center [&>div>div>div]:px-3 sm:[&>div>div>div]:px-5',
  MARK_LOOKS,
);

function bandsOf(ids: readonly number[]): { first: number; ids: readonly number[] }[] {
  const firsts = ids.map((_, index) => index).filter((index) => index % IN_BAND === 0);
  return firsts.map((first) => ({ first, ids: ids.slice(first, first + IN_BAND) }));
}

/** Rows that are filtered out stay, hidden: showing them again costs nothing. */
export const Rows = memo(function Rows({ ids, list, ...row }: RowsProps) {
  const { i18n } = useLingui();
  const { whole, reach } = useWholeRows(ids.length, list);
  const bands = useMemo(() => bandsOf(ids), [ids]);
  return (
    // biome-ignore lint/a11y/useSemanticElements: an `ul` can have no bands.
    <div ref={list} role="list" aria-label={i18n._(msg`Students`)} className={LOOKS}>
      {bands.map((band) => (
        <Band key={band.first} {...row} {...band} isWhole={band.first < whole} reach={reach} />
      ))}
    </div>
  );
});
