/** How far an import is, while it is applied or undone. Without the page's script it can be looked at again. */
import { useEffect } from 'react';
import { ButtonLink } from '#app/components/ui/button';
import { Card } from '#app/components/ui/card';
import type { StartLive } from '#app/components/ui/hooks/use-live';
import { useLive } from '#app/components/ui/hooks/use-live';
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
    <Card title={isUndoing ? 'Undoing' : 'Applying'}>
      <progress
        value={done}
        max={total}
        aria-label={isUndoing ? 'Rows taken back' : 'Rows applied'}
        className="block h-3 w-full overflow-hidden rounded-full accent-accent"
      />
      <p className="mt-2 flex flex-wrap justify-between gap-x-4 text-sm text-ink-muted">
        <span className="figures">{`${percent} %, ${rowsText(done)} of ${rowsText(total)}`}</span>
        {connection === 'reconnecting' && <span>Reconnecting…</span>}
      </p>
      <p role="status" className="sr-only">
        {`${Math.floor(percent / 25) * 25} % done`}
      </p>
      <p className="mt-2 text-sm">It goes on by itself: you can leave this page and come back.</p>
      <noscript>
        <ButtonLink to="" size="sm" className="mt-3">
          Look again
        </ButtonLink>
      </noscript>
    </Card>
  );
}
