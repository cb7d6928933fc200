/** `/guardian/unsubscribe/…`: ends a guardian's emails, without signing in. A mail program's POST does it at once (RFC 8058); following the
 *  link only asks. */
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Form, type MetaFunction, useLoaderData } from '@remix-run/react';
import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/server-runtime';
import { Button } from '#app/components/ui/button';
import { Notice } from '#app/components/ui/feedback/notice';
import { PageHeader } from '#app/components/ui/page-header';
import { withApi } from '#app/trpc/caller.server';
import { pageTitle } from '#app/words/page-title';

export const meta: MetaFunction = (page) => pageTitle(page, msg`Stop emails`);

const tokenOf = ({ params }: LoaderFunctionArgs | ActionFunctionArgs) => params.token ?? '';

export function loader(args: LoaderFunctionArgs) {
  return withApi(args, (api) => api.guardian.lookAtStopping({ token: tokenOf(args) }));
}

export async function action(args: ActionFunctionArgs) {
  await withApi(args, (api) => api.guardian.stopMails({ token: tokenOf(args) }));
  return null;
}

function Question() {
  const { isValid, isStopped, student } = useLoaderData<typeof loader>();
  if (!isValid)
    return (
      <Notice tone="warning">
        <Trans>This link no longer works: nothing is sent to the address it was made for.</Trans>
      </Notice>
    );
  if (isStopped)
    return (
      <Notice tone="success" isLive>
        <Trans>No more of these emails are sent to you. If you want them again, ask the school.</Trans>
      </Notice>
    );
  return (
    <Form method="post" className="grid gap-5">
      <p>
        {student === null ? (
          <Trans>
            A school has this address as that of a contact person of a student. It asks you no more when you stop this.
          </Trans>
        ) : (
          <Trans>You get emails about the attendance of {student}.</Trans>
        )}
      </p>
      <Button type="submit" variant="primary" isWide>
        <Trans>Stop these emails</Trans>
      </Button>
    </Form>
  );
}

export default function StopGuardianMails() {
  const { t } = useLingui();
  return (
    <>
      <PageHeader title={t`Stop emails`} />
      <Question />
    </>
  );
}
