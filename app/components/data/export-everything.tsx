/** Everything as files that other programs read, and how far an export is. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Card } from '#app/components/ui/card';
import * as paths from '#app/paths';
import { useFormat } from '#app/words/use-format';
import type { ExportState } from '#domain/data/data';
import { DownloadForm } from './download-form';

function ExportProgress({ file, done, total, isDone }: ExportState) {
  const { t } = useLingui();
  const { number, percent } = useFormat();
  const share = Math.min(100, Math.floor((done / Math.max(1, total)) * 100));
  if (isDone)
    return (
      <p role="status" className="mt-3 text-sm">
        <Trans>The export is complete: every file went out whole.</Trans>
      </p>
    );
  return (
    <div className="mt-3">
      <progress
        value={done}
        max={Math.max(1, total)}
        aria-label={t`Rows exported`}
        className="block h-3 w-full overflow-hidden rounded-full accent-accent"
      />
      <p className="mt-2 text-sm text-ink-muted">
        <Trans>
          {percent(share)}: {file}, {number(done)} of {number(total)} rows
        </Trans>
      </p>
      <p role="status" className="sr-only">
        {t`${percent(Math.floor(share / 25) * 25)} done`}
      </p>
    </div>
  );
}

export function ExportCard({ state }: { state: ExportState | null }) {
  const { t } = useLingui();
  return (
    <Card title={t`Export everything`}>
      <p className="mb-3 text-sm text-ink-muted">
        <Trans>
          One zip with a CSV file of each table, readable by any spreadsheet, and the school as a OneRoster file. Passwords, keys,
          tokens and sign-ins are not in it, nor are photos and attachments: those are in a backup. It is read while the school
          works, so a mark made meanwhile may be in one file and not yet in another.
        </Trans>
      </p>
      <DownloadForm action={paths.everythingFile()}>
        <Trans>Export everything</Trans>
      </DownloadForm>
      {state && <ExportProgress {...state} />}
    </Card>
  );
}
