/** `/admin/people/:id/invite`: letting one person in, or in again: by mail, or with a link to hand over, which is shown once. */

import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Form, type MetaFunction, useActionData, useLoaderData, useNavigation } from '@remix-run/react';
import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/server-runtime';
import { Link2, Mail } from 'lucide-react';
import { chosenIn } from '#app/actions/sent-form.server';
import { Button } from '#app/components/ui/button';
import { Card } from '#app/components/ui/card';
import { ResultNotice } from '#app/components/ui/feedback/outcome-notice';
import { CopyField } from '#app/components/ui/form/copy-field';
import { PageHeader } from '#app/components/ui/page-header';
import { ROLE_WORDS } from '#app/components/ui/role-words';
import { Time } from '#app/components/ui/time/time';
import * as paths from '#app/paths';
import { withApi } from '#app/trpc/caller.server';
import { pageTitle } from '#app/words/page-title';
import { wordsFor } from '#app/words/request-words.server';

export const meta: MetaFunction = (page) => pageTitle(page, msg`Invitation and password`);

export function loader(args: LoaderFunctionArgs) {
  return withApi(args, (api) => api.invitation.access({ userId: paths.pathId(args.params.id) }));
}

const NOT_SENT = msg`Nothing was sent. This account has just changed: check it and try again.`;

export async function action(args: ActionFunctionArgs) {
  const i18n = wordsFor(args);
  const userId = paths.pathId(args.params.id);
  const act = chosenIn(args.context.form, 'act', ['link', 'reset', 'invite']);
  return withApi(args, async (api) => {
    if (act === 'link') return { link: await api.invitation.link({ userId }), message: null, isSent: false };
    if (act === 'reset') await api.invitation.sendReset({ userId });
    const sent = act === 'reset' ? null : await api.invitation.send({ userIds: [userId] });
    const isSent = sent === null || sent.results[0]?.outcome === 'sent';
    return { link: null, message: isSent ? i18n._(msg`The email goes out within a few seconds.`) : i18n._(NOT_SENT), isSent };
  });
}

type Data = Awaited<ReturnType<typeof loader>>;

/** What became of the last mail, and whether a link is about. */
function Standing({ lastMail, linkUntil }: Pick<Data, 'lastMail' | 'linkUntil'>) {
  const { t } = useLingui();
  return (
    <ul className="grid gap-1 text-sm text-ink-muted">
      {lastMail?.sentAt && (
        <li>
          <Trans>
            Last email sent <Time at={lastMail.sentAt} style="moment" />.
          </Trans>
        </li>
      )}
      {lastMail && !lastMail.sentAt && (
        <li>
          {lastMail.tries === 0 ? t`An email is about to be sent.` : t`The mail server did not accept the last email.`}
          {lastMail.dueAt && lastMail.tries > 0 && (
            <Trans>
              {' '}
              The next try is <Time at={lastMail.dueAt} style="moment" />.
            </Trans>
          )}
        </li>
      )}
      {linkUntil && (
        <li>
          <Trans>
            An earlier link works until <Time at={linkUntil} style="moment" />.
          </Trans>
        </li>
      )}
    </ul>
  );
}

const WORDS = {
  invite: {
    title: msg`Invitation`,
    lead: msg`has no password yet. The link lets them choose one, and works once, for 14 days. A new one ends the one before.`,
    send: msg`Send invitation`,
  },
  reset: {
    title: msg`New password`,
    lead: msg`has a password. The link lets them choose another one, and works once, for 30 minutes.`,
    send: msg`Send reset link`,
  },
};

export default function Invite() {
  const { i18n, t } = useLingui();
  const { person, kind, canMail, lastMail, linkUntil } = useLoaderData<typeof loader>();
  const result = useActionData<typeof action>();
  const isBusy = useNavigation().state === 'submitting';
  const words = kind && WORDS[kind];
  return (
    <>
      <PageHeader
        title={words ? t(words.title) : t`No link for this account`}
        lead={`${person.name} · ${t(ROLE_WORDS[person.role])} · ${person.email}`}
        back={{ to: paths.person(person.id), label: person.name }}
      />
      <div className="grid max-w-2xl gap-4">
        {result?.message && <ResultNotice tone={result.isSent ? 'success' : 'warning'}>{result.message}</ResultNotice>}
        {result?.link && (
          <ResultNotice tone="success" title={t`Pass this link on`}>
            <p>
              <Trans>
                Shown only once. It opens the account: give it to {person.name} and nobody else. It works until{' '}
                <Time at={result.link.expiresAt} style="moment" />.
              </Trans>
            </p>
            <CopyField label={t`Link`} value={result.link.url} />
          </ResultNotice>
        )}
        <Card>
          {words ? (
            <Form method="post" className="grid gap-4">
              <p>
                {person.name} {i18n._(words.lead)}
              </p>
              <Standing lastMail={lastMail} linkUntil={linkUntil} />
              {!canMail && (
                <p className="text-sm text-ink-muted">
                  <Trans>Email is not set up for this school, so the link is handed over.</Trans>
                </p>
              )}
              <div className="flex flex-wrap gap-2">
                {canMail && (
                  <Button type="submit" name="act" value={kind} variant="primary" icon={Mail} isPending={isBusy}>
                    {i18n._(words.send)}
                  </Button>
                )}
                <Button type="submit" name="act" value="link" icon={Link2} variant={canMail ? 'secondary' : 'primary'}>
                  <Trans>Create link</Trans>
                </Button>
              </div>
            </Form>
          ) : (
            <p>
              {person.state === 'suspended'
                ? t`${person.name} is suspended. Lift the suspension first, then come back.`
                : t`${person.name} has chosen a password and waits for approval. Approve the account instead.`}
            </p>
          )}
        </Card>
      </div>
    </>
  );
}
