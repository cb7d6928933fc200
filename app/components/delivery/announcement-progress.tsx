/** How far the latest announcements are. */
import { plural } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import { Card } from '#app/components/ui/card';
import { Time } from '#app/components/ui/time/time';
import type { AnnouncementProgress } from '#domain/message/delivery-view';

function Row({ one }: { one: AnnouncementProgress }) {
  const { t } = useLingui();
  const { title, publishedAt, recipients, unplanned, waiting, sent, failed } = one;
  const open = unplanned + waiting;
  const total = open + sent + failed;
  const to = t`${plural(recipients, { one: 'To # person', other: 'To # people' })}`;
  const state = t`${sent} sent, ${open} waiting, ${failed} failed`;
  return (
    <li className="grid gap-2 px-4 py-3 sm:px-5">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <span className="font-medium">{title}</span>
        <span className="text-sm text-ink-muted">
          <Time at={publishedAt} style="moment" />
        </span>
      </div>
      {open > 0 && <progress aria-label={title} value={total - open} max={total} className="h-2 w-full accent-accent" />}
      <span className="text-sm text-ink-muted">{`${to} · ${state}`}</span>
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
