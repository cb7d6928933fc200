/** What was announced: the list of administrators, who see all, and of staff, who see their own. */
import { Trans, useLingui } from '@lingui/react/macro';
import { Megaphone, Pin, Plus } from 'lucide-react';
import { ButtonLink } from '#app/components/ui/button';
import { Card } from '#app/components/ui/card';
import { EmptyState } from '#app/components/ui/feedback/empty-state';
import { List, ListRow } from '#app/components/ui/list';
import { PageHeader } from '#app/components/ui/page-header';
import { PageLinks } from '#app/components/ui/page-links';
import { Time } from '#app/components/ui/time/time';
import * as paths from '#app/paths';
import { useFormat } from '#app/words/use-format';
import type { AnnouncementList, AnnouncementView } from '#domain/message/announcement';
import type { Role } from '#domain/person/user';
import { audienceText, STATE_WORDS } from './announcement-words';

function Row({ one, reader }: { one: AnnouncementView; reader: Role }) {
  const { i18n, t } = useLingui();
  const format = useFormat();
  const { id, title, author, isPinned, publishedAt, state, recipients, read } = one;
  return (
    <ListRow
      to={paths.announcement(reader, id)}
      title={
        <>
          {isPinned && state === 'published' && <Pin className="me-1.5 inline size-4 text-accent" aria-label={t`Pinned`} />}
          {title}
        </>
      }
      detail={
        <>
          <span className="block">
            {state !== 'published' && <span className="font-medium text-ink">{i18n._(STATE_WORDS[state])} · </span>}
            <Time at={publishedAt} style="moment" />
            {` · ${author}`}
          </span>
          <span className="block wrap-anywhere">{audienceText(format, one)}</span>
        </>
      }
      trailing={
        <span className="figures text-sm text-ink-muted">
          <Trans>
            {format.number(read)} of {format.number(recipients)} read
          </Trans>
        </span>
      }
    />
  );
}

export type AnnouncementsPageProps = AnnouncementList & { reader: Role; isFirst: boolean };

export function AnnouncementsPage({ reader, rows, next, isFirst }: AnnouncementsPageProps) {
  const { t } = useLingui();
  return (
    <>
      <PageHeader
        title={t`Announcements`}
        actions={
          <ButtonLink to={paths.newAnnouncement(reader)} variant="primary" icon={Plus}>
            <Trans>New announcement</Trans>
          </ButtonLink>
        }
      />
      <Card isFlush>
        {rows.length === 0 ? (
          <EmptyState icon={Megaphone} title={t`Nothing announced yet`}>
            {reader === 'admin' ? t`Write to the whole school, or to classes.` : t`Write to the students of your classes.`}
          </EmptyState>
        ) : (
          <List label={t`Announcements`}>
            {rows.map((one) => (
              <Row key={one.id} one={one} reader={reader} />
            ))}
          </List>
        )}
      </Card>
      <PageLinks first={isFirst ? null : paths.announcements(reader)} next={next === null ? null : `?after=${next}`} />
    </>
  );
}
