/** How many classes a student may still miss, over all and by class, and what that rests on. Numbers come from the domain, ready made. */
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Card } from '#app/components/ui/card';
import { percentText } from '#app/components/ui/figure';
import type { Outlook, StudentOutlook } from '#domain/register/outlook';

/** One line of what can still be missed. */
function OutlookText({ remaining, mayMiss, best, isOutOfReach }: Outlook) {
  const { i18n } = useLingui();
  const most = percentText(i18n, best);
  if (isOutOfReach)
    return (
      <Plural
        value={remaining}
        one={`At best ${most}, by coming to the one class ahead.`}
        other={`At best ${most}, by coming to all # classes ahead.`}
      />
    );
  return (
    <>
      <Plural
        value={mayMiss}
        _0="You may miss no more classes"
        one="You may miss one more class"
        other="You may miss # more classes"
      />{' '}
      <Plural value={remaining} one="of the one ahead." other="of the # ahead." />
    </>
  );
}

/** Nothing when nothing is ahead. */
export function OutlookCard({ outlook }: { outlook: StudentOutlook }) {
  const { i18n, t } = useLingui();
  const { remaining, threshold, sections } = outlook;
  if (remaining === 0) return null;
  const asked = percentText(i18n, threshold / 10);
  return (
    <Card title={t`Still ahead`}>
      <p className="font-medium">
        <OutlookText {...outlook} />
      </p>
      <p className="mt-1 text-sm text-ink-muted">
        <Trans>To finish at the {asked} your school asks for, going by the timetable and if you come to all the others.</Trans>
      </p>
      {sections.length > 0 && (
        <ul aria-label={t`By class`} className="mt-4 divide-y divide-line border-t border-line">
          {sections.map(({ sectionId, courseTitle, sectionCode, ...one }) => (
            <li key={sectionId} className="py-2 text-sm">
              <span className="block font-medium">
                {courseTitle} <span className="font-normal text-ink-muted">{sectionCode}</span>
              </span>
              <OutlookText {...one} />
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
