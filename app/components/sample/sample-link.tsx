/** A sample file to begin with. A list is the link itself; a zip is the server's. */
import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import { Download } from 'lucide-react';
import * as paths from '#app/paths';
import type { ImportKind } from '#domain/import/import';
import { type ListSample, SAMPLES } from '#domain/import/import-samples';

const WORDS: Record<ImportKind | ListSample, MessageDescriptor> = {
  oneroster: msg`Sample of a OneRoster file`,
  enrolments: msg`Sample of an enrolment list`,
  timetable: msg`Sample of a timetable`,
  holidays: msg`Sample of a holiday calendar`,
};

const TYPES: Record<ListSample, { ends: string; type: string }> = {
  enrolments: { ends: 'csv', type: 'text/csv' },
  timetable: { ends: 'csv', type: 'text/csv' },
  holidays: { ends: 'ics', type: 'text/calendar' },
};

function fileOf(kind: ListSample) {
  const { ends, type } = TYPES[kind];
  const text = SAMPLES[kind].map((line) => `${line}\r\n`).join('');
  return { href: `data:${type};charset=utf-8,${encodeURIComponent(text)}`, download: `sample-${kind}.${ends}` };
}

export function SampleLink({ kind }: { kind: ImportKind | ListSample }) {
  const { t } = useLingui();
  const file = kind === 'oneroster' ? { href: paths.sampleRoster(), download: 'sample-oneroster.zip' } : fileOf(kind);
  return (
    <a
      {...file}
      className="inline-flex min-h-11 items-center gap-2 font-medium text-accent underline underline-offset-4 hover:text-accent-strong"
    >
      <Download className="size-4" aria-hidden="true" />
      {t(WORDS[kind])}
    </a>
  );
}
