/** `/timetable/calendar`: one's timetable in one's own calendar app, at a secret address that is shown once and can be taken back. */

import type { MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Form, type MetaFunction, useActionData, useLoaderData, useNavigation } from '@remix-run/react';
import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/server-runtime';
import { CalendarPlus } from 'lucide-react';
import { useState } from 'react';
import { intentOf } from '#app/actions/sent-form.server';
import { Button, ButtonLink } from '#app/components/ui/button';
import { Card } from '#app/components/ui/card';
import { Dialog } from '#app/components/ui/dialog';
import { ResultNotice } from '#app/components/ui/feedback/outcome-notice';
import { CopyField } from '#app/components/ui/form/copy-field';
import { PageHeader } from '#app/components/ui/page-header';
import { Time } from '#app/components/ui/time/time';
import * as paths from '#app/paths';
import { withApi } from '#app/trpc/caller.server';
import { pageTitle } from '#app/words/page-title';

export const meta: MetaFunction = (page) => pageTitle(page, msg`Calendar link`);

export function loader(args: LoaderFunctionArgs) {
  return withApi(args, (api) => api.calendarFeed.state());
}

export async function action(args: ActionFunctionArgs) {
  const intent = intentOf(args.context.form, ['create', 'revoke']);
  return withApi(args, async (api): Promise<{ url: string | null }> => {
    if (intent === 'create') return api.calendarFeed.create();
    await api.calendarFeed.revoke();
    return { url: null };
  });
}

/** Where an address is handed to a calendar; they are what their makers call "add by URL". */
const CALENDARS: readonly { name: string; addressFor: (url: string) => string }[] = [
  { name: 'Apple', addressFor: webcal },
  {
    name: 'Google',
    addressFor: (url) => `https://calendar.google.com/calendar/render?${new URLSearchParams({ cid: webcal(url) })}`,
  },
  {
    name: 'Outlook',
    addressFor: (url) => `https://outlook.live.com/calendar/0/addfromweb?${new URLSearchParams({ url, name: 'Muster' })}`,
  },
];

function webcal(url: string): string {
  return url.replace(/^https?:/, 'webcal:');
}

function NewAddress({ url }: { url: string }) {
  const { t } = useLingui();
  return (
    <ResultNotice tone="success" title={t`Your calendar link`}>
      <p>
        <Trans>Shown only once. Add it to your calendar now, or copy it and add a calendar by its URL there.</Trans>
      </p>
      <CopyField key={url} label={t`Link`} value={url} />
      <div className="mt-3 flex flex-wrap gap-2">
        {CALENDARS.map(({ name, addressFor }) => (
          <ButtonLink key={name} to={addressFor(url)} size="sm" icon={CalendarPlus} rel="noreferrer">
            <Trans>Add to {name}</Trans>
          </ButtonLink>
        ))}
      </div>
    </ResultNotice>
  );
}

type Act = 'create' | 'revoke';

const QUESTIONS: Record<Act, { title: MessageDescriptor; act: MessageDescriptor }> = {
  create: { title: msg`Create a new link?`, act: msg`Create a new link` },
  revoke: { title: msg`Turn off the link?`, act: msg`Turn off link` },
};

/** Both end the address that stands in calendars now, so each asks first. */
function ChangeLink() {
  const { t } = useLingui();
  const [asked, setAsked] = useState<Act | null>(null);
  const close = () => setAsked(null);
  const question = asked && QUESTIONS[asked];
  return (
    <>
      <div className="mt-5 flex flex-wrap gap-2">
        <Button onClick={() => setAsked('create')}>{t(QUESTIONS.create.act)}</Button>
        <Button onClick={() => setAsked('revoke')}>{t(QUESTIONS.revoke.act)}</Button>
      </div>
      <Dialog
        isOpen={asked !== null}
        onClose={close}
        title={question ? t(question.title) : ''}
        actions={
          question && (
            <>
              <Form method="post" onSubmit={close}>
                <Button type="submit" name="intent" value={asked} variant="primary">
                  {t(question.act)}
                </Button>
              </Form>
              <Button onClick={close}>
                <Trans>Cancel</Trans>
              </Button>
            </>
          )
        }
      >
        <p>
          <Trans>Calendars that have the link now no longer get your timetable.</Trans>
        </p>
      </Dialog>
    </>
  );
}

function FirstLink() {
  const sent = useNavigation().formData?.get('intent');
  return (
    <Form method="post" className="mt-5">
      <Button type="submit" name="intent" value="create" variant="primary" isPending={sent === 'create'}>
        <Trans>Create link</Trans>
      </Button>
    </Form>
  );
}

export default function CalendarAddress() {
  const { t } = useLingui();
  const { createdAt } = useLoaderData<typeof loader>();
  const result = useActionData<typeof action>();
  return (
    <>
      <PageHeader
        title={t`Calendar link`}
        lead={t`Your timetable in the calendar app of your phone or computer.`}
        back={{ to: paths.timetable(), label: t`Timetable` }}
      />
      <div className="grid max-w-2xl gap-4 lg:gap-6">
        {result?.url && <NewAddress url={result.url} />}
        {result && !result.url && (
          <ResultNotice tone="success">
            <Trans>The link has been turned off.</Trans>
          </ResultNotice>
        )}
        <Card>
          <p>
            {createdAt === null ? (
              t`You have no calendar link yet.`
            ) : (
              <Trans>
                Your link has worked since <Time at={createdAt} style="moment" />. It cannot be shown again: make a new one if you
                have lost it, and the old one stops working.
              </Trans>
            )}
          </p>
          <p className="mt-3 text-sm text-ink-muted">
            <Trans>Anyone with this link can see your classes, times and rooms, and nothing else. Keep it to yourself.</Trans>
          </p>
          {createdAt === null ? <FirstLink /> : <ChangeLink />}
        </Card>
      </div>
    </>
  );
}
