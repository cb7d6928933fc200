/** The students of a register, one row each. Rows look after themselves; the list only says which are shown. */

import { msg } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import { memo, type RefObject } from 'react';
import { cx } from '#app/components/ui/cx';
import { MARK_FACES } from './mark-radios';
import { RegisterRow, type RegisterRowProps } from './register-row';

export type RowsProps = Omit<RegisterRowProps, 'studentId'> & {
  ids: readonly number[];
  /** Null shows all. */
  visible: ReadonlySet<number> | null;
  list: RefObject<HTMLUListElement>;
};

/** Rows that are filtered out stay, hidden: showing them again costs nothing. Rows far off the screen are not laid out. */
export const Rows = memo(function Rows({ ids, visible, list, ...row }: RowsProps) {
  const { i18n } = useLingui();
  return (
    <ul ref={list} aria-label={i18n._(msg`Students`)} className={cx('divide-y divide-line border-t border-line', MARK_FACES)}>
      {ids.map((id) => (
        <li
          key={id}
          hidden={visible !== null && !visible.has(id)}
          className="[contain-intrinsic-size:auto_3.75rem] [content-visibility:auto]"
        >
          <RegisterRow {...row} studentId={id} />
        </li>
      ))}
    </ul>
  );
});
