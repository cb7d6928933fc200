/** `/reset-password`: choosing another password with the code of a link, which stands in the fragment. */

import { useForm } from '@conform-to/react';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { Form, type MetaFunction, useActionData, useNavigation } from '@remix-run/react';
import { type ActionFunctionArgs, redirect } from '@remix-run/server-runtime';
import type { z } from 'zod';
import { CodeField } from '#app/components/account/code-field';
import { NewPasswordField } from '#app/components/account/new-password-field';
import { useLinkedCode } from '#app/components/account/use-linked-code';
import { Button } from '#app/components/ui/button';
import { fieldProps } from '#app/components/ui/form/field-props';
import { FormErrors } from '#app/components/ui/form/form-errors';
import { PageHeader } from '#app/components/ui/page-header';
import { TextLink } from '#app/components/ui/text-link';
import * as paths from '#app/paths';
import { submitForm } from '#app/trpc/caller.server';
import { pageTitle } from '#app/words/page-title';
import { ResetPasswordInput } from '#domain/person/user';

export const meta: MetaFunction = (page) => pageTitle(page, msg`New password`);

export async function action(args: ActionFunctionArgs) {
  const { errors } = await submitForm(args, ResetPasswordInput, (api, input) => api.auth.resetPassword(input));
  return errors ?? redirect(paths.signIn('reset'));
}

export default function ResetPassword() {
  const { t } = useLingui();
  const lastResult = useActionData<typeof action>();
  const [form, fields] = useForm<z.input<typeof ResetPasswordInput>>({ lastResult });
  return (
    <>
      <PageHeader
        title={t`Choose a new password`}
        lead={t`You will be signed out wherever you are signed in now, and your passkeys are removed.`}
      />
      <Form method="post" id={form.id} onSubmit={form.onSubmit} noValidate={form.noValidate} className="grid gap-5">
        <FormErrors errors={form.errors} />
        <CodeField
          {...fieldProps(fields.code)}
          linkedCode={useLinkedCode()}
          label={t`Code of your link`}
          hint={t`The end of the link you were sent, after the #.`}
        />
        <NewPasswordField {...fieldProps(fields.password)} label={t`New password`} />
        <Button type="submit" variant="primary" isWide isPending={useNavigation().state === 'submitting'}>
          <Trans>Change password</Trans>
        </Button>
      </Form>
      <p className="mt-6 text-center text-ink-muted">
        <Trans>
          Has the link expired? <TextLink to={paths.forgotPassword()}>Ask for a new one</TextLink>
        </Trans>
      </p>
    </>
  );
}
