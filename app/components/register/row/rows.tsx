/** The students of a register, one row each. Rows look after themselves; the list only says which are shown. */

import { msg } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import { memo, type RefObject } from 'react';
import { useRegister } from '#app/components/register/model/register-context';
import { useRow } from '#app/components/register/model/register-store';
import { cx } from '#app/components/ui/cx';
import { MARK_LOOKS } from './mark-radios';
import { RegisterRow, type RegisterRowProps } from './register-row';
import { useWholeRows } from './use-whole-rows';

export type RowsProps = Omit<RegisterRowProps, 'studentId'> & {
  ids: readonly number[];
  /** Null shows all. */
  visible: ReadonlySet<number> | null;
  list: RefObject<HTMLUListElement>;
};

type NameRowProps = { studentId: number; index: number; reach: (index: number) => void };

/** A row that is still to be drawn whole: the name is there to be found and read. Left alone while rows before it become whole. */
const NameRow = memo(function NameRow({ studentId, index, reach }: NameRowProps) {
  const { store } = useRegister();
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: what the focus reaches is a row with radios the moment after.
    <div data-student={studentId} tabIndex={-1} onFocus={() => reach(index)}>
      {useRow(store, studentId)?.row.name}
    </div>
  );
});

/** Rows that are filtered out stay, hidden: showing them again costs nothing. Rows far off the screen are not laid out. */
export const Rows = memo(function Rows({ ids, visible, list, ...row }: RowsProps) {
  const { i18n } = useLingui();
  const { whole, reach } = useWholeRows(ids.length, list);
  return (
    <ul
      ref={list}
      aria-label={i18n._(msg`Students`)}
      className={cx(
        'divide-y divide-line border-t border-line [&>li]:[contain-intrinsic-size:auto_3.75rem] [&>li]:[content-visibility:auto]',
        '[&>li>div]:flex [&>li>div]:h-15 [&>li>div]:items-center [&>li>div]:px-3 sm:[&>li>div]:px-5',
        MARK_LOOKS,
      )}
    >
      {ids.map((id, index) => (
        <li key={id} hidden={visible !== null && !visible.has(id)}>
          {index < whole ? <RegisterRow {...row} studentId={id} /> : <NameRow studentId={id} index={index} reach={reach} />}
        </li>
      ))}
    </ul>
  );
});
