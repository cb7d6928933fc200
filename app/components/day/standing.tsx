/** A student's attendance: the rate with its sums, what it is made of, and each class for itself. Every figure opens to its class sessions. */

import { Trans, useLingui } from '@lingui/react/macro';
import { memo } from 'react';
import { Card } from '#app/components/ui/card';
import { cx } from '#app/components/ui/cx';
import { markedIn, Ring, TallyBar } from '#app/components/ui/feedback/progress';
import { BehindLink, Figure, percentText, Rate } from '#app/components/ui/figure';
import { WHOLE_ROW } from '#app/components/ui/list';
import { countedText } from '#app/components/ui/status-words';
import * as paths from '#app/paths';
import { useFormat } from '#app/words/use-format';
import { STATUSES, type Tally } from '#domain/register/attendance';
import type { SectionStanding, Standing } from '#domain/register/attendance-view';
import type { Outlook } from '#domain/register/outlook';
import { OutlookText } from './outlook-text';

/** One class with its rate and what it is made of; an item of a list. @param to the class sessions behind it */
export function SectionLine({ section, to }: { section: SectionStanding; to: string }) {
  const { t } = useLingui();
  const { percent } = section;
  return (
    <li className="relative -mx-2 rounded-md px-2 py-2 hover:bg-surface-sunken">
      <div className="mb-1.5 flex items-baseline justify-between gap-3 text-sm">
        <span className="min-w-0 truncate">
          {section.courseTitle} <span className="text-ink-muted">{section.sectionCode}</span>
        </span>
        <Rate
          percent={percent}
          to={to}
          className={cx('shrink-0', percent === null ? 'text-ink-muted' : 'font-semibold', percent !== null && WHOLE_ROW)}
        />
      </div>
      <TallyBar tally={section.tally} enrolled={markedIn(section.tally)} whenEmpty={t`no marks yet`} />
    </li>
  );
}

/** "18 present, 2 late", each of them opening to its own. */
function Counts({ tally }: { tally: Tally }) {
  const { i18n } = useLingui();
  return STATUSES.filter((status) => tally[status] > 0).map((status, index) => (
    <span key={status}>
      {index > 0 && ', '}
      <BehindLink to={paths.ownSessions({ status })}>{countedText(i18n, status, tally[status])}</BehindLink>
    </span>
  ));
}

type StandingCardProps = { standing: Standing; outlook: Outlook };

/** The card of a student's own standing; what can still be missed comes first, as that is what students ask. Left alone while the clock
 *  beside it goes on. */
export const StandingCard = memo(function StandingCard({ standing, outlook }: StandingCardProps) {
  const { t } = useLingui();
  const format = useFormat();
  const { tally, percent, threshold, isBelow, sections } = standing;
  const target = threshold / 10;
  return (
    <Card title={t`Your attendance`}>
      <div className="flex items-center gap-5">
        <Ring percent={percent} target={target} isBelow={isBelow} className="size-24 shrink-0" />
        <Figure {...standing} to={paths.ownSessions()} size="lg" />
      </div>
      {outlook.remaining > 0 && (
        <p className="mt-3 font-medium">
          <OutlookText {...outlook} threshold={threshold} />
        </p>
      )}
      <p className="mt-2 text-sm text-ink-muted">
        {percent === null
          ? t`Your rate appears here after your first register has closed.`
          : isBelow
            ? t`Below the ${percentText(format, target)} your school asks for.`
            : t`Your school asks for ${percentText(format, target)}.`}
        {markedIn(tally) > 0 && (
          <>
            {' '}
            <Trans>
              So far: <Counts tally={tally} />.
            </Trans>
          </>
        )}
      </p>
      {sections.length > 0 && (
        <ul aria-label={t`By class`} className="mt-4 border-t border-line pt-3">
          {sections.map((section) => (
            <SectionLine key={section.sectionId} section={section} to={paths.ownSessions({ sectionId: section.sectionId })} />
          ))}
        </ul>
      )}
    </Card>
  );
});
