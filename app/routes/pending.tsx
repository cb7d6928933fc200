/** `/pending`: what happens after asking for an account, and for who signs in before it is approved. */

import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { type MetaFunction, useLoaderData, useSearchParams } from '@remix-run/react';
import { type LoaderFunctionArgs, redirect } from '@remix-run/server-runtime';
import { Hourglass } from 'lucide-react';
import { ButtonLink } from '#app/components/ui/button';
import { useFresh } from '#app/components/ui/hooks/use-fresh';
import { TextLink } from '#app/components/ui/text-link';
import * as paths from '#app/paths';
import { withApi } from '#app/trpc/caller.server';
import { pageTitle } from '#app/words/page-title';

export const meta: MetaFunction = (page) => pageTitle(page, msg`Waiting for approval`);

/** Nobody looks at this page for the time it takes. */
const LOOK_AGAIN_MS = 30_000;

/** After signing up the same words serve a new address and a taken one. */
const AFTER_SIGN_UP = msg`If this address is new to your school, your account now waits for an administrator. As soon as it is approved, this page goes on to where you sign in. If you had an account before, nothing has changed: sign in with it.`;

const BY_MAIL = msg`An email with a link is on its way to the new address. Open it to confirm that the address is yours.`;

const AT_SIGN_IN = msg`An administrator of your school has not approved your account yet. This page goes on by itself once that has happened. Ask at the school office if it takes long.`;

/** Goes on by itself once somebody has approved the account. */
export async function loader(args: LoaderFunctionArgs) {
  const { actor, mail } = args.context.ctx;
  if (actor) throw redirect(paths.home());
  if (await withApi(args, (api) => api.auth.isApproved())) throw redirect(paths.signIn('approved'));
  return { canMail: mail !== null };
}

export default function Pending() {
  const { i18n, t } = useLingui();
  const { canMail } = useLoaderData<typeof loader>();
  const [search] = useSearchParams();
  const isNew = search.has('new');
  useFresh(LOOK_AGAIN_MS);
  return (
    <div className="text-center">
      <span className="mx-auto mb-5 grid size-16 place-items-center rounded-2xl bg-accent-soft text-accent">
        <Hourglass className="size-8" strokeWidth={1.75} aria-hidden="true" />
      </span>
      <h1 tabIndex={-1} className="text-2xl font-semibold">
        {isNew ? t`Your request has been sent` : t`Your account is waiting for approval`}
      </h1>
      <p className="mt-2 text-ink-muted">{isNew ? i18n._(AFTER_SIGN_UP) : i18n._(AT_SIGN_IN)}</p>
      {canMail && (
        <p className="mt-3 text-ink-muted">
          {isNew && `${t(BY_MAIL)} `}
          <TextLink to={paths.confirmAddress()}>{isNew ? t`No email yet` : t`Confirm your address`}</TextLink>
        </p>
      )}
      <ButtonLink to={paths.signIn()} className="mt-6">
        <Trans>Go to sign-in</Trans>
      </ButtonLink>
    </div>
  );
}
