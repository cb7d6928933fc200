/** `/guardian/confirm/…`: a guardian says that an address is theirs, without signing in. Following the link only asks, because programs that
 *  look for harm follow links too. */
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Form, type MetaFunction, useActionData, useLoaderData, useRouteLoaderData } from '@remix-run/react';
import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/server-runtime';
import { Button } from '#app/components/ui/button';
import { Notice } from '#app/components/ui/feedback/notice';
import { PageHeader } from '#app/components/ui/page-header';
import type { loader as rootLoader } from '#app/root';
import { withApi } from '#app/trpc/caller.server';
import { pageTitle } from '#app/words/page-title';

export const meta: MetaFunction = (page) => pageTitle(page, msg`Confirm your address`);

const tokenOf = ({ params }: LoaderFunctionArgs | ActionFunctionArgs) => params.token ?? '';

export function loader(args: LoaderFunctionArgs) {
  return withApi(args, (api) => api.guardian.lookAtConfirming({ token: tokenOf(args) }));
}

export function action(args: ActionFunctionArgs) {
  return withApi(args, (api) => api.guardian.confirm({ token: tokenOf(args) }));
}

function Question() {
  const { isValid, student } = useLoaderData<typeof loader>();
  const school = useRouteLoaderData<typeof rootLoader>('root')?.school.name;
  const confirmed = useActionData<typeof action>()?.student ?? student;
  if (!isValid)
    return (
      <Notice tone="warning">
        <Trans>This link no longer works. Ask the school to send another one.</Trans>
      </Notice>
    );
  if (confirmed !== null)
    return (
      <Notice tone="success" isLive>
        <Trans>
          Your address is confirmed. You get an email when there is an alert about the attendance of {confirmed}. Each one has a
          link that ends them.
        </Trans>
      </Notice>
    );
  return (
    <Form method="post" className="grid gap-5">
      <p>
        <Trans>
          {school} has this address as that of a contact person of a student. Confirm it only if you read this mailbox yourself.
        </Trans>
      </p>
      <Button type="submit" variant="primary" isWide>
        <Trans>Confirm this address</Trans>
      </Button>
    </Form>
  );
}

export default function ConfirmGuardian() {
  const { t } = useLingui();
  return (
    <>
      <PageHeader title={t`Confirm your address`} />
      <Question />
    </>
  );
}
