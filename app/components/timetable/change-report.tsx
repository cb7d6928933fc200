/** What a change of the timetable does or did to existing classes, and whom a plan meets. For previews and results alike. */

import { Card } from '#app/components/ui/card';
import { Disclosure } from '#app/components/ui/disclosure';
import { Notice } from '#app/components/ui/feedback/notice';
import { ResultNotice } from '#app/components/ui/feedback/outcome-notice';
import type { MaterialiseReport } from '#domain/timetable/materialise';
import type { Clash, SlotPreview } from '#domain/timetable/slot';
import { CLASH_WORDS, changesText, classesText, KEEP_WORDS, shortDay } from './words';

/** A long list is cut: the rest is counted. */
const NAMED = 30;

function More({ count }: { count: number }) {
  return count > 0 ? <li>{`and ${count} more`}</li> : null;
}

/** What stays although the timetable says otherwise, and why; and what could not be added. Renders nothing when there is nothing. */
export function KeptList({ report, locale }: { report: MaterialiseReport; locale: string }) {
  const { kept, taken } = report;
  if (kept.length + taken.length === 0) return null;
  return (
    <ul className="mt-2 list-disc space-y-1 ps-5">
      {kept.slice(0, NAMED).map(({ id, section, day, startTime, reason }) => (
        <li key={id}>{`${section}, ${shortDay(day, locale)}, ${startTime} stays: ${KEEP_WORDS[reason]}.`}</li>
      ))}
      {taken.slice(0, NAMED).map(({ section, day, startTime }) => (
        <li key={`${section} ${day} ${startTime}`}>
          {`${section}, ${shortDay(day, locale)}, ${startTime} is not added: the class already meets then.`}
        </li>
      ))}
      <More count={Math.max(0, kept.length - NAMED) + Math.max(0, taken.length - NAMED)} />
    </ul>
  );
}

/** The result of a change, spoken when it appears. */
export function ChangeResult({ title, report, locale }: { title: string; report: MaterialiseReport; locale: string }) {
  return (
    <ResultNotice tone="success" title={title}>
      <p>{changesText(report)}</p>
      <KeptList report={report} locale={locale} />
    </ResultNotice>
  );
}

function clashText({ kind, courseTitle, sectionCode, shared, students, times, ...first }: Clash, locale: string): string {
  const what = students > 0 ? `${students} of ${CLASH_WORDS.students}` : CLASH_WORDS[kind];
  const who = shared.length > 0 ? ` (${shared.join(', ')})` : '';
  const often = times > 1 ? `, ${times} times from` : ' on';
  return `${courseTitle} ${sectionCode} has ${what}${who}${often} ${shortDay(first.day, locale)}, ${first.startTime}–${first.endTime}.`;
}

/** Other classes at the same time, by name. Renders nothing without any. */
export function Clashes({ clashes, locale }: { clashes: readonly Clash[]; locale: string }) {
  if (clashes.length === 0) return null;
  return (
    <Notice tone="warning" title="Other classes meet at the same time" isLive>
      <ul className="list-disc space-y-1 ps-5">
        {clashes.map((clash) => (
          <li key={`${clash.kind} ${clash.sectionId}`}>{clashText(clash, locale)}</li>
        ))}
      </ul>
    </Notice>
  );
}

/** What a slot would do, before it is saved. */
export function SlotPreviewCard({ preview, locale }: { preview: SlotPreview; locale: string }) {
  const { dates, closed, clashes, changes } = preview;
  return (
    <div className="grid gap-4">
      <Clashes clashes={clashes} locale={locale} />
      <Card title="Preview">
        <div role="status">
          <p>{`Meets ${dates.length === 1 ? 'once' : `${dates.length} times`}. Saving: ${changesText(changes)}`}</p>
          <KeptList report={changes} locale={locale} />
        </div>
        <Disclosure summary={`All dates (${dates.length})`} className="mt-2">
          <ol className="figures columns-2 gap-6 text-sm sm:columns-3">
            {dates.map(({ day }) => (
              <li key={day}>{shortDay(day, locale)}</li>
            ))}
          </ol>
        </Disclosure>
        {closed.length > 0 && (
          <Disclosure summary={`Left out for closures: ${classesText(closed.length)}`}>
            <ul className="text-sm text-ink-muted">
              {closed.map(({ day, closure }) => (
                <li key={day}>{`${shortDay(day, locale)}: ${closure}`}</li>
              ))}
            </ul>
          </Disclosure>
        )}
      </Card>
    </div>
  );
}
