/** A list to begin with: the columns that are read, and how their cells are written. The file is the link itself. */
import { Trans } from '@lingui/react/macro';
import { Download } from 'lucide-react';
import type { ImportKind } from '#domain/import/import';

const SAMPLES = {
  enrolments: [
    'Email,First name,Last name,Student number,Class',
    'ana.silva@school.example,Ana,Silva,1001,MA101 A',
    'bo.okafor@school.example,Bo,Okafor,1002,MA101 A',
  ],
  timetable: [
    'Class,Weekday,Start,End,Room,Weeks,From,Until',
    'MA101 A,Monday,09:00,10:00,Room 2,every,,',
    'MA101 A,Thursday,13:30,15:00,Lab,A,2026-09-07,2026-12-18',
  ],
} satisfies Partial<Record<ImportKind, string[]>>;

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
