/** How the columns of a list were read, so that a wrong guess is seen before it is applied. */
import { Trans, useLingui } from '@lingui/react/macro';
import { useFormat } from '#app/words/use-format';
import type { ColumnsRead as Columns } from '#domain/import/import-columns';
import { FIELD_WORDS } from './import-words';

export function ColumnsRead({ columns: { read, unread } }: { columns: Pick<Columns, 'read' | 'unread'> }) {
  const { i18n } = useLingui();
  const { list } = useFormat();
  const names = list(unread.map((name) => `“${name}”`));
  return (
    <ul className="text-sm text-ink-muted">
      {read.map(({ field, column }) => {
        const meaning = i18n._(FIELD_WORDS[field]);
        return (
          <li key={field} className="break-words">
            <Trans>
              “{column}” is read as the {meaning}.
            </Trans>
          </li>
        );
      })}
      {unread.length > 0 && (
        <li className="break-words">
          <Trans>Not read: {names}.</Trans>
        </li>
      )}
    </ul>
  );
}
