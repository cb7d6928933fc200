/** What a change of the timetable does or did to existing classes, and whom a plan meets. For previews and results alike. */

import { msg, plural } from '@lingui/core/macro';
import { Plural, useLingui } from '@lingui/react/macro';
import { Card } from '#app/components/ui/card';
import { Disclosure } from '#app/components/ui/disclosure';
import { Notice } from '#app/components/ui/feedback/notice';
import { ResultNotice } from '#app/components/ui/feedback/outcome-notice';
import type { Format } from '#app/words/format';
import { useFormat } from '#app/words/use-format';
import type { MaterialiseReport } from '#domain/timetable/materialise';
import type { Clash, SlotPreview } from '#domain/timetable/slot';
import { CLASH_WORDS, changesText, classesText, KEEP_WORDS } from './words';

/** A long list is cut: the rest is counted. */
const NAMED = 30;

function More({ count }: { count: number }) {
  const { t } = useLingui();
  return count > 0 ? <li>{t`and ${count} more`}</li> : null;
}

/** What stays although the timetable says otherwise, and why; and what could not be added. Renders nothing when there is nothing. */
export function KeptList({ report }: { report: MaterialiseReport }) {
  const { t } = useLingui();
  const format = useFormat();
  const { kept, taken } = report;
  if (kept.length + taken.length === 0) return null;
  return (
    <ul className="mt-2 list-disc space-y-1 ps-5">
      {kept.slice(0, NAMED).map(({ id, section, day, startTime, reason }) => (
        <li key={id}>{t`${section}, ${format.day(day, 'brief')}, ${startTime} stays: ${t(KEEP_WORDS[reason])}.`}</li>
      ))}
      {taken.slice(0, NAMED).map(({ section, day, startTime }) => (
        <li key={`${section} ${day} ${startTime}`}>
          {t`${section}, ${format.day(day, 'brief')}, ${startTime} is not added: the class already meets then.`}
        </li>
      ))}
      <More count={Math.max(0, kept.length - NAMED) + Math.max(0, taken.length - NAMED)} />
    </ul>
  );
}

/** The result of a change, spoken when it appears. */
export function ChangeResult({ title, report }: { title: string; report: MaterialiseReport }) {
  const format = useFormat();
  return (
    <ResultNotice tone="success" title={title}>
      <p>{changesText(format, report)}</p>
      <KeptList report={report} />
    </ResultNotice>
  );
}

function clashText(
  { i18n, meeting, list }: Format,
  { kind, courseTitle, sectionCode, shared, students, times, ...first }: Clash,
): string {
  const ofStudents = msg`${plural(students, { one: '# of the same students', other: '# of the same students' })}`;
  const same = i18n._(students > 0 ? ofStudents : CLASH_WORDS[kind]);
  const what = shared.length > 0 ? i18n._(msg`${same} (${list(shared)})`) : same;
  const when = meeting(first);
  return times > 1
    ? i18n._(msg`${courseTitle} ${sectionCode} has ${what}, ${times} times from ${when}.`)
    : i18n._(msg`${courseTitle} ${sectionCode} has ${what} on ${when}.`);
}

/** Other classes at the same time, by name. Renders nothing without any. */
export function Clashes({ clashes }: { clashes: readonly Clash[] }) {
  const { t } = useLingui();
  const format = useFormat();
  if (clashes.length === 0) return null;
  return (
    <Notice tone="warning" title={t`Other classes meet at the same time`} isLive>
      <ul className="list-disc space-y-1 ps-5">
        {clashes.map((clash) => (
          <li key={`${clash.kind} ${clash.sectionId}`}>{clashText(format, clash)}</li>
        ))}
      </ul>
    </Notice>
  );
}

/** What a slot would do, before it is saved. */
export function SlotPreviewCard({ preview }: { preview: SlotPreview }) {
  const { t } = useLingui();
  const format = useFormat();
  const { dates, past, moved, closed, clashes, changes } = preview;
  return (
    <div className="grid gap-4">
      <Clashes clashes={clashes} />
      <Card title={t`Preview`}>
        <div role="status">
          <p>{t`Meets ${plural(dates.length, { one: 'once', other: '# times' })}. When saved: ${changesText(format, changes)}`}</p>
          {past > 0 && (
            <p className="text-sm text-ink-muted">
              <Plural
                value={past}
                one="# of these dates is in the past: no class session is added for it."
                other="# of these dates are in the past: no class sessions are added for them."
              />
            </p>
          )}
          <KeptList report={changes} />
          {moved.map(({ day, time, moved: to }) => (
            <p key={day}>{t`On ${format.day(day, 'brief')} the clocks skip ${time}: the class begins at ${to} then.`}</p>
          ))}
        </div>
        <Disclosure summary={t`All dates (${dates.length})`} className="mt-2">
          <ol className="figures columns-2 gap-6 text-sm sm:columns-3">
            {dates.map(({ day }) => (
              <li key={day}>{format.day(day, 'brief')}</li>
            ))}
          </ol>
        </Disclosure>
        {closed.length > 0 && (
          <Disclosure summary={t`Left out for closures: ${classesText(format.i18n, closed.length)}`}>
            <ul className="text-sm text-ink-muted">
              {closed.map(({ day, closure }) => (
                <li key={day}>{`${format.day(day, 'brief')}: ${closure}`}</li>
              ))}
            </ul>
          </Disclosure>
        )}
      </Card>
    </div>
  );
}
