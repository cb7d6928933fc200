/** One announcement as whoever wrote it sees it: what it says, who has not read it, and changing it. */
import { type SubmissionResult, useForm } from '@conform-to/react';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Form, useNavigation } from '@remix-run/react';
import { CheckCheck, Undo2 } from 'lucide-react';
import { AttachmentLink } from '#app/components/correction/attachment-link';
import { isUnderWay, Progress } from '#app/components/delivery/announcement-progress';
import { useLookAgain } from '#app/components/delivery/use-look-again';
import { Avatar } from '#app/components/ui/avatar';
import { Button } from '#app/components/ui/button';
import { Card } from '#app/components/ui/card';
import { Disclosure } from '#app/components/ui/disclosure';
import { EmptyState } from '#app/components/ui/feedback/empty-state';
import { Notice } from '#app/components/ui/feedback/notice';
import { OutcomeNotice } from '#app/components/ui/feedback/outcome-notice';
import { FormErrors } from '#app/components/ui/form/form-errors';
import { List, ListRow } from '#app/components/ui/list';
import { PageHeader } from '#app/components/ui/page-header';
import { PageLinks } from '#app/components/ui/page-links';
import { ROLE_WORDS } from '#app/components/ui/role-words';
import { Time } from '#app/components/ui/time/time';
import * as paths from '#app/paths';
import { useFormat } from '#app/words/use-format';
import type { AnnouncementView, UnreadList } from '#domain/message/announcement';
import type { DeliveryProgress } from '#domain/message/delivery-view';
import type { Role } from '#domain/person/user';
import { AnnouncementFields } from './announcement-fields';
import { audienceText, STATE_WORDS } from './announcement-words';
import { EditedAt } from './edited-at';
import { Markdown } from './markdown';

/** Where it stands, to whom it went, from whom. */
function Lead({ announcement }: { announcement: AnnouncementView }) {
  const { i18n } = useLingui();
  const { state, publishedAt, editedAt, author } = announcement;
  return (
    <>
      {`${i18n._(STATE_WORDS[state])} · `}
      <Time at={publishedAt} style="moment" />
      {` · ${author} · ${audienceText(useFormat(), announcement)}`}
      <EditedAt at={editedAt} />
    </>
  );
}

function NotRead({ unread: { rows }, recipients }: { unread: UnreadList; recipients: number }) {
  const { i18n, t } = useLingui();
  if (rows.length === 0)
    return (
      <EmptyState icon={CheckCheck} title={t`Everybody has read it`}>
        <Plural value={recipients} one="# person got it." other="# people got it." />
      </EmptyState>
    );
  return (
    <List label={t`Not read yet`} className="border-t border-line">
      {rows.map(({ id, name, role, photoAt }) => (
        <ListRow
          key={id}
          leading={<Avatar name={name} userId={id} photoAt={photoAt} size="sm" />}
          title={name}
          detail={i18n._(ROLE_WORDS[role])}
        />
      ))}
    </List>
  );
}

type EditProps = {
  announcement: AnnouncementView;
  lastDay: string | null;
  today: string;
  lastResult: SubmissionResult<string[]> | null | undefined;
};

type Typed = Record<'title' | 'body' | 'isPinned' | 'expiresAt', string>;

function EditForm({ announcement, lastDay, today, lastResult }: EditProps) {
  const { title, body, isPinned } = announcement;
  const [form, fields] = useForm<Typed>({
    id: 'announcement-edit',
    lastResult,
    defaultValue: { title, body, isPinned: isPinned ? 'on' : undefined, expiresAt: lastDay ?? undefined },
  });
  return (
    <Form method="post" id={form.id} onSubmit={form.onSubmit} noValidate={form.noValidate} className="grid gap-5">
      <FormErrors errors={form.errors} />
      <AnnouncementFields fields={fields} today={today} />
      <div>
        <Button
          type="submit"
          name="intent"
          value="edit"
          variant="primary"
          isPending={useNavigation().formData?.get('intent') === 'edit'}
        >
          <Trans>Save</Trans>
        </Button>
      </div>
    </Form>
  );
}

function Withdraw() {
  const { t } = useLingui();
  const isSent = useNavigation().formData?.get('intent') === 'withdraw';
  return (
    <Disclosure summary={t`Withdraw it`}>
      <Form method="post">
        <p className="mb-3 text-ink-muted">
          <Trans>It disappears from every inbox, also where it was read. This cannot be undone.</Trans>
        </p>
        <Button type="submit" name="intent" value="withdraw" variant="danger" icon={Undo2} isPending={isSent}>
          <Trans>Withdraw announcement</Trans>
        </Button>
      </Form>
    </Disclosure>
  );
}

export type AnnouncementPageProps = Omit<EditProps, 'lastResult'> & {
  reader: Role;
  unread: UnreadList;
  progress: DeliveryProgress;
  isFirst: boolean;
  /** It has just been published. */
  isNew: boolean;
  answer: { result: EditProps['lastResult']; message: string | null; refused: string | null } | undefined;
};

export function AnnouncementPage(props: AnnouncementPageProps) {
  const { reader, announcement, unread, progress, isFirst, isNew, answer, ...edit } = props;
  const { t } = useLingui();
  const { id, title, body, recipients, read, state, publishedAt, editedAt } = announcement;
  const isStanding = state !== 'withdrawn';
  const place = paths.announcement(reader, id);
  useLookAgain(state === 'published' && isUnderWay(progress));
  return (
    <>
      <PageHeader
        title={title}
        lead={<Lead announcement={announcement} />}
        back={{ to: paths.announcements(reader), label: t`Announcements` }}
      />
      <OutcomeNotice message={answer?.message} refused={answer?.refused} />
      {isNew && !answer && (
        <Notice tone="success" className="mb-4">
          {state === 'scheduled' ? (
            <Trans>
              <Plural value={recipients} one="# person gets it" other="# people get it" /> on{' '}
              <Time at={publishedAt} style="moment" />.
            </Trans>
          ) : (
            <Plural value={recipients} one="Sent to # person." other="Sent to # people." />
          )}
        </Notice>
      )}
      <div className="grid items-start gap-4 lg:grid-cols-[minmax(0,1fr)_24rem] lg:gap-6">
        <div className="grid gap-4">
          <Card>
            <Markdown text={body} />
            {isStanding && <AttachmentLink to={paths.announcementFile(id)} attachment={announcement.attachment} />}
          </Card>
          {isStanding && (
            <Card>
              <Disclosure summary={t`Edit it`} isOpen={Boolean(answer?.result)}>
                <EditForm key={editedAt} {...edit} announcement={announcement} lastResult={answer?.result} />
              </Disclosure>
              <Withdraw />
            </Card>
          )}
        </div>
        {isStanding && (
          <div className="grid gap-4">
            {state === 'published' && (
              <Card title={t`Emails and notifications`}>
                <div className="grid gap-2">
                  <Progress progress={progress} label={t`Sent so far`} />
                </div>
              </Card>
            )}
            <Card title={t`Not read yet`} isFlush>
              <p className="figures px-4 pb-3 text-sm text-ink-muted sm:px-5">
                <Trans>
                  {read} of {recipients} have read it.
                </Trans>
              </p>
              <NotRead unread={unread} recipients={recipients} />
            </Card>
            <PageLinks first={isFirst ? null : place} next={unread.next === null ? null : `${place}?after=${unread.next}`} />
          </div>
        )}
      </div>
    </>
  );
}
