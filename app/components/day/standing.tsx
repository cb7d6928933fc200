/** A student's own attendance: the rate with its sums, what it is made of, and each class for itself. */

import { useLingui } from '@lingui/react/macro';
import { Card } from '#app/components/ui/card';
import { cx } from '#app/components/ui/cx';
import { markedIn, Ring, TallyBar, tallyText } from '#app/components/ui/feedback/progress';
import { Figure, percentText } from '#app/components/ui/figure';
import type { SectionStanding, Standing } from '#domain/register/attendance-view';

/** One class with its rate and what it is made of; an item of a list. */
export function SectionLine({ section }: { section: SectionStanding }) {
  const { i18n, t } = useLingui();
  const held = markedIn(section.tally);
  return (
    <li>
      <div className="mb-1.5 flex items-baseline justify-between gap-3 text-sm">
        <span className="min-w-0 truncate">
          {section.courseTitle} <span className="text-ink-muted">{section.sectionCode}</span>
        </span>
        <span className={cx('figures shrink-0', section.percent === null ? 'text-ink-muted' : 'font-semibold')}>
          {percentText(i18n, section.percent)}
        </span>
      </div>
      <TallyBar tally={section.tally} enrolled={held} whenEmpty={t`no marks yet`} />
    </li>
  );
}

/** The card of a student's standing. */
export function StandingCard({ standing }: { standing: Standing }) {
  const { i18n, t } = useLingui();
  const { tally, percent, threshold, isBelow, sections } = standing;
  const target = threshold / 10;
  return (
    <Card title={t`Your attendance`}>
      <div className="flex items-center gap-5">
        <Ring percent={percent} target={target} isBelow={isBelow} className="size-24 shrink-0" />
        <Figure {...standing} size="lg" />
      </div>
      <p className="mt-4 text-sm text-ink-muted">
        {percent === null
          ? t`Your rate appears here after your first register has closed.`
          : isBelow
            ? t`Below the ${percentText(i18n, target)} your school asks for.`
            : t`Your school asks for ${percentText(i18n, target)}.`}
        {markedIn(tally) > 0 && ` ${t`So far: ${tallyText(i18n, tally, 0)}.`}`}
      </p>
      {sections.length > 0 && (
        <ul aria-label={t`By class`} className="mt-5 space-y-4 border-t border-line pt-5">
          {sections.map((section) => (
            <SectionLine key={section.sectionId} section={section} />
          ))}
        </ul>
      )}
    </Card>
  );
}
