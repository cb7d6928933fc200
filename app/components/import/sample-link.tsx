/** A sample list to begin with. The file is the link itself. */
import { Trans } from '@lingui/react/macro';
import { Download } from 'lucide-react';
import { SAMPLES } from '#domain/import/import-samples';

export function SampleLink({ kind }: { kind: keyof typeof SAMPLES }) {
  const text = SAMPLES[kind].map((line) => `${line}\r\n`).join('');
  return (
    <a
      href={`data:text/csv;charset=utf-8,${encodeURIComponent(text)}`}
      download={`sample-${kind}.csv`}
      className="inline-flex min-h-11 items-center gap-2 font-medium text-accent underline underline-offset-4 hover:text-accent-strong"
    >
      <Download className="size-4" aria-hidden="true" />
      {kind === 'enrolments' ? <Trans>Sample of an enrolment list</Trans> : <Trans>Sample of a timetable</Trans>}
    </a>
  );
}
