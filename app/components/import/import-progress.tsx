/** How far an import is, while it is applied or undone. Without the page's script it can be looked at again. */
import { Trans, useLingui } from '@lingui/react/macro';
import { useEffect } from 'react';
import { ButtonLink } from '#app/components/ui/button';
import { Card } from '#app/components/ui/card';
import type { StartLive } from '#app/components/ui/hooks/use-live';
import { useLive } from '#app/components/ui/hooks/use-live';
import { useFormat } from '#app/words/use-format';
import { changingIn, type ImportCounts, type ImportState } from '#domain/import/import';
import { rowsText } from './import-words';

export type Progress = { state: ImportState; done: number; counts: ImportCounts };

export type ImportProgressProps<Batch extends Progress> = {
  start: StartLive<Batch>;
  initial: Batch;
  /** Called when it is no longer under way. */
  onEnd: () => void;
};

export function ImportProgress<Batch extends Progress>({ start, initial, onEnd }: ImportProgressProps<Batch>) {
  const { t } = useLingui();
  const format = useFormat();
  const { i18n } = format;
  const { value, connection } = useLive(start, initial);
  const isUndoing = value.state === 'undoing';
  const isOver = value.state !== initial.state;
  useEffect(() => {
    if (isOver) onEnd();
  }, [isOver, onEnd]);
  const total = Math.max(1, changingIn(value.counts));
  const done = isUndoing ? total - value.done : value.done;
  const percent = Math.min(100, Math.floor((done / total) * 100));
  return (
    <Card title={isUndoing ? t`Undoing` : t`Applying`}>
      <progress
        value={done}
        max={total}
        aria-label={isUndoing ? t`Rows undone` : t`Rows applied`}
        className="block h-3 w-full overflow-hidden rounded-full accent-accent"
      />
      <p className="mt-2 flex flex-wrap justify-between gap-x-4 text-sm text-ink-muted">
        <span className="figures">{t`${format.percent(percent)}, ${rowsText(i18n, done)} of ${rowsText(i18n, total)}`}</span>
        {connection === 'reconnecting' && (
          <span>
            <Trans>Reconnecting…</Trans>
          </span>
        )}
      </p>
      <p role="status" className="sr-only">
        {t`${format.percent(Math.floor(percent / 25) * 25)} done`}
      </p>
      <p className="mt-2 text-sm">
        <Trans>It goes on by itself: you can leave this page and come back.</Trans>
      </p>
      <noscript>
        <ButtonLink to="" size="sm" className="mt-3">
          <Trans>Check again</Trans>
        </ButtonLink>
      </noscript>
    </Card>
  );
}
