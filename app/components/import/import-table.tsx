/** Files so far: a table on a desktop, a list on a phone. Rows lead to what a file did. */
import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import { Link } from '@remix-run/react';
import { cx } from '#app/components/ui/cx';
import { WHOLE_ROW } from '#app/components/ui/list';
import { Time } from '#app/components/ui/time/time';
import * as paths from '#app/paths';
import { useFormat } from '#app/words/use-format';
import type { ImportKind, ImportState } from '#domain/import/import';
import { KIND_WORDS, rowsText, STATE_WORDS } from './import-words';

const COLUMNS: readonly MessageDescriptor[] = [msg`File`, msg`Kind`, msg`State`, msg`Rows`, msg`Uploaded by`, msg`When`];

export type ListedImport = {
  batchId: number;
  fileName: string;
  kind: ImportKind;
  state: ImportState;
  total: number;
  uploadedAt: number;
  uploadedBy: string;
};

const CELL = 'block min-w-0 max-w-96 truncate lg:table-cell lg:px-3';

function ImportRow({ batch }: { batch: ListedImport }) {
  const { i18n, t } = useLingui();
  const { number } = useFormat();
  const { batchId, fileName, kind, state, total, uploadedAt, uploadedBy } = batch;
  return (
    <tr className="relative block px-4 py-2 hover:bg-surface-sunken sm:px-5 lg:table-row lg:h-10 lg:p-0">
      <td className={cx(CELL, 'font-medium lg:ps-5')}>
        <Link to={paths.importBatch(batchId)} className={WHOLE_ROW}>
          {fileName}
        </Link>
      </td>
      <td className={cx(CELL, 'text-ink-muted')}>{t(KIND_WORDS[kind])}</td>
      <td className={cx(CELL, 'font-medium')}>{t(STATE_WORDS[state])}</td>
      <td className={cx(CELL, 'figures text-ink-muted')}>
        <span className="max-lg:hidden">{number(total)}</span>
        <span className="lg:hidden">{rowsText(i18n, total)}</span>
      </td>
      <td className={cx(CELL, 'text-ink-muted')}>{uploadedBy}</td>
      <td className={cx(CELL, 'figures text-ink-muted lg:pe-5')}>
        <Time at={uploadedAt} style="moment" />
      </td>
    </tr>
  );
}

/** The newest first, as they are given. */
export function ImportTable({ batches }: { batches: readonly ListedImport[] }) {
  const { t } = useLingui();
  return (
    <table aria-label={t`Recent files`} className="block w-full text-sm lg:table [&_th:first-child]:ps-5">
      <thead className="border-b border-line text-ink-muted max-lg:hidden">
        <tr>
          {COLUMNS.map((word) => (
            <th key={word.id} scope="col" className="px-3 py-2 font-medium">
              {t(word)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody className="block divide-y divide-line lg:table-row-group">
        {batches.map((batch) => (
          <ImportRow key={batch.batchId} batch={batch} />
        ))}
      </tbody>
    </table>
  );
}
