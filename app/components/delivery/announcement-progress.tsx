/** How far the latest announcements are. */
import { plural } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import { Card } from '#app/components/ui/card';
import { Time } from '#app/components/ui/time/time';
import type { AnnouncementProgress, DeliveryProgress } from '#domain/message/delivery-view';

/** Whether something waits to be sent. */
export const isUnderWay = ({ unplanned, waiting }: DeliveryProgress) => unplanned + waiting > 0;

/** How far the deliveries of one are. @param label what the bar is called */
export function Progress({ progress, label }: { progress: DeliveryProgress; label: string }) {
  const { t } = useLingui();
  const { unplanned, waiting, sent, failed } = progress;
  const open = unplanned + waiting;
  const total = open + sent + failed;
  return (
    <>
      {open > 0 && <progress aria-label={label} value={total - open} max={total} className="h-2 w-full accent-accent" />}
      <span className="text-sm text-ink-muted">{t`${sent} sent, ${open} waiting, ${failed} failed`}</span>
    </>
  );
}

function Row({ one }: { one: AnnouncementProgress }) {
  const { t } = useLingui();
  const { title, publishedAt, recipients } = one;
  return (
    <li className="grid gap-2 px-4 py-3 sm:px-5">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <span className="font-medium">{title}</span>
        <span className="text-sm text-ink-muted">
          {t`${plural(recipients, { one: 'To # person', other: 'To # people' })}`}
          {' · '}
          <Time at={publishedAt} style="moment" />
        </span>
      </div>
      <Progress progress={one} label={title} />
    </li>
  );
}

/** Nothing where there is none. */
export function AnnouncementsProgress({ announcements }: { announcements: readonly AnnouncementProgress[] }) {
  const { t } = useLingui();
  if (announcements.length === 0) return null;
  return (
    <Card title={t`Latest announcements`} isFlush>
      <ul className="divide-y divide-line">
        {announcements.map((one) => (
          <Row key={one.announcementId} one={one} />
        ))}
      </ul>
    </Card>
  );
}
