/** `/forgot-password`: asking for a link to choose another password. The answer is the same whether or not there is such an account. */

import { useForm } from '@conform-to/react';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Form, type MetaFunction, useActionData, useLoaderData, useNavigation } from '@remix-run/react';
import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/server-runtime';
import { MailCheck } from 'lucide-react';
import type { z } from 'zod';
import { Button, ButtonLink } from '#app/components/ui/button';
import { TextField } from '#app/components/ui/form/field';
import { fieldProps } from '#app/components/ui/form/field-props';
import { FormErrors } from '#app/components/ui/form/form-errors';
import { PageHeader } from '#app/components/ui/page-header';
import { TextLink } from '#app/components/ui/text-link';
import * as paths from '#app/paths';
import { submitForm } from '#app/trpc/caller.server';
import { pageTitle } from '#app/words/page-title';
import { ForgotPasswordInput } from '#domain/person/user';

export const meta: MetaFunction = (page) => pageTitle(page, msg`Forgotten password`);

export function loader({ request, context }: LoaderFunctionArgs) {
  const isAsked = new URL(request.url).searchParams.has('sent');
  return { isAsked, canMail: context.ctx.mail !== null };
}

export async function action(args: ActionFunctionArgs) {
  const { errors } = await submitForm(args, ForgotPasswordInput, (api, input) => api.auth.forgotPassword(input));
  return errors ?? redirect(paths.forgotPassword('sent'));
}

const BY_MAIL = msg`If your school has an account for this address, an email with a link is on its way. The link works once, for 30 minutes. Check the spam folder too.`;

const BY_HAND = msg`If your school has an account for this address, its administrator now sees that you need a new password, and can give you a link to choose one.`;

function Asked({ canMail }: { canMail: boolean }) {
  const { i18n, t } = useLingui();
  return (
    <div className="text-center">
      <span className="mx-auto mb-5 grid size-16 place-items-center rounded-2xl bg-accent-soft text-accent">
        <MailCheck className="size-8" strokeWidth={1.75} aria-hidden="true" />
      </span>
      <h1 tabIndex={-1} className="text-2xl font-semibold">
        {canMail ? t`Check your email` : t`Your request has been noted`}
      </h1>
      <p className="mt-2 text-ink-muted">{canMail ? i18n._(BY_MAIL) : i18n._(BY_HAND)}</p>
      <ButtonLink to={paths.signIn()} className="mt-6">
        <Trans>Go to sign-in</Trans>
      </ButtonLink>
    </div>
  );
}

export default function ForgotPassword() {
  const { t } = useLingui();
  const { isAsked, canMail } = useLoaderData<typeof loader>();
  const lastResult = useActionData<typeof action>();
  const isSending = useNavigation().state === 'submitting';
  const [form, fields] = useForm<z.input<typeof ForgotPasswordInput>>({ lastResult });
  if (isAsked) return <Asked canMail={canMail} />;
  return (
    <>
      <PageHeader title={t`Forgotten password`} lead={t`Enter your email to ask for a link to a new password.`} />
      <Form method="post" id={form.id} onSubmit={form.onSubmit} noValidate={form.noValidate} className="grid gap-5">
        <FormErrors errors={form.errors} />
        <TextField {...fieldProps(fields.email)} label={t`Email`} type="email" autoComplete="username" required />
        <Button type="submit" variant="primary" isWide isPending={isSending}>
          <Trans>Ask for a link</Trans>
        </Button>
      </Form>
      <p className="mt-6 text-center text-ink-muted">
        <Trans>
          Remembered it? <TextLink to={paths.signIn()}>Sign in</TextLink>
        </Trans>
      </p>
    </>
  );
}
