/** `/confirm-address`: proving that an address is one's own with the code of a link, which stands in the fragment, or asking for another. */

import { type SubmissionResult, useForm } from '@conform-to/react';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Form, type MetaFunction, useActionData, useLoaderData, useNavigation } from '@remix-run/react';
import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from '@remix-run/server-runtime';
import type { z } from 'zod';
import { chosenIn } from '#app/actions/sent-form.server';
import { CodeField } from '#app/components/account/code-field';
import { useLinkedCode } from '#app/components/account/use-linked-code';
import { Button } from '#app/components/ui/button';
import { Notice } from '#app/components/ui/feedback/notice';
import { TextField } from '#app/components/ui/form/field';
import { fieldProps } from '#app/components/ui/form/field-props';
import { FormErrors } from '#app/components/ui/form/form-errors';
import { PageHeader } from '#app/components/ui/page-header';
import * as paths from '#app/paths';
import { submitForm } from '#app/trpc/caller.server';
import { pageTitle } from '#app/words/page-title';
import { ConfirmAddressInput, ForgotPasswordInput } from '#domain/person/user';

export const meta: MetaFunction = (page) => pageTitle(page, msg`Confirm your address`);

export function loader({ request, context }: LoaderFunctionArgs) {
  return { isAsked: new URL(request.url).searchParams.has('sent'), canMail: context.ctx.mail !== null };
}

type Answer = { form: 'code' | 'resend'; result: SubmissionResult<string[]> };

export async function action(args: ActionFunctionArgs) {
  const { form } = args.context;
  const isResend = form.has('step') && chosenIn(form, 'step', ['resend']) === 'resend';
  const { errors } = isResend
    ? await submitForm(args, ForgotPasswordInput, (api, input) => api.auth.resendConfirmation(input))
    : await submitForm(args, ConfirmAddressInput, (api, input) => api.auth.confirmAddress(input));
  if (errors) return data<Answer>({ form: isResend ? 'resend' : 'code', result: errors.data }, errors.init ?? {});
  return redirect(isResend ? paths.confirmAddress('sent') : paths.signIn('confirmed'));
}

/** What the last attempt of this form came to, and whether one is under way. */
function useStep(step: Answer['form']) {
  const answer = useActionData<typeof action>() as Answer | undefined;
  const { state, formData } = useNavigation();
  return {
    lastResult: answer?.form === step ? answer.result : undefined,
    isPending: state === 'submitting' && (formData?.get('step') ?? 'code') === step,
  };
}

function CodeForm() {
  const { t } = useLingui();
  const { lastResult, isPending } = useStep('code');
  const [form, fields] = useForm<z.input<typeof ConfirmAddressInput>>({ id: 'confirm', lastResult });
  return (
    <Form method="post" id={form.id} onSubmit={form.onSubmit} noValidate={form.noValidate} className="grid gap-5">
      <FormErrors errors={form.errors} />
      <CodeField
        {...fieldProps(fields.code)}
        linkedCode={useLinkedCode()}
        label={t`Code of your link`}
        hint={t`The end of the link you were sent, after the #.`}
      />
      <Button type="submit" variant="primary" isWide isPending={isPending}>
        <Trans>Confirm my address</Trans>
      </Button>
    </Form>
  );
}

function ResendForm() {
  const { t } = useLingui();
  const { lastResult, isPending } = useStep('resend');
  const [form, fields] = useForm<z.input<typeof ForgotPasswordInput>>({ id: 'resend', lastResult });
  return (
    <Form method="post" id={form.id} onSubmit={form.onSubmit} noValidate={form.noValidate} className="grid gap-4">
      <h2 className="font-semibold">
        <Trans>No email, or an expired link?</Trans>
      </h2>
      <FormErrors errors={form.errors} />
      <input type="hidden" name="step" value="resend" />
      <TextField {...fieldProps(fields.email)} label={t`Email`} type="email" autoComplete="username" required />
      <Button type="submit" isWide isPending={isPending}>
        <Trans>Send a new link</Trans>
      </Button>
    </Form>
  );
}

export default function ConfirmAddress() {
  const { t } = useLingui();
  const { isAsked, canMail } = useLoaderData<typeof loader>();
  return (
    <>
      <PageHeader
        title={t`Confirm your address`}
        lead={t`Do this only if you asked for an account yourself. Your school then knows that the mailbox is yours.`}
      />
      {isAsked && (
        <Notice tone="success" isLive className="mb-5">
          <Trans>
            If an account with this address is waiting to be confirmed, an email with a link is on its way. Check the spam folder
            too.
          </Trans>
        </Notice>
      )}
      <CodeForm />
      {canMail && (
        <div className="mt-8 border-t border-line pt-6">
          <ResendForm />
        </div>
      )}
    </>
  );
}
