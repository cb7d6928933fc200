/** What a change of the timetable does or did to existing classes, and whom a plan meets. For previews and results alike. */

import type { I18n } from '@lingui/core';
import { msg, plural } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
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
  const { t } = useLingui();
  return count > 0 ? <li>{t`and ${count} more`}</li> : null;
}

/** What stays although the timetable says otherwise, and why; and what could not be added. Renders nothing when there is nothing. */
export function KeptList({ report, locale }: { report: MaterialiseReport; locale: string }) {
  const { t } = useLingui();
  const { kept, taken } = report;
  if (kept.length + taken.length === 0) return null;
  return (
    <ul className="mt-2 list-disc space-y-1 ps-5">
      {kept.slice(0, NAMED).map(({ id, section, day, startTime, reason }) => (
        <li key={id}>{t`${section}, ${shortDay(day, locale)}, ${startTime} stays: ${t(KEEP_WORDS[reason])}.`}</li>
      ))}
      {taken.slice(0, NAMED).map(({ section, day, startTime }) => (
        <li key={`${section} ${day} ${startTime}`}>
          {t`${section}, ${shortDay(day, locale)}, ${startTime} is not added: the class already meets then.`}
        </li>
      ))}
      <More count={Math.max(0, kept.length - NAMED) + Math.max(0, taken.length - NAMED)} />
    </ul>
  );
}

/** The result of a change, spoken when it appears. */
export function ChangeResult({ title, report, locale }: { title: string; report: MaterialiseReport; locale: string }) {
  const { i18n } = useLingui();
  return (
    <ResultNotice tone="success" title={title}>
      <p>{changesText(i18n, report)}</p>
      <KeptList report={report} locale={locale} />
    </ResultNotice>
  );
}

function clashText(
  i18n: I18n,
  { kind, courseTitle, sectionCode, shared, students, times, ...first }: Clash,
  locale: string,
): string {
  const ofStudents = msg`${plural(students, { one: '# of the same students', other: '# of the same students' })}`;
  const same = i18n._(students > 0 ? ofStudents : CLASH_WORDS[kind]);
  const what = shared.length > 0 ? i18n._(msg`${same} (${shared.join(', ')})`) : same;
  const when = `${shortDay(first.day, locale)}, ${first.startTime}–${first.endTime}`;
  return times > 1
    ? i18n._(msg`${courseTitle} ${sectionCode} has ${what}, ${times} times from ${when}.`)
    : i18n._(msg`${courseTitle} ${sectionCode} has ${what} on ${when}.`);
}

/** Other classes at the same time, by name. Renders nothing without any. */
export function Clashes({ clashes, locale }: { clashes: readonly Clash[]; locale: string }) {
  const { i18n, t } = useLingui();
  if (clashes.length === 0) return null;
  return (
    <Notice tone="warning" title={t`Other classes meet at the same time`} isLive>
      <ul className="list-disc space-y-1 ps-5">
        {clashes.map((clash) => (
          <li key={`${clash.kind} ${clash.sectionId}`}>{clashText(i18n, clash, locale)}</li>
        ))}
      </ul>
    </Notice>
  );
}

/** What a slot would do, before it is saved. */
export function SlotPreviewCard({ preview, locale }: { preview: SlotPreview; locale: string }) {
  const { i18n, t } = useLingui();
  const { dates, closed, clashes, changes } = preview;
  return (
    <div className="grid gap-4">
      <Clashes clashes={clashes} locale={locale} />
      <Card title={t`Preview`}>
        <div role="status">
          <p>{t`Meets ${plural(dates.length, { one: 'once', other: '# times' })}. Saving: ${changesText(i18n, changes)}`}</p>
          <KeptList report={changes} locale={locale} />
        </div>
        <Disclosure summary={t`All dates (${dates.length})`} className="mt-2">
          <ol className="figures columns-2 gap-6 text-sm sm:columns-3">
            {dates.map(({ day }) => (
              <li key={day}>{shortDay(day, locale)}</li>
            ))}
          </ol>
        </Disclosure>
        {closed.length > 0 && (
          <Disclosure summary={t`Left out for closures: ${classesText(i18n, closed.length)}`}>
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
