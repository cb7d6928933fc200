/** Pinned announcements on a first screen: what they are called, and the way to them. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Pin } from 'lucide-react';
import { List, ListRow } from '#app/components/ui/list';
import { Time } from '#app/components/ui/time/time';
import * as paths from '#app/paths';
import type { Pinned } from '#domain/message/notification';

/** Nothing where nothing is pinned. */
export function PinnedAnnouncements({ rows, className }: { rows: readonly Pinned[]; className?: string }) {
  const { t } = useLingui();
  if (rows.length === 0) return null;
  return (
    <section
      aria-label={t`Pinned announcements`}
      className={`overflow-hidden rounded-xl border border-line bg-surface-raised shadow-raised ${className ?? ''}`}
    >
      <List label={t`Pinned announcements`}>
        {rows.map(({ announcementId, title, author, at }) => (
          <ListRow
            key={announcementId}
            to={paths.inbox()}
            leading={<Pin className="size-4 shrink-0 text-accent" aria-hidden="true" />}
            title={title}
            detail={
              <Trans>
                {author}, <Time at={at} style="moment" />
              </Trans>
            }
          />
        ))}
      </List>
    </section>
  );
}
