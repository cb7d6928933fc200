/** How many classes a student may still miss, over all and by class, and what that rests on. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Card } from '#app/components/ui/card';
import type { StudentOutlook } from '#domain/register/outlook';
import { OutlookText } from './outlook-text';

/** Nothing when nothing is ahead. */
export function OutlookCard({ outlook }: { outlook: StudentOutlook }) {
  const { t } = useLingui();
  const { remaining, threshold, sections } = outlook;
  if (remaining === 0) return null;
  return (
    <Card title={t`Still ahead`}>
      <p className="font-medium">
        <OutlookText {...outlook} />
      </p>
      <p className="mt-1 text-sm text-ink-muted">
        <Trans>Going by the timetable, and if you come to all the others.</Trans>
      </p>
      {sections.length > 0 && (
        <ul aria-label={t`By class`} className="mt-4 divide-y divide-line border-t border-line">
          {sections.map(({ sectionId, courseTitle, sectionCode, ...one }) => (
            <li key={sectionId} className="py-2 text-sm">
              <span className="block font-medium">
                {courseTitle} <span className="font-normal text-ink-muted">{sectionCode}</span>
              </span>
              <OutlookText {...one} threshold={threshold} />
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}
